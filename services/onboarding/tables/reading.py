"""Tables of the organisation out of a workbook, a ZIP file of CSV files, or one CSV file."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.dialers import PayloadUnreadable
from services.dialers.csv import workbooks
from services.dialers.csv.encodings import find_encoding
from services.dialers.csv.rows import Row, find_delimiter, is_separator_line, read_rows
from services.errors import Rejected, TooLarge
from services.onboarding.tables.shapes import Kind, Shape, columns_of, shape_of, unescaped

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 20_000
_UNPACKED_MAX_BYTES = 128 * 1024 * 1024
_TABLES_MAX_BYTES = 2 * MAX_BYTES
"""Of CSV files in a ZIP file together: they are read whole, and become several times as large."""
_ABOVE = 20
"""Rows in which a heading is looked for."""


class TableUnknown(Rejected):
    """No table of this file has the headings of units, agents, teams or dialer names."""


class TooManyRows(TooLarge):
    """The file has too many rows to be looked at at once. Send it in parts."""


class ReadRow(BaseModel):
    """One row as it was read, by column."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    line: int
    cells: dict[str, str]


def read_tables(file: Path) -> list[ReadRow]:
    """All rows of the tables that are known; sheets that are none of them are left out.

    Raises PayloadUnreadable, TableUnknown, TooManyRows.
    """
    rows: list[ReadRow] = []
    found = False
    for sheet in _sheets(file):
        shape, below = _headed(sheet)
        if shape is None:
            continue
        found = True
        for row in below:
            rows.append(row)
            if len(rows) > MAX_ROWS:
                raise TooManyRows(field="file", max_rows=MAX_ROWS)
    if not found:
        raise TableUnknown(field="file")
    return rows


def _sheets(file: Path) -> Iterator[Iterable[Row]]:
    with file.open("rb") as content:
        head = content.read(8)
    if not head:
        raise PayloadUnreadable(field="file", detail="file: it is empty")
    if not workbooks.is_zip(head):
        yield _csv_rows(file.read_bytes())
    elif _is_workbook(file):
        workbooks.require_honest(file, _UNPACKED_MAX_BYTES)
        for title in workbooks.sheets_of(file):
            yield workbooks.rows_of(file, title)
    else:
        yield from map(_csv_rows, _packed(file))


def _is_workbook(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except zipfile.BadZipFile as error:
        raise PayloadUnreadable(field="file", detail="file: a damaged ZIP file") from error


def _packed(file: Path) -> Iterator[bytes]:
    """The CSV files in a ZIP file, which may not grow out of proportion."""
    left = _TABLES_MAX_BYTES
    try:
        with zipfile.ZipFile(file) as packed:
            for part in packed.infolist():
                if part.filename.lower().endswith(".csv"):
                    with packed.open(part) as content:
                        taken = content.read(left + 1)
                    left -= len(taken)
                    if left < 0:
                        raise TooManyRows(field="file")
                    yield taken
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise PayloadUnreadable(field="file", detail="file: a damaged ZIP file") from error


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = content.decode(find_encoding([content]), "replace").removeprefix("\ufeff")
    lines = io.StringIO(text, newline="").readlines()
    rows = read_rows(lines, find_delimiter(lines[:50]))
    return (row for row in rows if not is_separator_line(row))


def _headed(rows: Iterable[Row]) -> tuple[Shape | None, Iterator[ReadRow]]:
    """The table whose headings stand in the first rows, and what stands below them."""
    remaining = iter(rows)
    for _, row in zip(range(_ABOVE), remaining, strict=False):
        shape = shape_of(row.cells)
        if shape is not None:
            return shape, _below(shape, columns_of(shape, row.cells), remaining)
    return None, iter(())


def _below(shape: Shape, columns: list[str | None], rows: Iterator[Row]) -> Iterator[ReadRow]:
    for row in rows:
        if row.fault is not None:
            detail = f"file: line {row.line}: {row.fault}"
            raise PayloadUnreadable(field="file", detail=detail)
        if not row.is_blank:
            yield ReadRow(kind=shape.kind, line=row.line, cells=_cells(columns, row))


def _cells(columns: list[str | None], row: Row) -> dict[str, str]:
    found: dict[str, Any] = {}
    for column, cell in zip(columns, row.cells, strict=False):
        if column is not None:
            found[column] = unescaped(cell.strip())
    return found
