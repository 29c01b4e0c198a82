"""Events of 云联络中心 as ours: agents' states, and calls out of their two channels."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.calls.events import EventType
from services.dialers import Note, PayloadUnreadable, RecordingLink, Setting, Told, Translation
from services.dialers.aliyun_ccc.messages import Message, Side
from services.dialers.aliyun_ccc.outcomes import EARLY_MEDIA, outcome_of
from services.dialers.aliyun_ccc.settings import Settings
from services.dialers.reading import read_fields

_STATES = {
    "AgentCheckIn": "ready",
    "AgentReady": "ready",
    "AgentDialing": "ringing",
    "AgentRinging": "ringing",
    "AgentRingingTimeout": "ready",
    "AgentTalk": "talking",
    "AgentRelease": "wrap_up",
    "AgentACW": "wrap_up",
    "AgentBreak": "break",
    "AgentCheckOut": "offline",
}
"""There is no event for wrap-up in 2.0: it lasts from the release to the next event."""
_LEFT_QUEUE = {
    "QueueingTimeout": "timeout",
    "QueueingOverflow": "withdrawn",
    "QueueingCancelled": "withdrawn",
    "QueueingRerouted": "withdrawn",
    "QueueingFailure": "failed",
    "DispatchingFailure": "failed",
}
_NOT_USED = frozenset(
    """
    AssignAgent AssignAgentFailure AttendedTransfer BargeIn BlindTransfer CDRReady
    CampaignAborted CampaignCompleted CampaignPaused CampaignResumed CampaignSubmitted
    CaseAttempted DualTrackRecordingReady InitiateConsultant Intercept IvrTracking Muted
    RingingTimeout Route2IVR SatisfactionSurveyOffer StartCoach StartConference
    StartConsultant StartMonitor StopCoach StopConference StopConsultant StopMonitor
    TextStream Unmuted
    """.split()  # noqa: SIM905  (a list of this length reads better as text)
)
_RECORDED = "RecordingReady"
_SURVEYED = "SatisfactionSurveyResponse"
_MESSAGE_LEFT = "VoicemailReady"

Steps = Iterator[tuple[EventType, dict[str, Any]]]


def translate_event(said: Mapping[str, Any], settings: Settings, setting: Setting) -> Translation:
    """Raises PayloadUnreadable."""
    message = read_fields(Message, said)
    reason = _unused(message)
    if reason is not None:
        return Translation(notes=(reason,))
    links = tuple(_links(message))
    told = tuple(
        Told(_id(message, kind), kind, message.at, data)
        for kind, data in _steps(message, settings, setting)
    )
    if not told and not links:
        sentence = f"{message.event_type} of this channel says nothing that is kept"
        return Translation(notes=(Note("not_used", sentence, "eventType"),))
    return Translation(events=told, links=links, notes=tuple(_notes(message)))


def _unused(message: Message) -> Note | None:
    name = message.event_type
    if name in _NOT_USED:
        return Note("not_used", f"{name} is not used", "eventType")
    if not _is_known(name):
        return Note("unknown_value", f"{name[:50]} is no known event", "eventType")
    if not message.is_sound:
        return Note("not_used", f"{message.media_type} is no telephone call", "mediaType")
    return None


def _is_known(name: str) -> bool:
    if name in _STATES or name in _LEFT_QUEUE or name in _CHANNEL_STEPS:
        return True
    return name in (_RECORDED, _SURVEYED, _MESSAGE_LEFT, "Enqueue", "Abandoned")


def _id(message: Message, kind: EventType) -> str:
    """The vendor sends at least once and numbers nothing: what an event is about is its id."""
    about = (message.event_type, message.contact_id, message.channel_id, message.agent_id)
    return ":".join([*(part or "" for part in about), message.at.isoformat(), kind.value])


def _steps(message: Message, settings: Settings, setting: Setting) -> Steps:
    name = message.event_type
    if name in _STATES:
        yield EventType.AGENT_STATE, _state(message, settings)
    if message.contact_id is None:
        if name not in _STATES:
            raise PayloadUnreadable(field="contactId", detail="contactId: is required")
        return
    if not message.is_of_a_customers_call:
        return
    facts = _facts(message, settings)
    if name in _STATES:
        steps = _agent_steps(message, message.agent(settings))
    else:
        steps = _call_steps(message, settings, setting)
    for kind, more in steps:
        yield kind, {**facts, **more}


def _state(message: Message, settings: Settings) -> dict[str, Any]:
    if message.agent_id is None:
        raise PayloadUnreadable(field="agentId", detail="agentId: is required")
    missed = message.event_type == "AgentRingingTimeout"
    return {
        "agent": message.agent(settings),
        "state": _STATES[message.event_type],
        "reason": "missed_call" if missed else message.break_code,
    }


def _facts(message: Message, settings: Settings) -> dict[str, Any]:
    return {
        "call_id": message.contact_id,
        "direction": message.direction,
        "campaign": message.skill_group_id if settings.campaign_by else None,
        "skill_group": message.skill_group_id,
        "call_type": message.kind,
        "tags": message.tags,
    }


def _agent_steps(message: Message, agent: str | None) -> Steps:
    """What an agent's state means for the call it is about."""
    match message.event_type:
        case "AgentDialing":
            yield EventType.CALL_DIALED, {"agent": agent}
        case "AgentRinging" if message.direction == "inbound":
            yield EventType.CALL_RINGING, {"agent": agent}
        case "AgentTalk":
            yield EventType.CALL_BRIDGED, {"agent": agent}
        case "AgentRelease":
            # The customer may stay, for another agent or a survey: that is no talk.
            yield EventType.CALL_TRANSFERRED, {"agent": agent}
            yield EventType.CALL_ENDED, {"estimated": True}


