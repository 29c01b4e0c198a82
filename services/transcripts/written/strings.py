"""Numbers that are read out digit by digit: telephone, identity card, bank card."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.cn import ric

from services.transcripts import Entity, EntityKind
from services.transcripts.written.dates import Found
from services.transcripts.written.numerals import LONGEST, Line

_BETWEEN = re.compile(r"[\s,、.\-—–()]{0,3}")
_AT_A_GO = re.compile(r"[\s\-—–]{0,2}")
_CHECK_X = re.compile(r"[\s,]{0,2}(?:大写的?)?(?:x|叉|艾克斯)(?![a-z])")
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
    sizes: tuple[int, ...]
    """Digits of each of its numbers."""
    in_figures: bool


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
    first, at, digits, at_a_go = line.numerals[index], index, "", True
    sizes: tuple[int, ...] = ()
    is_english = "zh" not in (first.way, line.language) or first.way == "en"
    while line.has(at):
        numeral = line.numerals[at]
        digits += numeral.digits or ""
        if not numeral.digits or numeral.ordinal or len(digits) > LONGEST:
            return
        at, sizes = at + 1, (*sizes, len(numeral.digits))
        in_figures = numeral.way == "figures"
        yield _Run(digits, first.start, numeral.end, at, is_english, at_a_go, sizes, in_figures)
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
    if _is_list(run):
        return None
    digits = _COUNTRY.sub("", run.digits)
    if run.is_english and (written := _foreign_number(digits) or _local(run)):
        return _phone(written, digits)
    written = _chinese_number(digits)
    return _phone(written, digits) if written else None


def _is_list(run: _Run) -> bool:
    """15,200,300000 are three numbers."""
    one_by_one = max(run.sizes) == 1
    return run.in_figures and not run.at_a_go and min(run.sizes) < 3 and not one_by_one


def _chinese_number(digits: str) -> str | None:
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if _TOLL_FREE.fullmatch(digits):
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return _spaced(_LANDLINE, digits) if _LANDLINE.fullmatch(digits) else None


def _foreign_number(digits: str) -> str | None:
    return _spaced(_NORTH_AMERICA, digits) if _NORTH_AMERICA.fullmatch(digits) else None


def _local(run: _Run) -> str | None:
    """555 1212 in two groups or digit by digit; 5551212 may be any number."""
    if run.in_figures and run.sizes != (3, 4):
        return None
    is_local = run.at_a_go and 2 not in run.sizes and _LOCAL.fullmatch(run.digits)
    return _spaced(_LOCAL, run.digits) if is_local else None


def _spaced(pattern: re.Pattern[str], digits: str) -> str:
    found = pattern.fullmatch(digits)
    return " ".join(filter(None, found.groups())) if found else digits


def _phone(written: str, digits: str) -> _Known:
    return EntityKind.PHONE, written, digits


def _unknown(line: Line, runs: list[_Run]) -> Found | None:
    """Digits that are nothing we know, but belong together: `三 九 二 七`, `567-890-123`."""
    for run in reversed(runs[1:]):
        numerals = line.numerals[runs[0].next - 1 : run.next]
        ways = {numeral.way for numeral in numerals}
        if len(ways) == 1 and ways != {"en"} and _belongs_together(line, run):
            return _entity(line, run, (EntityKind.NUMBER, run.digits, run.digits))
    return None


def _belongs_together(line: Line, run: _Run) -> bool:
    if len(run.digits) >= _UNRECOGNISED and min(run.sizes) >= 3:
        return True
    if run.in_figures and max(run.sizes) > 1:
        hyphens = line.plain[run.start : run.end].count("-")
        return hyphens == len(run.sizes) - 1 >= 2 and min(run.sizes) >= 3
    return run.at_a_go and len(run.digits) >= 3


def _entity(line: Line, run: _Run, known: _Known) -> Found:
    kind, written, value = known
    start, end = run.start, run.end
    if value.endswith("X") and (check := _CHECK_X.match(line.plain, run.end)):
        end = check.end()
    if line.plain[start - 1 : start] == "+" and start:
        start -= 1
    return Entity(kind=kind, char_start=start, char_end=end, written=written, value=value), run.next
