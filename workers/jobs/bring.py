"""Bring files in, chunk by chunk."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from sqlalchemy.exc import DataError, InterfaceError, OperationalError

from services.db import transaction
from services.errors import ServiceError
from services.imports import files, forgetting, running
from services.imports.history import History
from services.imports.running import Chunk, Pace, Task
from services.jobs import RunImport
from services.recordings import sweeping
from services.recordings.storage import get_storage
from services.settings import get_settings
from workers.jobs.months import make_missing

log = logging.getLogger(__name__)

_PASSES = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""A database that restarts, two that lock each other out: the job is tried again."""
_UNSTORABLE = (DataError, psycopg.DataError)


def run_import(args: RunImport, stopping: threading.Event | None = None) -> None:
    """Store a file from where it stands. Safe to run again, also after being killed.

    Each chunk is a short transaction that moves the place with the data, and after each
    comes a rest, so that live events go first. Once `stopping` is set, what is left goes
    to another worker.
    """
    with transaction() as session:
        task = running.take_up(session, args.import_id)
    if task is not None:
        with _failures_kept(args.import_id):
            _run(task, stopping or threading.Event())


def forget_imports() -> None:
    """Remove files that are kept no longer. Safe to run again."""
    with transaction() as session:
        contents = forgetting.forget(session, get_settings().delivery_kept)
    for sha256 in contents:
        sweeping.remove(get_storage(), sha256)


def _run(task: Task, stopping: threading.Event) -> None:
    import_id = task.kept.id
    with files.stored(task.kept.sha256) as path:
        if task.kept.rows_total is None:
            rows = running.count(path, task)
            with transaction() as session:
                running.note_total(session, import_id, rows)
        pace = Pace(get_settings().import_share)
        history = History()
        for chunk in running.chunks(path, task, pace):
            begun = time.monotonic()
            if due := history.note(chunk.instants):
                history.settle(make_missing(due))
            if not _store(import_id, chunk):
                return
            pace.note(time.monotonic() - begun)
            if stopping.wait(pace.rest_s):
                with transaction() as session:
                    running.give_back(session, import_id)
                return
    with transaction() as session:
        running.finish(session, import_id)


def _store(import_id: UUID, chunk: Chunk) -> bool:
    """Whether to go on: not when it was cancelled, or another worker took it up."""
    try:
        with transaction() as session:
            return running.store(session, import_id, chunk)
    except _UNSTORABLE:
        return all(_store_alone(import_id, each) for each in running.alone(chunk))


def _store_alone(import_id: UUID, chunk: Chunk) -> bool:
    """A row that the database does not take is refused; those beside it are stored."""
    try:
        with transaction() as session:
            return running.store(session, import_id, chunk)
    except _UNSTORABLE as error:
        sentence = f"the database does not take it: {str(error).splitlines()[0]}"
        with transaction() as session:
            return running.store(session, import_id, running.refused(chunk, sentence))


@contextmanager
def _failures_kept(import_id: UUID) -> Iterator[None]:
    """What went wrong is shown with the import; what passes by itself is tried again."""
    try:
        yield
    except _PASSES:
        raise
    except ServiceError as error:
        if error.retryable:
            raise
        _fail(import_id, str(error.facts.get("detail") or error.message()))
    except Exception as error:
        log.exception("import failed", extra={"import_id": str(import_id)})
        _fail(import_id, f"Something unexpected happened: {type(error).__name__}: {error}")


def _fail(import_id: UUID, sentence: str) -> None:
    with transaction() as session:
        running.fail(session, import_id, sentence)
