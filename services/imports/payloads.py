"""Files of dialers in the bodies that their adapters take."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.errors import TooLarge
from services.imports.files import Content
from services.settings import get_settings

_BY_ROWS = frozenset({"vicidial"})
"""Adapters that read each row of a table by itself; others may need what stands before it."""
_ROWS_BYTES = 128 * 1024
_LINE_MAX_BYTES = 16 * 1024 * 1024
_MARK = b"\xef\xbb\xbf"


class FileNeededWhole(TooLarge):
    """Files of this dialer are understood only as a whole, and this one is too large for that."""


@dataclass(frozen=True, slots=True)
class Body:
    """What an adapter gets at once. `line` is where it begins."""

    line: int
    content: bytes
    is_all: bool = False


def bodies_of(content: Content, dialer: str) -> Iterator[Body]:
    """One JSON payload a line, rows below a heading, or all of it. Raises FileNeededWhole."""
    first = content.readline(_LINE_MAX_BYTES)
    if _is_json_line(first):
        yield from _by_line(first, content)
    elif dialer in _BY_ROWS and not first.lstrip().startswith((b"{", b"[")):
        yield from _by_rows(first, content)
    else:
        yield _whole(first, content)


def _is_json_line(line: bytes) -> bool:
    bare = line.removeprefix(_MARK).strip()
    return bare.startswith(b"{") and bare.endswith(b"}")


def _by_line(first: bytes, content: Content) -> Iterator[Body]:
    number, line = 1, first.removeprefix(_MARK)
    while line:
        if line.strip():
            yield Body(number, line.strip())
        number, line = number + 1, content.readline(_LINE_MAX_BYTES)


def _by_rows(heading: bytes, content: Content) -> Iterator[Body]:
    number = 2
    while lines := content.readlines(_ROWS_BYTES):
        # The heading stands above each part, so that lines count from the one before it.
        yield Body(number - 1, heading + b"".join(lines))
        number += len(lines)


def _whole(first: bytes, content: Content) -> Body:
    limit = get_settings().hook_body_max_bytes
    rest = content.read(limit + 1)
    if len(first) + len(rest) > limit:
        mib = limit // (1024 * 1024)
        sentence = f"file: this dialer's files are read as a whole, up to {mib} MiB; split it"
        raise FileNeededWhole(field="file", detail=sentence)
    return Body(1, first + rest, is_all=True)
