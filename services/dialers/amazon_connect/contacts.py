"""A contact, as contact records and contact events tell of it."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from services.dialers.amazon_connect.records import ContactId, Instant, Record
from services.dialers.reading import Text

Seconds = Annotated[float, Field(ge=0, le=86_400 * 30)] | None
Count = Annotated[int, Field(ge=0, le=1_000_000)] | None

_DIRECTIONS = {
    "INBOUND": "inbound",
    "WEBRTC_API": "inbound",
    "OUTBOUND": "outbound",
    "EXTERNAL_OUTBOUND": "outbound",
    "CAMPAIGN_PREVIEW": "outbound",
    "API": "outbound",
    "CALLBACK": "outbound",
}
"""Transfers have none of their own: their call has it."""
_OWN_CALL = frozenset({"CALLBACK"})
"""Chained to the call that asked for it, and yet another call."""


def _or_none(value: object) -> object:
    """Objects that are there and empty are as good as absent."""
    return value or None


def _as_written(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


class Answered(StrEnum):
    """What an outbound call met."""

    PERSON = "person"
    MACHINE = "machine"
    NOBODY = "nobody"


_DETECTED = {
    "HUMAN_ANSWERED": (Answered.PERSON, None),
    "VOICEMAIL_BEEP": (Answered.MACHINE, "voicemail"),
    "VOICEMAIL_NO_BEEP": (Answered.MACHINE, "voicemail"),
    "FAX_MACHINE_DETECTED": (Answered.MACHINE, "fax"),
    "SIT_TONE_DETECTED": (Answered.NOBODY, "failed"),
    "SIT_TONE_BUSY": (Answered.NOBODY, "busy"),
    "SIT_TONE_INVALID_NUMBER": (Answered.NOBODY, "wrong_number"),
    "AMD_UNANSWERED": (Answered.NOBODY, "no_answer"),
}
"""AnsweringMachineDetectionStatus. Of others nothing is known: AMD_UNRESOLVED, AMD_ERROR ..."""
_TELECOM = {
    "TELECOM_BUSY": "busy",
    "TELECOM_NUMBER_INVALID": "wrong_number",
    "TELECOM_PROBLEM": "failed",
    "TELECOM_POTENTIAL_BLOCKING": "failed",
    "TELECOM_TIMEOUT": "no_answer",
    "TELECOM_UNANSWERED": "no_answer",
    "TELECOM_ORIGINATOR_CANCEL": "cancelled",
}
"""DisconnectReason of outbound calls that nobody answered."""

Code = Annotated[Text, BeforeValidator(_as_written)]


class Endpoint(Record):
    address: Text = None


class Queue(Record):
    arn: Text = Field(None, validation_alias=AliasChoices("arn", "queuearn"))
    name: Text = None
    enqueue_timestamp: Instant = None
    dequeue_timestamp: Instant = None


class Agent(Record):
    arn: Text = Field(None, validation_alias=AliasChoices("arn", "agentarn"))
    username: Text = None
    connected_to_agent_timestamp: Instant = None
    agent_interaction_duration: Seconds = None
    customer_hold_duration: Seconds = None
    number_of_holds: Count = None
    after_contact_work_start_timestamp: Instant = None
    after_contact_work_end_timestamp: Instant = None


class VoiceActivity(Record):
    greeting_start_timestamp: Instant = None
    greeting_end_timestamp: Instant = None


class Campaign(Record):
    campaign_id: Text = None


class Recording(Record):
    location: Text = None
    status: Code = None
    type: Code = None
    media_stream_type: Code = None
    participant_type: Code = None
    storage_type: Code = None


class Contact(Record):
    """`event_type` is None in a contact record."""

    contact_id: ContactId
    initial_contact_id: ContactId | None = None
    previous_contact_id: Text = None
    next_contact_id: Text = None
    channel: Code = "VOICE"
    event_type: Code = None
    initiation_method: Code = None
    initiation_timestamp: Instant = None
    connected_to_system_timestamp: Instant = None
    disconnect_timestamp: Instant = None
    disconnect_reason: Code = None
    transfer_completed_timestamp: Instant = None
    last_update_timestamp: Instant = None
    agent_connection_attempts: Count = None
    answering_machine_detection_status: Code = None
    attributes: Annotated[dict[str, Any] | None, BeforeValidator(_or_none)] = None
    customer_endpoint: Annotated[Endpoint | None, BeforeValidator(_or_none)] = None
    system_endpoint: Annotated[Endpoint | None, BeforeValidator(_or_none)] = None
    transferred_to_endpoint: Annotated[Endpoint | None, BeforeValidator(_or_none)] = None
    queue: Annotated[Queue | None, BeforeValidator(_or_none)] = Field(
        None, validation_alias=AliasChoices("queue", "queueinfo")
    )
    agent: Annotated[Agent | None, BeforeValidator(_or_none)] = Field(
        None, validation_alias=AliasChoices("agent", "agentinfo")
    )
    campaign: Annotated[Campaign | None, BeforeValidator(_or_none)] = None
    customer_voice_activity: Annotated[VoiceActivity | None, BeforeValidator(_or_none)] = None
    recording: Annotated[Recording | None, BeforeValidator(_or_none)] = None
    recordings: Annotated[list[Recording] | None, BeforeValidator(_or_none)] = None

    @property
    def call_key(self) -> str:
        """The first contact of the chain; that is the conversation."""
        if self.initiation_method in _OWN_CALL:
            return self.contact_id
        return self.initial_contact_id or self.contact_id

    @property
    def is_first(self) -> bool:
        return self.call_key == self.contact_id

    @property
    def direction(self) -> str | None:
        return _DIRECTIONS.get(self.initiation_method or "")

    @property
    def is_outbound(self) -> bool:
        return self.direction == "outbound"

    @cached_property
    def met(self) -> tuple[Answered, str | None]:
        """Who answered an outbound call, and the outcome that is known by that alone."""
        detected = (self.answering_machine_detection_status or "").replace("-", "_")
        if detected in _DETECTED:
            return _DETECTED[detected]
        if self.connected_to_system_timestamp is None:
            return Answered.NOBODY, _TELECOM.get(self.disconnect_reason or "", "no_answer")
        return Answered.PERSON, None

    @property
    def joined_at(self) -> datetime | None:
        """When agent and customer were both there: an agent who dials is there first."""
        at = self.agent.connected_to_agent_timestamp if self.agent else None
        if at is None or not self.is_outbound:
            return at
        if self.connected_to_system_timestamp is None or self.met[0] is Answered.NOBODY:
            return None
        return max(at, self.connected_to_system_timestamp)

    @property
    def left_at(self) -> datetime | None:
        """When the agent was off this contact: wrap-up begins."""
        work_at = self.agent.after_contact_work_start_timestamp if self.agent else None
        return work_at or self.disconnect_timestamp

    @property
    def held(self) -> timedelta:
        """How long the customer was on hold in all; when is not recorded."""
        return timedelta(seconds=(self.agent and self.agent.customer_hold_duration) or 0)
