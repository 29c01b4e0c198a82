"""A call is a pure function of the set of its events: any order, any duplication, same call."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from services.calls.events import KNOWN_FIELDS, EventType
from services.tables import CallState

MACHINE_OUTCOMES = frozenset({"voicemail", "answering_machine", "fax"})
"""Outcomes of a call that something other than a person answered."""

Interval: TypeAlias = tuple[datetime, datetime | None]

_GAVE_UP = (None, "caller")
_GUESSED = {"call.queued": "queue", "call.bridged": "agent", "call.transferred": "agent"}
"""What a dialer may only infer, and what says that a report is of the same."""

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


class Visit(msgspec.Struct, frozen=True):
    """A wait in a queue, until somebody joined, the call ended, or another queue took it."""

    queue: str | None
    from_at: datetime
    to_at: datetime | None
    joined: bool
    """An agent took the call out of this queue."""
    left_by: str | None = None
    """Why the wait ended without an agent, where somebody said: `caller`, `timeout`, `key` ..."""


class FoldedCall(msgspec.Struct, frozen=True):
    """What the events of one call add up to, in the dialer's own names."""

    state: CallState
    started_at: datetime
    ringing_at: datetime | None
    answered_at: datetime | None
    bridged_at: datetime | None
    ended_at: datetime | None
    end_estimated: bool
    """No end was reported; it is one that must have passed by then."""
    talk_s: float
    """Answer to hang-up, hold and waits between agents excluded; 0 until the call has ended."""
    hold_s: float
    legs: tuple[Leg, ...]
    visits: tuple[Visit, ...]
    facts: dict[str, Any]
    """Known fields of `data`, each as the newest event that names it says."""
    extra: dict[str, Any]
    """Fields that Earshot does not know, likewise."""

    @property
    def wait_s(self) -> float:
        """Seconds in queues that are over."""
        waits = (_seconds(visit.from_at, visit.to_at) for visit in self.visits if visit.to_at)
        return round(sum(waits), 3)

    @property
    def abandoned(self) -> bool:
        """It waited for an agent, nobody joined, and the caller gave up."""
        if not self.visits or self.bridged_at is not None or self.ended_at is None:
            return False
        return self.visits[-1].left_by in _GAVE_UP


def fold(events: Iterable[Heard]) -> FoldedCall:
    """The call that `events`, all of one call and at least one, add up to."""
    told = sorted({event.identity: event for event in events}.values(), key=lambda e: e.order)
    told = _without_refuted(told)
    said = _newest_facts(told)
    bridged_at = _first(told, EventType.CALL_BRIDGED)
    answered_at = _first(told, EventType.CALL_ANSWERED) or bridged_at
    ended_at, end_estimated = _end(told)
    holds = _holds(told, ended_at)
    legs = _legs(told, said.get("agent"), answered_at, ended_at)
    away = [*holds, *_between(legs, ended_at)]
    talk_s, _ = _talk_and_away(answered_at, ended_at, away)
    _, hold_s = _talk_and_away(answered_at, ended_at, holds)
    return FoldedCall(
        state=_state(told, answered_at, ended_at, on_hold=bool(holds) and holds[-1][1] is None),
        started_at=told[0].at,
        ringing_at=_first(told, EventType.CALL_RINGING),
        answered_at=answered_at,
        bridged_at=bridged_at,
        ended_at=ended_at,
        end_estimated=end_estimated,
        talk_s=talk_s,
        hold_s=hold_s,
        legs=tuple(_timed(leg, answered_at, ended_at, holds) for leg in legs),
        visits=_visits(told, ended_at),
        facts={name: value for name, value in said.items() if name in KNOWN_FIELDS},
        extra={name: value for name, value in said.items() if name not in KNOWN_FIELDS},
    )


def is_connect(answered_at: datetime | None, outcome: str | None) -> bool:
    """Whether a person answered (DOMAIN: connects)."""
    return answered_at is not None and outcome not in MACHINE_OUTCOMES


def _without_refuted(told: Sequence[Heard]) -> list[Heard]:
    """Without estimated waits, joins and leavings of which a report has come too."""

    def subject(event: Heard) -> tuple[EventType, Any]:
        return event.type, event.data.get(_GUESSED[event.type])

    guesses = [e for e in told if e.type in _GUESSED and e.data.get("estimated")]
    if not guesses:
        return list(told)
    reported = {subject(e) for e in told if e.type in _GUESSED and e not in guesses}
    refuted = [guess for guess in guesses if subject(guess) in reported]
    return [event for event in told if event not in refuted]


