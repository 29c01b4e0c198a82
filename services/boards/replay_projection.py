"""From what happened to what a replay says: the steps that lead a past board on. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from services.activity.contributions import bucket_of
from services.boards.replay_board import PastBoard
from services.boards.replay_happenings import (
    Added,
    Appeared,
    Entered,
    Happening,
    Midnight,
    Moved,
    board_at,
)
from services.boards.replay_ledger import Name, rounded, seconds_between
from services.boards.replay_steps import (
    CardStep,
    Counted,
    CountStep,
    LeaveStep,
    StartStep,
    StateStep,
    Step,
)


def recent(board: PastBoard, from_at: datetime) -> Iterator[Counted]:
    """What the last hour before `from_at` is made of, for cards that are seen."""
    for name in board.ledger.names():
        if board.has(name) and board.seen(name):
            yield from _recent(board, name, from_at, from_at)


def _recent(board: PastBoard, name: Name, from_at: datetime, at: datetime) -> Iterator[Counted]:
    """Likewise of one card, before `at`."""
    shown = board.cast.audience.shown_numbers
    for bucket_at, numbers in board.ledger.recent(name, at):
        bucket_s = int(seconds_between(from_at, bucket_at))
        yield Counted(of=[name], bucket_s=bucket_s, add=_sparse(shown(numbers)))


def steps(board: PastBoard, from_at: datetime, happenings: Iterable[Happening]) -> Iterator[Step]:
    """Lead `board` on through `happenings`, in any order; yields what of them is seen."""
    for happening in sorted(happenings, key=_order):
        at_s = seconds_between(from_at, happening.at)
        match happening:
            case Added():
                yield from _count(board, at_s, from_at, happening)
            case Entered():
                yield from _enter(board, at_s, happening)
            case Moved():
                yield from _move(board, at_s, from_at, happening)
            case Appeared():
                yield from _appear(board, at_s, happening)
            case Midnight(at):
                day = board_at(board.cast.unit, at)
                yield StartStep(at_s=at_s, board=day, cards=board.cards(at))


def _order(happening: Happening) -> tuple[datetime, int]:
    """Time that ends with a day belongs to it; a call that ends at midnight to the next."""
    match happening:
        case Added(at, _, bucket_at):
            rank = 4 if bucket_of(at) == bucket_at else 0
        case Midnight():
            rank = 1
        case Moved():
            rank = 2
        case Entered():
            rank = 3
        case Appeared():
            rank = 5
    return happening.at, rank


def _count(board: PastBoard, at_s: float, from_at: datetime, added: Added) -> Iterator[Step]:
    for name in added.names:
        if board.begin(name) and board.seen(name):
            yield CardStep(at_s=at_s, card=board.campaign_card(name, added.at))
        board.count(name, added.bucket_at, added.numbers)
        if name.startswith("unit/"):
            board.grow(UUID(name.removeprefix("unit/")), added.bucket_at, added.numbers)
    known = [name for name in added.names if board.has(name) and board.seen(name)]
    add = _sparse(board.cast.audience.shown_numbers(added.numbers))
    if known and add:
        bucket_s = int(seconds_between(from_at, added.bucket_at))
        yield CountStep(at_s=at_s, bucket_s=bucket_s, of=known, add=add)


def _enter(board: PastBoard, at_s: float, entered: Entered) -> Iterator[Step]:
    board.enter(entered)
    if board.seen(f"agent/{entered.agent_id}"):
        yield StateStep(
            at_s=at_s,
            agent=entered.agent_id,
            state=entered.state,
            since=entered.since,
            reason=entered.reason,
            call_id=entered.call_id,
        )


def _move(board: PastBoard, at_s: float, from_at: datetime, moved: Moved) -> Iterator[Step]:
    name = f"agent/{moved.agent_id}"
    was_seen = board.seen(name)
    board.place(moved.agent_id, moved.unit_id)
    if board.seen(name):
        card = board.cast.audience.shown(board.agent_card(moved.agent_id, moved.at))
        yield CardStep(at_s=at_s, card=card, recent=list(_recent(board, name, from_at, moved.at)))
    elif was_seen:
        yield LeaveStep(at_s=at_s, agent=moved.agent_id)


def _appear(board: PastBoard, at_s: float, appeared: Appeared) -> Iterator[Step]:
    board.show(appeared)
    if board.cast.audience.sees(appeared.card):
        card = appeared.card.model_copy(update={"version": board.number()})
        yield CardStep(at_s=at_s, card=card)


def _sparse(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: rounded(number) for name, number in numbers.items() if number}
