"""How much a number says together with what follows: 三点五万, 3.5 million, 250k."""

import re
from dataclasses import dataclass
from decimal import Decimal

from services.transcripts.written.chinese import DIGITS, MEASURES
from services.transcripts.written.numerals import Line, Numeral

_DECIMALS = re.compile(r"([零〇幺一二三四五六七八九0-9]{1,6})([百千万亿]{0,2})")
_SCALES = {"百": 2, "千": 3, "万": 4, "亿": 8}
_ENGLISH_SCALE = re.compile(r"\s?(k(?![a-z])|thousand\b|million\b|billion\b)")
_ENGLISH_SCALES = {"k": 3, "thousand": 3, "million": 6, "billion": 9}
_AND_A_HALF = re.compile(r" and a half\b")
_OR = re.compile(r" (?:or|to) ")
_MEASURE = re.compile(rf"\s?(?:{MEASURES})")
_PART = re.compile(r"分之")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`end` is its last character's place plus one, `next` the index of the number after it."""

    value: Decimal
    start: int
    end: int
    next: int


def quantity_at(line: Line, index: int) -> Quantity:
    """The number at `index`, with its decimals and its scale."""
    numeral = line.numerals[index]
    if decimals := _chinese_decimals(line, index):
        return decimals
    after = line.after(index)
    if scale := _ENGLISH_SCALE.match(after):
        value = numeral.value.scaleb(_ENGLISH_SCALES[scale[1]])
        return Quantity(value, numeral.start, numeral.end + scale.end(), index + 1)
    if numeral.way == "en" and (half := _AND_A_HALF.match(after)):
        value = numeral.value + Decimal("0.5")
        return Quantity(value, numeral.start, numeral.end + half.end(), index + 1)
    return Quantity(numeral.value, numeral.start, numeral.end, index + 1)


def _chinese_decimals(line: Line, index: int) -> Quantity | None:
    """三点五 and 三点五万; not 九点三十, which is a time."""
    if line.after(index) != "点" or not line.has(index + 1):
        return None
    numeral, decimals = line.numerals[index], line.numerals[index + 1]
    found = _DECIMALS.fullmatch(decimals.raw)
    if not found or numeral.value != numeral.whole:
        return None
    digits = "".join(DIGITS.get(character, character) for character in found[1])
    value = Decimal(f"{numeral.whole}.{digits}").scaleb(sum(_SCALES[each] for each in found[2]))
    return Quantity(value, numeral.start, decimals.end, index + 2)


def counts(line: Line, index: int) -> bool:
    """Whether the number at `index` is one that somebody counted, on its own.

    One Chinese character is only with a measure: 三个 counts, 三 of 张三 does not, and 一个
    is no more a number than an English article. So is `one`.
    """
    numeral = line.numerals[index]
    if numeral.ordinal or _is_part(line, index) or _is_rough(line, index):
        return False
    match numeral.way:
        case "zh":
            return _is_counted(numeral, line.after(index))
        case "en":
            return numeral.raw != "one"
        case "figures":
            return True


def _is_counted(numeral: Numeral, after: str) -> bool:
    raw = numeral.raw
    if len(raw) == 1:
        return raw != "一" and bool(_MEASURE.match(after))
    if len(raw) == 2 and numeral.digits:
        # 五六 and 七八 are rough, 九八 is half of a phrase; 幺零 and 零五 are read out.
        return any(character in "幺零〇0123456789" for character in raw)
    return True


def _is_part(line: Line, index: int) -> bool:
    """Of a fraction: 三分之一."""
    return bool(_PART.match(line.after(index))) or line.before(index).endswith("分之")


def _is_rough(line: Line, index: int) -> bool:
    """Two or three."""
    english = line.numerals[index].way == "en"
    return english and bool(_OR.fullmatch(line.after(index)) or _OR.fullmatch(line.before(index)))
