"""The agent event stream: what an agent does, from the snapshot that each event brings."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

from services.calls.events import EventType
from services.dialers import Note, PayloadUnreadable, Told, Translation
from services.dialers.amazon_connect.contacts import Code, Queue
from services.dialers.amazon_connect.records import ContactId, Instant, Listed, Record
from services.dialers.amazon_connect.settings import Settings
from services.dialers.reading import Id, Text
from services.tables import AgentState

_BY_CONTACT = (
    (frozenset({"CONNECTED"}), AgentState.TALKING),
    (frozenset({"CONNECTED_ONHOLD"}), AgentState.HOLD),
    (frozenset({"INCOMING", "PENDING", "CONNECTING"}), AgentState.RINGING),
    (frozenset({"ENDED"}), AgentState.WRAP_UP),
    (frozenset({"MISSED", "REJECTED", "ERROR"}), AgentState.BREAK),
)
"""What an agent does by the states of the contacts at hand; the first that fits counts.

A missed call takes its agent out of routing until they say that they are there again.
"""
_BY_TYPE = {"ROUTABLE": AgentState.READY, "OFFLINE": AgentState.OFFLINE}
_BY_NAME = {"Available": "ROUTABLE", "Offline": "OFFLINE"}
"""Events of before 2021 have no Type."""

Doing = tuple[AgentState, str | None]


class Contact(Record):
    contact_id: ContactId
    initial_contact_id: ContactId | None = None
    channel: Code = "VOICE"
    initiation_method: Code = None
    state: Code = None
    state_start_timestamp: Instant = None
    connected_to_agent_timestamp: Instant = None
    queue: Queue | None = None

    @property
    def call_key(self) -> str:
        if self.initiation_method == "CALLBACK":
            return self.contact_id
        return self.initial_contact_id or self.contact_id


class Status(Record):
    name: Text = None
    type: Code = None
    start_timestamp: Instant = None


class Configuration(Record):
    username: Text = None


class Snapshot(Record):
    agent_status: Status | None = None
    configuration: Configuration | None = None
    contacts: Annotated[tuple[Contact, ...], Listed] = ()

    @property
    def calls(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.channel == "VOICE"]


class AgentEvent(Record):
    event_id: Id
    event_type: Code
    event_timestamp: Instant
    agent_arn: Text = None
    current_agent_snapshot: Snapshot | None = None
    previous_agent_snapshot: Snapshot | None = None


def translate(event: AgentEvent, settings: Settings) -> Translation:
    """Raises PayloadUnreadable."""
    if event.event_timestamp is None:
        raise PayloadUnreadable(field="EventTimestamp", detail="EventTimestamp: not a time")
    if event.event_type == "HEART_BEAT":
        # They go on for up to an hour after an agent has gone: no proof of presence.
        return Translation(notes=(Note("heart_beat", "a heart-beat says nothing", "EventType"),))
    agent = _agent(event, settings)
    if agent is None:
        sentence = "an agent without a name"
        field = "CurrentAgentSnapshot.Configuration.Username"
        return Translation(notes=(Note("missing", sentence, field, refuses=True),))
    state = _state(event, event.event_timestamp, agent, settings)
    calls = _calls(event, agent, settings)
    return Translation(events=(*state, *calls))


def _agent(event: AgentEvent, settings: Settings) -> str | None:
    for snapshot in (event.current_agent_snapshot, event.previous_agent_snapshot):
        if snapshot and snapshot.configuration and snapshot.configuration.username:
            return snapshot.configuration.username
    return settings.agent_of(event.agent_arn)


def _state(event: AgentEvent, event_at: datetime, agent: str, settings: Settings) -> Iterator[Told]:
    now = event.current_agent_snapshot
    doing: Doing | None
    if event.event_type == "LOGOUT":
        doing, at = (AgentState.OFFLINE, None), event_at
    else:
        doing = _doing(now, settings) if now else None
        at = _since(event, event_at)
    if doing is not None:
        data = {"agent": agent, "state": doing[0].value, "reason": doing[1]}
        yield Told(f"{event.event_id}:state", EventType.AGENT_STATE, at, data)


def _doing(now: Snapshot, settings: Settings) -> Doing | None:
    """What an agent does; None when nothing of it is said. A call outranks the status."""
    states = {contact.state for contact in now.calls}
    for known, state in _BY_CONTACT:
        if met := states & known:
            return state, str(min(met, key=str)).lower() if state is AgentState.BREAK else None
    status = now.agent_status
    if status is None or not (status.type or status.name):
        return None
    if status.name in settings.statuses:
        return settings.statuses[status.name], status.name
    kind = status.type or _BY_NAME.get(status.name or "", "CUSTOM")
    return _BY_TYPE.get(kind, AgentState.BREAK), None if kind in _BY_TYPE else status.name


def _since(event: AgentEvent, event_at: datetime) -> datetime:
    """Since when: wrap-up has no event of its own and begins with the state ENDED.

    With a second contact at hand, before or now, only this event says when things changed.
    """
    before, now = event.previous_agent_snapshot, event.current_agent_snapshot
    known = {contact.contact_id for each in (before, now) if each for contact in each.calls}
    if now and len(now.calls) == 1 and len(known) == 1:
        return min(now.calls[0].state_start_timestamp or event_at, event_at)
    return event_at


def _calls(event: AgentEvent, agent: str, settings: Settings) -> Iterator[Told]:
    """The agent's part of calls as they happen. The rest comes with the contact record."""
    for contact in event.current_agent_snapshot.calls if event.current_agent_snapshot else ():
        for kind, at, name, data in _steps(contact, agent, settings):
            if at is not None:
                about = {"call_id": contact.call_key, **data}
                yield Told(f"{contact.contact_id}:{name}", kind, at, about)


_Step = tuple[EventType, datetime | None, str, dict[str, Any]]


def _steps(contact: Contact, agent: str, settings: Settings) -> Sequence[_Step]:
    joined_at, since = contact.connected_to_agent_timestamp, contact.state_start_timestamp
    queue = contact.queue
    name = (queue.name or settings.queue_of(queue.arn)) if queue else None
    about = {"agent": agent, "queue": name}
    joined: _Step = (EventType.CALL_BRIDGED, joined_at, f"bridged:stream:{agent}", about)
    stamp = f"{since:%Y%m%dT%H%M%S.%f}" if since else ""
    match contact.state:
        case "CONNECTING" if contact.initiation_method == "OUTBOUND":
            dialing = {"agent": agent, "direction": "outbound"}
            return [(EventType.CALL_DIALED, since, "dialed:stream", dialing)]
        case "CONNECTED" if joined_at and since and since > joined_at:
            return [joined, (EventType.CALL_RESUMED, since, f"resumed:{stamp}", {"agent": agent})]
        case "CONNECTED":
            return [joined]
        case "CONNECTED_ONHOLD":
            return [joined, (EventType.CALL_HELD, since, f"held:{stamp}", {"agent": agent})]
        case "ENDED" if joined_at:
            return [joined, (EventType.CALL_ENDED, since, "ended:stream", {"estimated": True})]
    return []
