"""A day of a large centre: what its dialer would say, and in which order it arrives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from services.calls.events import CallEvent, EventType
from services.calls.identity import call_id_for

ORIGIN = "/simulated"
LASTS_S = 9 * 3600
CALLS_EACH = 3
CAMPAIGNS = ("spring", "autumn")
_OUTCOMES = ("sale", "refused", "callback", "no_pitch", "voicemail")
_ASIDE = (("break", "lunch"), ("meeting", None), ("training", None), ("break", None))


@dataclass(frozen=True)
class Said:
    """One event, by seconds since the day began."""

    id: str
    type: str
    at_s: int
    data: dict[str, Any]

    def as_json(self, began_at: datetime) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": ORIGIN,
            "type": self.type,
            "time": (began_at + timedelta(seconds=self.at_s)).isoformat(),
            "data": self.data,
        }

    def as_event(self, began_at: datetime, source_id: UUID) -> CallEvent:
        call = self.data.get("call_id")
        return CallEvent(
            source_id=source_id,
            origin=ORIGIN,
            event_id=self.id,
            type=EventType(self.type),
            at=began_at + timedelta(seconds=self.at_s),
            call_id=call_id_for(source_id, call) if call else None,
            call_key=call,
            agent_key=self.data.get("agent"),
            data=self.data,
        )


class Day:
    """Played once, with the chances of one seed. `events` are in the order of time."""

    def __init__(self, seed: int, agents: Sequence[str]) -> None:
        self._random = Random(seed)
        self._agents = agents
        said = [each for agent in agents for each in self._shift(agent)]
        self.events = sorted(said, key=lambda each: (each.at_s, each.id))

    def arrivals(self) -> list[Said]:
        """A seventh comes late, up to hours; a tenth comes twice."""
        places: list[tuple[float, Said]] = []
        for each in self.events:
            late_s = self._random.uniform(60, 3 * 3600) if self._random.random() < 0.15 else 0
            places.append((each.at_s + late_s, each))
            if self._random.random() < 0.1:
                places.append((each.at_s + self._random.uniform(0, 3600), each))
        return [each for _, each in sorted(places, key=lambda place: place[0])]

    def _shift(self, agent: str) -> Iterator[Said]:
        at_s = self._random.randrange(900)
        yield self._state(agent, at_s, "ready")
        pause_s = (LASTS_S - 1800) // CALLS_EACH
        for number in range(CALLS_EACH):
            begin_s = at_s + self._random.randrange(30, pause_s // 2)
            end_s = begin_s + self._random.randrange(15, 600)
            yield from self._call(f"{agent}-{number}", agent, begin_s, end_s)
            yield self._state(agent, end_s + self._random.randrange(5, 90), "ready")
            if self._random.random() < 0.4:
                state, reason = self._random.choice(_ASIDE)
                yield self._state(agent, end_s + 120, state, reason)
                yield self._state(agent, end_s + 120 + self._random.randrange(60, 1500), "ready")
            at_s += pause_s
        if self._random.random() < 0.6:
            yield self._state(agent, LASTS_S - self._random.randrange(300), "offline")

    def _call(self, call: str, agent: str, begin_s: int, end_s: int) -> Iterator[Said]:
        """An outbound call, or one in eight that waits in a queue."""
        campaign = self._random.choice(CAMPAIGNS)
        if self._random.random() < 0.125:
            yield from self._queued(call, agent, campaign, begin_s, end_s)
            return
        by_machine = self._random.random() < 0.3
        named = {"campaign": campaign} | ({} if by_machine else {"agent": agent})
        yield self._said("call.dialed", call, begin_s, customer_number=f"+{begin_s}", **named)
        if self._random.random() < 0.3:
            yield self._said("call.ended", call, begin_s + 10, outcome="no_answer", agent=agent)
            return
        yield self._said("call.answered", call, begin_s + 5)
        # A dialer that dials ahead has nobody at times, and somebody too late at others.
        joins_s = self._random.choice((1, 2, 4, None)) if by_machine else 0
        if joins_s is not None:
            yield self._said("call.bridged", call, begin_s + 5 + joins_s, agent=agent)
            yield from self._talk(call, begin_s, end_s)
        yield self._said("call.ended", call, end_s, hangup_by="customer")
        if joins_s is not None:
            yield from self._outcome(call, end_s)

    def _talk(self, call: str, begin_s: int, end_s: int) -> Iterator[Said]:
        middle_s = (begin_s + end_s) // 2 + 5
        if self._random.random() < 0.2:
            yield self._said("call.held", call, middle_s)
            yield self._said("call.resumed", call, middle_s + 1)
        if self._random.random() < 0.1:
            closer = self._random.choice(self._agents)
            yield self._said("call.bridged", call, middle_s + 2, agent=closer)
        if self._random.random() < 0.05:
            yield self._said("call.ended", call, end_s + 600, estimated=True)

    def _outcome(self, call: str, end_s: int) -> Iterator[Said]:
        outcome = self._random.choice(_OUTCOMES)
        sold = {"amount": 99.5, "currency": "CNY"} if outcome == "sale" else {}
        yield self._said("call.disposed", call, end_s + 5, outcome=outcome, **sold)
        if self._random.random() < 0.2:
            corrected = self._random.choice(_OUTCOMES)
            yield self._said("call.disposed", call, end_s + 400, outcome=corrected)
        if self._random.random() < 0.1:
            other = self._random.choice(CAMPAIGNS)
            yield self._said("call.disposed", call, end_s + 500, campaign=other)

    def _queued(
        self, call: str, agent: str, campaign: str, begin_s: int, end_s: int
    ) -> Iterator[Said]:
        facts = {"direction": "inbound", "campaign": campaign}
        yield self._said("call.queued", call, begin_s, queue="sales", **facts)
        if self._random.random() < 0.3:
            yield self._said("call.ended", call, begin_s + self._random.randrange(60))
            return
        yield self._said(
            "call.bridged", call, begin_s + self._random.randrange(40), agent=agent, queue="sales"
        )
        yield self._said("call.ended", call, end_s + 60)

    def _state(self, agent: str, at_s: int, state: str, reason: str | None = None) -> Said:
        facts = {"agent": agent, "state": state} | ({"reason": reason} if reason else {})
        return Said(f"{agent}-{at_s}-{state}", "agent.state", at_s, facts)

    def _said(self, kind: str, call: str, at_s: int, **facts: Any) -> Said:
        return Said(f"{call}-{kind}-{at_s}", kind, at_s, {"call_id": call, **facts})
