"""Times of day, said or written."""

import re

from services.transcripts import Entity, EntityKind
from services.transcripts.written.dates import Found
from services.transcripts.written.numerals import Line, Numeral

_MORNING, _NOON, _AFTERNOON, _EVENING, _NIGHT = "morning", "noon", "afternoon", "evening", "night"
_PARTS = {
    **dict.fromkeys(("早上", "早晨", "上午", "清晨", "清早", "明早", "今早", "凌晨"), _MORNING),
    **dict.fromkeys(("中午", "正午"), _NOON),
    **dict.fromkeys(("下午", "午后", "傍晚"), _AFTERNOON),
    **dict.fromkeys(("晚上", "今晚", "明晚", "昨晚", "当晚", "晚间"), _EVENING),
    **dict.fromkeys(("夜里", "半夜", "深夜", "夜间"), _NIGHT),
}
_ABOUT = r"(?:的|大概|大约|差不多|约|就)?\s?"
_PART = re.compile(rf"({'|'.join(_PARTS)}){_ABOUT}$")
_DAY = re.compile(
    rf"(?:今天|明天|后天|昨天|前天|当天|周[□日天]|星期[□日天]|礼拜[□日天]|[号日]){_ABOUT}$"
)
_EVERY_DAY = re.compile(rf"(?:每天|到|至){_ABOUT}$")
_CLOCK = re.compile(r"\s?(?:点钟|点整|点(?!儿|多|来|击|评|赞|头|子|心|菜)|时(?!候|间|代|期|常|刻))")
_AT_ALL = re.compile(r"一点(?:都|也)")
_TO = re.compile(r"点(?:钟|半|整)?(?:到|至)")
_ON_THE_HOUR = re.compile(r"\s?(?:点钟|点整)")
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
_MINUTE_SIGN = re.compile(r"\s?分(?!钟|之|期|红|析|数|享|公|行)")
_NO_TIME = re.compile(r"\s?(?:%|万|元|块|倍|个|折|percent)")
_ROUGH = re.compile(r"[多来]")
_HALF_DAY = re.compile(r"\s?(a|p)\.?\s?m\b\.?")
_OCLOCK = re.compile(r"\s?o['’ ]?clock\b(?:\s(a|p)\.?m\b\.?)?")
_PAST = re.compile(r"\b(half|(?:a )?quarter) (past|to) $")
_AT = re.compile(r"\b(?:at|around|until|before|after|by) $")
_COUNTED = re.compile(r"\s?(?:percent|dollars?|bucks?|pounds?|euros?|a |per |minutes?|%)")


def time_at(line: Line, index: int) -> Found | None:
    """A time of day that begins with the number at `index`, or with the words before it.

    Values are ISO 8601: `09:30`. Where nobody said which half of the day, hours stay as said.
    """
    numeral = line.numerals[index]
    if not 0 <= numeral.whole <= 24 or numeral.ordinal:
        return None
    if line.before(index).endswith("分之"):
        return None
    return _chinese(line, index) or _with_colon(line, index) or _english(line, index)


def _chinese(line: Line, index: int) -> Found | None:
    """上午九点半, 三点一刻, 九点三十, 下午两点; 三点 alone may be three points."""
    numeral, after = line.numerals[index], line.after(index)
    sign = _CLOCK.match(after)
    if numeral.way == "en" or not sign or _AT_ALL.match(numeral.raw + after):
        return None
    part = _PART.search(line.before(index))
    minute, end, following, sure = _minutes(line, index, numeral.end + sign.end())
    if _NO_TIME.match(line.plain, end) or _ROUGH.match(line.plain, end):
        return None
    known = sure or bool(part) or bool(_ON_THE_HOUR.match(after)) or _is_span(line, index)
    if not known and not (_DAY.search(line.before(index)) and numeral.raw != "一"):
        return None
    start = numeral.start - len(part.group()) if part else numeral.start
    hour = _of_day(numeral.whole, _PARTS[part[1]] if part else _part_of_span(line, index))
    return _entity(start, end, hour, minute, following)


def _is_span(line: Line, index: int) -> bool:
    """九点到十点: either of them."""
    if _TO.fullmatch(line.before(index)) and index and line.numerals[index - 1].whole <= 24:
        return True
    return bool(_TO.fullmatch(line.after(index))) and line.after(index + 1).startswith("点")


def _part_of_span(line: Line, index: int) -> str | None:
    """Afternoon, of the second in 下午三点到四点."""
    part = _PART.search(line.before(index - 1)) if index else None
    return _PARTS[part[1]] if part and _TO.fullmatch(line.before(index)) else None


