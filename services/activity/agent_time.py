"""How an agent's time is spent: a pure function of the set of their state changes.

Attribution of agent time: split over the intervals it covers (DOMAIN).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeAlias
from uuid import UUID

import msgspec

from services.activity.contributions import (
    BUCKET,
    EVERYTHING,
    NO_CAMPAIGN,
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
    AgentState.MEETING: "meeting_s",
    AgentState.TRAINING: "training_s",
}


class Change(msgspec.Struct, frozen=True, order=True):
    """An agent entered `state`. Of two changes at one instant the higher `rank` lasts."""

    at: datetime
    rank: int
    state: AgentState


_Interval: TypeAlias = tuple[AgentState, datetime, datetime]
"""A state, since when, and until when."""


class Team(msgspec.Struct, frozen=True):
    """An agent's team from `since` on."""

    since: datetime
    unit_id: UUID


def spent(agent_id: UUID, changes: Iterable[Change], teams: Sequence[Team]) -> Contribution:
    """What the closed intervals between `changes` count for.

    The last state is still going on and counts when the next change closes it.
    """
    total: Contribution = {}
    for interval in _intervals(changes):
        _add(total, agent_id, interval, teams)
    return total


def spent_anew(
    agent_id: UUID, earlier: Iterable[Change], changes: Iterable[Change], teams: Sequence[Team]
) -> Contribution:
    """What must be added where `earlier` are counted, for `changes` to be counted.

    The same as the difference of what is spent, without adding up what both have.
    """
    before, after = set(_intervals(earlier)), set(_intervals(changes))
    total: Contribution = {}
    for interval in after - before:
        _add(total, agent_id, interval, teams)
    for interval in before - after:
        _add(total, agent_id, interval, teams, sign=-1)
    return total


def team_at(teams: Sequence[Team], instant: datetime) -> UUID | None:
    """The team that `teams`, in order of `since`, say the agent was in."""
    return next((team.unit_id for team in reversed(teams) if team.since <= instant), None)


def _intervals(changes: Iterable[Change]) -> Iterator[_Interval]:
    for change, following in pairwise(sorted(changes)):
        if following.at > change.at and change.state is not AgentState.OFFLINE:
            yield change.state, change.at, following.at


def _add(
    total: Contribution,
    agent_id: UUID,
    interval: _Interval,
    teams: Sequence[Team],
    *,
    sign: int = 1,
) -> None:
    """Add one interval, cut at the counters' intervals, to `total`, or take it away."""
    state, since, until = interval
    until = min(until, since + LONGEST)
    unit_id = team_at(teams, since)
    counted = [(CounterKind.AGENT, str(agent_id)), (CounterKind.ALL, EVERYTHING)]
    if unit_id is not None:
        counted.append((CounterKind.UNIT, str(unit_id)))
    while since < until:
        bucket_at = bucket_of(since)
        end = min(until, bucket_at + BUCKET)
        numbers = _numbers(state, (end - since).total_seconds())
        part = {(kind, key, bucket_at, NO_CAMPAIGN): numbers for kind, key in counted}
        accumulate(total, part, sign=sign)
        since = end


def _numbers(state: AgentState, seconds: float) -> Numbers:
    column = _COLUMN.get(state)
    return {"logged_s": seconds} | ({column: seconds} if column else {})
