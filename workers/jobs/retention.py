"""Delete what is due, and answer what people ask about their own data."""

import logging
import tempfile
import threading
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import col, select

from services import jobs
from services.calls.months import EventsBusy
from services.clock import utc_now
from services.db import transaction
from services.errors import ServiceError
from services.jobs import AnswerRequest, KeepRetention, RunRetention, StreamAudit
from services.people import audit_stream
from services.recordings.spool import disk_full
from services.recordings.storage import StorageDown, get_storage, spool_folder
from services.retention import (
    contents,
    erasing,
    exporting,
    gone_months,
    leftovers,
    nights,
    requests,
    runs,
)
from services.settings import get_settings
from services.tables import DataRequest, RequestAbout, RequestKind, Unit

log = logging.getLogger(__name__)

UNEXPECTED = "It failed unexpectedly. The worker's log has the reason."
_NOT_ALL = "Calls that could not be deleted: {}. Ask again when storage works."
_PASSES = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""A database that restarts: the job is tried again."""


def run_retention(args: RunRetention, stopping: threading.Event | None = None) -> None:
    """Safe to run again, also after being killed: what is deleted is not looked at again."""
    with transaction() as session:
        if not runs.begin(session, args.run_id):
            return
    # First: what goes with its month need not be emptied event by event.
    _drop_months(args.run_id)
    if not _delete_all(args.run_id, stopping):
        with transaction() as session:
            jobs.enqueue(session, args)
        return
    with transaction() as session:
        runs.finish(session, args.run_id)


def answer_request(args: AnswerRequest, stopping: threading.Event | None = None) -> None:
    """Safe to run again. An export begins anew, an erasure goes on where it stood."""
    with transaction() as session:
        begun = requests.begin(session, args.request_id)
    if begun is None:
        return
    request, call_ids = begun
    try:
        if request.kind is RequestKind.EXPORT:
            _export(request, call_ids)
        elif not _erase(request, call_ids, stopping):
            with transaction() as session:
                jobs.enqueue(session, args)
    except _PASSES:
        raise
    except Exception as error:
        log.exception("a request about personal data failed", extra={"request": str(request.id)})
        with transaction() as session:
            reason = str(error) if isinstance(error, ServiceError) else UNEXPECTED
            requests.fail(session, args.request_id, reason)


def keep_retention(_: KeepRetention) -> None:
    """Safe to run again: a night has one deletion."""
    _remove_leftovers()
    with transaction() as session:
        zone = session.exec(
            select(Unit.timezone).where(col(Unit.parent_id).is_(None)).limit(1)
        ).first()
        local = utc_now().astimezone(ZoneInfo(zone or "UTC"))
        nights.begin_if_due(session, local, get_settings().retention_hour)
    with transaction() as session:
        gone = requests.forget_exports(session)
    _remove(gone)


def stream_audit(_: StreamAudit) -> None:
    """Safe to run again: what was told is not told twice, unless we were killed in between."""
    audit_stream.tell_all(get_settings())


def _delete_all(run_id: UUID, stopping: threading.Event | None) -> bool:
    """False when it was told to stop before the end."""
    while True:
        with transaction() as session:
            call_ids = runs.next_calls(session, run_id)
        if not call_ids:
            return True
        for call_id in call_ids:
            if stopping is not None and stopping.is_set():
                return False
            _delete_one(run_id, call_id)


def _drop_months(run_id: UUID) -> None:
    """Those that something keeps are looked at again the next night."""
    with transaction() as session:
        due = gone_months.due(session, run_id)
    for part in due:
        try:
            with transaction() as session:
                moment = gone_months.moment(session)
            with transaction() as session:
                kept = gone_months.is_kept(session, run_id, part)
            if not kept:
                with transaction() as session:
                    gone_months.drop(session, run_id, part, moment)
        except EventsBusy:
            log.info("a month of events is dropped another night", extra={"part": part.name})


def _delete_one(run_id: UUID, call_id: UUID) -> None:
    """Rows first, then sound: what is left in storage when we are killed is still noted."""
    counted = False
    try:
        with transaction() as session:
            sounds = runs.delete_rows(session, run_id, call_id)
        counted = True
        removed = runs.remove_sounds(get_storage(), sounds)
        with transaction() as session:
            runs.settle(session, run_id, call_id, sounds=removed)
    except _PASSES:
        raise
    except Exception as error:
        log.exception("a call could not be deleted", extra={"call": str(call_id)})
        with transaction() as session:
            reason = str(error) if isinstance(error, ServiceError) else UNEXPECTED
            runs.note_failure(session, run_id, call_id, reason, counted=counted)


def _remove_leftovers() -> None:
    with transaction() as session:
        found = leftovers.find(session)
    for left in found:
        try:
            runs.remove_sounds(get_storage(), list(left.sounds))
        except StorageDown:
            log.warning("sound of a deleted call is still there", extra={"run": str(left.run_id)})
            with transaction() as session:
                leftovers.note_failure(session, left)
            return
        with transaction() as session:
            leftovers.settle(session, left)


def _export(request: DataRequest, call_ids: Sequence[UUID]) -> None:
    def told(calls_done: int) -> None:
        with transaction() as session:
            requests.note_progress(session, request.id, calls_done)

    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="export-") as folder:
        file = Path(folder) / "export.zip"
        try:
            exporting.write_export(file, request, call_ids, get_storage(), told)
        except OSError as error:
            raise disk_full(error) from error
        with file.open("rb") as content:
            sha256 = file_digest(content, "sha256").hexdigest()
        size_bytes = file.stat().st_size
        get_storage().put(file, sha256)
    with transaction() as session:
        requests.finish_export(session, request.id, sha256, size_bytes)


def _erase(
    request: DataRequest, call_ids: Sequence[UUID], stopping: threading.Event | None
) -> bool:
    assert request.run_id is not None
    assert request.subject is not None
    with transaction() as session:
        runs.begin(session, request.run_id)
    if request.about is RequestAbout.CUSTOMER:
        with transaction() as session:
            numbers = requests.spellings_of(session, request.subject)
            files = erasing.sweep_customer(session, numbers, call_ids)
        _remove(files)
    if not _delete_all(request.run_id, stopping):
        return False
    with transaction() as session:
        run = runs.finish(session, request.run_id)
        if run.calls_failed:
            requests.fail(session, request.id, _NOT_ALL.format(run.calls_failed))
        else:
            erasing.finish(session, request.id)
    return True


def _remove(files: Sequence[str]) -> None:
    with transaction() as session:
        left = contents.unspoken_now(session, files)
    contents.remove(get_storage(), left)
