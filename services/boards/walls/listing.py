"""Which links to walls somebody sees, and how these are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.boards.walls.views import VIEWS, WallView
from services.clock import utc_now
from services.errors import NotFound
from services.paging import Paged
from services.people.access import Caller
from services.tables import Unit, User, WallLink


class WallState(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


class WallNotFound(NotFound):
    """There is no such wall, or it shows a unit that you do not see."""


@dataclass(frozen=True, slots=True)
class ListedWall:
    wall: WallLink
    unit_name: str
    maker_name: str
    is_own: bool


def get_wall(session: Session, caller: Caller, wall_id: UUID) -> ListedWall:
    """Raises WallNotFound."""
    query = _listing(caller).where(WallLink.id == wall_id)
    found = session.exec(query).one_or_none()
    if found is None:
        raise WallNotFound(wall_id=wall_id)
    return _listed(caller, found)


def list_walls(
    session: Session,
    caller: Caller,
    *,
    state: WallState | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ListedWall]:
    """One's own, and those about units one sees; newest first. Raises CursorBroken."""
    query = _listing(caller).where(_is(state))
    if cursor is not None:
        place = tuple_(col(WallLink.created_at), col(WallLink.id))
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    newest = (col(WallLink.created_at).desc(), col(WallLink.id).desc())
    found = session.exec(query.order_by(*newest).limit(limit + 1)).all()
    page = paging.cut(found, limit, lambda row: [row[0].created_at, row[0].id])
    return Paged([_listed(caller, row) for row in page.items], page.next)


def state_of(wall: WallLink, now: datetime) -> WallState:
    """Pure."""
    if wall.revoked_at is not None:
        return WallState.REVOKED
    is_over = wall.expires_at is not None and wall.expires_at <= now
    return WallState.EXPIRED if is_over else WallState.ACTIVE


def views_of(wall: WallLink) -> list[WallView]:
    return VIEWS.validate_python(wall.views)


def _listing(caller: Caller) -> Any:
    return (
        select(WallLink, Unit.name, User.name)
        .join(Unit, col(Unit.id) == WallLink.unit_id)
        .join(User, col(User.id) == WallLink.maker_id)
        .where(_seen_by(caller))
    )


def _seen_by(caller: Caller) -> ColumnElement[bool]:
    limits = [part.unit_ids for part in caller.scope.parts if part.agent_id is None]
    if None in limits:
        return true()
    known = frozenset[UUID]().union(*(limit for limit in limits if limit is not None))
    return (col(WallLink.maker_id) == caller.user_id) | col(WallLink.unit_id).in_(known)


def _is(state: WallState | None) -> ColumnElement[bool]:
    revoked = col(WallLink.revoked_at).is_not(None)
    over = col(WallLink.expires_at).is_not(None) & (col(WallLink.expires_at) <= utc_now())
    match state:
        case None:
            return true()
        case WallState.REVOKED:
            return revoked
        case WallState.EXPIRED:
            return ~revoked & over
        case WallState.ACTIVE:
            return ~revoked & ~over


def _listed(caller: Caller, found: Any) -> ListedWall:
    wall, unit_name, maker_name = found
    return ListedWall(wall, unit_name, maker_name, wall.maker_id == caller.user_id)
