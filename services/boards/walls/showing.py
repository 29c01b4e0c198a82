"""What a wall shows now to whoever has its token."""

from dataclasses import dataclass, replace
from datetime import timedelta
from hmac import compare_digest

from sqlmodel import Session, col, select

from services import db
from services.activity.board import Audience
from services.boards import looking, own_reading
from services.boards.own_reading import OwnBoardNotFound, ReadBoard
from services.boards.walls.links import hash_token
from services.boards.walls.listing import WallState, state_of, views_of
from services.boards.walls.views import BuiltInWallView, OwnBoardWallView, WallView
from services.clock import utc_now
from services.errors import Forbidden, NotFound, SignInNeeded
from services.people import callers
from services.people.access import Caller, Permission
from services.tables import Unit, User, WallLink

USED_EVERY = timedelta(minutes=1)


class WallTokenUnknown(SignInNeeded):
    """This link leads to no wall. It may have been given a new token."""


class WallLinkRevoked(SignInNeeded):
    """This wall was taken down: its link was revoked."""


class WallLinkExpired(SignInNeeded):
    """This wall's link has ended."""


class WallMakerLeft(SignInNeeded):
    """Whoever hung up this wall may not show this unit any more."""


@dataclass(frozen=True, slots=True)
class OpenWall:
    """A wall whose link holds, and as whom it looks: its maker, as they stand now."""

    wall: WallLink
    maker: Caller
    unit: Unit
    audience: Audience


@dataclass(frozen=True, slots=True)
class ShownView:
    seconds: int
    built_in: BuiltInWallView | None = None
    board: ReadBoard | None = None


def open_wall(session: Session, token: str) -> OpenWall:
    """Raises WallTokenUnknown, WallLinkRevoked, WallLinkExpired, WallMakerLeft."""
    wall = _wall_of(session, token)
    maker = session.get_one(User, wall.maker_id)
    caller = callers.of_user(session, maker)
    if not maker.active or not caller.may(Permission.BOARDS_SHARE):
        raise WallMakerLeft(wall_id=wall.id)
    try:
        unit, audience = looking.look(session, caller, wall.unit_id)
    except (NotFound, Forbidden) as error:
        raise WallMakerLeft(wall_id=wall.id) from error
    if audience.agent_id is not None:
        raise WallMakerLeft(wall_id=wall.id)
    return OpenWall(wall, caller, unit, replace(audience, wall=wall.names))


def note_used(session: Session, wall: WallLink) -> None:
    """That it hangs, to the minute."""
    if wall.last_used_at is not None and wall.last_used_at > utc_now() - USED_EVERY:
        return
    # Skips when another screen with this link is writing the same minute.
    db.run(
        session,
        """
        UPDATE wall_link SET last_used_at = now() WHERE id IN (
            SELECT id FROM wall_link WHERE id = %(id)s FOR UPDATE SKIP LOCKED
        )
        """,
        {"id": wall.id},
    )


def shown_views(session: Session, opened: OpenWall) -> list[ShownView]:
    """What it shows in turn: boards that are gone, or that its maker no longer sees, are left
    out. Empty when all are.
    """
    shown = (_shown(session, opened, view) for view in views_of(opened.wall))
    return [view for view in shown if view is not None]


def units_shown(session: Session, opened: OpenWall) -> list[Unit]:
    """The wall's unit and those below it that it may show, by name."""
    seen = opened.audience.unit_ids | {opened.unit.id}
    query = select(Unit).where(col(Unit.id).in_(seen)).order_by(col(Unit.name), col(Unit.id))
    return list(session.exec(query))


def _wall_of(session: Session, token: str) -> WallLink:
    token_hash = hash_token(token)
    wall = session.exec(select(WallLink).where(WallLink.token_hash == token_hash)).one_or_none()
    if wall is None or not compare_digest(wall.token_hash, token_hash):
        raise WallTokenUnknown()
    match state_of(wall, utc_now()):
        case WallState.REVOKED:
            raise WallLinkRevoked(wall_id=wall.id)
        case WallState.EXPIRED:
            raise WallLinkExpired(wall_id=wall.id)
        case WallState.ACTIVE:
            return wall


def _shown(session: Session, opened: OpenWall, view: WallView) -> ShownView | None:
    if isinstance(view, BuiltInWallView):
        return ShownView(view.seconds, built_in=view)
    board = _board(session, opened, view)
    return None if board is None else ShownView(view.seconds, board=board)


def _board(session: Session, opened: OpenWall, view: OwnBoardWallView) -> ReadBoard | None:
    try:
        read = own_reading.get_board(session, opened.maker, view.own_board_id)
    except OwnBoardNotFound:
        return None
    inside = callers.unit_and_below(session, opened.unit.id)
    return read if read.board.unit_id in inside else None
