"""Rows out of Excel workbooks, one at a time, whatever their size.

openpyxl is loaded with the first workbook: most processes never see one, and start sooner.
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from services.dialers import PayloadUnreadable
from services.dialers.csv.rows import Row

_CONTENTS = "[Content_Types].xml"
_BOOK = "xl/workbook.xml"
_WORDS = "xl/sharedStrings.xml"
_WORDS_MAX_BYTES = 512 * 1024 * 1024
"""A workbook keeps its words apart, and they are held in memory."""
RATIO_MAX = 250
"""No honest file becomes this many times as large when it is unpacked."""
_SMALL_BYTES = 16 * 1024 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    AttributeError,
    TypeError,
    IndexError,
)
"""What openpyxl meets in files that are damaged."""


def is_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def require_honest(file: Path, unpacked_max_bytes: int) -> None:
    """Raises PayloadUnreadable for what is no workbook, or would grow out of all proportion."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = {part.filename: part.file_size for part in packed.infolist()}
    except zipfile.BadZipFile as error:
        raise _unreadable("a damaged workbook") from error
    if _CONTENTS not in parts or _BOOK not in parts:
        raise _unreadable("a zip file that is no workbook; send what is in it")
    size_bytes = sum(parts.values())
    ratio = size_bytes / max(1, file.stat().st_size)
    if size_bytes > unpacked_max_bytes or parts.get(_WORDS, 0) > _WORDS_MAX_BYTES:
        raise _unreadable("larger than Earshot accepts once it is unpacked")
    if size_bytes > _SMALL_BYTES and ratio > RATIO_MAX:
        raise _unreadable("packed suspiciously tight; save it as CSV")


def sheets_of(file: Path) -> list[str]:
    """Those that can be seen, in order. Raises PayloadUnreadable."""
    with _opened(file) as book:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def rows_said(file: Path, sheet: str) -> int | None:
    """How many rows the sheet says it has, which need not be true. Raises PayloadUnreadable."""
    with _opened(file) as book:
        rows: int | None = book[sheet].max_row
        return rows


def rows_of(file: Path, sheet: str) -> Iterator[Row]:
    """Values as they were last reckoned, as text. Raises PayloadUnreadable, also on the way."""
    with _opened(file) as book:
        found = book[sheet]
        # What a sheet says of its size is often wrong, and would hide rows.
        found.reset_dimensions()
        for number, cells in enumerate(found.iter_rows(values_only=True), 1):
            yield Row(number, _trimmed([_text(cell) for cell in cells]))


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    # By name it would have to be called .xlsx.
    openpyxl = import_module("openpyxl")
    try:
        with file.open("rb") as content:
            yield openpyxl.load_workbook(content, read_only=True, data_only=True)
    except _BROKEN as error:
        raise _unreadable("a damaged workbook") from error


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell)
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return f"{cell.total_seconds():g}"
        case _:
            return str(cell)


def _unreadable(what: str) -> PayloadUnreadable:
    return PayloadUnreadable(field="file", detail=f"file: {what}")