def _call_steps(message: Message, settings: Settings, setting: Setting) -> Steps:
    name = message.event_type
    if name in _LEFT_QUEUE:
        yield EventType.CALL_ENDED, {"estimated": True, "left_by": _LEFT_QUEUE[name]}
    elif name in _CHANNEL_STEPS:
        side = message.side(settings, setting)
        numbers = message.numbers(side, setting)
        for kind, more in _CHANNEL_STEPS[name](message, side):
            joined = {"agent": message.agent(settings)} if kind is EventType.CALL_BRIDGED else {}
            yield kind, {**numbers, **joined, **more}
    else:
        yield from _other_steps(message)


def _other_steps(message: Message) -> Steps:
    match message.event_type:
        case "Enqueue":
            yield EventType.CALL_QUEUED, {"queue": message.skill_group_id}
        case "Abandoned":
            waited = message.abandon_phase != "IVR"
            yield (
                EventType.CALL_ENDED,
                {
                    "estimated": True,
                    "left_by": "caller" if waited else None,
                    "hangup_by": "customer",
                    "abandon_phase": message.abandon_phase,
                },
            )
        case "SatisfactionSurveyResponse":
            yield (
                EventType.SATISFACTION_RECORDED,
                {
                    "satisfaction_key": message.satisfaction_index or message.satisfaction,
                    "satisfaction_label": message.satisfaction_description,
                    "survey_channel": message.survey_channel,
                },
            )
        case "VoicemailReady":
            yield EventType.CALL_DISPOSED, {"outcome": "voicemail"}


def _dialing(message: Message, side: Side) -> Steps:
    if side is not Side.AGENT:
        yield EventType.CALL_DIALED, {}


def _ringing(message: Message, side: Side) -> Steps:
    if side is not Side.AGENT:
        yield EventType.CALL_RINGING, {}


def _established(message: Message, side: Side) -> Steps:
    """Outbound the customer answers; inbound the flow does, and later the agent."""
    outbound = message.direction == "outbound"
    if side is Side.CUSTOMER:
        yield (EventType.CALL_ANSWERED if outbound else EventType.CALL_DIALED), {}
    elif side is Side.AGENT and not outbound:
        yield EventType.CALL_BRIDGED, {}


def _released(message: Message, side: Side) -> Steps:
    """The call is over with the customer's channel; agents' may end before it."""
    ended: dict[str, Any] = {
        "hangup_by": _hung_up(message),
        "release_initiator": message.release_initiator,
        "release_reason": message.release_reason,
        "early_media_state": message.early_media_state,
        "early_media_text": message.early_media_text,
    }
    if side is not Side.CUSTOMER:
        yield EventType.CALL_ENDED, {**ended, "estimated": True}
        return
    yield EventType.CALL_ENDED, ended
    outcome = outcome_of(message.early_media_state, message.release_reason)
    if outcome and message.direction == "outbound":
        yield EventType.CALL_DISPOSED, {"outcome": outcome}


def _held(message: Message, side: Side) -> Steps:
    yield EventType.CALL_HELD, {}


def _retrieved(message: Message, side: Side) -> Steps:
    yield EventType.CALL_RESUMED, {}


_CHANNEL_STEPS = {
    "Dialing": _dialing,
    "Ringing": _ringing,
    "Established": _established,
    "Released": _released,
    "Held": _held,
    "Retrieved": _retrieved,
}


def _hung_up(message: Message) -> str | None:
    """The initiator is an agent's id, or a number: whose, the channel says."""
    initiator = message.release_initiator
    if initiator is None:
        return None
    if "@" in initiator or initiator == message.agent_id:
        return "agent"
    return "customer" if initiator == message.customer() else None


def _links(message: Message) -> Iterator[RecordingLink]:
    if message.event_type not in (_RECORDED, _MESSAGE_LEFT) or message.contact_id is None:
        return
    if message.download_url is None:
        raise PayloadUnreadable(field="downloadURL", detail="downloadURL: is required")
    yield RecordingLink(message.contact_id, message.download_url, message.file_name)


def _notes(message: Message) -> Iterator[Note]:
    state = message.early_media_state
    if state and state not in EARLY_MEDIA:
        yield Note("unknown_value", f"{state[:50]} is no known state", "earlyMediaState")
