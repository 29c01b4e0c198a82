"""Days, months and years, said or written."""

import re
from datetime import date

from services.transcripts import Entity, EntityKind
from services.transcripts.written.numerals import Line, Numeral

Found = tuple[Entity, int]
"""What was found, and the index of the first number after it."""

_LEAP_YEAR = 2024
_MONTHS = [
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
]
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + "|sept"
_MONTH_BEFORE = re.compile(rf"\b({_MONTH})\.?\s+(?:the\s+)?$")
_MONTH_AFTER = re.compile(rf"\s+(?:day\s+)?(of\s+)?({_MONTH})\b\.?")
_YEAR_AFTER = re.compile(r",?\s+(?:of\s+)?")
_VERBS = {"may", "march", "mar"}
_NO_DAY = "楼|线|院|店|门|桌|机|球|库|厅|馆|房|间|座|台|选|人|码|位|词|文|楼|公|令|牌|坑|信|卡"
_DAY = re.compile(rf"\s?(?:号(?!{_NO_DAY})|日(?!内|之内|游|元|语))")
_ADDRESS = re.compile(r"(?:路|街|道|巷|弄|村|段|里|园|座|区|栋)$")
_DAY_ALONE = re.compile(rf"\s?号(?!{_NO_DAY})")
_MONTH_SIGN = re.compile(r"\s?月(?!亮|光|供|费|薪|租|子|饼|经)份?\s?")
_YEAR_SIGN = re.compile(r"\s?年(?!级|纪|龄|轻|化|的)\s?")
_DASHES = re.compile(r"[-/.]")


def date_at(line: Line, index: int) -> Found | None:
    """A date that begins with the number at `index`, or with the month before it.

    Values are ISO 8601, with dashes for the year or month that nobody said:
    `2026-03-05`, `2026-03`, `2026`, `--03-05`, `--03`, `---05`.
    """
    return _chinese(line, index) or _figures(line, index) or _english(line, index)


def _chinese(line: Line, index: int) -> Found | None:
    at, end, year, month, day = index, 0, None, None, None
    if (value := _year(line, at)) is not None:
        year, end, at = value, _past(line, at, _YEAR_SIGN), at + 1
    if _follows(line, at, end, year) and (sign := _sign(line, at, _MONTH_SIGN)):
        month, end, at = line.numerals[at].whole, line.numerals[at].end + sign, at + 1
    if _follows(line, at, end, month) and (sign := _sign(line, at, _day_sign(month))):
        day, end, at = line.numerals[at].whole, line.numerals[at].end + sign, at + 1
    if at == index or (year is not None and month is None and day is not None):
        return None
    if not _exists(year, month, day):
        return None
    if at == index + 1 and day is not None and _ADDRESS.search(line.before(index)):
        return None
    start = line.numerals[index].start
    end = start + len(line.plain[start:end].rstrip())
    return _entity(start, end, (year, month, day), _in_chinese(year, month, day)), at


def _follows(line: Line, index: int, end: int, said: int | None) -> bool:
    """Whether the number at `index` stands right behind what was said before, if anything."""
    return line.has(index) and (said is None or line.numerals[index].start == end)


def _sign(line: Line, index: int, sign: re.Pattern[str]) -> int:
    """Length of what says that the number at `index` is a month or a day, 0 when it is none."""
    if line.numerals[index].whole < 1:
        return 0
    found = sign.match(line.after(index))
    return found.end() if found else 0


def _day_sign(month: int | None) -> re.Pattern[str]:
    """十五日 alone may be fifteen days."""
    return _DAY_ALONE if month is None else _DAY


def _past(line: Line, index: int, sign: re.Pattern[str]) -> int:
    return line.numerals[index].end + _sign(line, index, sign)


