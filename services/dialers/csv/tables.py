"""A table's rows as events, with what of them cannot be used."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import Any
from zoneinfo import ZoneInfo

from services.calls.events import EventType
from services.dialers import PayloadUnreadable, RecordingLink, Setting, Told
from services.dialers.csv.cells import Cells, Fault, Reader, as_shown, shortened
from services.dialers.csv.guessing import Table, guess, look_at
from services.dialers.csv.headings import is_called_party
from services.dialers.csv.mapping import Field, Mapping
from services.dialers.csv.rows import Row
from services.dialers.csv.telling import Teller, link_of
from services.dialers.csv.times import times_of
from services.dialers.csv.values import Clock

_LOOKED_AT = 1_000
"""Rows that a guess is made of."""


class TableUnreadable(PayloadUnreadable):
    """There is no table in this file: a heading, and rows below it."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row, read. With faults, nothing else of it is used."""

    line: int
    call: dict[str, Any] | None = None
    """The fields that were read, as JSON."""
    events: tuple[Told, ...] = ()
    links: tuple[RecordingLink, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def begin(rows: Iterator[Row], mapping: Mapping | None) -> tuple[Table, Iterator[Row]]:
    """The table that `rows` hold, and its rows from the first below the heading on.

    Raises TableUnreadable.
    """
    first = list(islice(rows, _LOOKED_AT))
    table = look_at(first, mapping)
    if not any(table.columns):
        raise TableUnreadable(field="file", detail="file: there is no table in it")
    below = (row for row in chain(first, rows) if row.line > table.heading_line)
    return table, (row for row in below if not row.is_blank)


def mapping_of(table: Table, given: Mapping | None, timezone: str | None = None) -> Mapping:
    return given if given is not None else guess(table, timezone)


class TableReader:
    """Reads the rows of one table with one mapping."""

    def __init__(
        self,
        mapping: Mapping,
        columns: Sequence[str],
        setting: Setting,
        read_at: datetime | None,
    ) -> None:
        zone = ZoneInfo(mapping.timezone) if mapping.timezone else setting.zone
        self._mapping = mapping
        self._reader = Reader(mapping, columns, Clock(zone, mapping.date_order))
        number = mapping.column_of(Field.CUSTOMER_NUMBER)
        called = number is not None and is_called_party(number.column)
        self._teller = Teller(setting, read_at, called)
        reads: Callable[[Cells], ReadRow] = self._call
        self._events_of = reads if mapping.one_row_is == "call" else self._event

    def read(self, row: Row) -> ReadRow:
        """Never raises: what is wrong with a row is said in it."""
        cells = self._reader.read(row)
        if cells.faults:
            return ReadRow(row.line, faults=tuple(cells.faults))
        return self._events_of(cells)

    def _call(self, cells: Cells) -> ReadRow:
        times = times_of(cells, self._mapping)
        if isinstance(times, Fault):
            return ReadRow(cells.line, faults=(times,))
        try:
            link = link_of(cells)
        except PayloadUnreadable as refusal:
            return ReadRow(cells.line, faults=(self._of_link(refusal, cells),))
        for name, at in (
            (Field.STARTED_AT, times.started_at),
            (Field.ANSWERED_AT, times.answered_at),
            (Field.ENDED_AT, times.ended_at),
        ):
            if at is not None:
                cells.values[name] = at
        shown = as_shown(cells.values, cells.extra)
        events = tuple(self._teller.call(cells, times))
        return ReadRow(cells.line, shown, events, (link,) if link else ())

    def _event(self, cells: Cells) -> ReadRow:
        at = cells.instant(Field.AT)
        kind = cells.values.get(Field.TYPE)
        if at is None or kind is None:
            missing = Field.AT if at is None else Field.TYPE
            fault = Fault("missing", f"{missing.value} is empty", self._name_of(missing))
            return ReadRow(cells.line, faults=(fault,))
        told = self._teller.event(cells, EventType(kind), at)
        return ReadRow(cells.line, as_shown(cells.values, cells.extra), (told,))

    def _of_link(self, refusal: PayloadUnreadable, cells: Cells) -> Fault:
        url = shortened(str(cells.values.get(Field.RECORDING_URL, "")))
        return Fault(
            "unreadable", str(refusal.facts["detail"]), self._name_of(Field.RECORDING_URL), url
        )

    def _name_of(self, field: Field) -> str | None:
        column = self._mapping.column_of(field)
        return column.column if column else None
