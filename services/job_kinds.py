"""Kinds of jobs and what each needs to know."""

from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.settings import DEFAULT_ENGINE

FIRST = 2_000_000_000
"""Priority of what is quickly done: above every transcription, below PostgreSQL's integers' end."""


class JobArgs(BaseModel):
    """What a job needs to know. Equal arguments mean the same job."""

    kind: ClassVar[str]

    @property
    def queue(self) -> str:
        """PGQueuer's entrypoint: a worker claims from those it can serve."""
        return self.kind

    @property
    def priority(self) -> int:
        """Higher goes first, across all queues."""
        return FIRST

    @property
    def key(self) -> str:
        """While a job with this key waits, another one would add nothing."""
        return ":".join([self.kind, *(str(value) for _, value in self)])

    def to_payload(self) -> bytes:
        return self.model_dump_json().encode()

    @classmethod
    def from_payload(cls, payload: bytes | None) -> Self:
        return cls.model_validate_json(payload or b"{}")


class TranscribeRecording(JobArgs):
    """Queue it through `services.recordings.lanes`, which knows whose turn it is."""

    kind = "transcribe_recording"

    recording_id: UUID
    engine: str = DEFAULT_ENGINE
    """Each engine has a queue of its own, for the workers that offer it."""
    place: int = Field(default=0, exclude=True)
    """Its priority among transcriptions."""
    trace: dict[str, str] = Field(default={}, exclude=True)
    """The trace of whoever enqueued it, told by the queue beside the arguments."""

    @property
    def queue(self) -> str:
        return self.queue_of(self.engine)

    @property
    def priority(self) -> int:
        return self.place

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.recording_id}"

    @classmethod
    def queue_of(cls, engine: str) -> str:
        return cls.kind if engine == DEFAULT_ENGINE else f"{cls.kind}:{engine}"


class ScoreCall(JobArgs):
    kind = "score_call"

    call_id: UUID


class FetchRecording(JobArgs):
    """Fetch what a dialer keeps at a URL, see `services.recordings.fetches`."""

    kind = "fetch_recording"

    fetch_id: UUID


class RefoldAgents(JobArgs):
    """Give agents and their teams what was stored before it was known whose it is.

    From events since `since` on, or all of them.
    """

    kind = "refold_agents"

    agent_ids: tuple[UUID, ...]
    since: datetime | None = None
    identity_ids: tuple[UUID, ...] = ()
    """Names that were theirs and no longer are: their time is counted from nothing."""

    @property
    def priority(self) -> int:
        return FIRST + 10

    @property
    def key(self) -> str:
        # A key is indexed and may be no longer than 2,700 bytes.
        return f"{self.kind}:{sha256(self.to_payload()).hexdigest()}"


class SettlePauses(JobArgs):
    """Take out of the queue what is paused, and queue again what no longer is."""

    kind = "settle_pauses"

    @property
    def priority(self) -> int:
        return FIRST + 20


class RunImport(JobArgs):
    """Bring a file in, from where it stands, see `services.imports`."""

    kind = "run_import"

    import_id: UUID

    @property
    def priority(self) -> int:
        """It takes long; whatever is quickly done goes first."""
        return FIRST - 1


class CloseSilentCalls(JobArgs):
    """End calls of which nothing is heard any more, see `services.dialers.closing`."""

    kind = "close_silent_calls"


class ForgetDeliveries(JobArgs):
    """Delete what dialers sent long enough ago, see `services.dialers.deliveries`."""

    kind = "forget_deliveries"


class NoteSightings(JobArgs):
    """Write down when each dialer was last heard of, see `services.dialers.health`."""

    kind = "note_sightings"


class RunBacktest(JobArgs):
    """Try a draft on calls that are over, see `services.scoring.trials`."""

    kind = "run_backtest"

    backtest_id: UUID

    @property
    def priority(self) -> int:
        """It takes long; whatever is quickly done goes first."""
        return FIRST - 1


class RunRescore(JobArgs):
    """Score a period again, see `services.scoring.trials`."""

    kind = "run_rescore"

    rescore_id: UUID

    @property
    def priority(self) -> int:
        return FIRST - 1


class IndexTranscripts(JobArgs):
    """Index transcripts from before there was an index, see `services.transcripts.index`."""

    kind = "index_transcripts"


class RunRetention(JobArgs):
    """Delete what a run deletes, call by call, see `services.retention.runs`."""

    kind = "run_retention"

    run_id: UUID

    @property
    def priority(self) -> int:
        return FIRST - 1


class AnswerRequest(JobArgs):
    """Export or erase what somebody asked about, see `services.retention.requests`."""

    kind = "answer_request"

    request_id: UUID

    @property
    def priority(self) -> int:
        return FIRST - 1


class KeepMonths(JobArgs):
    """Make the months that events are kept in ahead, see `services.calls.months`."""

    kind = "keep_months"

    @property
    def priority(self) -> int:
        return FIRST - 1


class KeepDesk(JobArgs):
    """Do what is due at the review desk: close calibrations, draw samples, hand out calls."""

    kind = "keep_desk"


class KeepRetention(JobArgs):
    """Begin the night's deletion where it is night, and forget exports that are over."""

    kind = "keep_retention"


class StreamAudit(JobArgs):
    """Tell listeners outside what is new in the audit log, see `services.people.audit_stream`."""

    kind = "stream_audit"


class BeepRecording(JobArgs):
    """Put tones over what is personal in a recording, see `services.privacy.beeping`."""

    kind = "beep_recording"

    recording_id: UUID

    @property
    def priority(self) -> int:
        """It takes seconds; whatever is quickly done goes first."""
        return FIRST - 1


class GuardCalls(JobArgs):
    """Look through what nobody has, see `services.privacy.keeping` and `originals`."""

    kind = "guard_calls"

    @property
    def priority(self) -> int:
        return FIRST - 1


class SendAlerts(JobArgs):
    """Tell by a channel what waits for it, see `services.alerts.sending`."""

    kind = "send_alerts"

    channel_id: UUID