def _year(line: Line, index: int) -> int | None:
    """二零二六 or 2026; 二六 and 26 only before a month, for 26年 are mostly 26 years."""
    numeral = line.numerals[index]
    if not numeral.digits or not _sign(line, index, _YEAR_SIGN):
        return None
    if len(numeral.digits) == 4:
        return numeral.whole if 1900 <= numeral.whole < 2100 else None
    if len(numeral.digits) != 2 or not line.has(index + 1):
        return None
    is_next = line.numerals[index + 1].start == _past(line, index, _YEAR_SIGN)
    if not is_next or not _sign(line, index + 1, _MONTH_SIGN):
        return None
    return numeral.whole + (2000 if numeral.whole < 50 else 1900)


def _figures(line: Line, index: int) -> Found | None:
    """2026-03-05. Nobody knows which of 03/05/2026 is the month."""
    if not line.has(index + 2):
        return None
    year, month, day = parts = line.numerals[index : index + 3]
    gaps = {line.after(index), line.after(index + 1)}
    written = all(each.way == "figures" and each.digits for each in parts)
    if not written or len(gaps) > 1 or not _DASHES.fullmatch(gaps.pop()):
        return None
    if len(year.raw) != 4 or not _exists(year.whole, month.whole, day.whole):
        return None
    said = year.whole, month.whole, day.whole
    return _entity(year.start, day.end, said, _in_chinese(*said)), index + 3


def _english(line: Line, index: int) -> Found | None:
    numeral = line.numerals[index]
    if before := _MONTH_BEFORE.search(line.before(index)):
        start = numeral.start - len(before.group())
        name, end = before[1], numeral.end
        clear = numeral.ordinal or numeral.way == "figures"
    elif after := _MONTH_AFTER.match(line.after(index)):
        start, name, end = numeral.start, after[2], numeral.end + after.end()
        clear = numeral.ordinal or bool(after[1])
    else:
        return None
    month = _month(name)
    if (name in _VERBS and not clear) or not _exists(None, month, numeral.whole):
        return None
    return _with_year(line, index, start, end, month)


def _with_year(line: Line, index: int, start: int, end: int, month: int) -> Found:
    day, at, year = line.numerals[index].whole, index + 1, None
    if line.has(at) and _YEAR_AFTER.fullmatch(line.plain, end, line.numerals[at].start):
        year, after = _english_year(line.numerals[at : at + 2])
        if year and _exists(year, month, day):
            at += after
            end = line.numerals[at - 1].end
        else:
            year = None
    return _entity(start, end, (year, month, day), _in_english(year, month, day)), at


def _english_year(numerals: tuple[Numeral, ...]) -> tuple[int | None, int]:
    """`2026`, `two thousand twenty six` or `twenty twenty six`; and of how many numbers."""
    first = numerals[0]
    if 1900 <= first.whole < 2100:
        return first.whole, 1
    if len(numerals) == 2 and first.whole in (19, 20) and 10 <= numerals[1].whole < 100:
        return first.whole * 100 + numerals[1].whole, 2
    return None, 0


def _month(name: str) -> int:
    return next(at for at, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    try:
        date(year or _LEAP_YEAR, 1 if month is None else month, 1 if day is None else day)
    except (ValueError, OverflowError):
        return False
    return True


def _entity(
    start: int, end: int, said: tuple[int | None, int | None, int | None], written: str
) -> Entity:
    return Entity(
        kind=EntityKind.DATE, char_start=start, char_end=end, written=written, value=_iso(*said)
    )


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    """Dashes stand for what was not said, as in ISO 8601:1988 and XML Schema's gMonthDay."""
    if year is None and month is None:
        return f"---{day:02}"
    start = "-" if year is None else f"{year:04}"
    rest = "".join(f"-{part:02}" for part in (month, day) if part is not None)
    return start + rest


def _in_chinese(year: int | None, month: int | None, day: int | None) -> str:
    parts = zip((year, month, day), "年月日", strict=True)
    return "".join(f"{part}{sign}" for part, sign in parts if part is not None)


def _in_english(year: int | None, month: int, day: int) -> str:
    return f"{_MONTHS[month - 1].title()} {day}" + (f", {year}" if year else "")
