"""The cells of a row as values of our fields, or why one of them cannot be read."""

from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.dialers import PayloadUnreadable, ZoneNeeded
from services.dialers.csv.mapping import DURATIONS, INSTANTS, Column, Field, Mapping
from services.dialers.csv.rows import Row
from services.dialers.csv.values import (
    Clock,
    amount_of,
    cleaned,
    duration_of,
    instant_of,
    is_nothing,
    whole_number,
)
from services.dialers.csv.words import ours_for
from services.errors import Rejected

_LONGEST = {
    Field.CALL_ID: 200,
    Field.AGENT: 200,
    Field.CAMPAIGN: 200,
    Field.QUEUE: 200,
    Field.CUSTOMER_NUMBER: 64,
    Field.CALLER_NUMBER: 64,
    Field.OUTCOME: 64,
    Field.HANGUP_BY: 32,
    Field.LEFT_BY: 32,
    Field.EVENT_ID: 200,
}
"""Characters; others have 2,000."""
_LONG = 2_000
_NUMBERS = frozenset({Field.CALL_ID, Field.CUSTOMER_NUMBER, Field.CALLER_NUMBER, Field.AGENT})
_CLOSED = frozenset({Field.DIRECTION, Field.STATE, Field.TYPE})
"""Fields whose words are all known."""
_OWN_WORDS = _CLOSED | {Field.HANGUP_BY}
_CURRENCIES = {"元": "CNY", "人民币": "CNY", "RMB": "CNY", "¥": "CNY", "￥": "CNY", "$": "USD"}
_VALUE_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be used, and which of its cells says so."""

    reason: str
    sentence: str
    column: str | None = None
    value: str | None = None


@dataclass(slots=True)
class Cells:
    """What one row says."""

    line: int
    values: dict[Field, Any] = field(default_factory=dict)
    """Instants have a zone; durations are seconds; the rest is text or an amount."""
    extra: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    digest: list[str] = field(default_factory=list)
    """Names and contents of the cells that count, to know the row by."""

    def instant(self, name: Field) -> datetime | None:
        at: datetime | None = self.values.get(name)
        return at

    def seconds(self, name: Field) -> float | None:
        seconds: float | None = self.values.get(name)
        return seconds


class Reader:
    """Reads rows of one table with one mapping."""

    def __init__(self, mapping: Mapping, columns: Sequence[str], clock: Clock) -> None:
        places = {name: number for number, name in enumerate(columns)}
        self._read = [
            (places[each.column], each)
            for each in mapping.columns
            if each.field is not Field.IGNORE and each.column in places
        ]
        self._width = len(columns)
        self._defaults = mapping.defaults
        self._clock = clock

    def read(self, row: Row) -> Cells:
        """Every cell that is wrong is in `faults`."""
        cells = Cells(row.line)
        if row.fault is not None:
            cells.faults.append(Fault("unreadable", row.fault))
        elif beyond := [cell for cell in row.cells[self._width :] if cell.strip()]:
            sentence = f"{len(row.cells)} columns where the heading has {self._width}"
            cells.faults.append(Fault("columns", sentence, value=shortened(beyond[0])))
        else:
            self._read_cells(row, cells)
        return cells

    def _read_cells(self, row: Row, cells: Cells) -> None:
        for place, column in self._read:
            text = cleaned(row.cells[place]) if place < len(row.cells) else ""
            if text:
                cells.digest.append(f"{column.column}\x1f{text}")
                self._take(column, text, cells)
        for name, text in self._defaults.items():
            if name not in cells.values:
                self._take(Column(column=name.value, field=name), text, cells)
        self._join_date(cells)

    def _take(self, column: Column, text: str, cells: Cells) -> None:
        try:
            _require_storable(text)
            if column.field is Field.EXTRA:
                cells.extra[column.column] = text[:_LONG]
                return
            value = _value(column, text, self._clock)
        except Rejected as refusal:
            cells.faults.append(_fault(refusal, column.column, text))
        else:
            if value is not None:
                cells.values[column.field] = value

    def _join_date(self, cells: Cells) -> None:
        """A date and a time of day beside it are when the call began."""
        day = cells.values.pop(Field.DATE, None)
        time = cells.values.pop(Field.TIME, None)
        if day is None or Field.STARTED_AT in cells.values:
            return
        (text, column), at = day, time or ("", None)
        written = _joined(text, at[0])
        try:
            value = instant_of(written, column.format, self._clock, column.column)
        except Rejected as refusal:
            cells.faults.append(_fault(refusal, column.column, written))
        else:
            cells.values[Field.STARTED_AT] = value


def _joined(day: str, time: str) -> str:
    if not time:
        return day
    try:
        return str(float(day) + float(time) % 1)
    except ValueError:
        return f"{day.split(' ')[0].split('T')[0]} {time}"


def _value(column: Column, text: str, clock: Clock) -> Any:
    """Raises PayloadUnreadable, ZoneNeeded."""
    name = column.column
    if column.field in (Field.DATE, Field.TIME):
        return text, column
    ours = column.values.get(text)
    if ours is None and is_nothing(text):
        return None
    if column.field in INSTANTS:
        return instant_of(ours or text, column.format, clock, name)
    if column.field in DURATIONS:
        return duration_of(ours or text, column.format, name)
    if column.field is Field.AMOUNT:
        return amount_of(ours or text, name)
    return _text(column.field, ours, text, name)


def _text(field: Field, ours: str | None, text: str, name: str) -> str | None:
    said = ours or text
    if field in _OWN_WORDS:
        known = ours_for(field, said)
        if known is None and field in _CLOSED:
            sentence = f"{name}: {text} is none of the words known; say what it means"
            raise PayloadUnreadable(field=name, detail=sentence)
        return known or said
    if field in _NUMBERS:
        said = whole_number(said, name)
    if field is Field.CURRENCY:
        said = _CURRENCIES.get(said.upper(), said.upper())
        if len(said) != 3 or not said.isascii():
            raise PayloadUnreadable(field=name, detail=f"{name}: no currency: {text}")
    longest = _LONGEST.get(field, _LONG)
    if len(said) > longest:
        sentence = f"{name}: longer than {longest} characters"
        raise PayloadUnreadable(field=name, detail=sentence)
    return said


def _require_storable(text: str) -> None:
    """Raises PayloadUnreadable for what was no character in the file's encoding."""
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PayloadUnreadable(detail="it has characters of another encoding") from error


def _fault(refusal: Rejected, column: str, text: str) -> Fault:
    reason = "zone_needed" if isinstance(refusal, ZoneNeeded) else "unreadable"
    return Fault(reason, str(refusal.facts["detail"]), column, shortened(text))


def shortened(text: str) -> str:
    """To be shown; what cannot be stored is replaced."""
    return text[:_VALUE_SHOWN].encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def as_shown(values: Values[Field, Any], extra: Values[str, str]) -> dict[str, Any]:
    """What a row says, as JSON."""
    shown = {
        name.value: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    return {**shown, **({"extra": dict(extra)} if extra else {})}
