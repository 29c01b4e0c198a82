"""What one callback says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from services.calls.events import EventType
from services.dialers import Note, PayloadUnreadable, RecordingLink, Told, Translation
from services.dialers.times import never
from services.dialers.twilio.settings import Settings

_OUTCOMES = {
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "cancelled",
}
_BEGINNINGS = {
    "queued": EventType.CALL_DIALED,
    "initiated": EventType.CALL_DIALED,
    "ringing": EventType.CALL_RINGING,
}
_IN_PROGRESS = ("in-progress", "answered")
_KEPT = {
    "AccountSid": "account_sid",
    "ForwardedFrom": "forwarded_from",
    "CallerName": "caller_name",
    "SipResponseCode": "sip_response_code",
    "CallDuration": "call_duration_s",
    "AnsweredBy": "answered_by",
}
_AGENT_PREFIXES = ("client:", "sip:")


@dataclass(frozen=True, slots=True)
class Leg:
    """A call in Twilio's sense: one party and Twilio."""

    said: Mapping[str, str]
    settings: Settings

    @property
    def sid(self) -> str:
        return self.said["CallSid"]

    @property
    def is_child(self) -> bool:
        return bool(self.said.get("ParentCallSid"))

    @property
    def call_key(self) -> str:
        return self.said.get("ParentCallSid") or self.sid

    @property
    def is_incoming(self) -> bool:
        return self.said.get("Direction") == "inbound"

    @property
    def party(self) -> str:
        """Who is at the far end."""
        return self.said.get("From" if self.is_incoming else "To", "")

    @property
    def is_agents(self) -> bool:
        if self.party.startswith(_AGENT_PREFIXES) or self.party in self.settings.agents:
            return True
        return self.is_child and self.settings.dialed_numbers == "agents"

    @property
    def agent(self) -> str | None:
        """As `client:alice` and `sip:alice@example` are called: alice."""
        if "agent" in self.said:
            return self.said["agent"] or None
        if not self.is_agents:
            return None
        name = self.settings.agents.get(self.party, self.party)
        for prefix in _AGENT_PREFIXES:
            name = name.removeprefix(prefix)
        return name.partition("@")[0] or None


def translate(
    said: Mapping[str, str], received_at: datetime | None, settings: Settings
) -> Translation:
    """Raises PayloadUnreadable."""
    if not said.get("CallSid"):
        raise PayloadUnreadable(field="CallSid", detail="CallSid: missing")
    if "RecordingStatus" in said:
        return _recording(said, received_at, settings)
    leg = Leg(said, settings)
    at = _at(said, "Timestamp") or received_at
    if at is None:
        raise PayloadUnreadable(field="Timestamp", detail="Timestamp: missing")
    status = said.get("CallStatus", "")
    known = {*_BEGINNINGS, *_IN_PROGRESS, *_OUTCOMES, "completed"}
    if status not in known and not said.get("AnsweredBy"):
        sentence = f"CallStatus: {status or 'missing'} is not known"
        return Translation(notes=(Note("unknown_value", sentence, "CallStatus", refuses=True),))
    return Translation(tuple(_told(leg, at, [*_steps(leg, status, at), *_machine(leg, at)])))


def _told(
    leg: Leg, at: datetime, steps: list[tuple[EventType, datetime, dict[str, Any]]]
) -> Iterator[Told]:
    """Times are whole seconds: within one, the sequence decides."""
    number = leg.said.get("SequenceNumber", "")
    turn = timedelta(microseconds=min(int(number), 999)) if _is_count(number) else timedelta()
    name = number or leg.said.get("CallStatus", "amd")
    for kind, when, data in steps:
        facts = {"call_id": leg.call_key, **data}
        yield Told(f"{leg.sid}:{name}:{kind.value}", kind, when + turn, facts)


def _steps(
    leg: Leg, status: str, at: datetime
) -> Iterator[tuple[EventType, datetime, dict[str, Any]]]:
    if not leg.is_child and status in _BEGINNINGS:
        yield EventType.CALL_DIALED, at, _facts(leg)
    if status == "ringing" and not (leg.is_child and leg.is_agents):
        yield EventType.CALL_RINGING, at, {}
    if status in _IN_PROGRESS:
        yield from _answered(leg, at)
    if status == "completed":
        yield from _completed(leg, at)
    if status in _OUTCOMES:
        yield from _failed(leg, at, _OUTCOMES[status])


def _facts(leg: Leg) -> dict[str, Any]:
    """What the parent says of the call. An agent's own leg tells whom it calls, if anybody."""
    ours, theirs = ("To", "From") if leg.is_incoming else ("From", "To")
    customer = leg.said.get(theirs)
    if leg.is_agents:
        number = leg.said.get("To", "") if leg.is_incoming else ""
        customer = number if number.startswith("+") else None
    inbound = leg.is_incoming and not leg.is_agents
    return {
        "direction": "inbound" if inbound else "outbound",
        "customer_number": customer or None,
        "caller_number": None if leg.is_agents else leg.said.get(ours),
        "campaign": leg.said.get("campaign"),
        "agent": leg.agent,
        **{kept: leg.said.get(name) for name, kept in _KEPT.items()},
    }


