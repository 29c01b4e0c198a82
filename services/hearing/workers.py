"""The workers that run: each says every few seconds that it is there, and at what."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, col, delete, select

from services.clock import utc_now
from services.settings import get_settings
from services.tables import WorkerProcess

_FORGOTTEN_AFTER = timedelta(hours=1)


class OfferedEngine(BaseModel):
    """An engine that a worker can hear with; `model` None until it has loaded it."""

    model_config = ConfigDict(frozen=True)

    name: str
    model: str | None = None
    device: str | None = None


def beat(
    session: Session,
    worker_id: UUID,
    name: str,
    engines: Sequence[OfferedEngine],
    recording_id: UUID | None,
) -> None:
    """Note that this worker is there, and what it hears."""
    worker = session.get(WorkerProcess, worker_id)
    if worker is None:
        _forget_silent(session)
        worker = WorkerProcess(id=worker_id, name=name, engines=[])
    worker.engines = [engine.model_dump() for engine in engines]
    worker.recording_id = recording_id
    worker.seen_at = utc_now()
    session.add(worker)


def leave(session: Session, worker_id: UUID) -> None:
    """This worker stopped in order."""
    session.exec(delete(WorkerProcess).where(col(WorkerProcess.id) == worker_id))


def list_workers(session: Session) -> Sequence[WorkerProcess]:
    """By name, those that fell silent within the last hour too."""
    return session.exec(select(WorkerProcess).order_by(WorkerProcess.name, WorkerProcess.id)).all()  # type: ignore[arg-type]


def is_alive(worker: WorkerProcess) -> bool:
    """Seen within the time after which its jobs are given to others."""
    return worker.seen_at > utc_now() - get_settings().job_heartbeat


def offered(worker: WorkerProcess) -> list[OfferedEngine]:
    return [OfferedEngine.model_validate(engine) for engine in worker.engines]


def _forget_silent(session: Session) -> None:
    long_ago: Any = utc_now() - _FORGOTTEN_AFTER
    session.exec(delete(WorkerProcess).where(col(WorkerProcess.seen_at) < long_ago))
