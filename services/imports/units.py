"""A file as a sequence of units, each of which is stored whole or refused whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from services.calls.cloudevents import Refusal as EventRefusal
from services.calls.cloudevents import read as read_event
from services.calls.events import CallEvent
from services.dialers import (
    GivenTranscript,
    Note,
    Payload,
    RecordingBytes,
    RecordingLink,
    Translation,
)
from services.dialers.accepting import accept
from services.dialers.csv.mapping import Mapping
from services.dialers.csv.rows import Row
from services.dialers.csv.tables import ReadRow, TableReader, begin, mapping_of
from services.dialers.csv.workbooks import rows_of
from services.dialers.delivering import setting_of
from services.dialers.registry import get_adapter
from services.errors import Rejected
from services.imports import files, payloads
from services.imports.files import Content
from services.imports.refusals import Refusal
from services.settings import get_settings
from services.tables import BulkImport, ImportFormat, Source

CSV = "csv"
_LINE_MAX_BYTES = 1024 * 1024
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Unit:
    """A row, a line, or one event of a body that is read as a whole."""

    line: int
    events: tuple[CallEvent, ...] = ()
    links: tuple[RecordingLink, ...] = ()
    recordings: tuple[RecordingBytes, ...] = ()
    transcripts: tuple[GivenTranscript, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    taken_bytes: int = 0
    """Of the file, up to and with this unit and perhaps some after it."""


def units_of(path: Path, kept: BulkImport, source: Source) -> Iterator[Unit]:
    """All units of a file, in order, always the same. Raises PayloadUnreadable on the way."""
    match kept.format:
        case ImportFormat.XLSX:
            rows = rows_of(path, kept.sheet or "")
            yield from _of_table(rows, mapping_in(kept), kept, source, lambda: 0)
        case ImportFormat.CSV:
            with files.opened(path, kept.compression) as content:
                rows, given = table_of(content, kept)
                yield from _of_table(rows, given, kept, source, lambda: content.taken_bytes)
        case ImportFormat.NDJSON:
            with files.opened(path, kept.compression) as content:
                yield from _of_events(content, source)
        case ImportFormat.PAYLOAD:
            with files.opened(path, kept.compression) as content:
                yield from _of_payloads(content, kept, source)


def mapping_in(kept: BulkImport) -> Mapping | None:
    return Mapping.model_validate(kept.mapping) if kept.mapping else None


def table_of(content: Content, kept: BulkImport) -> tuple[Iterator[Row], Mapping | None]:
    """The rows of a text file, and the mapping it is read with."""
    given = mapping_in(kept)
    delimiter = given.delimiter if given else None
    return files.table_rows(content, kept.encoding or "utf-8", delimiter), given


def _of_table(
    rows: Iterator[Row],
    given: Mapping | None,
    kept: BulkImport,
    source: Source,
    taken: Callable[[], int],
) -> Iterator[Unit]:
    table, below = begin(rows, given)
    mapping = mapping_of(table, given)
    reader = TableReader(mapping, table.columns, setting_of(source), kept.created_at)
    for row in below:
        yield _of_row(reader.read(row), source, taken())


def _of_row(read: ReadRow, source: Source, taken_bytes: int) -> Unit:
    """All of a row or nothing."""
    accepted = [accept(source.id, CSV, told) for told in read.events]
    refusals = [Refusal(read.line, f.column, f.value, f.reason, f.sentence) for f in read.faults]
    refusals += [_refusal(each, read.line) for each in accepted if isinstance(each, Note)]
    if refusals:
        return Unit(read.line, refusals=tuple(refusals), taken_bytes=taken_bytes)
    events = tuple(each for each in accepted if isinstance(each, CallEvent))
    return Unit(read.line, events, read.links, taken_bytes=taken_bytes)


def _of_events(content: Content, source: Source) -> Iterator[Unit]:
    settings = get_settings()
    for number, line in lines_of(content):
        read = read_event(line, source.id, settings, however_old=True)
        if isinstance(read, EventRefusal):
            refused = Refusal(number, read.field, read.id, "unreadable", read.reason)
            yield Unit(number, refusals=(_storable(refused),), taken_bytes=content.taken_bytes)
        else:
            yield Unit(number, (read,), taken_bytes=content.taken_bytes)


def lines_of(content: Content) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, each with its number. One that is too long comes cut."""
    mark = b"\xef\xbb\xbf"
    for number, line in enumerate(iter(lambda: content.readline(_LINE_MAX_BYTES), b""), 1):
        bare = (line.removeprefix(mark) if number == 1 else line).strip()
        if bare:
            yield number, bare


