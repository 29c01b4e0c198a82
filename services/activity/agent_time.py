"""How an agent's time is spent: a pure function of the set of their state changes.

Attribution of agent time: split over the intervals it covers (DOMAIN).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import msgspec

from services.activity.contributions import (
    BUCKET,
    EVERYTHING,
    Contribution,
    Numbers,
    accumulate,
    bucket_of,
)
from services.tables import AgentState, CounterKind

LONGEST = timedelta(hours=12)
"""A state that lasted longer counts only so far: the dialer never said that it ended."""

_COLUMN = {
    AgentState.READY: "ready_s",
    AgentState.WRAP_UP: "wrap_s",
    AgentState.BREAK: "break_s",
}


class Change(msgspec.Struct, frozen=True, order=True):
    """An agent entered `state`. Of two changes at one instant the higher `rank` lasts."""

    at: datetime
    rank: int
    state: AgentState


class Team(msgspec.Struct, frozen=True):
    """An agent's team from `since` on."""

    since: datetime
    unit_id: UUID


def spent(agent_id: UUID, changes: Iterable[Change], teams: Sequence[Team]) -> Contribution:
    """What the closed intervals between `changes` count for.

    The last state is still going on and counts when the next change closes it.
    """
    total: Contribution = {}
    for state, since, until in _intervals(sorted(changes)):
        ends_at = min(until, since + LONGEST)
        _slice(total, agent_id, state, since, ends_at, team_at(teams, since))
    return total


def team_at(teams: Sequence[Team], instant: datetime) -> UUID | None:
    """The team that `teams`, in order of `since`, say the agent was in."""
    return next((team.unit_id for team in reversed(teams) if team.since <= instant), None)


def _intervals(ordered: Sequence[Change]) -> Iterator[tuple[AgentState, datetime, datetime]]:
    for change, following in pairwise(ordered):
        if following.at > change.at and change.state is not AgentState.OFFLINE:
            yield change.state, change.at, following.at


def _slice(
    total: Contribution,
    agent_id: UUID,
    state: AgentState,
    since: datetime,
    until: datetime,
    unit_id: UUID | None,
) -> None:
    """Add one interval, cut at the counters' intervals, to `total`."""
    while since < until:
        bucket_at = bucket_of(since)
        end = min(until, bucket_at + BUCKET)
        numbers = _numbers(state, (end - since).total_seconds())
        part = {
            (CounterKind.AGENT, agent_id, bucket_at): numbers,
            (CounterKind.ALL, EVERYTHING, bucket_at): numbers,
        }
        if unit_id is not None:
            part[(CounterKind.UNIT, unit_id, bucket_at)] = numbers
        accumulate(total, part)
        since = end


def _numbers(state: AgentState, seconds: float) -> Numbers:
    column = _COLUMN.get(state)
    return {"logged_s": seconds} | ({column: seconds} if column else {})
