"""In which characters a text file is written."""

import codecs
from collections.abc import Iterable
from importlib import import_module

from services.dialers import PayloadUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 256 * 1024
_USUAL = ["gb18030", "big5", "shift_jis", "cp949", "cp1252", "cp1251"]


def find_encoding(chunks: Iterable[bytes]) -> str:
    """A name for `open`: by the file's mark, else by its first bytes that are not ASCII.

    Raises PayloadUnreadable for what is no text.
    """
    first = True
    for chunk in chunks:
        if first and (marked := _marked(chunk)):
            return marked
        first = False
        if b"\0" in chunk:
            raise PayloadUnreadable(field="file", detail="file: it is no text, nor a workbook")
        if not chunk.isascii():
            return _guess(chunk[:_SAMPLE_BYTES]) or _guess(_around_first(chunk)) or "gb18030"
    return "utf-8"


def _marked(chunk: bytes) -> str | None:
    for mark, name in _MARKS:
        if chunk.startswith(mark):
            return name
    return _unmarked_utf_16(chunk[:2000])


def _unmarked_utf_16(head: bytes) -> str | None:
    """ASCII among it, of which every text has some, leaves NULs in one half of the bytes."""
    zeros = (head[::2].count(0), head[1::2].count(0))
    if max(zeros) <= len(head) // 40 + 3 * min(zeros):
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _around_first(chunk: bytes) -> bytes:
    """Whole lines from the first byte on that is not ASCII."""
    at = next(place for place, byte in enumerate(chunk) if byte > 127)
    start = chunk.rfind(b"\n", 0, at) + 1
    return chunk[start : start + _SAMPLE_BYTES]


def _guess(sample: bytes) -> str | None:
    if sample.isascii():
        return None
    if _decodes(sample, "utf-8"):
        return "utf-8"
    if _is_usual_chinese(sample):
        return "gb18030"
    # Loaded when it is needed, which is rarely: its tables take long.
    best = import_module("charset_normalizer").from_bytes(sample, cp_isolation=_USUAL).best()
    if best is not None and best.encoding != "ascii":
        found: str = best.encoding
        return found
    return "gb18030" if _decodes(sample, "gb18030") else None


def _is_usual_chinese(sample: bytes) -> bool:
    """Nearly all of it is punctuation, kana, or one of the 3,755 most usual characters."""
    text = codecs.getincrementaldecoder("gb18030")("replace").decode(sample)
    beyond = [char for char in text if not char.isascii()]
    usual = (char.encode("gb2312", "replace") for char in beyond)
    return sum(0xA1 <= written[0] <= 0xD7 for written in usual) >= 0.9 * len(beyond)


def _decodes(sample: bytes, encoding: str) -> bool:
    """Whether it is written so; its last character may be cut off."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