def _of_payloads(content: Content, kept: BulkImport, source: Source) -> Iterator[Unit]:
    """What the source's own adapter makes of the file, as it was when the file came."""
    adapter, setting = get_adapter(source.dialer), setting_of(source)
    for body in payloads.bodies_of(content, source.dialer):
        payload = Payload(body=body.content, received_at=kept.created_at)
        try:
            said = adapter.translate(payload, setting)
        except Rejected as refusal:
            if body.is_all:
                raise
            sentence = str(refusal.facts.get("detail", refusal.message()))
            shown = body.content[:_SHOWN].decode("utf-8", "replace")
            refused = Refusal(body.line, refusal.field, shown, refusal.kind(), sentence)
            yield Unit(body.line, refusals=(_storable(refused),), taken_bytes=content.taken_bytes)
            continue
        if body.is_all:
            yield from _apart(said, source, content.taken_bytes)
        else:
            yield _together(said, source, body.line, content.taken_bytes)


def _together(said: Translation, source: Source, line: int, taken_bytes: int) -> Unit:
    accepted = [accept(source.id, source.dialer, told) for told in said.events]
    notes = [note for note in said.notes if note.refuses]
    notes += [each for each in accepted if isinstance(each, Note)]
    return Unit(
        line,
        tuple(each for each in accepted if isinstance(each, CallEvent)),
        said.links,
        said.recordings,
        said.transcripts,
        tuple(_refusal(each, line + (each.line or 1) - 1) for each in notes),
        taken_bytes,
    )


def _apart(said: Translation, source: Source, taken_bytes: int) -> Iterator[Unit]:
    """What a whole body says, event by event, so that it is stored a little at a time."""
    for number, told in enumerate(said.events, 1):
        accepted = accept(source.id, source.dialer, told)
        if isinstance(accepted, Note):
            yield Unit(number, refusals=(_refusal(accepted, None),), taken_bytes=taken_bytes)
        else:
            yield Unit(number, (accepted,), taken_bytes=taken_bytes)
    number = len(said.events)
    for link in said.links:
        yield Unit(number, links=(link,), taken_bytes=taken_bytes)
    for recording in said.recordings:
        yield Unit(number, recordings=(recording,), taken_bytes=taken_bytes)
    for transcript in said.transcripts:
        yield Unit(number, transcripts=(transcript,), taken_bytes=taken_bytes)
    for note in said.notes:
        if note.refuses:
            refusal = _refusal(note, note.line)
            yield Unit(note.line or number, refusals=(refusal,), taken_bytes=taken_bytes)


def _refusal(note: Note, line: int | None) -> Refusal:
    return _storable(Refusal(line, note.field, None, note.reason, note.sentence))


def _storable(refusal: Refusal) -> Refusal:
    """It may quote what PostgreSQL cannot keep."""

    def kept(text: str | None) -> str | None:
        shown = text and text[:2_000].encode("utf-8", "replace").decode()
        return shown and shown.replace("\0", "\ufffd")

    return Refusal(
        refusal.line,
        kept(refusal.column),
        kept(refusal.value and refusal.value[:_SHOWN]),
        refusal.reason,
        kept(refusal.sentence) or "",
    )
