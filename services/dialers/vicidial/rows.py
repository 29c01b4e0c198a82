"""Exported rows: CSV, TSV or `|`, with a header, or JSON lines, or one JSON list."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from services.dialers import PayloadUnreadable
from services.dialers.times import from_epoch

PRIMARY_KEYS = {
    "vicidial_closer_log": "closecallid",
    "vicidial_agent_log": "agent_log_id",
    "recording_log": "recording_id",
    "vicidial_user_log": "user_log_id",
    "vicidial_log": "uniqueid",
}
"""By which a row is known; only `vicidial_log` has none of the others' keys."""
_ALIASES = {"user_log": "vicidial_user_log", "vicidial_recording_log": "recording_log"}
_NULLS = frozenset({"", "NULL", "\\N"})
_DELIMITERS = "\t,|;"
_ERROR = "ERROR:"
SATURATED = 65_535
"""Seconds are kept in SMALLINT UNSIGNED: this many may be any number more."""


@dataclass(frozen=True, slots=True)
class Row:
    table: str
    line: int
    values: dict[str, str]
    """Without those that are NULL."""

    @property
    def key(self) -> str:
        return self.needed(PRIMARY_KEYS[self.table])

    def get(self, column: str) -> str | None:
        return self.values.get(column)

    def needed(self, column: str) -> str:
        """Raises PayloadUnreadable."""
        value = self.values.get(column)
        if value is None:
            raise PayloadUnreadable(field=column, detail=f"{column}: missing")
        return value

    def at(self, column: str) -> datetime | None:
        return from_epoch(self.values.get(column), field=column)

    def number(self, column: str) -> float:
        """0 where there is none. Raises PayloadUnreadable."""
        value = self.values.get(column, "0")
        try:
            number = float(value)
        except ValueError as error:
            raise PayloadUnreadable(field=column, detail=f"{column}: not a number") from error
        if not 0 <= number < float("inf"):
            raise PayloadUnreadable(field=column, detail=f"{column}: not a duration: {value}")
        return number


def read_rows(body: bytes, table: str | None) -> list[Row]:
    """Raises PayloadUnreadable."""
    try:
        text = body.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        raise PayloadUnreadable(field="body", detail="body: not UTF-8") from error
    if text.lstrip().startswith(_ERROR):
        # VICIdial's API answers errors with status 200: a script passes them on as if rows.
        raise PayloadUnreadable(field="body", detail="body: an error of VICIdial, no rows")
    lines = list(_json(text) if text.lstrip().startswith(("{", "[")) else _separated(text))
    found = _table(table, lines[0][1] if lines else {})
    return [Row(found, number, values) for number, values in lines]


def _table(named: str | None, first: dict[str, str]) -> str:
    table = _ALIASES.get(named or "", named)
    if table is None:
        table = next((name for name, key in PRIMARY_KEYS.items() if key in first), None)
    if table not in PRIMARY_KEYS:
        known = ", ".join(sorted(PRIMARY_KEYS))
        raise PayloadUnreadable(field="table", detail=f"table: one of {known}, or their columns")
    return table


def _separated(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    # `mysql --batch` writes quotes as they are, and escapes what separates.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, quoting=quoting, restkey="")
    try:
        for row in reader:
            values = {name.strip(): value for name, value in row.items() if name}
            yield reader.line_num, _present(values)
    except csv.Error as error:
        raise PayloadUnreadable(field="body", detail=f"body: {error}") from error


def _json(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        rows = (
            list(enumerate(json.loads(text), 1))
            if text.lstrip().startswith("[")
            else [
                (n, json.loads(line)) for n, line in enumerate(text.split("\n"), 1) if line.strip()
            ]
        )
    except (ValueError, RecursionError) as error:
        raise PayloadUnreadable(field="body", detail=f"body: not JSON: {error}") from error
    for number, row in rows:
        if not isinstance(row, dict):
            raise PayloadUnreadable(field="body", detail=f"body: line {number} is no row")
        yield number, _present(row)


def _present(row: dict[str, Any]) -> dict[str, str]:
    """Without what is NULL, and what is no value of a column."""
    values = {name: str(value).strip() for name, value in row.items() if _is_value(value)}
    return {name: value for name, value in values.items() if value not in _NULLS}


def _is_value(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
