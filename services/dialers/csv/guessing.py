"""A mapping for a table that nobody has described: by its headings and its first rows."""

from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass

from services.dialers import Note
from services.dialers.csv.headings import field_of, unit_of
from services.dialers.csv.mapping import (
    DURATIONS,
    INSTANTS,
    MANY,
    OF_CALLS,
    OF_EVENTS,
    Column,
    Field,
    Mapping,
)
from services.dialers.csv.rows import Row
from services.dialers.csv.values import cleaned
from services.dialers.csv.words import has_words, ours_for, values_for

_HEADING_WITHIN = 20
"""Titles, dates and empty lines stand above the heading of a report."""
_STARTS = (Field.STARTED_AT, Field.DATE, Field.RINGING_AT, Field.ANSWERED_AT)


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a table, below its heading."""

    heading_line: int
    columns: tuple[str, ...]
    """Their names, each once."""
    rows: tuple[Row, ...]

    def samples(self, column: int) -> list[str]:
        """What the first rows have there, each once, in order."""
        cells = (cleaned(row.cells[column]) for row in self.rows if column < len(row.cells))
        return list(dict.fromkeys(cell for cell in cells if cell))


def look_at(rows: Sequence[Row], mapping: Mapping | None = None) -> Table:
    """The table in `rows`, the first of a file; by its heading `mapping` is met where given."""
    readable = [row for row in rows if not row.fault and not row.is_blank]
    wanted = {each.column for each in mapping.columns} if mapping else None
    heading = _heading(readable[:_HEADING_WITHIN], wanted)
    if heading is None:
        return Table(0, (), ())
    below = tuple(row for row in readable if row.line > heading.line)
    return Table(heading.line, _named(heading.cells), below)


def _heading(rows: Sequence[Row], wanted: set[str] | None) -> Row | None:
    """The row with most columns that are wanted or known, else the first that has several."""

    def known(row: Row) -> int:
        names = _named(row.cells)
        if wanted is not None:
            return sum(name in wanted for name in names)
        return sum(field_of(name) is not None for name in names)

    best = max(rows, key=known, default=None)
    if best is not None and known(best) >= 2:
        return best
    several = (row for row in rows if sum(bool(cell.strip()) for cell in row.cells) > 1)
    return next(several, rows[0] if rows else None)


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """`#3` where there is no heading, and ` (2)` after one that is there already."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cleaned(cell).split())[:190] or f"#{number}"
        again = sum(name == each.partition(" (")[0] for each in names) if name in names else 0
        names.append(f"{name} ({again + 1})" if again else name)
    return tuple(names)


def guess(table: Table, timezone: str | None = None) -> Mapping:
    """What can be read from headings and values. Columns nobody knows are kept as `extra`."""
    fields = [field_of(name) for name in table.columns]
    of_events = _is_of_events(table, fields)
    taken: set[Field] = set()
    columns = []
    for number, (name, field) in enumerate(zip(table.columns, fields, strict=True)):
        samples = table.samples(number)
        found = _fitting(field, samples, of_events=of_events)
        if found in taken:
            found = Field.EXTRA
        if found not in MANY:
            taken.add(found)
        columns.append(_column(name, found, samples))
    return Mapping(
        one_row_is="event" if of_events else "call",
        columns=tuple(columns),
        timezone=timezone,
        date_order=_date_order(table, columns),
        defaults={},
    )


def _is_of_events(table: Table, fields: Sequence[Field | None]) -> bool:
    if Field.TYPE not in fields:
        return False
    types = table.samples(fields.index(Field.TYPE))
    known = [ours_for(Field.TYPE, each) for each in types]
    return bool(types) and all(known) and (Field.AT in fields or Field.STARTED_AT in fields)


def _fitting(field: Field | None, samples: Sequence[str], *, of_events: bool) -> Field:
    """`field`, where the table and what stands in the column allow it."""
    if field is None:
        return Field.EXTRA
    if of_events:
        field = Field.AT if field is Field.STARTED_AT else field
        return Field.EXTRA if field in OF_CALLS else field
    if field is Field.TYPE and samples and all(ours_for(Field.DIRECTION, s) for s in samples):
        return Field.DIRECTION
    if field is Field.RECORDING_URL and samples and not any("://" in each for each in samples):
        return Field.RECORDING_FILE
    return Field.EXTRA if field in OF_EVENTS else field


def _column(name: str, field: Field, samples: Sequence[str]) -> Column:
    form = unit_of(name) if field in DURATIONS else None
    values: Values[str, str] = values_for(field, samples) if has_words(field) else {}
    return Column(column=name, field=field, format=form, values=dict(values))


def _date_order(table: Table, columns: Sequence[Column]) -> str | None:
    """By days above twelve. None where years come first, or nothing tells."""
    seen: set[str] = set()
    for number, column in enumerate(columns):
        if column.field in INSTANTS or column.field is Field.DATE:
            seen |= {order for text in table.samples(number) if (order := _order_in(text))}
    return seen.pop() if len(seen) == 1 else None


def _order_in(text: str) -> str | None:
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if len(parts) < 3 or not (parts[0].isdigit() and parts[1].isdigit()) or len(parts[0]) > 2:
        return None
    first, second = int(parts[0]), int(parts[1])
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def problems(mapping: Mapping, columns: Sequence[str] | None = None) -> list[Note]:
    """What is wrong or missing in `mapping` itself, for a table with `columns` where known."""
    notes = [*_doubles(mapping), *_misplaced(mapping), *_missing(mapping)]
    if columns is not None:
        notes += [
            _wrong("unknown_column", f"there is no column {each.column}", each.column)
            for each in mapping.columns
            if each.column not in columns and each.field is not Field.IGNORE
        ]
    if mapping.one_row_is == "call" and not mapping.has(Field.CALL_ID):
        sentence = "no column is the call's id: a row that is changed later becomes another call"
        notes.append(Note("missing", sentence, Field.CALL_ID.value))
    return notes


def _doubles(mapping: Mapping) -> list[Note]:
    fields = [each.field for each in mapping.columns if each.field not in MANY]
    twice = dict.fromkeys(field for field in fields if fields.count(field) > 1)
    return [_wrong("twice", f"two columns are {field.value}", field.value) for field in twice]


def _misplaced(mapping: Mapping) -> list[Note]:
    others = OF_EVENTS if mapping.one_row_is == "call" else OF_CALLS
    return [
        _wrong("misplaced", f"{each.field.value}: no {mapping.one_row_is} has it", each.field.value)
        for each in mapping.columns
        if each.field in others
    ]


def _missing(mapping: Mapping) -> list[Note]:
    if mapping.one_row_is == "event":
        needed = [field for field in (Field.TYPE, Field.AT) if not mapping.has(field)]
        if not mapping.has(Field.CALL_ID, Field.AGENT):
            needed.append(Field.CALL_ID)
    else:
        ends = mapping.has(Field.ENDED_AT) and mapping.has(Field.DURATION_S, Field.TALK_S)
        needed = [] if mapping.has(*_STARTS) or ends else [Field.STARTED_AT]
        if mapping.has(Field.TIME) and not mapping.has(Field.DATE):
            needed.append(Field.DATE)
    return [_wrong("missing", f"say which column is {f.value}", f.value) for f in needed]


def _wrong(reason: str, sentence: str, field: str) -> Note:
    return Note(reason, sentence, field, refuses=True)
