"""What is written in a cell, as a value: instants, durations, amounts, words."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from services.dialers import PayloadUnreadable, ZoneNeeded
from services.dialers.times import never

EXCEL_DAYS = (20_000.0, 80_000.0)
"""Days since 1899-12-30 that are of our time: 1954 to 2119."""
_EXCEL_BEGIN = datetime(1899, 12, 30)  # noqa: DTZ001  (local, like all that Excel keeps)
_EPOCH = (10**9, 10**10)
_YEARS = range(1900, 2200)
_DAY_S = 86_400
_LONGEST_S = 31 * _DAY_S
_SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)
_NUMBERS = re.compile(r"\d+")
_STAMP = re.compile(
    r"(?P<a>\d{1,4})\s*[-/.年]\s*(?P<b>\d{1,2})\s*[-/.月]\s*(?P<c>\d{1,4})\s*日?"
    r"(?:[ T]*(?P<half>上午|下午|中午|晚上|凌晨|早上|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})\s*(?:[:分]\s*(?P<second>\d{1,2}))?\s*秒?分?"
    r"(?:[.,](?P<part>\d{1,9}))?\s*(?P<after>AM|PM)?)?"
    r"\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?")
_PARTS = re.compile(
    r"(?:(?P<h>\d+)\s*(?:小时|时|h(?:ours?|rs?)?)\s*)?"
    r"(?:(?P<m>\d+)\s*(?:分钟|分|m(?:in(?:utes?|s)?)?)\s*)?"
    r"(?:(?P<s>\d+(?:\.\d+)?)\s*(?:秒钟|秒|s(?:ec(?:onds?|s)?)?)\s*)?",
    re.IGNORECASE,
)
_AFTERNOON = frozenset({"下午", "晚上", "pm"})
_PER_UNIT = {"s": 1.0, "ms": 0.001, "min": 60.0, "days": float(_DAY_S)}
_NOTHING = frozenset({"", "-", "--", "—", "/", "n/a", "#n/a", "null", "none", "\\n", "无"})


@dataclass(frozen=True, slots=True)
class Clock:
    """How times are written in a table."""

    zone: ZoneInfo | None
    order: str | None
    """`ymd`, `mdy` or `dmy`; None when only years-first is understood."""


def cleaned(cell: str) -> str:
    """Without what exports put around numbers so that Excel leaves them alone."""
    text = cell.strip().strip("\ufeff\u200b\t")
    if quoted := _QUOTED.fullmatch(text):
        text = quoted[1].strip()
    return text[1:] if text.startswith("'") and text[1:2].isalnum() else text


def is_nothing(text: str) -> bool:
    return text.lower() in _NOTHING


def whole_number(text: str, field: str) -> str:
    """Ids and phone numbers. Raises PayloadUnreadable for what Excel has shortened."""
    if _SHORTENED.fullmatch(text):
        sentence = f"{field}: {text} was shortened by a spreadsheet; export it as text"
        raise PayloadUnreadable(field=field, detail=sentence)
    return text.removesuffix(".0") if text[:-2].isdigit() else text


def amount_of(text: str, field: str) -> float:
    """With separators of thousands and signs of currencies. Raises PayloadUnreadable."""
    bare = re.sub(r"[\s,，'¥￥$€£元]", "", text)
    try:
        amount = float(bare)
    except ValueError as error:
        raise PayloadUnreadable(field=field, detail=f"{field}: not a number: {text}") from error
    if not abs(amount) <= 1e12:
        raise PayloadUnreadable(field=field, detail=f"{field}: not an amount: {text}")
    return amount


def duration_of(text: str, form: str | None, field: str) -> float:
    """Seconds. Raises PayloadUnreadable."""
    seconds = _seconds(text, form)
    if seconds is None:
        raise PayloadUnreadable(field=field, detail=f"{field}: not a duration: {text}")
    if not 0 <= seconds <= _LONGEST_S:
        raise PayloadUnreadable(field=field, detail=f"{field}: no call takes that long: {text}")
    return round(seconds, 3)


def _seconds(text: str, form: str | None) -> float | None:
    try:
        return float(text.replace(",", "")) * _PER_UNIT.get(form or "s", 1.0)
    except ValueError:
        pass
    if ":" in text or "：" in text:
        return _by_colons(text.replace("：", ":"))
    parts = _PARTS.fullmatch(text.strip())
    if parts is None or not any(parts.groups()):
        return None
    hours, minutes, seconds = (float(part or 0) for part in parts.group("h", "m", "s"))
    return hours * 3600 + minutes * 60 + seconds


def _by_colons(text: str) -> float | None:
    parts = text.split(":")
    if len(parts) > 3 or not all(part.strip() for part in parts):
        return None
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    if any(number >= 60 for number in numbers[1:]):
        return None
    seconds = 0.0
    for number in numbers:
        seconds = seconds * 60 + number
    return seconds


def instant_of(text: str, form: str | None, clock: Clock, field: str) -> datetime | None:
    """None where nothing happened. Raises PayloadUnreadable, ZoneNeeded."""
    if is_nothing(text) or never(text):
        return None
    at = _read(text, form, clock, field)
    if at is None:
        raise PayloadUnreadable(field=field, detail=f"{field}: not a time: {text}")
    if at.year not in _YEARS:
        raise PayloadUnreadable(field=field, detail=f"{field}: not of our time: {text}")
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    if clock.zone is None:
        sentence = (
            f"{field}: {text} has no zone; say which zone these times are in (Sources > Settings)"
        )
        raise ZoneNeeded(field=field, detail=sentence)
    return at.replace(tzinfo=clock.zone).astimezone(UTC)


def _read(text: str, form: str | None, clock: Clock, field: str) -> datetime | None:
    try:
        number = _number(text)
        if form in (None, "excel", "epoch", "epoch_ms"):
            read = _from_number(number, form) if number is not None else None
            return read or (_from_text(text, clock, field) if form is None else None)
        return datetime.strptime(text, form)  # noqa: DTZ007  (the table's zone is added)
    except (ValueError, OverflowError, OSError, re.error):
        return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _from_number(number: float, form: str | None) -> datetime | None:
    """Epochs, and days as Excel counts them; None for what is neither."""
    if form == "epoch_ms" or (form is None and _EPOCH[0] * 1000 <= number < _EPOCH[1] * 1000):
        return datetime.fromtimestamp(number / 1000, UTC)
    if form == "epoch" or (form is None and _EPOCH[0] <= number < _EPOCH[1]):
        return datetime.fromtimestamp(number, UTC)
    if EXCEL_DAYS[0] <= number <= EXCEL_DAYS[1]:
        # Days are kept as floats: a second is some 1.2e-5 of one.
        return _EXCEL_BEGIN + timedelta(milliseconds=round(number * _DAY_S * 1000, -1))
    return None


def _from_text(text: str, clock: Clock, field: str) -> datetime | None:
    if _ISO.fullmatch(text):
        return datetime.fromisoformat(text)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return datetime(*(int(part or 0) for part in compact.groups()))  # type: ignore[arg-type] # noqa: DTZ001
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return datetime.fromisoformat(text)
    year, month, day = _date(found, clock.order, field)
    hour = _hour(int(found["hour"] or 0), (found["half"] or found["after"] or "").lower())
    microsecond = int((found["part"] or "").ljust(6, "0")[:6])
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    at = datetime(year, month, day, hour, minute, second, microsecond)  # noqa: DTZ001
    return datetime.fromisoformat(at.isoformat() + _offset(found["zone"]))


def _offset(zone: str | None) -> str:
    if zone is None:
        return ""
    return "+00:00" if zone.upper() in ("Z", "UTC") else zone


def _date(found: re.Match[str], order: str | None, field: str) -> tuple[int, int, int]:
    """Raises PayloadUnreadable when it could be two days."""
    a, b, c = (int(found[name]) for name in "abc")
    if len(found["a"]) == 4:
        return a, b, c
    year = c if len(found["c"]) == 4 else 2000 + c
    match order:
        case "mdy":
            return year, a, b
        case "dmy":
            return year, b, a
        case "ymd":
            return 2000 + a, b, c
    sentence = f"{field}: {found[0]}: say whether the day or the month comes first"
    raise PayloadUnreadable(field=field, detail=sentence)


def _hour(hour: int, half: str) -> int:
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    return 0 if half in ("am", "凌晨", "上午", "早上") and hour == 12 else hour
