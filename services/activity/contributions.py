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

Key: TypeAlias = tuple[CounterKind, str, datetime]
"""Whose counter, by id, and which interval. Ids are texts here: they hash ten times as fast."""
Numbers: TypeAlias = dict[str, float]
Contribution: TypeAlias = dict[Key, Numbers]

_BUCKET_S = int(BUCKET.total_seconds())


def bucket_of(instant: datetime) -> datetime:
    """Start of the five-minute interval that `instant` falls into."""
    seconds = int(instant.timestamp())
    return datetime.fromtimestamp(seconds - seconds % _BUCKET_S, UTC)


def contribution(call: Mapping[str, Any]) -> Contribution:
    """What `call`, a row of the call table, counts for. Nothing until it has ended.

    Attributed to the interval in which the call ended (DOMAIN). Each agent has the talk
    of their own leg; the dial is the first leg's, the sale and the score the last's.
    """
    if call["ended_at"] is None:
        return {}
    bucket_at = bucket_of(call["ended_at"])
    whole = _whole_call(call)
    added: Contribution = {(CounterKind.ALL, EVERYTHING, bucket_at): whole}
    if call["campaign_id"] is not None:
        added[(CounterKind.CAMPAIGN, str(call["campaign_id"]), bucket_at)] = whole
    for kind, column in ((CounterKind.AGENT, "agent_id"), (CounterKind.UNIT, "unit_id")):
        for key, numbers in _by_leg(call, column).items():
            added[(kind, key, bucket_at)] = numbers
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


def _whole_call(call: Mapping[str, Any]) -> Numbers:
    connected = bool(call["connected"])
    return {
        "dials": 1 if call["direction"] == "outbound" else 0,
        "connects": int(connected),
        "effective_talks": int(call["effective"]),
        "sales": int(call["sold"]),
        "talk_s": call["talk_s"] if connected else 0,
        "hold_s": call["hold_s"] if connected else 0,
    } | _score_of(call)


def _score_of(call: Mapping[str, Any]) -> Numbers:
    if call["score"] is None:
        return {}
    return {"scored": 1, "score_sum": call["score"], "fatal_hits": call["fatal_hits"]}


def _by_leg(call: Mapping[str, Any], column: str) -> dict[str, Numbers]:
    """The whole call's numbers, dealt out to whoever had it. Talk and hold add up again."""
    legs = [leg for leg in call["legs"] if leg[column] is not None]
    if not legs:
        return {}
    whole = _whole_call(call)
    dealt: dict[str, Numbers] = {}
    for leg in legs:
        numbers = dealt.setdefault(
            leg[column],
            {"connects": whole["connects"], "talk_s": 0, "hold_s": 0},
        )
        if whole["connects"]:
            numbers["talk_s"] += leg["talk_s"]
            numbers["hold_s"] += leg["hold_s"]
    first, last = (dealt[leg[column]] for leg in (legs[0], legs[-1]))
    first["dials"] = whole["dials"]
    last |= {name: whole[name] for name in ("effective_talks", "sales")} | _score_of(call)
    return dealt
