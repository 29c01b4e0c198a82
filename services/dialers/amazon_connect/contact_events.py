"""What a contact record or a contact event says, in our events."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any, NamedTuple

from services.calls.events import EventType
from services.dialers import (
    Note,
    PayloadUnreadable,
    RecordingLink,
    Setting,
    Told,
    Translation,
)
from services.dialers.amazon_connect.contacts import Answered, Contact, Recording
from services.dialers.amazon_connect.settings import Settings
from services.dialers.numbers import told_of
from services.tables import AgentState

_VOICE = "VOICE"
_ENDED_BY = {
    "CUSTOMER_DISCONNECT": "customer",
    "AGENT_DISCONNECT": "agent",
    "AGENT_NETWORK_DISCONNECT": "agent",
    "THIRD_PARTY_DISCONNECT": "third_party",
    "BARGED": "supervisor",
    "CONTACT_FLOW_DISCONNECT": "system",
    "API": "system",
}
_LEFT_BY = {"customer": "caller", "system": "timeout", "network": "lost"}
_BY_CUSTOMER = "CUSTOMER_DISCONNECT"
_NETWORK = "TELECOM_"
_NOT_QUEUED = frozenset({"OUTBOUND", "CALLBACK"})
"""Nobody waits on the line in these queues: the agent dials, or the customer has hung up."""


class _Step(NamedTuple):
    type: EventType
    at: datetime | None
    name: str
    """Within its contact."""
    data: dict[str, Any]


def translate(contact: Contact, settings: Settings, setting: Setting) -> Translation:
    """Raises PayloadUnreadable."""
    if contact.channel != _VOICE:
        return _unused("channel", f"contacts of channel {contact.channel} are no calls", "Channel")
    if contact.initiation_method == "MONITOR":
        return _unused("monitor", "a supervisor's ear is no call", "InitiationMethod")
    told = tuple(_told(contact, settings, setting))
    if not told:
        raise PayloadUnreadable(
            field="InitiationTimestamp", detail="InitiationTimestamp: no time at all"
        )
    return Translation(events=told, links=tuple(_links(contact)), notes=tuple(_notes(contact)))


def _unused(reason: str, sentence: str, field: str) -> Translation:
    return Translation(notes=(Note(f"not_used_{reason}", sentence, field),))


def _told(contact: Contact, settings: Settings, setting: Setting) -> Iterator[Told]:
    for step in (*_way(contact, settings, setting), *_service(contact, settings)):
        if step.at is None:
            continue
        about = {} if step.type is EventType.AGENT_STATE else {"call_id": contact.call_key}
        name = f"{contact.contact_id}:{step.name}"
        yield Told(name, step.type, step.at, about | step.data)


def _way(contact: Contact, settings: Settings, setting: Setting) -> Iterator[_Step]:
    """From the first ring to the end, whoever serves."""
    feed = _feed(contact)
    agent = _agent(contact, settings)
    if contact.is_first:
        first = _first_facts(contact, setting) | ({"agent": agent} if contact.is_outbound else {})
        yield _Step(EventType.CALL_DIALED, contact.initiation_timestamp, f"dialed:{feed}", first)
    if contact.queue and contact.initiation_method not in _NOT_QUEUED:
        # One name for both feeds: a wait told twice would be two waits.
        at = contact.queue.enqueue_timestamp
        whole_at = at.replace(microsecond=0) if at else None
        yield _Step(EventType.CALL_QUEUED, whole_at, "queued", {"queue": _queue(contact, settings)})
    if contact.is_outbound and contact.met[0] is not Answered.NOBODY:
        at = contact.connected_to_system_timestamp
        yield _Step(EventType.CALL_ANSWERED, at, f"answered:{feed}", {})
    reported = _is_over(contact)
    yield _Step(
        EventType.CALL_ENDED,
        contact.disconnect_timestamp,
        f"ended:{feed}:{'reported' if reported else 'estimated'}",
        {} if reported else {"estimated": True},
    )
    yield _facts_step(contact, settings, feed)


def _service(contact: Contact, settings: Settings) -> Iterator[_Step]:
    """What the agent of this contact did."""
    feed = _feed(contact)
    agent, joined_at, left_at = _agent(contact, settings), contact.joined_at, contact.left_at
    yield _Step(
        EventType.CALL_BRIDGED, joined_at, f"bridged:{feed}:{agent or ''}", {"agent": agent}
    )
    if contact.event_type or agent is None or left_at is None:
        return
    if not settings.agent_stream:
        yield from _holds(contact, agent, left_at)
        yield from _afterwards(contact, agent, left_at)
    if joined_at and (contact.next_contact_id or contact.transferred_to_endpoint):
        to = contact.transferred_to_endpoint
        about = {"agent": agent, "transferred_to": to.address if to else None}
        yield _Step(EventType.CALL_TRANSFERRED, left_at, "transferred", about)


def _holds(contact: Contact, agent: str, left_at: datetime) -> Iterator[_Step]:
    """One hold, as long as all of them, at the end: when they were is not recorded."""
    joined_at = contact.joined_at
    if not joined_at or not contact.held or left_at <= joined_at:
        return
    guess = {"agent": agent, "hold_estimated": True}
    held_at = max(joined_at, left_at - contact.held)
    yield _Step(EventType.CALL_HELD, held_at, "held", guess)
    yield _Step(EventType.CALL_RESUMED, left_at, "resumed", guess)


def _afterwards(contact: Contact, agent: str, left_at: datetime) -> Iterator[_Step]:
    done_at = contact.agent.after_contact_work_end_timestamp if contact.agent else None
    ready = {"agent": agent, "state": AgentState.READY.value}
    if done_at is not None and done_at > left_at:
        wrapping = {"agent": agent, "state": AgentState.WRAP_UP.value}
        yield _Step(EventType.AGENT_STATE, left_at, "wrap_up", wrapping)
    yield _Step(EventType.AGENT_STATE, max(done_at or left_at, left_at), "ready", ready)


def _feed(contact: Contact) -> str:
    return "event" if contact.event_type else "record"


def _is_over(contact: Contact) -> bool:
    """Whether the conversation ended with this contact for sure.

    A contact of a chain may end before the conversation does: after a transfer the first one
    does, after a consultation the second. And a contact event does not know what follows.
    """
    if contact.disconnect_reason == _BY_CUSTOMER:
        return True
    chained = contact.next_contact_id or not contact.is_first
    return not (contact.event_type or chained)


def _first_facts(contact: Contact, setting: Setting) -> dict[str, Any]:
    customer, ours = contact.customer_endpoint, contact.system_endpoint
    return {
        "direction": contact.direction,
        **told_of("customer_number", customer.address if customer else None, setting),
        **told_of("caller_number", ours.address if ours else None, setting),
    }


def _facts_step(contact: Contact, settings: Settings, feed: str) -> _Step:
    """What may change in a later edition of the record.

    Its name sorts by when the record was updated, so that of two editions the later counts.
    """
    facts = {name: value for name, value in _facts(contact, settings).items() if value is not None}
    edition = contact.last_update_timestamp
    stamp = f"{edition:%Y%m%dT%H%M%S}" if edition else contact.event_type or ""
    content = sha256(dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:16]
    has_news = len(facts) > 1
    at = (contact.disconnect_timestamp or _last_known(contact)) if has_news else None
    return _Step(EventType.CALL_DISPOSED, at, f"facts:{feed}:{stamp}:{content}", facts)


def _last_known(contact: Contact) -> datetime | None:
    known = (
        contact.joined_at,
        contact.connected_to_system_timestamp,
        contact.queue.enqueue_timestamp if contact.queue else None,
        contact.initiation_timestamp,
    )
    return max((at for at in known if at is not None), default=None)


def _facts(contact: Contact, settings: Settings) -> dict[str, Any]:
    agent, greeted = contact.agent, contact.customer_voice_activity
    greeted_at = greeted.greeting_end_timestamp if greeted else None
    return {
        "contact_id": contact.contact_id,
        "outcome": _outcome(contact, settings),
        "hangup_by": _hangup_by(contact.disconnect_reason),
        "left_by": _left_by(contact),
        "queue": _queue(contact, settings),
        "campaign": _campaign(contact, settings),
        "disconnect_reason": contact.disconnect_reason,
        "answering_machine_detection": contact.answering_machine_detection_status,
        "agent_connection_attempts": contact.agent_connection_attempts,
        "agent_interaction_s": agent.agent_interaction_duration if agent else None,
        "customer_hold_s": agent.customer_hold_duration if agent else None,
        "holds": agent.number_of_holds if agent else None,
        "greeting_ended_at": greeted_at.isoformat() if greeted_at else None,
        "agent_after_greeting_s": _seconds(greeted_at, contact.joined_at),
        "attributes": contact.attributes,
    }


def _outcome(contact: Contact, settings: Settings) -> str | None:
    said = _attribute(contact, settings.outcome_attribute)
    if said is not None:
        return settings.outcome_of(said)
    settled = contact.disconnect_timestamp or contact.answering_machine_detection_status
    return contact.met[1] if contact.is_outbound and settled else None


def _campaign(contact: Contact, settings: Settings) -> str | None:
    said = _attribute(contact, settings.campaign_attribute)
    return said or (contact.campaign.campaign_id if contact.campaign else None)


def _attribute(contact: Contact, name: str | None) -> str | None:
    value = (contact.attributes or {}).get(name) if name else None
    return str(value) if value not in (None, "") else None


def _hangup_by(reason: str | None) -> str | None:
    known = _ENDED_BY.get(reason or "")
    return known or ("network" if reason and reason.startswith(_NETWORK) else None)


def _left_by(contact: Contact) -> str | None:
    """Why the wait in the queue ended without an agent, where that can be known."""
    waited = contact.queue and contact.queue.enqueue_timestamp and contact.disconnect_timestamp
    if not waited or contact.joined_at or contact.initiation_method in _NOT_QUEUED:
        return None
    if contact.next_contact_id:
        return "withdrawn"
    return _LEFT_BY.get(_hangup_by(contact.disconnect_reason) or "")


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    return round((end - start).total_seconds(), 3) if start and end else None


def _agent(contact: Contact, settings: Settings) -> str | None:
    if contact.agent is None:
        return None
    return contact.agent.username or settings.agent_of(contact.agent.arn)


def _queue(contact: Contact, settings: Settings) -> str | None:
    if contact.queue is None:
        return None
    return contact.queue.name or settings.queue_of(contact.queue.arn)


def _links(contact: Contact) -> Iterator[RecordingLink]:
    """The recordings of the conversation, each once: the first stands in two places."""
    places = {recording.location: None for recording in _recordings(contact) if _is_kept(recording)}
    for location in places:
        url = location if "://" in (location or "") else f"s3://{location}"
        yield RecordingLink(contact.call_key, str(url), file_name=str(url).rpartition("/")[2])


def _recordings(contact: Contact) -> list[Recording]:
    return [*(contact.recordings or ()), *([contact.recording] if contact.recording else ())]


def _is_kept(recording: Recording) -> bool:
    return (
        recording.location is not None
        and recording.status != "DELETED"
        and (recording.media_stream_type or recording.type or "AUDIO") == "AUDIO"
        and recording.participant_type != "IVR"
        and "KINESIS" not in (recording.storage_type or "")
    )


def _notes(contact: Contact) -> Iterator[Note]:
    for recording in _recordings(contact):
        if recording.status == "DELETED":
            yield Note("recording_deleted", "its recording has been deleted", "Recordings.Status")
    if contact.event_type is None and contact.agent and not contact.agent.username:
        yield Note("missing", "an agent without a name", "Agent.Username")
