"""Breaking the glass: sight of calls outside one's scope, with a reason."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import SessionDep, UserDep
from api.repeats import CreatingRoute
from api.schemas.break_glass import BreakGlassIn, BrokenGlassOut
from api.schemas.pages import Page
from services.calls import broken_glass
from services.people.access import Permission

router = APIRouter(prefix="/api/v1/break_glass", tags=["people"], route_class=CreatingRoute)

_MAY = (Permission.BREAK_GLASS, Permission.USERS_MANAGE)


@router.get("", operation_id="list_broken_glass")
def list_broken_glass(
    session: SessionDep,
    caller: UserDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[BrokenGlassOut]:
    """Yours, or everybody's with `users:manage`; newest first."""
    caller.require_one_of(*_MAY)
    page = broken_glass.list_glass(session, caller, cursor=cursor, limit=limit)
    return Page(items=[BrokenGlassOut.of(each) for each in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="break_glass")
def break_glass(session: SessionDep, caller: UserDep, body: BreakGlassIn) -> BrokenGlassOut:
    """See exactly these calls for a while. Administrators are told at once."""
    caller.require(Permission.BREAK_GLASS)
    return BrokenGlassOut.of(broken_glass.break_glass(session, caller, body.wanted()))


@router.delete(
    "/{glass_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="revoke_broken_glass"
)
def revoke_broken_glass(session: SessionDep, caller: UserDep, glass_id: UUID) -> None:
    """End it at once: yours, or anybody's with `users:manage`. Safe to repeat."""
    caller.require_one_of(*_MAY)
    broken_glass.revoke(session, caller, glass_id)
