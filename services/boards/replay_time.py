"""How agents' time passes on a past board. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from services.activity.agent_time import LONGEST, Change, Team, spent
from services.activity.contributions import BUCKET, Contribution, Key, Numbers
from services.boards.replay_happenings import Added, Entered
from services.boards.replay_ledger import Name
from services.tables import AgentState, CounterKind


class Doing(NamedTuple):
    """An agent entered `state`; of several at one instant the highest `rank` lasts."""

    at: datetime
    rank: int
    state: AgentState
    reason: str | None
    call_id: UUID | None


def name_of(key: Key) -> Name | None:
    """The card that counts what a counter of `key` does; None for those of the whole centre."""
    kind, owner, _, campaign = key
    match kind:
        case CounterKind.ALL:
            return None
        case CounterKind.CAMPAIGN:
            return f"campaign/{owner}/{campaign}"
        case CounterKind.AGENT | CounterKind.UNIT:
            return f"{kind}/{owner}"


def added(ends_at: datetime, counted: Contribution) -> Iterator[Added]:
    """What counts when something ends, those together that count the same.

    Of what began in five minutes that are over by then, their part counts at their end.
    """
    together: list[tuple[datetime, Numbers, list[Name]]] = []
    for key, numbers in counted.items():
        name = name_of(key)
        if name is None:
            continue
        alike = (names for at, same, names in together if at == key[2] and same == numbers)
        names = next(alike, None)
        if names is None:
            together.append((key[2], numbers, names := []))
        names.append(name)
    for bucket_at, numbers, names in together:
        yield Added(min(ends_at, bucket_at + BUCKET), tuple(names), bucket_at, numbers)


def time_added(
    agent_id: UUID,
    doing: Sequence[Doing],
    teams: Sequence[Team],
    from_at: datetime,
    until_at: datetime,
) -> Iterator[Added]:
    """The time in states that are over by now, as it passed.

    A live board adds it when the state ends. Here each full five minutes add theirs, too,
    so that at every one of them the sums are those of the counters.
    """
    changes = [Change(each.at, each.rank, each.state) for each in doing]
    for change, following in pairwise(changes):
        counted = spent(agent_id, (change, following), teams)
        within = {key: n for key, n in counted.items() if from_at <= key[2] < until_at}
        yield from added(min(following.at, change.at + LONGEST), within)


def entered(agent_id: UUID, doing: Sequence[Doing], until_at: datetime) -> Iterator[Entered]:
    """The states that an agent enters before `until_at`, and when they are heard of no more."""
    ends: Iterable[datetime] = [*(each.at for each in doing[1:]), until_at]
    for each, ends_at in zip(doing, ends, strict=True):
        if each.at < until_at:
            yield Entered(each.at, agent_id, each.state, each.at, each.reason, each.call_id)
        if (silent_at := each.at + LONGEST) < min(ends_at, until_at):
            yield Entered(silent_at, agent_id, AgentState.OFFLINE, None, None, None)
