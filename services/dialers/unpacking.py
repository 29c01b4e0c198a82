"""Bodies of deliveries before somebody packed them: gzip, and JSON values one after another."""

import gzip
import io
import json
import zlib
from typing import Any, NoReturn

from services.dialers import PayloadUnreadable

UNPACKED_MAX_BYTES = 128 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_BLANK = " \t\r\n\x1e"
"""What may stand between JSON values; the last is RFC 7464's record separator."""
_DEEPEST = 64
"""No dialer nests deeper, and whoever walks through the values must not run out of stack."""


def unpacked(body: bytes) -> bytes:
    """`body`, taken out of gzip where it is in gzip, whatever its headers say.

    Raises PayloadUnreadable, also for what would become larger than `UNPACKED_MAX_BYTES`.
    """
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            plain = packed.read(UNPACKED_MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PayloadUnreadable(field="body", detail="body: broken gzip") from error
    if len(plain) > UNPACKED_MAX_BYTES:
        sentence = f"body: more than {UNPACKED_MAX_BYTES} bytes when unpacked"
        raise PayloadUnreadable(field="body", detail=sentence)
    return plain


def json_values(body: bytes) -> list[Any]:
    """One JSON value, or several: a line each, or one directly after another.

    Raises PayloadUnreadable; NaN, infinities and half characters are no JSON.
    """
    decoder = json.JSONDecoder(parse_constant=_refuse)
    try:
        text = body.decode("utf-8-sig")
        values, position = [], _past_blank(text, 0)
        while position < len(text):
            value, position = decoder.raw_decode(text, position)
            _refuse_deep(value)
            values.append(value)
            position = _past_blank(text, position)
    except (ValueError, RecursionError) as error:
        raise PayloadUnreadable(field="body", detail=f"body: not JSON: {error}") from error
    if not values:
        raise PayloadUnreadable(field="body", detail="body: empty")
    return values


def _past_blank(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANK:
        position += 1
    return position


def _refuse_deep(value: Any) -> None:
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(_DEEPEST):
        held = (each.values() if isinstance(each, dict) else each for each in level)
        level = [each for inner in held for each in inner if isinstance(each, (dict, list))]
        if not level:
            return
    raise ValueError(f"nested more than {_DEEPEST} deep")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
