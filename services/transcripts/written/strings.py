"""Numbers that are read out digit by digit: telephone, identity card, bank card."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.cn import ric

from services.transcripts import Entity, EntityKind
from services.transcripts.written.dates import Found
from services.transcripts.written.numerals import Line

_BETWEEN = re.compile(r"[\s,、.\-—–()]{0,3}")
_AT_A_GO = re.compile(r"[\s\-—–]{0,2}")
_CHECK_X = re.compile(r"[\s,]{0,2}(?:大写的?)?(?:x|叉|艾克斯)(?![a-z])")
_LONGEST = 22
_UNRECOGNISED = 12
"""Digits from which on groups belong together even if they are no number we know."""
_COUNTRY = re.compile(r"(?:\+|00)?86(?=1[3-9]\d{9}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_TOLL_FREE = re.compile(r"[48]00\d{7}")
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d\d))(\d{3,4})(\d{4})")
_NORTH_AMERICA = re.compile(r"(1?)([2-9]\d\d)([2-9]\d\d)(\d{4})")
_LOCAL = re.compile(r"([2-9]\d\d)(\d{4})")
_CARD = re.compile(r"[3-69]\d{14,18}")


@dataclass(frozen=True, slots=True)
class _Run:
    """The digits of the numbers `index:next`, which stand in a row."""

    digits: str
    start: int
    end: int
    next: int
    is_english: bool
    at_a_go: bool
    """Nothing but spaces and hyphens between them."""
    shortest: int
    """Digits of the shortest of its numbers."""


_Known = tuple[EntityKind, str, str]
"""Kind, as written, value."""


def string_at(line: Line, index: int) -> Found | None:
    """The longest run of digits from the number at `index` that is something we know.

    Groups may have spaces, hyphens or commas between them: `幺三八,零零幺三,八零零零`.
    """
    runs = list(_runs(line, index))
    for run in reversed(runs):
        for recognise in (_identity_card, _card, _telephone):
            if known := recognise(line, run):
                return _entity(line, run, known)
    return _unknown(line, runs)


def _runs(line: Line, index: int) -> Iterator[_Run]:
    digits, at_a_go, shortest, at = "", True, _LONGEST, index
    while line.has(at):
        numeral = line.numerals[at]
        if not numeral.digits or numeral.ordinal:
            return
        digits, shortest = digits + numeral.digits, min(shortest, len(numeral.digits))
        if len(digits) > _LONGEST:
            return
        at += 1
        first = line.numerals[index]
        is_english = "zh" not in (first.way, line.language) or first.way == "en"
        yield _Run(digits, first.start, numeral.end, at, is_english, at_a_go, shortest)
        gap = line.after(at - 1)
        if not line.has(at) or not _BETWEEN.fullmatch(gap):
            return
        at_a_go = at_a_go and bool(_AT_A_GO.fullmatch(gap))


def _identity_card(line: Line, run: _Run) -> _Known | None:
    """18 characters whose last one is right by GB 11643-1999 and that hold a day of birth."""
    digits = run.digits
    if len(digits) == 17 and _CHECK_X.match(line.plain, run.end):
        digits += "X"
    if len(digits) != 18 or not _is_day(digits[6:14]):
        return None
    if ric.calc_check_digit(digits) != digits[-1]:
        return None
    return EntityKind.ID_NUMBER, digits, digits


def _is_day(digits: str) -> bool:
    try:
        return date.fromisoformat(digits).year >= 1880
    except ValueError:
        return False


def _card(line: Line, run: _Run) -> _Known | None:
    """15 to 19 digits whose last one is right by ISO/IEC 7812-1 (Luhn)."""
    if not _CARD.fullmatch(run.digits) or not luhn.is_valid(run.digits):
        return None
    return EntityKind.CARD, " ".join(re.findall(r"\d{1,4}", run.digits)), run.digits


def _telephone(line: Line, run: _Run) -> _Known | None:
    digits = _COUNTRY.sub("", run.digits)
    rules: tuple[Callable[[str], str | None], ...] = (_chinese_number,)
    if run.is_english:
        rules = (_foreign_number, _chinese_number)
        if run.at_a_go and _LOCAL.fullmatch(digits) and run.shortest != 2:
            return _phone(_spaced(_LOCAL, digits), digits)
    # 15,200,300000 is a list of three numbers.
    if not run.at_a_go and run.shortest == 2:
        return None
    for rule in rules:
        if written := rule(digits):
            return _phone(written, digits)
    return None


def _chinese_number(digits: str) -> str | None:
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if _TOLL_FREE.fullmatch(digits):
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return _spaced(_LANDLINE, digits) if _LANDLINE.fullmatch(digits) else None


def _foreign_number(digits: str) -> str | None:
    return _spaced(_NORTH_AMERICA, digits) if _NORTH_AMERICA.fullmatch(digits) else None


def _spaced(pattern: re.Pattern[str], digits: str) -> str:
    found = pattern.fullmatch(digits)
    return " ".join(filter(None, found.groups())) if found else digits


def _phone(written: str, digits: str) -> _Known:
    return EntityKind.PHONE, written, digits


def _unknown(line: Line, runs: list[_Run]) -> Found | None:
    """Digits that are nothing we know, but were read out one by one or are very many."""
    for run in reversed(runs):
        several = run.next - runs[0].next + 1 > 1
        one_by_one = run.at_a_go and run.shortest == 1 and len(run.digits) >= 3
        if several and (one_by_one or (len(run.digits) >= _UNRECOGNISED and run.shortest >= 3)):
            return _entity(line, run, (EntityKind.NUMBER, run.digits, run.digits))
    return None


def _entity(line: Line, run: _Run, known: _Known) -> Found:
    kind, written, value = known
    start, end = run.start, run.end
    if value.endswith("X") and (check := _CHECK_X.match(line.plain, run.end)):
        end = check.end()
    if line.plain[start - 1 : start] == "+" and start:
        start -= 1
    return Entity(kind=kind, char_start=start, char_end=end, written=written, value=value), run.next