def _newest_facts(told: Sequence[Heard]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for event in told:
        facts.update((name, value) for name, value in event.data.items() if value is not None)
    return facts


def _end(told: Sequence[Heard]) -> tuple[datetime | None, bool]:
    """The last end that was reported; where none was, the last estimated one.

    A call that waits in a queue after an end went on, and so did one that an agent joined
    after an estimated end.
    """
    reported: list[Heard] = []
    estimated: list[Heard] = []
    for event in told:
        if event.type is EventType.CALL_ENDED:
            (estimated if event.data.get("estimated") else reported).append(event)
        elif event.type is EventType.CALL_QUEUED:
            reported, estimated = [], []
        elif event.type is EventType.CALL_BRIDGED:
            estimated = []
    last = next(reversed(reported or estimated), None)
    return (last.at, not reported) if last else (None, False)


def _first(told: Sequence[Heard], kind: EventType) -> datetime | None:
    return next((event.at for event in told if event.type is kind), None)


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


def _holds(told: Sequence[Heard], ended_at: datetime | None) -> list[Interval]:
    """Holds in order. The hang-up ends an open one; what is said to come after it is ignored."""
    holds: list[Interval] = []
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
) -> list[Leg]:
    """One leg per agent who joined, in order; a dialer that never says who joined has one.

    A leg ends when the next agent joins, the call waits in a queue again, its agent
    transfers it away, or the call ends.
    """
    legs: list[Leg] = []
    since: tuple[datetime, str] | None = None
    for event in told:
        agent = event.data.get("agent")
        joins = event.type is EventType.CALL_BRIDGED and agent
        if since and joins and agent == since[1]:
            continue
        if since and (joins or _leaves(event, since[1])):
            legs.append(Leg(since[1], since[0], event.at))
            since = None
        if joins:
            since = (event.at, str(agent))
    if since:
        legs.append(Leg(since[1], since[0], ended_at))
    if legs or not agent_key:
        return legs
    return [Leg(agent_key, answered_at or told[0].at, ended_at)]


def _leaves(event: Heard, agent: str) -> bool:
    """Whether the agent who has the call has it no longer."""
    transferred = event.type is EventType.CALL_TRANSFERRED and event.data.get("agent") == agent
    return transferred or event.type is EventType.CALL_QUEUED


def _between(legs: Sequence[Leg], ended_at: datetime | None) -> list[Interval]:
    """When a call that agents had before had none."""
    starts = [*(leg.from_at for leg in legs[1:]), ended_at]
    return [
        (leg.to_at, start)
        for leg, start in zip(legs, starts, strict=False)
        if leg.to_at is not None and start is not None and start > leg.to_at
    ]


def _visits(told: Sequence[Heard], ended_at: datetime | None) -> tuple[Visit, ...]:
    visits: list[Visit] = []
    waiting: tuple[datetime, str | None] | None = None
    for event in told:
        joined = event.type is EventType.CALL_BRIDGED
        queued = event.type is EventType.CALL_QUEUED
        left_by = None if joined or queued else event.data.get("left_by")
        if not (joined or queued or left_by):
            continue
        if waiting is not None:
            visits.append(Visit(waiting[1], waiting[0], event.at, joined, left_by))
        waiting = (event.at, event.data.get("queue")) if queued else None
    if waiting is not None:
        visits.append(Visit(waiting[1], waiting[0], ended_at, joined=False))
    return tuple(visits)


def _timed(
    leg: Leg,
    answered_at: datetime | None,
    ended_at: datetime | None,
    holds: Sequence[Interval],
) -> Leg:
    if answered_at is None or ended_at is None or leg.to_at is None:
        return leg
    start, end = max(leg.from_at, answered_at), min(leg.to_at, ended_at)
    talk_s, hold_s = _talk_and_away(start, end, holds)
    return msgspec.structs.replace(leg, talk_s=talk_s, hold_s=hold_s)


def _talk_and_away(
    start: datetime | None, end: datetime | None, away: Sequence[Interval]
) -> tuple[float, float]:
    """Seconds talked, and not, between two instants; nothing while either is unknown."""
    if start is None or end is None:
        return 0.0, 0.0
    away_s, reached = 0.0, start
    for begun, over in sorted((a, b or end) for a, b in away):
        away_s += _seconds(max(reached, begun), min(end, over))
        reached = max(reached, over)
    return round(max(0.0, _seconds(start, end) - away_s), 3), round(away_s, 3)