def _answered(leg: Leg, at: datetime) -> Iterator[tuple[EventType, datetime, dict[str, Any]]]:
    """An incoming call is answered by your TwiML, an agent who calls by nobody yet."""
    if leg.is_agents:
        if leg.is_child:
            yield EventType.CALL_BRIDGED, at, {"agent": leg.agent}
    elif leg.is_child or not leg.is_incoming:
        yield EventType.CALL_ANSWERED, at, _customer(leg)


def _customer(leg: Leg) -> dict[str, Any]:
    return {"customer_number": leg.party or None} if leg.is_child else {}


def _completed(leg: Leg, at: datetime) -> Iterator[tuple[EventType, datetime, dict[str, Any]]]:
    lasted = leg.said.get("CallDuration", "")
    if _is_count(lasted) and leg.said.get("SequenceNumber", "0") == "0":
        # By default nothing but `completed` is sent: then this is all there is to know.
        began_at = at - timedelta(seconds=min(int(lasted), 10**7))
        if not leg.is_child:
            yield EventType.CALL_DIALED, began_at, _facts(leg)
        yield from _answered(leg, began_at)
    if leg.is_child and leg.is_agents:
        # The parent may go on: with a survey, another agent, or no sound at all.
        yield EventType.CALL_TRANSFERRED, at, {"agent": leg.agent}
        yield EventType.CALL_ENDED, at, {"agent": leg.agent, "estimated": True}
    else:
        yield EventType.CALL_ENDED, at, {"call_duration_s": lasted or None}


def _failed(
    leg: Leg, at: datetime, outcome: str
) -> Iterator[tuple[EventType, datetime, dict[str, Any]]]:
    """An agent who does not take the call is no end of it."""
    if leg.is_child and leg.is_agents:
        return
    if not leg.is_child:
        yield EventType.CALL_DIALED, at, _facts(leg)
    yield EventType.CALL_ENDED, at, {"estimated": True if leg.is_child else None}
    yield EventType.CALL_DISPOSED, at, {"outcome": outcome, **_customer(leg)}


def _machine(leg: Leg, at: datetime) -> list[tuple[EventType, datetime, dict[str, Any]]]:
    heard = leg.said.get("AnsweredBy", "")
    outcome = "answering_machine" if heard.startswith("machine") else None
    outcome = "fax" if heard == "fax" else outcome
    if outcome is None:
        return []
    return [(EventType.CALL_DISPOSED, at, {"outcome": outcome, "answered_by": heard})]


def _recording(
    said: Mapping[str, str], received_at: datetime | None, settings: Settings
) -> Translation:
    """The leg of a recording is always the parent."""
    status, url = said["RecordingStatus"], said.get("RecordingUrl", "")
    if status in ("absent", "failed"):
        sentence = f"there is no recording: {status}, ErrorCode {said.get('ErrorCode', '-')}"
        return Translation(notes=(Note("recording_absent", sentence, "RecordingStatus"),))
    if status != "completed":
        return Translation()
    if not url.startswith(("http://", "https://")):
        raise PayloadUnreadable(field="RecordingUrl", detail="RecordingUrl: not a URL")
    two = said.get("RecordingChannels") == "2"
    name = f"{said.get('RecordingSid') or 'recording'}.wav"
    agent_channel = {"customer": 1, "agent": 0}[settings.first_channel] if two else None
    # Without being asked for both channels, Twilio may mix them into one.
    whole = f"{url.removesuffix('.wav')}.wav{'?RequestedChannels=2' if two else ''}"
    link = RecordingLink(said["CallSid"], whole, name, agent_channel)
    at = _at(said, "RecordingStartTime") or received_at
    return Translation(tuple(_ready(said, at)) if at else (), (link,))


def _ready(said: Mapping[str, str], at: datetime) -> Iterator[Told]:
    data = {
        "call_id": said["CallSid"],
        "recording_sid": said.get("RecordingSid"),
        "recording_source": said.get("RecordingSource"),
        "recording_track": said.get("RecordingTrack"),
        "recording_duration_s": said.get("RecordingDuration"),
    }
    event_id = f"{said.get('RecordingSid') or said['CallSid']}:completed:recording"
    yield Told(event_id, EventType.RECORDING_READY, at, data)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12


def _at(said: Mapping[str, str], field: str) -> datetime | None:
    """RFC 2822, or RFC 3339 as in event streams."""
    text = said.get(field, "")
    if never(text):
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = read(text)
            return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, OverflowError, IndexError, TypeError):
            continue
    raise PayloadUnreadable(field=field, detail=f"{field}: not a time: {text!r}")
