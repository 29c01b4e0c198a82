"""Users: who may sign in, as what, and what of the centre they see."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.pages import Page
from api.schemas.users import (
    OneTimePasswordOut,
    UserChangeIn,
    UserCreatedOut,
    UserIn,
    UserOut,
)
from services.errors import Rejected
from services.people import administering, roles
from services.people.access import Permission
from services.people.administering import UserFilter, UserWanted
from services.tables import Role

router = APIRouter(prefix="/api/v1/users", tags=["people"], route_class=CreatingRoute)

Text = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


class RoleNeeded(Rejected):
    """Say which role: role, or role_id of a custom one."""


@router.get("", operation_id="list_users")
def list_users(
    session: SessionDep,
    caller: CallerDep,
    q: Text | None = None,
    role: Role | None = None,
    unit_id: UUID | None = None,
    active: bool | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[UserOut]:
    """Users of units you see, by login."""
    caller.require(Permission.USERS_MANAGE)
    page = administering.list_users(
        session, caller, UserFilter(q, role, unit_id, active), cursor=cursor, limit=limit
    )
    return Page(items=[UserOut.of(each) for each in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="create_user")
def create_user(session: SessionDep, caller: CallerDep, body: UserIn) -> UserCreatedOut:
    """Make a user. Their one-time password is in this answer and nowhere else."""
    caller.require(Permission.USERS_MANAGE)
    role = body.role
    if body.role_id is not None:
        role = roles.get_role(session, body.role_id).based_on
    if role is None:
        raise RoleNeeded(field="role")
    wanted = UserWanted(
        name=body.name,
        role=role,
        role_id=body.role_id,
        unit_id=body.unit_id,
        unit_ids=frozenset(body.unit_ids),
        campaign_ids=frozenset(body.campaign_ids),
        agent_id=body.agent_id,
    )
    listed, password = administering.add_user(session, caller, body.login, wanted)
    return UserCreatedOut(**UserOut.of(listed).model_dump(), password=password)


@router.get("/{user_id}", operation_id="read_user")
def read_user(session: SessionDep, caller: CallerDep, user_id: UUID) -> UserOut:
    """One user."""
    caller.require(Permission.USERS_MANAGE)
    return UserOut.of(administering.get_listed(session, caller, user_id))


@router.patch("/{user_id}", operation_id="change_user")
def change_user(
    session: SessionDep, caller: CallerDep, user_id: UUID, body: UserChangeIn
) -> UserOut:
    """Change a user, or stop them. Effective at once, in open sessions too."""
    caller.require(Permission.USERS_MANAGE)
    listed = administering.get_listed(session, caller, user_id)
    return UserOut.of(administering.change_user(session, caller, listed, body.wanted(listed)))


@router.post("/{user_id}/password", operation_id="reset_user_password")
def reset_user_password(
    session: SessionDep, caller: CallerDep, user_id: UUID
) -> OneTimePasswordOut:
    """Give a one-time password, and end all sessions of the user."""
    caller.require(Permission.USERS_MANAGE)
    listed = administering.get_listed(session, caller, user_id)
    password = administering.reset_password(session, caller, listed.user)
    return OneTimePasswordOut(password=password)
