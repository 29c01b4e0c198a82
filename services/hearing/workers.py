"""The workers that run: each says every few seconds that it is there, and at what."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, col, delete, select

from services.clock import utc_now
from services.settings import DEFAULT_ENGINE, get_settings
from services.tables import WorkerProcess

_FORGOTTEN_AFTER = timedelta(hours=1)


class OfferedEngine(BaseModel):
    """An engine that a worker can hear with; `model` None until it has loaded it."""

    model_config = ConfigDict(frozen=True)

    name: str
    model: str | None = None
    device: str | None = None
    trouble: str | None = None
    """Why the worker ended that was to load it, in its own words."""


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
        _forget_complaints(session, name)
        worker = WorkerProcess(id=worker_id, name=name, engines=[])
    worker.engines = [engine.model_dump() for engine in engines]
    worker.recording_id = recording_id
    worker.seen_at = utc_now()
    session.add(worker)


def complain(session: Session, worker_id: UUID, name: str, sentence: str) -> None:
    """Note why this worker ended. It stands until a worker of its machine runs, or complains."""
    _forget_silent(session)
    _forget_complaints(session, name)
    engine = OfferedEngine(name=DEFAULT_ENGINE, trouble=sentence)
    session.merge(WorkerProcess(id=worker_id, name=name, engines=[engine.model_dump()]))


def leave(session: Session, worker_id: UUID) -> None:
    """This worker stopped in order."""
    session.exec(delete(WorkerProcess).where(col(WorkerProcess.id) == worker_id))


def list_workers(session: Session) -> Sequence[WorkerProcess]:
    """By name, those that fell silent within the last hour too."""
    return session.exec(select(WorkerProcess).order_by(WorkerProcess.name, WorkerProcess.id)).all()  # type: ignore[arg-type]


def is_alive(worker: WorkerProcess) -> bool:
    """Seen within the time after which its jobs are given to others, and not to end."""
    if trouble_of(worker) is not None:
        return False
    return worker.seen_at > utc_now() - get_settings().job_heartbeat


def trouble_of(worker: WorkerProcess) -> str | None:
    """What it said when it ended because it could not work."""
    return next((engine.trouble for engine in offered(worker) if engine.trouble), None)


def offered(worker: WorkerProcess) -> list[OfferedEngine]:
    return [OfferedEngine.model_validate(engine) for engine in worker.engines]


def _forget_complaints(session: Session, name: str) -> None:
    machine = _machine_of(name)
    for worker in list_workers(session):
        if trouble_of(worker) is not None and _machine_of(worker.name) == machine:
            session.delete(worker)


def _machine_of(name: str) -> str:
    return name.rpartition(":")[0]


def _forget_silent(session: Session) -> None:
    long_ago: Any = utc_now() - _FORGOTTEN_AFTER
    session.exec(delete(WorkerProcess).where(col(WorkerProcess.seen_at) < long_ago))
