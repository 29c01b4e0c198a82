"""Links to walls: made, changed, given new tokens and revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from sqlmodel import Session

from services.boards import own_reading
from services.boards.walls.listing import ListedWall, WallNotFound, get_wall
from services.boards.walls.views import VIEWS, OwnBoardWallView, WallView
from services.clock import utc_now
from services.errors import Conflict, Rejected
from services.people import audit, reach
from services.people.access import Caller, Permission
from services.people.callers import unit_and_below
from services.tables import WallLanguage, WallLink, WallNames, WallTheme

PREFIX = "ew_"


class WallRevoked(Conflict):
    """This wall's link was revoked, which is for good. Make another wall."""


class WallExpiryPassed(Rejected):
    """A wall's link must end in the future."""


class WallBoardUnknown(Rejected):
    """There is no such board, or it is neither yours nor shared with you."""


class WallBoardElsewhere(Rejected):
    """This board is about a unit that lies outside the wall's."""


@dataclass(frozen=True, slots=True)
class WallWanted:
    name: str
    unit_id: UUID
    views: Sequence[WallView]
    language: WallLanguage
    theme: WallTheme
    names: WallNames
    celebrate: bool
    sound: bool
    expires_at: datetime | None


def create_wall(session: Session, caller: Caller, wanted: WallWanted) -> tuple[ListedWall, str]:
    """Hang a wall. Its token, the second value, exists only in this answer.

    Raises UnitUnknown, UnitArchived, WallBoardUnknown, WallBoardElsewhere, WallExpiryPassed.
    """
    assert caller.user_id is not None
    _require_fitting(session, caller, wanted)
    token = _make_token()
    wall = WallLink(maker_id=caller.user_id, token_hash=hash_token(token), **_columns(wanted))
    session.add(wall)
    session.flush()
    _note(session, caller, "wall.created", wall, **_told(wall))
    return get_wall(session, caller, wall.id), token


def change_wall(session: Session, caller: Caller, wall_id: UUID, wanted: WallWanted) -> ListedWall:
    """One's own; screens that show it follow. Raises WallNotFound, WallRevoked, and as above."""
    wall = _own_for_update(session, caller, wall_id)
    _require_alive(wall)
    _require_fitting(session, caller, wanted, kept_until=wall.expires_at)
    before = _told(wall)
    for name, value in _columns(wanted).items():
        setattr(wall, name, value)
    wall.changed_at = utc_now()
    session.add(wall)
    if (after := _told(wall)) != before:
        _note(session, caller, "wall.changed", wall, before=before, after=after)
    session.flush()
    return get_wall(session, caller, wall_id)


def rotate_wall(session: Session, caller: Caller, wall_id: UUID) -> tuple[ListedWall, str]:
    """Give one's own a new token; screens with the old one close. Raises WallNotFound,
    WallRevoked.
    """
    wall = _own_for_update(session, caller, wall_id)
    _require_alive(wall)
    token = _make_token()
    wall.token_hash = hash_token(token)
    wall.rotated_at = utc_now()
    session.add(wall)
    _note(session, caller, "wall.rotated", wall)
    session.flush()
    return get_wall(session, caller, wall_id), token


def revoke_wall(session: Session, caller: Caller, wall_id: UUID) -> None:
    """Close every screen that shows it, for good: also one that a colleague hung up about a
    unit one sees. Safe to repeat. Raises WallNotFound.
    """
    wall = get_wall(session, caller, wall_id).wall
    session.refresh(wall, with_for_update=True)
    if wall.revoked_at is None:
        wall.revoked_at = utc_now()
        session.add(wall)
        _note(session, caller, "wall.revoked", wall)


def hash_token(token: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()


def qr_of(url: str) -> str:
    """An SVG for telephones and screens with a camera to open `url` by."""
    drawn = BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", xmldecl=False, omitsize=True, border=2)
    return drawn.getvalue().decode()


def _own_for_update(session: Session, caller: Caller, wall_id: UUID) -> WallLink:
    """What a wall shows is what its maker sees: nobody else changes it."""
    wall = session.get(WallLink, wall_id, with_for_update=True)
    if wall is None or wall.maker_id != caller.user_id:
        raise WallNotFound(wall_id=wall_id)
    return wall


def _require_alive(wall: WallLink) -> None:
    if wall.revoked_at is not None:
        raise WallRevoked(wall_id=wall.id)


def _require_fitting(
    session: Session,
    caller: Caller,
    wanted: WallWanted,
    kept_until: datetime | None = None,
) -> None:
    caller.require(Permission.BOARD_READ)
    reach.chosen_unit(session, caller.scope, wanted.unit_id, "unit_id")
    is_over = wanted.expires_at is not None and wanted.expires_at <= utc_now()
    if is_over and wanted.expires_at != kept_until:
        raise WallExpiryPassed(field="expires_at")
    below = unit_and_below(session, wanted.unit_id)
    for place, view in enumerate(wanted.views):
        if isinstance(view, OwnBoardWallView):
            _require_board(session, caller, view, below, f"views.{place}.own_board_id")


def _require_board(
    session: Session, caller: Caller, view: OwnBoardWallView, below: frozenset[UUID], field: str
) -> None:
    try:
        read = own_reading.get_board(session, caller, view.own_board_id)
    except own_reading.OwnBoardNotFound as error:
        raise WallBoardUnknown(field=field) from error
    if read.board.unit_id not in below:
        raise WallBoardElsewhere(field=field)


def _columns(wanted: WallWanted) -> dict[str, Any]:
    return {
        "name": wanted.name,
        "unit_id": wanted.unit_id,
        "views": VIEWS.dump_python(list(wanted.views), mode="json"),
        "language": wanted.language,
        "theme": wanted.theme,
        "names": wanted.names,
        "celebrate": wanted.celebrate,
        "sound": wanted.sound,
        "expires_at": wanted.expires_at,
    }


def _make_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


_KEPT_TO_OURSELVES = {"id", "maker_id", "token_hash", "last_used_at", "changed_at", "created_at"}


def _told(wall: WallLink) -> dict[str, Any]:
    return wall.model_dump(mode="json", exclude=_KEPT_TO_OURSELVES)


def _note(session: Session, caller: Caller, act: str, wall: WallLink, **facts: Any) -> None:
    named = {"name": wall.name} if "name" not in facts else {}
    audit.record(session, actor=caller.actor, act=act, subject=str(wall.id), **named, **facts)
