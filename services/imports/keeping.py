"""Imports: which there are, and starting, stopping and taking them up again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, tuple_

from services import jobs, paging
from services.clock import utc_now
from services.dialers.csv.mapping import Mapping
from services.errors import Conflict, NotFound
from services.imports import progress
from services.imports.progress import Shown, shown
from services.jobs import RunImport
from services.paging import Paged
from services.people import audit
from services.people.access import Caller
from services.tables import BulkImport, ImportState, Source

_GOING = (ImportState.QUEUED, ImportState.RUNNING)
_STOPPED = (ImportState.FAILED, ImportState.CANCELLED)


class ImportNotFound(NotFound):
    """There is no such import."""


class ImportStartedAlready(Conflict):
    """This import was started already. Send the file again to read it in another way."""


class ImportNotGoing(Conflict):
    """This import neither waits nor runs: there is nothing to cancel."""


class ImportNotStopped(Conflict):
    """Only an import that failed or was cancelled after its start can be resumed."""


def list_imports(
    session: Session, only: UUID | None, *, cursor: str | None = None, limit: int = 50
) -> Paged[Shown]:
    """Newest first; of the source `only` when given. Raises CursorBroken."""
    order = (col(BulkImport.created_at), col(BulkImport.id))
    query = (
        select(BulkImport, Source.name)
        .join(Source)
        .order_by(*(column.desc() for column in order))
        .limit(limit + 1)
    )
    if only is not None:
        query = query.where(BulkImport.source_id == only)
    if cursor is not None:
        query = query.where(tuple_(*order) < tuple_(*paging.decode(cursor, datetime, UUID)))
    found = [shown(kept, name) for kept, name in session.exec(query)]
    return paging.cut(found, limit, lambda each: [each.kept.created_at, each.kept.id])


def get_import(
    session: Session, import_id: UUID, only: UUID | None, *, lock: bool = False
) -> BulkImport:
    """Raises ImportNotFound, also for one of another source than `only`."""
    kept = session.get(BulkImport, import_id, with_for_update=lock)
    if kept is None or only not in (None, kept.source_id):
        raise ImportNotFound(import_id=import_id)
    return kept


def with_source(session: Session, kept: BulkImport) -> Shown:
    session.flush()
    return shown(kept, session.get_one(Source, kept.source_id).name)


def start(
    session: Session,
    kept: BulkImport,
    caller: Caller,
    mapping: Mapping | None,
    sheet: str | None = None,
) -> None:
    """Queue it, to be read with `mapping`. Raises ImportStartedAlready."""
    _require_startable(kept)
    kept.mapping = mapping.model_dump(mode="json") if mapping else None
    kept.sheet = sheet or kept.sheet
    _note(session, kept, caller, "import.started")
    queue(session, kept)


def _require_startable(kept: BulkImport) -> None:
    """One that stands at its first row may still be read in another way."""
    stopped = kept.state in _STOPPED and kept.rows_read == 0
    if kept.state is not ImportState.UPLOADED and not stopped:
        raise ImportStartedAlready(import_id=kept.id, state=kept.state)


def cancel(session: Session, kept: BulkImport, caller: Caller) -> None:
    """What is stored stays; what runs ends after its chunk. Safe to repeat.

    Raises ImportNotGoing.
    """
    if kept.state is ImportState.CANCELLED:
        return
    if kept.state not in _GOING:
        raise ImportNotGoing(import_id=kept.id, state=kept.state)
    kept.state = ImportState.CANCELLED
    kept.finished_at = utc_now()
    session.flush()
    jobs.withdraw(session, RunImport(import_id=kept.id))
    _note(session, kept, caller, "import.cancelled", rows_read=kept.rows_read)
    progress.announce(session, kept.id)


def resume(session: Session, kept: BulkImport, caller: Caller) -> None:
    """Go on at the row where it stood. Raises ImportNotStopped."""
    if kept.state not in _STOPPED:
        raise ImportNotStopped(import_id=kept.id, state=kept.state)
    _note(session, kept, caller, "import.resumed", rows_read=kept.rows_read)
    queue(session, kept)


def queue(session: Session, kept: BulkImport) -> None:
    kept.state = ImportState.QUEUED
    kept.error = kept.finished_at = None
    session.flush()
    jobs.enqueue(session, RunImport(import_id=kept.id))
    progress.announce(session, kept.id)


def _note(session: Session, kept: BulkImport, caller: Caller, act: str, **facts: int | str) -> None:
    audit.record(
        session,
        actor=caller.actor,
        act=act,
        subject=str(kept.id),
        file=kept.file_name,
        source_id=str(kept.source_id),
        **facts,
    )
