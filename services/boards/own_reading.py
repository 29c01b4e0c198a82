"""Whose boards of their own somebody sees, and what these say."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlmodel import Session, col, select, tuple_

from services import db, paging
from services.boards.layout import BoardLayout
from services.errors import NotFound
from services.paging import Paged
from services.people.access import Caller, Permission, Scope
from services.tables import OwnBoard, OwnBoardShare, Unit, User


class OwnBoardNotFound(NotFound):
    """There is no such board, or it is neither yours nor shared with you."""


@dataclass(frozen=True, slots=True)
class ReadBoard:
    """A board of one's own, as somebody sees it."""

    board: OwnBoard
    owner_name: str
    unit_name: str
    shared_with: tuple[UUID, ...]
    is_own: bool
    may_delete: bool

    @property
    def layout(self) -> BoardLayout:
        return BoardLayout.model_validate(self.board.layout)


def get_board(session: Session, caller: Caller, board_id: UUID) -> ReadBoard:
    """Raises OwnBoardNotFound, also for what is neither one's own nor shared with one."""
    query = _listing().where(OwnBoard.id == board_id, _seen_by(session, caller))
    found = session.exec(query).one_or_none()
    if found is None:
        raise OwnBoardNotFound(board_id=board_id)
    return _read(session, caller, [found])[0]


def list_boards(
    session: Session,
    caller: Caller,
    *,
    own: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ReadBoard]:
    """One's own and those shared with one, by name; `own` narrows. Raises CursorBroken."""
    query = _listing().where(_seen_by(session, caller))
    mine = col(OwnBoard.owner_id) == caller.user_id
    if own is not None:
        query = query.where(mine if own else ~mine)
    if cursor is not None:
        place = tuple_(col(OwnBoard.name), col(OwnBoard.id))
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    query = query.order_by(col(OwnBoard.name), col(OwnBoard.id)).limit(limit + 1)
    found = session.exec(query).all()
    page = paging.cut(found, limit, lambda row: [row[0].name, row[0].id])
    return Paged(_read(session, caller, page.items), page.next)


def shares_of(session: Session, board_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The units each board is shared with, by the units' names."""
    rows = session.exec(
        select(OwnBoardShare.board_id, OwnBoardShare.unit_id)
        .join(Unit, col(Unit.id) == OwnBoardShare.unit_id)
        .where(col(OwnBoardShare.board_id).in_(board_ids))
        .order_by(col(Unit.name), col(Unit.id))
    )
    shares: dict[UUID, tuple[UUID, ...]] = {}
    for board_id, unit_id in rows:
        shares[board_id] = (*shares.get(board_id, ()), unit_id)
    return shares


def _listing() -> Any:
    return (
        select(OwnBoard, User.name, Unit.name)
        .join(User, col(User.id) == OwnBoard.owner_id)
        .join(Unit, col(Unit.id) == OwnBoard.unit_id)
    )


def _read(session: Session, caller: Caller, found: Sequence[Any]) -> list[ReadBoard]:
    shares = shares_of(session, [board.id for board, _, _ in found])
    manages = caller.may(Permission.USERS_MANAGE)
    return [
        ReadBoard(
            board=board,
            owner_name=owner_name,
            unit_name=unit_name,
            shared_with=_told(caller, board, shares.get(board.id, ())),
            is_own=board.owner_id == caller.user_id,
            may_delete=manages or board.owner_id == caller.user_id,
        )
        for board, owner_name, unit_name in found
    ]


def _told(caller: Caller, board: OwnBoard, units: Iterable[UUID]) -> tuple[UUID, ...]:
    """Those who were shared with learn of the units they see anyway."""
    mine = board.owner_id == caller.user_id
    return tuple(each for each in units if mine or caller.scope.sees_unit(each))


def _seen_by(session: Session, caller: Caller) -> ColumnElement[bool]:
    """One's own, and those about a unit one sees that are shared with one's units."""
    known = _units_known(caller.scope)
    about = true() if known is None else col(OwnBoard.unit_id).in_(known)
    reached = _shares_reaching(session, caller.scope)
    share = select(OwnBoardShare.board_id).where(OwnBoardShare.board_id == OwnBoard.id)
    if reached is not None:
        share = share.where(col(OwnBoardShare.unit_id).in_(reached))
    mine = col(OwnBoard.owner_id) == caller.user_id
    return or_(mine, and_(about, exists(share)))


def _units_known(scope: Scope) -> frozenset[UUID] | None:
    limits = [part.unit_ids for part in scope.parts]
    if None in limits:
        return None
    return frozenset[UUID]().union(*(limit for limit in limits if limit is not None))


def _shares_reaching(session: Session, scope: Scope) -> frozenset[UUID] | None:
    """Units whose shares somebody gets: those they see, and all that stand above these."""
    known = _units_known(scope)
    if known is None:
        return None
    rows = db.rows(
        session,
        """
        WITH RECURSIVE above AS (
            SELECT id, parent_id FROM unit WHERE id = ANY(%(units)s)
            UNION
            SELECT unit.id, unit.parent_id FROM unit JOIN above ON unit.id = above.parent_id
        )
        SELECT id FROM above
        """,
        {"units": list(known)},
    )
    return frozenset(row["id"] for row in rows)
