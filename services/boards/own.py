"""Boards that people compose for themselves, and share with units they see."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from services.boards.layout import BoardLayout, campaign_of
from services.boards.own_reading import OwnBoardNotFound, ReadBoard, get_board, shares_of
from services.clock import utc_now
from services.errors import Conflict, Rejected
from services.people import audit, reach
from services.people.access import Caller, Permission
from services.people.callers import unit_and_below
from services.tables import Campaign, OwnBoard, OwnBoardShare

MOST = 200
"""Boards of one person: far more than anybody reads, far less than fills a disk."""


class OwnBoardChanged(Conflict):
    """This board was changed meanwhile, in another window perhaps. Look at it again first."""

    told: ClassVar[frozenset[str]] = frozenset({"version"})


class TooManyOwnBoards(Conflict):
    """You have 200 boards of your own. Delete one you no longer need first."""


class NotBelowBoard(Rejected):
    """This unit lies outside the one that the board is about."""


class TileCampaignUnknown(Rejected):
    """There is no such campaign, or you do not see its calls."""


@dataclass(frozen=True, slots=True)
class OwnBoardWanted:
    name: str
    unit_id: UUID
    layout: BoardLayout
    shared_with: frozenset[UUID]


def create_board(session: Session, caller: Caller, wanted: OwnBoardWanted) -> ReadBoard:
    """Raises UnitUnknown, UnitArchived, NotBelowBoard, TileCampaignUnknown, NotPermitted,
    TooManyOwnBoards.
    """
    assert caller.user_id is not None
    _require_room(session, caller.user_id)
    _require_fitting(session, caller, wanted)
    if wanted.shared_with:
        caller.require(Permission.BOARDS_SHARE)
    board = OwnBoard(
        owner_id=caller.user_id,
        name=wanted.name,
        unit_id=wanted.unit_id,
        layout=wanted.layout.model_dump(mode="json"),
    )
    session.add(board)
    session.flush()
    _share(session, board.id, wanted.shared_with)
    if wanted.shared_with:
        _note_shared(session, caller, board, (), wanted.shared_with)
    return get_board(session, caller, board.id)


def replace_board(
    session: Session, caller: Caller, board_id: UUID, version: int, wanted: OwnBoardWanted
) -> ReadBoard:
    """Change one's own; `version` is the one that was looked at.

    Raises OwnBoardNotFound, OwnBoardChanged, and as `create_board`.
    """
    board = _own_for_update(session, caller, board_id)
    if board.version != version:
        raise OwnBoardChanged(field="version", version=board.version)
    before = frozenset(shares_of(session, [board.id]).get(board.id, ()))
    if wanted.shared_with != before:
        caller.require(Permission.BOARDS_SHARE)
    _require_fitting(session, caller, wanted, kept=before)
    board.name, board.unit_id = wanted.name, wanted.unit_id
    board.layout = wanted.layout.model_dump(mode="json")
    board.version += 1
    board.updated_at = utc_now()
    session.add(board)
    session.flush()
    if wanted.shared_with != before:
        _share(session, board.id, wanted.shared_with)
        _note_shared(session, caller, board, before, wanted.shared_with)
    return get_board(session, caller, board.id)


def delete_board(session: Session, caller: Caller, board_id: UUID) -> None:
    """One's own, or with `users:manage` one that is shared. Walls go on without it.

    Raises OwnBoardNotFound, NotPermitted.
    """
    read = get_board(session, caller, board_id)
    if not read.may_delete:
        caller.require(Permission.USERS_MANAGE)
    audit.record(
        session,
        actor=caller.actor,
        act="own_board.deleted",
        subject=str(board_id),
        name=read.board.name,
        owner=read.owner_name,
        shared_with=[str(each) for each in read.shared_with],
    )
    session.delete(read.board)


def _own_for_update(session: Session, caller: Caller, board_id: UUID) -> OwnBoard:
    board = session.get(OwnBoard, board_id, with_for_update=True)
    if board is None or board.owner_id != caller.user_id:
        raise OwnBoardNotFound(board_id=board_id)
    return board


def _require_room(session: Session, owner_id: UUID) -> None:
    count = select(func.count()).select_from(OwnBoard).where(OwnBoard.owner_id == owner_id)
    if session.exec(count).one() >= MOST:
        raise TooManyOwnBoards()


def _require_fitting(
    session: Session,
    caller: Caller,
    wanted: OwnBoardWanted,
    kept: frozenset[UUID] = frozenset(),
) -> None:
    reach.chosen_unit(session, caller.scope, wanted.unit_id, "unit_id")
    for unit_id in wanted.shared_with - kept:
        reach.chosen_unit(session, caller.scope, unit_id, "shared_with")
    below = unit_and_below(session, wanted.unit_id)
    for place, tile in enumerate(wanted.layout.tiles):
        if tile.unit_id is not None and tile.unit_id not in below:
            raise NotBelowBoard(field=f"layout.tiles.{place}.unit_id")
        campaign_id = campaign_of(tile)
        if campaign_id is not None:
            _require_campaign(session, caller, campaign_id, f"layout.tiles.{place}.campaign_id")


def _require_campaign(session: Session, caller: Caller, campaign_id: UUID, field: str) -> None:
    known = session.get(Campaign, campaign_id) is not None
    if not known or not caller.scope.sees_campaign(campaign_id):
        raise TileCampaignUnknown(field=field)


def _share(session: Session, board_id: UUID, units: Collection[UUID]) -> None:
    session.exec(delete(OwnBoardShare).where(col(OwnBoardShare.board_id) == board_id))
    session.add_all(OwnBoardShare(board_id=board_id, unit_id=unit_id) for unit_id in units)
    session.flush()


def _note_shared(
    session: Session,
    caller: Caller,
    board: OwnBoard,
    before: Collection[UUID],
    after: Collection[UUID],
) -> None:
    audit.record(
        session,
        actor=caller.actor,
        act="own_board.shared",
        subject=str(board.id),
        name=board.name,
        before=sorted(map(str, before)),
        after=sorted(map(str, after)),
    )
