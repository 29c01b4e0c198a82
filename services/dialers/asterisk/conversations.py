"""From what happens to channels to what happens to calls.

A delivery should hold whole conversations, or begin with the steps of those that are not
over, as `earshot listen asterisk` has it; what was told before is not stored again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.calls.events import EventType
from services.dialers import Told
from services.dialers.asterisk.bridges import (
    Meetings,
    Talk,
    alone_or_first,
    meetings,
    with_peers,
)
from services.dialers.asterisk.endings import dialled, gone_from_queue, last_hangup, outcome
from services.dialers.asterisk.families import families
from services.dialers.asterisk.settings import Settings, device_of, is_local
from services.dialers.asterisk.steps import Act, Step
from services.dialers.asterisk.uniqueids import created_at
from services.tables import AgentState

_HOLDS = {Act.HOLD: EventType.CALL_HELD, Act.RESUME: EventType.CALL_RESUMED}
_LEFT = "left"
"""A queue: neither with an agent nor by hanging up; no row says why."""


def translate(
    steps: Sequence[Step], settings: Settings, names: Mapping[str, str] | None = None
) -> list[Told]:
    """What `steps`, in any order, say of calls. `names` are agents known by their channel."""
    ordered = sorted(steps, key=lambda step: step.at)
    told: list[Told] = []
    for family in families(ordered):
        told += _of_family(list(with_peers(family)), settings, names or {})
    return told


def _of_family(
    steps: Sequence[Step], settings: Settings, names: Mapping[str, str]
) -> Iterator[Told]:
    """Who is an agent is known by conversation, who was with whom only from all of them."""
    by_call: dict[str, list[Step]] = {}
    for step in steps:
        by_call.setdefault(step.linkedid, []).append(step)
    found = [_Conversation(call_id, own, settings, names) for call_id, own in by_call.items()]
    agents = {channel for conversation in found for channel in conversation.agents}
    met = meetings(steps, agents)
    for conversation in found:
        yield from conversation.told(met)


class _Conversation:
    """One conversation: who is in it, and what they did."""

    def __init__(
        self, call_id: str, steps: Sequence[Step], settings: Settings, names: Mapping[str, str]
    ) -> None:
        self._call_id = call_id
        self._steps = steps
        self._settings = settings
        self._contexts = {step.channel: step.context for step in reversed(steps)}
        self._first = next((step for step in steps if step.is_first), None)
        self.agents = self._find_agents(names)
        self._talks: list[Talk] = []
        self._ended: dict[str, Any] = {}

    def told(self, met: Meetings) -> Iterator[Told]:
        self._talks = [talk for talk in met.talks if talk.call_id == self._call_id]
        self._ended = self._cause()
        yield from self._began()
        for step in self._steps:
            yield from self._step(step)
        own = [talk for talk in self._talks if talk.channel in self.agents]
        for talk in alone_or_first(own):
            yield from self._talk(talk)
        yield from self._left_alone(met.alone)
        for step in gone_from_queue(self._steps, own):
            yield self._tell(step, EventType.CALL_ENDED, left_by=_LEFT, estimated=True)
        if not own:
            yield from self._in_vain()

    def _find_agents(self, names: Mapping[str, str]) -> dict[str, str]:
        """Who is an agent, by channel. Where the settings know nobody: who was called."""
        channels = [
            channel
            for channel in dict.fromkeys(
                name for step in self._steps for name in (step.channel, step.peer) if name
            )
            if not is_local(channel)
        ]
        known = {
            each: agent
            for each in channels
            if (agent := names.get(each) or self._settings.agent_of(each))
        }
        if known:
            return known
        inside = [each for each in channels if not self._is_outside(each)]
        called = [each for each in inside if self._first is None or each != self._first.channel]
        paired = any(step.act is Act.PAIR for step in self._steps)
        if not called and (paired or len(channels) > len(inside)):
            called = inside
        return {each: device_of(each).rpartition("/")[2] for each in called}

    def _is_outside(self, channel: str) -> bool:
        return self._settings.is_outside(channel, self._contexts.get(channel, ""))

    def _began(self) -> Iterator[Told]:
        first = self._first
        if first is None:
            return
        if any(step.act is Act.START and step.is_first for step in self._steps):
            return
        # The start is in no row here, but the id of the first channel says when it was.
        began_at = created_at(self._call_id)
        if began_at is not None and began_at <= first.at:
            key = f"c:{self._call_id}:began"
            yield self._event(key, EventType.CALL_DIALED, began_at, **self._parties(first))

    def _parties(self, first: Step) -> dict[str, Any]:
        agent = self.agents.get(first.channel)
        if agent is not None:
            number = dialled(first, self._steps)
            return {"direction": "outbound", "agent": agent, "customer_number": number}
        inbound = self._is_outside(first.channel) or bool(self.agents)
        return {
            "direction": "inbound" if inbound else None,
            "customer_number": first.number,
            "customer_name": first.name,
            "caller_number": first.exten,
        }

    def _step(self, step: Step) -> Iterator[Told]:
        """What one step says by itself; bridges are read together."""
        agent = self.agents.get(step.channel)
        outside = self._is_outside(step.channel)
        match step.act, step.is_first:
            case Act.START, True:
                yield self._tell(step, EventType.CALL_DIALED, **self._parties(step))
            case Act.START, False if not is_local(step.channel):
                yield self._tell(step, EventType.CALL_RINGING, offered_to=agent)
            case Act.ANSWER, False if outside:
                yield self._tell(step, EventType.CALL_ANSWERED)
            case Act.TRANSFER, _ if agent is not None:
                yield self._tell(step, EventType.CALL_TRANSFERRED, agent=agent, **step.facts)
            case Act.HOLD | Act.RESUME as act, _:
                yield self._tell(step, _HOLDS[act], agent=agent)
            case Act.QUEUE, _:
                yield self._tell(step, EventType.CALL_QUEUED, estimated=True, **step.facts)
            case Act.RECORD, _:
                yield self._tell(step, EventType.RECORDING_READY, **step.facts)
            case _:
                yield from self._end(step)

    def _end(self, step: Step) -> Iterator[Told]:
        """The first channel's end is the call's, unless somebody says that it went on."""
        match step.act, step.is_first:
            case Act.HANGUP, True:
                yield self._tell(step, EventType.CALL_ENDED, estimated=True, **self._ended)
            case Act.GONE, _:
                yield self._tell(step, EventType.CALL_ENDED, estimated=True, reason="lost")
            case Act.END, _:
                yield self._tell(step, EventType.CALL_ENDED, **self._ended)

    def _cause(self) -> dict[str, Any]:
        """Who hung up and why."""
        if not any(step.act is Act.HANGUP for step in self._steps):
            return {}
        hangup = last_hangup(self._steps, self._talks, self.agents)
        statuses = (step.facts.get("dial_status") for step in self._steps if step.is_first)
        return {
            "hangup_by": self._side(str(hangup.facts.get("source", ""))),
            "hangup_cause": hangup.facts.get("cause"),
            "dial_status": next(filter(None, statuses), None),
        }

    def _side(self, channel: str) -> str | None:
        if not channel:
            return None
        if channel in self.agents:
            return "agent"
        known = any(step.channel == channel for step in self._steps)
        return "customer" if known and not is_local(channel) else None

    def _left_alone(self, alone: Sequence[Talk]) -> Iterator[Told]:
        """The customer hears music while agents talk among themselves."""
        for span in alone:
            if span.call_id == self._call_id and span.over is not None:
                for step, kind in ((span.begun, Act.HOLD), (span.over, Act.RESUME)):
                    key = f"{step.key}:{span.channel}"
                    yield self._event(key, _HOLDS[kind], step.at)

    def _in_vain(self) -> Iterator[Told]:
        """Nobody talked. The agent who dialled has hung up."""
        found = None if self._talks else outcome(self._steps)
        if found is not None:
            yield self._tell(found[0], EventType.CALL_DISPOSED, outcome=found[1])
        for step in self._steps:
            agent = self.agents.get(step.channel)
            if step.act is Act.HANGUP and step.is_first and agent is not None:
                yield from self._after(step.key, step.at, agent)

    def _talk(self, talk: Talk) -> Iterator[Told]:
        agent = self.agents[talk.channel]
        key = f"{talk.begun.key}:{talk.channel}"
        yield self._event(key, EventType.CALL_BRIDGED, talk.begun.at, agent=agent)
        if talk.over is not None:
            key, at = f"{talk.over.key}:{talk.channel}", talk.over.at
            yield self._event(key, EventType.CALL_TRANSFERRED, at, agent=agent)
            yield from self._after(key, at, agent)

    def _after(self, key: str, at: datetime, agent: str) -> Iterator[Told]:
        """What the agent does then; no row says when wrap-up ends."""
        wrapup_s = self._settings.wrapup_s
        if wrapup_s != 0:
            yield _state(key, at, agent, AgentState.WRAP_UP)
        if wrapup_s is not None:
            yield _state(key, at + timedelta(seconds=wrapup_s), agent, AgentState.READY)

    def _tell(self, step: Step, kind: EventType, **facts: Any) -> Told:
        return self._event(step.key, kind, step.at, **facts)

    def _event(self, key: str, kind: EventType, at: datetime, **facts: Any) -> Told:
        kept = {name: value for name, value in facts.items() if value not in (None, "")}
        return Told(f"{key}:{kind.value}", kind, at, {"call_id": self._call_id, **kept})


def _state(key: str, at: datetime, agent: str, state: AgentState) -> Told:
    kind = EventType.AGENT_STATE
    data = {"agent": agent, "state": state.value}
    return Told(f"{key}:{kind.value}:{state.value}", kind, at, data)
