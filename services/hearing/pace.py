"""How fast recordings are heard, and what that says of those that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from services import db
from services.hearing import workers
from services.settings import DEFAULT_ENGINE, get_settings
from services.tables import Recording, RecordingState


@dataclass(frozen=True, slots=True)
class Pace:
    """What an engine does in a second, and what lies before it."""

    real_time_factor: float | None
    """Seconds of work per second of recording; None when nothing was heard yet."""
    hearers: int
    """Recordings it hears at once: its live workers, or the limit when that is less."""
    left_s: float
    """Seconds of recordings being heard that are not heard yet."""

    def ready_in_s(self, ahead_s: float) -> float | None:
        """Estimated seconds until recordings of `ahead_s` that come next have been heard.

        Everything that is at hand or comes first, by the real-time factor, shared among
        those who hear. None when nobody hears, or nobody has yet.
        """
        if self.real_time_factor is None or not self.hearers:
            return None
        return (self.left_s + ahead_s) * self.real_time_factor / self.hearers


IDLE = Pace(real_time_factor=None, hearers=0, left_s=0)


def paces(session: Session) -> Mapping[str, Pace]:
    """By engine, of all there are, whoever asks."""
    hearers = _hearers(session)
    factors = _real_time_factors(session)
    left = db.rows(
        session,
        """
        SELECT queue, sum(duration_s * (1 - progress)) AS left_s
        FROM recording WHERE state = 'transcribing' GROUP BY queue
        """,
        {},
    )
    amounts = {row["queue"]: row["left_s"] for row in left}
    return {
        name: Pace(factors.get(name), hearers.get(name, 0), amounts.get(name, 0))
        for name in {DEFAULT_ENGINE, *hearers, *factors, *amounts}
    }


def waiting_s(session: Session) -> dict[str, float]:
    """Seconds of recordings that wait, by engine, whoever asks."""
    found = db.rows(
        session,
        """
        SELECT queue, sum(duration_s) AS waiting_s
        FROM recording WHERE state = 'waiting' GROUP BY queue
        """,
        {},
    )
    return {row["queue"]: row["waiting_s"] for row in found}


def ready_in_s(
    session: Session, recordings: Sequence[Recording], known: Mapping[str, Pace]
) -> dict[UUID, float | None]:
    """Estimated seconds until each has been heard; None for those that do not wait for it."""
    ahead = _ahead(session, recordings)
    return {
        recording.id: _ready_in_s(recording, ahead, known.get(recording.queue, IDLE))
        for recording in recordings
    }


def _ready_in_s(recording: Recording, ahead: Mapping[UUID, float], pace: Pace) -> float | None:
    if recording.state is RecordingState.TRANSCRIBING and pace.real_time_factor is not None:
        return recording.duration_s * (1 - recording.progress) * pace.real_time_factor
    return pace.ready_in_s(ahead[recording.id]) if recording.id in ahead else None


def _ahead(session: Session, recordings: Sequence[Recording]) -> dict[UUID, float]:
    """Seconds of recordings up to each of those that wait, in the order of its engine's queue."""
    waiting = [each for each in recordings if each.state is RecordingState.WAITING]
    ahead: dict[UUID, float] = {}
    for name in {each.queue for each in waiting}:
        own = [each for each in waiting if each.queue == name]
        found = db.rows(
            session,
            """
            SELECT id, ahead_s FROM (
                SELECT id, sum(duration_s) OVER (ORDER BY priority DESC, queued_at, id) AS ahead_s
                FROM recording
                WHERE state = 'waiting' AND queue = %(queue)s AND priority >= %(lowest)s
            ) AS waiting WHERE id = ANY(%(ids)s)
            """,
            {
                "queue": name,
                "lowest": min(each.priority for each in own),
                "ids": [each.id for each in own],
            },
        )
        ahead |= {row["id"]: row["ahead_s"] for row in found}
    return ahead


def _hearers(session: Session) -> dict[str, int]:
    limit = get_settings().transcribe_concurrency
    counts: dict[str, int] = {}
    for worker in filter(workers.is_alive, workers.list_workers(session)):
        for engine in workers.offered(worker):
            counts[engine.name] = counts.get(engine.name, 0) + 1
    return {name: min(count, limit or count) for name, count in counts.items()}


def _real_time_factors(session: Session) -> dict[str, float]:
    """Of each engine's last hundred recordings."""
    found = db.rows(
        session,
        """
        SELECT engine.queue, sum(last.work_s) / nullif(sum(last.duration_s), 0) AS factor
        FROM (SELECT DISTINCT queue FROM hearing_clock) AS engine
        CROSS JOIN LATERAL (
            SELECT duration_s, extract(epoch FROM transcribed_at - begun_at)::float8 AS work_s
            FROM recording
            WHERE state = 'transcribed' AND recording.queue = engine.queue
                AND begun_at < transcribed_at
            ORDER BY transcribed_at DESC LIMIT 100
        ) AS last
        GROUP BY engine.queue
        """,
        {},
    )
    return {row["queue"]: row["factor"] for row in found if row["factor"] is not None}
