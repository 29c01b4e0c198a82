"""Roles: the shipped ones, and those a centre makes of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.pages import Page
from api.schemas.roles import RoleChangeIn, RoleIn, RoleOut
from services.people import roles
from services.people.access import Permission
from services.people.roles import CountedRole

router = APIRouter(prefix="/api/v1/roles", tags=["people"], route_class=CreatingRoute)


@router.get("", response_model=Page[RoleOut], operation_id="list_roles")
def list_roles(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Page[CountedRole]:
    """Shipped roles, on the first page, then one's own by English name."""
    caller.require(Permission.USERS_MANAGE)
    page = roles.list_custom_roles(session, cursor=cursor, limit=limit)
    shipped = roles.shipped_roles(session) if cursor is None else []
    return Page(items=[*shipped, *page.items], next=page.next)


@router.post(
    "",
    response_model=RoleOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_role",
)
def create_role(session: SessionDep, caller: CallerDep, body: RoleIn) -> CountedRole:
    """Make a role that allows no more than you may do yourself."""
    caller.require(Permission.USERS_MANAGE)
    role = roles.create_role(session, caller, **dict(body))
    return roles.counted_role(session, role)


@router.patch("/{role_id}", response_model=RoleOut, operation_id="change_role")
def change_role(
    session: SessionDep, caller: CallerDep, role_id: UUID, body: RoleChangeIn
) -> CountedRole:
    """Change one of your own roles, for all who have it, at once."""
    caller.require(Permission.USERS_MANAGE)
    role = roles.change_role(session, caller, roles.get_role(session, role_id), **dict(body))
    return roles.counted_role(session, role)


@router.delete("/{role_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="delete_role")
def delete_role(session: SessionDep, caller: CallerDep, role_id: UUID) -> None:
    """Delete one of your own roles that nobody has."""
    caller.require(Permission.USERS_MANAGE)
    roles.delete_role(session, caller, roles.get_role(session, role_id))
