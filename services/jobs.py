"""Job names and arguments. The queue itself is PGQueuer, in our own database.

A job is written in the transaction of the data it is about, so neither exists without
the other. Migrations install and upgrade the queue's tables through the library itself.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, LiteralString

from pgqueuer.db import SyncDriver
from pgqueuer.queries import SyncQueries
from psycopg import Connection
from psycopg.rows import dict_row
from sqlmodel import Session

from services import db
from services.job_kinds import (
    FIRST,
    AnswerRequest,
    BeepRecording,
    CloseSilentCalls,
    FetchRecording,
    ForgetDeliveries,
    GuardCalls,
    IndexTranscripts,
    JobArgs,
    KeepDesk,
    KeepMonths,
    KeepRetention,
    NoteSightings,
    RefoldAgents,
    RunBacktest,
    RunImport,
    RunRescore,
    RunRetention,
    ScoreCall,
    SendAlerts,
    SettlePauses,
    StreamAudit,
    TranscribeRecording,
)
from services.statements import WatchedRawCursor

__all__ = [
    "FIRST",
    "AnswerRequest",
    "BeepRecording",
    "CloseSilentCalls",
    "FetchRecording",
    "ForgetDeliveries",
    "GuardCalls",
    "IndexTranscripts",
    "JobArgs",
    "KeepDesk",
    "KeepMonths",
    "KeepRetention",
    "NoteSightings",
    "RefoldAgents",
    "RunBacktest",
    "RunImport",
    "RunRescore",
    "RunRetention",
    "ScoreCall",
    "SendAlerts",
    "SettlePauses",
    "StreamAudit",
    "TranscribeRecording",
    "enqueue",
    "hurry",
    "remove",
    "start",
    "waiting",
    "withdraw",
]


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
        with WatchedRawCursor(self._connection(), row_factory=dict_row) as cursor:
            cursor.execute(query.encode(), args)
            return cursor.fetchall()

    def _connection(self) -> Connection[Any]:
        connection = self._session.connection().connection.driver_connection
        assert isinstance(connection, Connection)
        return connection
