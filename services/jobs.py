"""Job names and arguments. The queue itself is PGQueuer, in our own database.

A job is written in the transaction of the data it is about, so neither exists without
the other. Migrations install and upgrade the queue's tables through the library itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar, LiteralString, Self
from uuid import UUID

from pgqueuer.db import SyncDriver
from pgqueuer.queries import SyncQueries
from psycopg import Connection, RawCursor
from psycopg.rows import dict_row
from pydantic import BaseModel, Field
from sqlmodel import Session

from services import db
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


class KeepRetention(JobArgs):
    """Begin the night's deletion where it is night, and forget exports that are over."""

    kind = "keep_retention"


class StreamAudit(JobArgs):
    """Tell listeners outside what is new in the audit log, see `services.people.audit_stream`."""

    kind = "stream_audit"


def enqueue(session: Session, *jobs: JobArgs, delay: timedelta | None = None) -> None:
    """Queue `jobs` when `session` commits. A job that waits already is not queued twice.

    It meets the waiting job by an update, not by skipping: that locks the waiting job
    until this transaction ends, so no worker can run it without seeing this
    transaction's data. A job that runs is no longer waiting, see `start`.
    """
    unique = sorted({job.key: job for job in jobs}.values(), key=lambda job: job.key)
    if not unique:
        return
    SyncQueries(_SessionDriver(session)).enqueue(
        [job.queue for job in unique],
        [job.to_payload() for job in unique],
        [job.priority for job in unique],
        execute_after=[delay for _ in unique],
        dedupe_key=[job.key for job in unique],
        on_conflict="update_priority",
    )


def start(session: Session, *queue_ids: int) -> None:
    """Say that these jobs run now: from here on the same work may be queued again.

    Commit this before reading what the job is about. Then whatever is enqueued later
    runs again, and whatever was merged into this job before is already visible.
    """
    sql: LiteralString = "UPDATE pgqueuer SET dedupe_key = NULL WHERE id = ANY(%(ids)s)"
    db.run(session, sql, {"ids": list(queue_ids)})


def remove(session: Session, queue_id: int) -> None:
    """Take a job out of the queue: it is done."""
    db.run(session, "DELETE FROM pgqueuer WHERE id = %(id)s", {"id": queue_id})


def withdraw(session: Session, *jobs: JobArgs) -> None:
    """Take `jobs` out of the queue that wait there. One that is claimed already stays."""
    db.run(
        session,
        "DELETE FROM pgqueuer WHERE dedupe_key = ANY(%(keys)s) AND status = 'queued'",
        {"keys": sorted(job.key for job in jobs)},
    )


def hurry(session: Session) -> None:
    """Let every job run now that waits for its next try."""
    db.run(session, "UPDATE pgqueuer SET execute_after = now() WHERE status = 'queued'", {})


def waiting(session: Session, *kinds: type[JobArgs]) -> Sequence[tuple[int, str, bytes]]:
    """Id, kind and payload of the jobs that may run now, in the order they will.

    Of all queues of a kind: those who run them are assumed to serve every engine.
    """
    found = db.rows(
        session,
        """
        SELECT id, split_part(entrypoint, ':', 1) AS kind, payload FROM pgqueuer
        WHERE status = 'queued' AND execute_after <= now()
          AND split_part(entrypoint, ':', 1) = ANY(%(kinds)s)
        ORDER BY priority DESC, id
        """,
        {"kinds": [kind.kind for kind in kinds]},
    )
    return [(row["id"], row["kind"], bytes(row["payload"])) for row in found]


class _SessionDriver(SyncDriver):
    """Lets PGQueuer write through a session's own connection, hence its transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def fetch(self, query: str, *args: object) -> list[dict[str, Any]]:
        with RawCursor(self._connection(), row_factory=dict_row) as cursor:
            cursor.execute(query.encode(), args)
            return cursor.fetchall()

    def _connection(self) -> Connection[Any]:
        connection = self._session.connection().connection.driver_connection
        assert isinstance(connection, Connection)
        return connection
