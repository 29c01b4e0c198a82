"""What the first rows of a file would become, before anything of it is stored."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from services.clock import utc_now
from services.db import transaction
from services.dialers import Note
from services.dialers.csv.cells import Fault
from services.dialers.csv.guessing import Table, problems
from services.dialers.csv.mapping import Mapping
from services.dialers.csv.rows import Row
from services.dialers.csv.tables import ReadRow, TableReader, begin, mapping_of
from services.dialers.csv.workbooks import rows_of, sheets_of
from services.dialers.delivering import setting_of
from services.errors import Rejected
from services.imports import files, keeping
from services.imports.files import Look
from services.imports.units import mapping_in, units_of
from services.tables import BulkImport, ImportFormat, Source

_ROWS = 50
_SAMPLES = 5
_OF_MAPPING = {"zone_needed": "mapping.timezone"}
"""Fields of the mapping itself; other problems name one of a call, or a column."""


class MappingIncomplete(Rejected):
    """It is not known yet which columns are what. Look at the preview and say it."""


class SheetUnknown(Rejected):
    """The workbook has no sheet of this name."""


@dataclass(frozen=True, slots=True)
class PreviewedColumn:
    name: str
    samples: list[str]


@dataclass(frozen=True, slots=True)
class PreviewedEvent:
    type: str
    at: object
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class PreviewedRow:
    line: int
    call: dict[str, object] | None
    events: list[PreviewedEvent]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Preview:
    mapping: Mapping
    columns: list[PreviewedColumn] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    rows: list[PreviewedRow] = field(default_factory=list)
    problems: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _First:
    """The first rows of a table, read, and what is wrong with how they are read."""

    table: Table
    mapping: Mapping
    read: list[ReadRow]
    problems: list[Note]


def preview(
    import_id: UUID, only: UUID | None, mapping: Mapping | None, sheet: str | None
) -> Preview:
    """The first rows, read with `mapping` or a guess. No transaction is open meanwhile.

    Raises ImportNotFound, FileForgotten, SheetUnknown, PayloadUnreadable.
    """
    kept, source = _read(import_id, only)
    with files.stored(kept.sha256) as path:
        if kept.format in (ImportFormat.CSV, ImportFormat.XLSX):
            return _of_table(path, kept, source, mapping, sheet)
        return _of_events(path, kept, source)


def mapping_for(
    import_id: UUID, only: UUID | None, mapping: Mapping | None, sheet: str | None
) -> Mapping | None:
    """What a file can be started with; None for those that need no mapping.

    Raises ImportNotFound, MappingIncomplete, SheetUnknown.
    """
    kept, source = _read(import_id, only)
    if kept.format not in (ImportFormat.CSV, ImportFormat.XLSX):
        return None
    look = Look(kept.format, kept.compression, kept.encoding, sheet or kept.sheet)
    with files.stored(kept.sha256) as path:
        return complete(path, look, mapping or mapping_in(kept), source)


def complete(path: Path, look: Look, given: Mapping | None, source: Source) -> Mapping:
    """`given` or a guess, when the rows of the table can be read with it.

    Raises MappingIncomplete, SheetUnknown, PayloadUnreadable.
    """
    first = _first(path, look, given, source, utc_now())
    wrong = next((each for each in first.problems if each.refuses), None)
    if wrong is not None:
        where = _OF_MAPPING.get(wrong.reason, wrong.field)
        raise MappingIncomplete(field=where, detail=f"{where}: {wrong.sentence}")
    return first.mapping


def _first(
    path: Path, look: Look, given: Mapping | None, source: Source, read_at: datetime
) -> _First:
    with first_rows(path, look, given) as rows:
        table, below = begin(rows, given)
        mapping = mapping_of(table, given)
        reader = TableReader(mapping, table.columns, setting_of(source), read_at)
        read = [reader.read(row) for row in islice(below, _ROWS)]
    wrong = [*problems(mapping, table.columns), *_zone_problem(read)]
    return _First(table, mapping, read, wrong)


@contextmanager
def first_rows(path: Path, look: Look, mapping: Mapping | None) -> Iterator[Iterator[Row]]:
    """Rows of a table from its first line on. Raises SheetUnknown."""
    if look.format is ImportFormat.XLSX:
        yield rows_of(path, _sheet(path, look.sheet))
        return
    with files.opened(path, look.compression) as content:
        delimiter = mapping.delimiter if mapping else None
        yield files.table_rows(content, look.encoding or "utf-8", delimiter)


def _sheet(path: Path, wanted: str | None) -> str:
    sheets = sheets_of(path)
    if wanted is not None and wanted not in sheets:
        raise SheetUnknown(field="sheet", detail=f"sheet: there are {', '.join(sheets)}")
    return wanted or sheets[0]


def _read(import_id: UUID, only: UUID | None) -> tuple[BulkImport, Source]:
    with transaction() as session:
        kept = keeping.get_import(session, import_id, only)
        return kept, session.get_one(Source, kept.source_id)


def _of_table(
    path: Path, kept: BulkImport, source: Source, mapping: Mapping | None, sheet: str | None
) -> Preview:
    look = Look(kept.format, kept.compression, kept.encoding, sheet or kept.sheet)
    first = _first(path, look, mapping or mapping_in(kept), source, kept.created_at)
    return Preview(
        mapping=first.mapping,
        columns=_columns(first.table),
        sheets=sheets_of(path) if kept.format is ImportFormat.XLSX else [],
        rows=[_previewed(each) for each in first.read],
        problems=first.problems,
    )


def _columns(table: Table) -> list[PreviewedColumn]:
    return [
        PreviewedColumn(name, table.samples(number)[:_SAMPLES])
        for number, name in enumerate(table.columns)
    ]


def _zone_problem(read: Sequence[ReadRow]) -> list[Note]:
    needed = any(fault.reason == "zone_needed" for row in read for fault in row.faults)
    sentence = "times have no zone: say which zone they are in"
    return [Note("zone_needed", sentence, "timezone", refuses=True)] if needed else []


def _previewed(row: ReadRow) -> PreviewedRow:
    return PreviewedRow(
        row.line,
        row.call,
        [PreviewedEvent(each.type.value, each.at, dict(each.data)) for each in row.events],
        [_note(fault, row.line) for fault in row.faults],
    )


def _note(fault: Fault, line: int) -> Note:
    return Note(fault.reason, fault.sentence, fault.column, line, refuses=True)


def _of_events(path: Path, kept: BulkImport, source: Source) -> Preview:
    """Of files that need no mapping: what each line or delivery says."""
    rows = []
    for unit in islice(units_of(path, kept, source), _ROWS):
        events = [PreviewedEvent(e.type.value, e.at, dict(e.data)) for e in unit.events[:_ROWS]]
        notes = [
            Note(each.reason, each.sentence, each.column, each.line, refuses=True)
            for each in unit.refusals
        ]
        shown = dict(events[0].data) if events else None
        rows.append(PreviewedRow(unit.line, shown, events, notes))
    return Preview(mapping=Mapping(), rows=rows)
