"""Calls, their recordings, transcripts and scores, as people and machines read them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict

from api.schemas.privacy import NoticeOut
from api.schemas.scores import Explained
from services.acoustics import Acoustics
from services.privacy.masking import masked_name
from services.privacy.showing import ShownTranscript
from services.privacy.spans import Span
from services.recordings.matching import MatchedBy
from services.scoring.results import SectionScore
from services.tables import CallState, Lane, RecordingState, TranscriptOrigin
from services.transcripts import LeftOut, Swap, Utterance


class MatchOut(BaseModel):
    """How the call of a recording was found, and how sure that is: 0 to 1."""

    by: MatchedBy
    confidence: float


class RecordingOut(BaseModel):
    """A stored recording and how far its transcription is."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    call_id: UUID
    state: RecordingState
    progress: float
    lane: Lane
    engine: str | None
    attempts: int
    error: str | None
    error_kind: str | None
    duration_s: float
    channels: int
    agent_channel: int | None
    codec: str
    container: str
    sample_rate_hz: int
    size_bytes: int
    sha256: str
    file_name: Annotated[str | None, BeforeValidator(masked_name)]
    """Without the telephone numbers in it."""
    match: MatchOut | None
    """Null when whoever brought it said which call it is of."""
    created_at: datetime
    queued_at: datetime
    begun_at: datetime | None
    transcribed_at: datetime | None


class CallOut(BaseModel):
    """A call in a list."""

    id: UUID
    call_key: str
    source: str
    state: CallState
    direction: str
    customer_number: str | None
    """Masked for those without `pii:read`, and in lists for all, as the centre decides."""
    agent_id: UUID | None
    agent_name: str | None
    agent_key: str | None
    unit_id: UUID | None
    unit_name: str | None
    campaign_id: UUID | None
    campaign_name: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    talk_s: float
    hold_s: float
    outcome: str | None
    hangup_by: str | None
    score: float | None
    passed: bool | None
    fatal_hits: int
    recording_state: RecordingState | None
    recording_progress: float | None


class LegOut(BaseModel):
    agent_key: str
    agent_name: str | None
    from_at: datetime
    to_at: datetime | None


class CallDetailOut(CallOut):
    caller_number: str | None
    amount: float | None
    currency: str | None
    legs: list[LegOut]
    extra: dict[str, Any]
    version: int
    recording: RecordingOut | None
    plain_number: bool
    """Whether you see the customer's number as it is."""
    notice: NoticeOut | None
    """Null until the call has been heard."""
    notice_required: bool
    """As its campaign has it."""


class TranscriptSummaryOut(BaseModel):
    """One of the transcripts of a call: what made it, without its words."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    recording_id: UUID | None
    """None when somebody else's words came without a recording."""
    origin: TranscriptOrigin
    origin_id: UUID | None
    asked_by: str | None
    engine: str
    model: str
    revision: str | None
    parameters: dict[str, Any]
    agent_channel: int | None
    swap: Swap | None
    """Set when the speakers seem to be the wrong way round."""
    language: str | None
    created_at: datetime


class TranscriptOut(TranscriptSummaryOut):
    utterances: list[Utterance]
    left_out: list[LeftOut]
    """What the model wrote and nobody can have said."""
    personal: list[Span]
    """Where personal numbers are said. Masked as • unless `plain`, character for character."""
    plain: bool

    @classmethod
    def of(cls, shown: ShownTranscript) -> "TranscriptOut":
        summary = TranscriptSummaryOut.model_validate(shown.transcript)
        return cls(
            **summary.model_dump(),
            utterances=shown.utterances,
            left_out=shown.left_out,
            personal=list(shown.personal),
            plain=shown.plain,
        )


class SwapIn(BaseModel):
    """Which transcript has its speakers the wrong way round."""

    model_config = ConfigDict(extra="forbid")

    transcript_id: UUID
    """The newest, as shown: the same click twice then swaps once."""


class AcousticsOut(Acoustics):
    """What was measured of the call's sound and turns, with one of its transcripts."""

    transcript_id: UUID


class HitOut(BaseModel):
    """A place in the call: utterance, characters in it, and seconds."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    rule_key: str
    rule_name: str
    violation: bool
    fatal: bool
    severity: str
    needs_review: bool
    utterance: int | None
    """None for a place in the sound."""
    char_start: int | None
    char_end: int | None
    start_s: float
    end_s: float
    quote: str


class EvaluationOut(BaseModel):
    """A score, its arithmetic line by line, and the places that prove it. Newest first."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    scorecard_name: str
    scorecard_version: int
    transcript_id: UUID
    engine: str
    score: float | None
    """None when nothing that earns could be measured."""
    passed: bool | None
    fatal: bool
    grade: str | None
    earned_percent: float | None
    """Of what could be earned, before additions and deductions."""
    added: float
    deducted: float
    sections: list[SectionScore]
    lines: list[Explained]
    hits: list[HitOut]
    created_at: datetime


class WaveformOut(BaseModel):
    """Loudest sample per slice, one list per channel, each 0 to 1; agent first when known."""

    duration_s: float
    channels: list[list[float]]
    speakers: list[str]
    """`agent`, `customer` or `mixed`, in the order of `channels`."""


class RecordingAccepted(BaseModel):
    """The recording is stored; hearing and scoring it follow by themselves."""

    id: UUID
    call_id: UUID
    state: RecordingState
    duplicate: bool
    """The same bytes were already attached to this call; nothing was added."""
