"""A file that is to be brought in: what it is, and its content as lines or rows."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from services.dialers import PayloadUnreadable
from services.dialers.csv import workbooks
from services.dialers.csv.encodings import find_encoding
from services.dialers.csv.rows import Row, find_delimiter, is_separator_line, read_rows
from services.errors import NotFound, TooLarge
from services.recordings.storage import ContentDamaged, ContentMissing, get_storage
from services.settings import get_settings
from services.tables import ImportFormat

GZIP = "gzip"
_GZIP_MARK = b"\x1f\x8b"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_PIECE_BYTES = 1024 * 1024
_LINE_MAX = 1024 * 1024
"""Characters; a longer line is cut, and refused in pieces."""
_SAMPLED = 50
"""Lines that the delimiter is found by."""
_RATIO_MAX = 250
_SMALL_BYTES = 64 * 1024 * 1024


class FileGrowsTooLarge(TooLarge):
    """The file is larger than Earshot accepts once it is unpacked, or packed suspiciously tight."""


class FileForgotten(NotFound):
    """The file of this import is no longer kept, or was damaged. Send it again."""


@contextmanager
def stored(sha256: str) -> Iterator[Path]:
    """The file as it was sent. Raises FileForgotten, StorageDown."""
    try:
        with get_storage().local_copy(sha256) as path:
            yield path
    except (ContentMissing, ContentDamaged) as error:
        raise FileForgotten(sha256=sha256) from error


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is."""

    format: ImportFormat
    compression: str | None = None
    encoding: str | None = None
    sheet: str | None = None


class Content:
    """A file's bytes, taken out of gzip. `taken_bytes` is how much of the file was read."""

    def __init__(self, path: Path, compression: str | None) -> None:
        self._raw = path.open("rb")
        self._size_bytes = path.stat().st_size
        self._plain: io.BufferedReader = self._raw
        if compression == GZIP:
            self._plain = io.BufferedReader(_Unpacked(self._raw), _PIECE_BYTES)

    @property
    def taken_bytes(self) -> int:
        return min(self._raw.tell(), self._size_bytes)

    def read(self, size_bytes: int) -> bytes:
        return self._plain.read(size_bytes)

    def readline(self, most: int) -> bytes:
        return self._plain.readline(most)

    def readlines(self, about_bytes: int) -> list[bytes]:
        """Some whole lines, empty at the end."""
        return self._plain.readlines(about_bytes)

    def as_text(self, encoding: str) -> IO[str]:
        """What is no character in `encoding` comes as what cannot be stored."""
        errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
        # Kept, because it closes the file when nobody holds it any more.
        self._text = io.TextIOWrapper(self._plain, encoding, errors, newline="")
        return self._text

    def close(self) -> None:
        self._raw.close()


class _Unpacked(io.RawIOBase):
    """What is in a gzip file, as long as it stays in proportion.

    Raises PayloadUnreadable for what is damaged, FileGrowsTooLarge for bombs.
    """

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._plain = gzip.GzipFile(fileobj=packed)
        self._size_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._plain.read1(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise PayloadUnreadable(field="file", detail="file: broken gzip") from error
        self._size_bytes += len(piece)
        self._require_proportion()
        buffer[: len(piece)] = piece
        return len(piece)

    def _require_proportion(self) -> None:
        packed_bytes = max(1, self._packed.tell())
        tight = self._size_bytes > _SMALL_BYTES and self._size_bytes > packed_bytes * _RATIO_MAX
        if tight or self._size_bytes > get_settings().import_unpacked_max_bytes:
            raise FileGrowsTooLarge(field="file", unpacked_bytes=self._size_bytes)


@contextmanager
def opened(path: Path, compression: str | None) -> Iterator[Content]:
    content = Content(path, compression)
    try:
        yield content
    finally:
        content.close()


def pieces(path: Path, compression: str | None) -> Iterator[bytes]:
    with opened(path, compression) as content:
        yield from iter(lambda: content.read(_PIECE_BYTES), b"")


def look_at(path: Path, wanted: ImportFormat | None, of_dialer: Callable[[bytes], bool]) -> Look:
    """What the file at `path` is. `of_dialer` says whether its beginning is its dialer's own.

    Raises PayloadUnreadable, FileGrowsTooLarge.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise PayloadUnreadable(field="file", detail="file: it is empty")
    if head.startswith(_OLD_EXCEL):
        raise PayloadUnreadable(field="file", detail="file: an old workbook; save it as .xlsx")
    if workbooks.is_zip(head):
        workbooks.require_honest(path, get_settings().import_unpacked_max_bytes)
        return Look(ImportFormat.XLSX, sheet=_first_sheet(path))
    compression = GZIP if head.startswith(_GZIP_MARK) else None
    first = next(pieces(path, compression), b"")
    if workbooks.is_zip(first):
        raise PayloadUnreadable(field="file", detail="file: a workbook in gzip; send it unpacked")
    found = wanted or _format_of(first, of_dialer)
    if found is not ImportFormat.CSV:
        _require_whole(path, compression)
        return Look(found, compression)
    return Look(found, compression, find_encoding(pieces(path, compression)))


def _first_sheet(path: Path) -> str:
    sheets = workbooks.sheets_of(path)
    if not sheets:
        raise PayloadUnreadable(field="file", detail="file: a workbook without sheets")
    return sheets[0]


def _format_of(first: bytes, of_dialer: Callable[[bytes], bool]) -> ImportFormat:
    if of_dialer(first):
        return ImportFormat.PAYLOAD
    begins = first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return ImportFormat.NDJSON if begins == b"{" else ImportFormat.CSV


def _require_whole(path: Path, compression: str | None) -> None:
    """Unpack it once, so that what is damaged is refused before any of it is stored."""
    if compression:
        for _ in pieces(path, compression):
            pass


def table_rows(content: Content, encoding: str, delimiter: str | None) -> Iterator[Row]:
    """Rows of text, blank ones too. Quotes and breaks in cells are kept."""
    text = content.as_text(encoding)
    lines = iter(lambda: text.readline(_LINE_MAX), "")
    first = list(islice(lines, _SAMPLED))
    if first:
        first[0] = first[0].removeprefix("\ufeff")

    def all_lines() -> Iterator[str]:
        yield from first
        yield from lines

    rows = read_rows(all_lines(), delimiter or find_delimiter(first))
    return (row for row in rows if not is_separator_line(row))
