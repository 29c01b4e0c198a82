"""What one call adds to the counters: a pure function of the call as it stands.

A change of the call adds `after - before`, so late and corrected events are right by
construction and the counters can always be rebuilt from the calls.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from services.tables import CounterKind

BUCKET = timedelta(minutes=5)
EVERYTHING = str(UUID(int=0))
"""The key of the counters of the whole centre."""
NOBODY = EVERYTHING
"""The key of the counters of a campaign's calls that belong to no team."""
NO_CAMPAIGN = EVERYTHING
"""The campaign of counters that are not of one."""
ABANDONED_AFTER_S = 2.0
"""An agent has that long to join somebody who answered (US TSR, 16 CFR 310.4(b)(1)(iv))."""

Key: TypeAlias = tuple[CounterKind, str, datetime, str]
"""Whose counter, by id, which interval, and of which campaign.

Ids are texts here: they hash ten times as fast.
"""
Numbers: TypeAlias = dict[str, float]
Contribution: TypeAlias = dict[Key, Numbers]

_BUCKET_S = int(BUCKET.total_seconds())
_NO_AGENT_MEANT = frozenset({"dead_air", "picked_up", "message_played", "survey"})
"""Outcomes of calls that a machine made for itself: nobody there waits for an agent."""
_NO_AGENT_CAME = frozenset({"dropped", "no_agent", "after_hours"})
"""Outcomes that say that the dialer gave up for want of an agent."""


def bucket_of(instant: datetime) -> datetime:
    """Start of the five-minute interval that `instant` falls into."""
    seconds = int(instant.timestamp())
    return datetime.fromtimestamp(seconds - seconds % _BUCKET_S, UTC)


def contribution(call: Mapping[str, Any]) -> Contribution:
    """What `call`, a row of the call table, counts for. Nothing until it has ended.

    Attributed to the interval in which the call ended (DOMAIN). Each agent has the talk
    of their own leg; the dial and the wait are the first leg's, the sale and the score
    the last's. A campaign has a row for each team that had the call.
    """
    if call["ended_at"] is None:
        return {}
    bucket_at = bucket_of(call["ended_at"])
    first, last = _of_first(call), _of_last(call)
    whole = first | last | _talked(call)
    teams = _by_leg(call, "unit_id", first, last)
    added: Contribution = {(CounterKind.ALL, EVERYTHING, bucket_at, NO_CAMPAIGN): whole}
    if call["campaign_id"] is not None:
        campaign = str(call["campaign_id"])
        for team, numbers in (teams or {NOBODY: whole}).items():
            added[(CounterKind.CAMPAIGN, team, bucket_at, campaign)] = numbers
    for agent, numbers in _by_leg(call, "agent_id", first, last).items():
        added[(CounterKind.AGENT, agent, bucket_at, NO_CAMPAIGN)] = numbers
    for team, numbers in teams.items():
        added[(CounterKind.UNIT, team, bucket_at, NO_CAMPAIGN)] = numbers
    return added


def difference(before: Contribution, after: Contribution) -> Contribution:
    """What must be added to counters that hold `before` for them to hold `after`."""
    total: Contribution = {}
    accumulate(total, after)
    accumulate(total, before, sign=-1)
    return without_zeros(total)


def add_up(parts: Iterable[Contribution]) -> Contribution:
    """The sum of `parts`, without what cancels out."""
    total: Contribution = {}
    for part in parts:
        accumulate(total, part)
    return without_zeros(total)


def accumulate(total: Contribution, part: Contribution, *, sign: int = 1) -> None:
    """Add `part`, or take it away, in place."""
    for key, numbers in part.items():
        sums = total.setdefault(key, {})
        for name, number in numbers.items():
            sums[name] = sums.get(name, 0) + sign * number


def without_zeros(total: Contribution) -> Contribution:
    """`total` rounded to milliseconds, without what rounds to nothing."""
    return {
        key: numbers
        for key, sums in total.items()
        if (numbers := {name: round(n, 3) for name, n in sums.items() if abs(n) > 5e-4})
    }


def is_live_answer(call: Mapping[str, Any]) -> bool:
    """Whether a person answered an outbound call that an agent was to have."""
    if call["direction"] != "outbound" or not call["connected"]:
        return False
    return bool(call["legs"]) or call["outcome"] not in _NO_AGENT_MEANT


def is_abandoned(call: Mapping[str, Any]) -> bool:
    """Whether nobody joined in time who answered; `call` is a live answer that has ended.

    A dialer that says when agents join has two seconds for it. Where it only names the
    agent, the agent dialed and was there. Who hangs up sooner has not been kept waiting.
    """
    answered_at, joined_at = call["answered_at"], call["bridged_at"]
    if joined_at is not None:
        return bool((joined_at - answered_at).total_seconds() > ABANDONED_AFTER_S)
    if call["legs"]:
        return False
    waited_s = (call["ended_at"] - answered_at).total_seconds()
    return call["outcome"] in _NO_AGENT_CAME or waited_s > ABANDONED_AFTER_S


def _of_first(call: Mapping[str, Any]) -> Numbers:
    """What counts for who had the call first, or would have."""
    numbers: Numbers = {}
    if call["direction"] == "outbound":
        numbers["dials"] = 1
    if is_live_answer(call):
        numbers["live_answers"] = 1
        numbers["abandoned"] = int(is_abandoned(call))
    if call["queued_at"] is not None:
        numbers["queued"] = 1
        numbers["in_time"] = int(call["in_time"])
        numbers["gave_up"] = int(call["abandoned"])
        numbers["wait_s"] = call["wait_s"]
    return numbers


def _of_last(call: Mapping[str, Any]) -> Numbers:
    """What counts for who had the call last."""
    numbers: Numbers = {}
    if call["effective"]:
        numbers["effective_talks"] = 1
    if call["sold"]:
        numbers["sales"] = 1
    if call["score"] is not None:
        numbers["scored"] = 1
        numbers["score_sum"] = call["score"]
        numbers["fatal_hits"] = call["fatal_hits"]
    return numbers


def _talked(call: Mapping[str, Any]) -> Numbers:
    if not call["connected"]:
        return {}
    return {"connects": 1, "talk_s": call["talk_s"], "hold_s": call["hold_s"]}


def _by_leg(
    call: Mapping[str, Any], column: str, first: Numbers, last: Numbers
) -> dict[str, Numbers]:
    """The call's numbers, dealt out to whoever had it. Talk and hold add up again."""
    legs = [leg for leg in call["legs"] if leg[column] is not None]
    if not legs:
        return {}
    dealt: dict[str, Numbers] = {leg[column]: {} for leg in legs}
    if call["connected"]:
        for leg in legs:
            numbers = dealt[leg[column]]
            numbers["connects"] = 1
            numbers["talk_s"] = numbers.get("talk_s", 0) + leg["talk_s"]
            numbers["hold_s"] = numbers.get("hold_s", 0) + leg["hold_s"]
    dealt[legs[0][column]] |= first
    dealt[legs[-1][column]] |= last
    return dealt
