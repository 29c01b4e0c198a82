"""Digits as they are said: groups of them, as they stand in utterances."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.transcripts import Utterance
from services.transcripts.written import line_of
from services.transcripts.written.folding import folded

_RADIO = str.maketrans("洞拐勾两壹贰叁肆伍陆柒捌玖", "零七九二一二三四五六七八九")
"""As soldiers and drivers say them, and as cheques write them."""
_READ_OUT = re.compile(r"[零〇幺一二三四五六七八九\d洞拐勾两壹贰叁肆伍陆柒捌玖]{3,}")
_SPACED_OUT = re.compile(
    r"(?<=[\d零〇幺一二三四五六七八九])[洞拐勾](?=[\s,，]?[\d零〇幺一二三四五六七八九])"
)
_HOW_MANY = re.compile(r"[一二两三四五六七八\d](?=位|个数字)")
_LETTER_O = re.compile(r"(?<=\d)o(?=[\do]*\d)")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits said at one go: characters `start:end` of utterance number `utterance`."""

    utterance: int
    start: int
    end: int
    digits: str


def plain_of(utterance: Utterance) -> str:
    """Its text as the finder reads it, character for character."""
    plain = _LETTER_O.sub("0", folded(utterance.text))
    plain = _READ_OUT.sub(lambda found: found.group().translate(_RADIO), plain)
    plain = _SPACED_OUT.sub(lambda found: found.group().translate(_RADIO), plain)
    return _HOW_MANY.sub("□", plain)


def groups_of(number: int, utterance: Utterance, plain: str) -> Iterator[Group]:
    """In their order. What is a quantity (三百, 2.5, first) is no group of digits."""
    for numeral in line_of(plain, utterance.language).numerals:
        if numeral.digits and not numeral.ordinal:
            yield Group(number, numeral.start, numeral.end, numeral.digits)
