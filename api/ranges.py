"""`Range` headers, RFC 9110 §14. Pure."""

import re

_ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class OutOfRange(Exception):
    """No byte of the content lies in the range asked for."""


def parse_range(header: str | None, size_bytes: int) -> tuple[int, int] | None:
    """The bytes asked for, from the first up to, not including, the second.

    None means all of them: no header, one we do not understand, or several ranges,
    which a server may ignore. Raises OutOfRange.
    """
    match = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if match is None or match.group(1, 2) == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return _last_bytes(int(last), size_bytes)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size_bytes:
        raise OutOfRange
    return start, min(int(last) + 1, size_bytes) if last else size_bytes


def _last_bytes(count: int, size_bytes: int) -> tuple[int, int]:
    if count == 0 or size_bytes == 0:
        raise OutOfRange
    return max(0, size_bytes - count), size_bytes
