"""A call is a pure function of the set of its events: any order, any duplication, same call."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from services.calls.events import KNOWN_FIELDS, EventType
from services.tables import CallState

MACHINE_OUTCOMES = frozenset({"voicemail", "answering_machine", "fax"})
"""Outcomes of a call that something other than a person answered."""

_AT_ONE_INSTANT = {kind: rank for rank, kind in enumerate(EventType)}


class Heard(msgspec.Struct, frozen=True):
    """An event as it is stored. Its order among others never depends on when it arrived."""

    type: EventType
    at: datetime
    identity: tuple[str, str]
    """`(origin, event_id)`."""
    data: dict[str, Any]

    @property
    def order(self) -> tuple[datetime, int, tuple[str, str]]:
        return (self.at, _AT_ONE_INSTANT[self.type], self.identity)


class Leg(msgspec.Struct, frozen=True):
    """The part of a call that one agent had."""

    agent_key: str
    from_at: datetime
    to_at: datetime | None
    talk_s: float = 0
    """As of the call, for this part of it; 0 until the call has ended."""
    hold_s: float = 0


class FoldedCall(msgspec.Struct, frozen=True):
    """What the events of one call add up to, in the dialer's own names."""

    state: CallState
    started_at: datetime
    ringing_at: datetime | None
    answered_at: datetime | None
    bridged_at: datetime | None
    ended_at: datetime | None
    talk_s: float
    """Answer to hang-up, hold excluded; 0 until the call has ended."""
    hold_s: float
    legs: tuple[Leg, ...]
    facts: dict[str, Any]
    """Known fields of `data`, each as the newest event that names it says."""
    extra: dict[str, Any]
    """Fields that Earshot does not know, likewise."""


def fold(events: Iterable[Heard]) -> FoldedCall:
    """The call that `events`, all of one call and at least one, add up to."""
    told = sorted({event.identity: event for event in events}.values(), key=lambda e: e.order)
    said = _newest_facts(told)
    bridged_at = _first(told, EventType.CALL_BRIDGED)
    answered_at = _first(told, EventType.CALL_ANSWERED) or bridged_at
    ended_at = _last(told, EventType.CALL_ENDED)
    holds = _holds(told, ended_at)
    talk_s, hold_s = _talk_and_hold(answered_at, ended_at, holds)
    return FoldedCall(
        state=_state(told, answered_at, ended_at, on_hold=bool(holds) and holds[-1][1] is None),
        started_at=told[0].at,
        ringing_at=_first(told, EventType.CALL_RINGING),
        answered_at=answered_at,
        bridged_at=bridged_at,
        ended_at=ended_at,
        talk_s=talk_s,
        hold_s=hold_s,
        legs=tuple(
            _timed(leg, answered_at, ended_at, holds)
            for leg in _legs(told, said.get("agent"), answered_at, ended_at)
        ),
        facts={name: value for name, value in said.items() if name in KNOWN_FIELDS},
        extra={name: value for name, value in said.items() if name not in KNOWN_FIELDS},
    )


def is_connect(answered_at: datetime | None, outcome: str | None) -> bool:
    """Whether a person answered (DOMAIN: connects)."""
    return answered_at is not None and outcome not in MACHINE_OUTCOMES


def _newest_facts(told: Sequence[Heard]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for event in told:
        facts.update((name, value) for name, value in event.data.items() if value is not None)
    return facts


def _first(told: Sequence[Heard], kind: EventType) -> datetime | None:
    return next((event.at for event in told if event.type is kind), None)


def _last(told: Sequence[Heard], kind: EventType) -> datetime | None:
    return next((event.at for event in reversed(told) if event.type is kind), None)


def _seconds(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds())


def _state(
    told: Sequence[Heard],
    answered_at: datetime | None,
    ended_at: datetime | None,
    *,
    on_hold: bool,
) -> CallState:
    if ended_at is not None:
        return CallState.ENDED
    if on_hold:
        return CallState.HELD
    if answered_at is not None:
        return CallState.TALKING
    ringing = _first(told, EventType.CALL_RINGING) is not None
    return CallState.RINGING if ringing else CallState.DIALING


def _holds(
    told: Sequence[Heard], ended_at: datetime | None
) -> list[tuple[datetime, datetime | None]]:
    """Holds in order. The hang-up ends an open one; what is said to come after it is ignored."""
    holds: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for event in told:
        if ended_at is not None and event.at >= ended_at:
            break
        if event.type is EventType.CALL_HELD:
            since = since or event.at
        elif event.type is EventType.CALL_RESUMED and since is not None:
            holds.append((since, event.at))
            since = None
    if since is not None:
        holds.append((since, ended_at))
    return holds


def _legs(
    told: Sequence[Heard],
    agent_key: str | None,
    answered_at: datetime | None,
    ended_at: datetime | None,
) -> tuple[Leg, ...]:
    """One leg per agent who joined, in order; a dialer that never says who joined has one."""
    joined = [
        (event.at, event.data["agent"])
        for event in told
        if event.type is EventType.CALL_BRIDGED and event.data.get("agent")
    ]
    if not joined:
        started_at = answered_at or told[0].at
        return (Leg(agent_key, started_at, ended_at),) if agent_key else ()
    changes = [turn for i, turn in enumerate(joined) if i == 0 or turn[1] != joined[i - 1][1]]
    ends = [at for at, _ in changes[1:]] + [ended_at]
    return tuple(Leg(agent, at, end) for (at, agent), end in zip(changes, ends, strict=True))


def _timed(
    leg: Leg,
    answered_at: datetime | None,
    ended_at: datetime | None,
    holds: Sequence[tuple[datetime, datetime | None]],
) -> Leg:
    if answered_at is None or ended_at is None or leg.to_at is None:
        return leg
    start, end = max(leg.from_at, answered_at), min(leg.to_at, ended_at)
    talk_s, hold_s = _talk_and_hold(start, end, holds)
    return msgspec.structs.replace(leg, talk_s=talk_s, hold_s=hold_s)


def _talk_and_hold(
    start: datetime | None,
    end: datetime | None,
    holds: Sequence[tuple[datetime, datetime | None]],
) -> tuple[float, float]:
    """Seconds talked and held between two instants; nothing while either is unknown."""
    if start is None or end is None:
        return 0.0, 0.0
    hold_s = sum((_seconds(max(start, a), min(end, b or end)) for a, b in holds), 0.0)
    return round(max(0.0, _seconds(start, end) - hold_s), 3), round(hold_s, 3)
