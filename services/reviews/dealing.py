"""Who gets which call: evenly, by share or by skill, and not always the same agent's. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.reviews.sampling.plans import Handing


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task that nobody has."""

    task_id: UUID
    agent_id: UUID | None
    takers: frozenset[UUID]
    """Who may review it and is able to."""
    skilled: frozenset[UUID] = frozenset()
    """Those of them whose skills name its campaign or its language."""


@dataclass(frozen=True, slots=True)
class Hand:
    """What an inspector can be given."""

    room: int
    """How many more today."""
    load: int = 0
    """What they have and have done today."""
    share: float = 1


def deal(
    tasks: Sequence[Waiting],
    hands: Mapping[UUID, Hand],
    had: Mapping[tuple[UUID, UUID], int],
    way: Handing,
) -> dict[UUID, UUID]:
    """Who gets each task, as far as there is room; in the order of `tasks`.

    Of those who may, it goes to one of those with least to do for their share (who would not
    have more than the least busy with one more), then to who had the agent's calls least
    (`had`, by user and agent), then to who has least, then by id.
    """
    counts, heard = {user_id: hand.load for user_id, hand in hands.items()}, Counter(had)
    room = {user_id: hand.room for user_id, hand in hands.items()}
    given: dict[UUID, UUID] = {}
    for task in tasks:
        free = [each for each in _able(task, way) if room.get(each, 0) > 0]
        shares = {each: _share(hands[each], way) for each in free}
        free = [each for each in free if shares[each] > 0]
        if not free:
            continue
        busy = {each: counts[each] / shares[each] for each in free}
        most = min((counts[each] + 1) / shares[each] for each in free)
        agent_id = task.agent_id or task.task_id
        chosen = min(
            (each for each in free if busy[each] <= most),
            key=lambda each: (heard[each, agent_id], busy[each], each),
        )
        given[task.task_id] = chosen
        counts[chosen] += 1
        room[chosen] -= 1
        heard[chosen, agent_id] += 1
    return given


def _able(task: Waiting, way: Handing) -> frozenset[UUID]:
    return task.skilled or task.takers if way is Handing.SKILL else task.takers


def _share(hand: Hand, way: Handing) -> float:
    """A share of 0 is nothing, whatever the way."""
    return hand.share if way is Handing.SHARE else float(hand.share > 0)
