"""Storing a file, chunk by chunk: each is one transaction, its place in the file included."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from services import jobs
from services.calls.record import Outcome, record_events
from services.clock import utc_now
from services.dialers import Note
from services.dialers.bringing import keep_recordings, keep_transcripts
from services.dialers.csv.tables import begin
from services.dialers.csv.workbooks import rows_said
from services.dialers.fetching import remember
from services.imports import files, progress, refusals
from services.imports.refusals import Refusal
from services.imports.units import Unit, lines_of, table_of, units_of
from services.jobs import RunImport
from services.tables import BulkImport, ImportFormat, ImportState, Source

_EVENTS_MAX = 500
_EVENTS_MIN = 50
_EVENTS_FIRST = 100
_TARGET_S = 0.15
"""Of one transaction: that long a live event may wait for a call, an agent or a counter."""
_TOGETHER = 1_000
"""Events that are recorded at once; more only where one row has that many."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be stored, as it stood when it was taken up."""

    kept: BulkImport
    source: Source


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is stored in one transaction. `start` is how many units come before it."""

    start: int
    units: Sequence[Unit]

    @property
    def instants(self) -> Iterator[datetime]:
        """Of its events."""
        return (event.at for unit in self.units for event in unit.events)


class Pace:
    """How much to store at once, and how long to rest after it."""

    def __init__(self, share: float) -> None:
        self._share = share
        self.events = _EVENTS_FIRST
        self.rest_s = 0.0

    def note(self, took_s: float) -> None:
        """The last chunk took that long."""
        self.rest_s = took_s * (1 - self._share) / self._share
        factor = min(2.0, max(0.5, _TARGET_S / max(took_s, 1e-3)))
        self.events = round(min(_EVENTS_MAX, max(_EVENTS_MIN, self.events * factor)))


def take_up(session: Session, import_id: UUID) -> Task | None:
    """Begin, or go on after a worker that was killed. None when there is nothing to do."""
    kept = session.get(BulkImport, import_id, with_for_update=True)
    if kept is None or kept.state not in (ImportState.QUEUED, ImportState.RUNNING):
        return None
    now = utc_now()
    kept.state = ImportState.RUNNING
    kept.started_at = kept.started_at or now
    kept.resumed_at, kept.moved_at, kept.rows_before = now, None, kept.rows_read
    source = session.get_one(Source, kept.source_id)
    progress.announce(session, import_id)
    return Task(kept, source)


def count(path: Path, task: Task) -> int | None:
    """Rows in the file, below a heading; None where only reading it all would tell.

    Of workbooks, what they say themselves. Raises PayloadUnreadable.
    """
    kept = task.kept
    match kept.format:
        case ImportFormat.CSV:
            with files.opened(path, kept.compression) as content:
                _, below = begin(*table_of(content, kept))
                return sum(1 for _ in below)
        case ImportFormat.NDJSON:
            with files.opened(path, kept.compression) as content:
                return sum(1 for _ in lines_of(content))
        case ImportFormat.XLSX:
            rows = rows_said(path, kept.sheet or "")
            return rows - 1 if rows else None
        case ImportFormat.PAYLOAD:
            return None


def note_total(session: Session, import_id: UUID, rows: int | None) -> None:
    kept = session.get_one(BulkImport, import_id, with_for_update=True)
    kept.rows_total = rows
    progress.announce(session, import_id)


def chunks(path: Path, task: Task, pace: Pace) -> Iterator[Chunk]:
    """What is left of the file. Raises PayloadUnreadable on the way."""
    start = task.kept.rows_read
    units = islice(units_of(path, task.kept, task.source), start, None)
    while found := _next(units, pace.events):
        yield Chunk(start, found)
        start += len(found)


def _next(units: Iterator[Unit], events_max: int) -> list[Unit]:
    found: list[Unit] = []
    events = 0
    for unit in units:
        found.append(unit)
        events += len(unit.events)
        if events >= events_max or len(found) >= events_max:
            break
    return found


def store(session: Session, import_id: UUID, chunk: Chunk) -> bool:
    """Store `chunk` and move the place. False when that is no longer wanted.

    It was cancelled then, or another worker took it up: whoever stores, moves the place in
    the same transaction, so nothing is stored twice or left out.
    """
    kept = session.get_one(BulkImport, import_id, with_for_update=True)
    if kept.state is not ImportState.RUNNING or kept.rows_read != chunk.start:
        return False
    events = [event for unit in chunk.units for event in unit.events]
    # They came with their file: by that a dialer's health knows them from what is live.
    came_at = kept.created_at
    outcomes = [
        outcome
        for start in range(0, len(events), _TOGETHER)
        for outcome in record_events(
            session, events[start : start + _TOGETHER], received_at=came_at
        )
    ]
    refused = [refusal for unit in chunk.units for refusal in unit.refusals]
    refused += _bring(session, session.get_one(Source, kept.source_id), chunk)
    refusals.store(session, import_id, refused)
    kept.rows_read += len(chunk.units)
    kept.bytes_read = max(kept.bytes_read, max(unit.taken_bytes for unit in chunk.units))
    kept.calls_touched += len({event.call_id for event in events if event.call_id})
    kept.events_stored += outcomes.count(Outcome.STORED)
    kept.events_duplicate += outcomes.count(Outcome.DUPLICATE)
    kept.rows_refused += sum(bool(unit.refusals) for unit in chunk.units)
    kept.moved_at = utc_now()
    progress.announce(session, import_id)
    return True


def _bring(session: Session, source: Source, chunk: Chunk) -> list[Refusal]:
    """Recordings and transcripts that come along; returns what there is to say about them."""
    said: list[Refusal] = []
    for unit in chunk.units:
        remember(session, source, unit.links)
        notes = keep_recordings(session, source, unit.recordings)
        notes += keep_transcripts(session, source, unit.transcripts)
        said += [_refusal(note, unit.line) for note in notes]
    return said


def _refusal(note: Note, line: int) -> Refusal:
    return Refusal(line, note.field, None, note.reason, note.sentence)


def alone(chunk: Chunk) -> Iterator[Chunk]:
    """Its units one by one: for a chunk of which something cannot be stored."""
    for number, unit in enumerate(chunk.units):
        yield Chunk(chunk.start + number, [unit])


def refused(chunk: Chunk, sentence: str) -> Chunk:
    """`chunk`, none of which can be stored."""
    units = [
        Unit(
            unit.line,
            refusals=(Refusal(unit.line, None, None, "unstorable", sentence),),
            taken_bytes=unit.taken_bytes,
        )
        for unit in chunk.units
    ]
    return Chunk(chunk.start, units)


def finish(session: Session, import_id: UUID) -> None:
    """All of it is stored."""
    kept = session.get_one(BulkImport, import_id, with_for_update=True)
    if kept.state is ImportState.RUNNING:
        kept.state = ImportState.DONE
        kept.finished_at = utc_now()
        kept.rows_total, kept.bytes_read = kept.rows_read, kept.size_bytes
        progress.announce(session, import_id)


def give_back(session: Session, import_id: UUID) -> None:
    """Leave what is left to another worker."""
    kept = session.get_one(BulkImport, import_id, with_for_update=True)
    if kept.state is ImportState.RUNNING:
        kept.state = ImportState.QUEUED
        session.flush()
        jobs.enqueue(session, RunImport(import_id=import_id))
        progress.announce(session, import_id)


def fail(session: Session, import_id: UUID, sentence: str) -> None:
    """What is stored stays; it can be resumed."""
    kept = session.get_one(BulkImport, import_id, with_for_update=True)
    if kept.state is ImportState.RUNNING:
        kept.state = ImportState.FAILED
        kept.error = sentence[:2_000]
        kept.finished_at = utc_now()
        progress.announce(session, import_id)