def _minutes(line: Line, index: int, end: int) -> tuple[int, int, int, bool]:
    """The minutes after the hour at `index`, whose sign stands before `end`.

    Also where they end, the index of the next number, and whether they make it a time.
    """
    rest = line.plain[end:]
    for name, minute in _QUARTERS.items():
        if rest.startswith(name):
            following = index + 1 + (name[0] in "一三" and line.has(index + 1))
            return minute, end + len(name), following, True
    if line.has(index + 1) and line.numerals[index + 1].start == end:
        numeral = line.numerals[index + 1]
        sign = _MINUTE_SIGN.match(line.after(index + 1))
        if 0 <= numeral.whole < 60 and (sign or _are_minutes(line, index + 1)):
            return numeral.whole, numeral.end + (sign.end() if sign else 0), index + 2, True
    return 0, end, index + 1, False


def _are_minutes(line: Line, index: int) -> bool:
    """三十 and 30 are; 五 is a decimal, and 零五 is one unless the part of the day was said."""
    numeral = line.numerals[index]
    if _NO_TIME.match(line.after(index)):
        return False
    if numeral.digits and numeral.way == "zh":
        clear = bool(_PART.search(line.before(index - 1)))
        return clear and len(numeral.raw) == 2 and numeral.digits.startswith("0")
    return 10 <= numeral.whole < 60 and len(numeral.raw) >= 2


def _with_colon(line: Line, index: int) -> Found | None:
    """9:30, 下午3:00, 9:30 pm."""
    if line.after(index) != ":" or not line.has(index + 1):
        return None
    hour, minute = line.numerals[index], line.numerals[index + 1]
    if not (hour.digits and minute.digits and len(minute.digits) == 2 and minute.whole < 60):
        return None
    if line.after(index + 1) == ":" or line.before(index).endswith(":"):
        return None
    return _in_half(line, index, minute.whole, minute.end, index + 2)


def _in_half(line: Line, index: int, minute: int, end: int, following: int) -> Found | None:
    """With the part of the day before it or the half of the day after it, if any was said."""
    numeral = line.numerals[index]
    if half := _HALF_DAY.match(line.plain, end):
        return _entity(
            numeral.start, half.end(), _in_half_day(numeral.whole, half[1]), minute, following
        )
    part = _PART.search(line.before(index))
    start = numeral.start - len(part.group()) if part else numeral.start
    hour = _of_day(numeral.whole, _PARTS[part[1]] if part else None)
    return _entity(start, end, hour, minute, following)


def _english(line: Line, index: int) -> Found | None:
    numeral = line.numerals[index]
    if numeral.way == "zh":
        return None
    if past := _PAST.search(line.before(index)):
        return _around_the_hour(numeral, past, index)
    if found := _OCLOCK.match(line.after(index)):
        hour = _in_half_day(numeral.whole, found[1])
        return _entity(numeral.start, numeral.end + found.end(), hour, 0, index + 1)
    if _HALF_DAY.match(line.after(index)) and 1 <= numeral.whole <= 12:
        return _in_half(line, index, 0, numeral.end, index + 1)
    return _hour_and_minutes(line, index)


def _hour_and_minutes(line: Line, index: int) -> Found | None:
    """`three thirty pm`, `at nine fifteen`."""
    if line.after(index) != " " or not line.has(index + 1):
        return None
    hour, minute = line.numerals[index], line.numerals[index + 1]
    if hour.way != "en" or minute.way != "en" or not 1 <= hour.whole <= 12:
        return None
    if not 10 <= minute.whole < 60 or minute.ordinal:
        return None
    clear = _HALF_DAY.match(line.after(index + 1)) or _AT.search(line.before(index))
    if not clear or _COUNTED.match(line.after(index + 1)):
        return None
    return _in_half(line, index, minute.whole, minute.end, index + 2)


def _around_the_hour(numeral: Numeral, past: re.Match[str], index: int) -> Found | None:
    minute = 30 if past[1] == "half" else 15
    hour = numeral.whole
    if past[2] == "to":
        hour, minute = (hour - 1) % 24 or 12, 60 - minute
    return _entity(numeral.start - len(past.group()), numeral.end, hour, minute, index + 1)


def _of_day(hour: int, part: str | None) -> int:
    """0 to 24 from the hour that was said: 晚上十二点 is midnight, 夜里两点 is two."""
    if part in (_EVENING, _NIGHT) and hour == 12:
        return 0
    if part == _NOON:
        return hour + 12 if hour < 10 else hour
    if part == _MORNING or part is None or hour >= 12:
        return 0 if part == _MORNING and hour == 24 else hour
    is_late = part == _AFTERNOON or hour >= 5
    return hour + 12 if is_late else hour


def _in_half_day(hour: int, half: str | None) -> int:
    """Of `am` (`a`) or `pm` (`p`)."""
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half == "p" else 0)


def _entity(start: int, end: int, hour: int, minute: int, following: int) -> Found | None:
    if hour == 24 and minute:
        return None
    return Entity(
        kind=EntityKind.TIME,
        char_start=start,
        char_end=end,
        written=f"{hour}:{minute:02}",
        value=f"{hour:02}:{minute:02}",
    ), following
