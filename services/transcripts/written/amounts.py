"""Money and percentages."""

import re
from decimal import Decimal

from services.transcripts import Entity, EntityKind
from services.transcripts.written.chinese import MEASURES
from services.transcripts.written.dates import Found
from services.transcripts.written.numerals import Line, grouped, plainly
from services.transcripts.written.quantities import Quantity, quantity_at

_PERCENT_BEFORE = re.compile(r"百分之\s?$")
_PERCENT_AFTER = re.compile(r"\s?(?:%|percent\b|per cent\b|个百分点)")
_SYMBOL = re.compile(r"([¥$€£])\s?$|(人民币|rmb|usd)\s?$")
_YUAN = re.compile(
    r"\s?(?:块钱|块(?!儿)|元(?!桥|素|论|区|化|旦|宵|老)(?:人民币|钱)?(?:整)?|人民币|圆(?:整)?)"
)
_FOREIGN = re.compile(r"\s?(美元|美金|美刀|港币|港元|欧元|英镑|日元|新台币|台币)")
_ENGLISH = re.compile(r"\s?(dollars?|bucks?|pounds?|euros?|yuan|rmb|usd|cents?|pence)\b")
_AND_CENTS = re.compile(r"\s(?:and\s)?")
_CENTS = re.compile(r"\scents?\b")
_SIGNS = {
    **dict.fromkeys(("dollar", "buck", "usd", "cent", "$"), "$"),
    **dict.fromkeys(("pound", "pence", "£"), "£"),
    **dict.fromkeys(("euro", "€"), "€"),
    **dict.fromkeys(("yuan", "rmb", "¥"), "¥"),
}
_JIAO = re.compile(r"\s?(?:毛|角)(?:钱)?")
_FEN = re.compile(r"\s?分(?:钱)?")
_SMALL = re.compile(r"(?:毛钱|角钱|分钱)")
_TAIL = re.compile(r"[1-9一二两三四五六七八九]")
_NOT_A_TAIL = re.compile(rf"\s?(?:{MEASURES}|点|毛|角|%|百分)")
_PIECES = re.compile(r"(?:分|这|那|哪|有|切|成)$")
_STOPS = re.compile(r"钱|[,。!?、;\s]|$|一|的|吧|吗|呢|多|左右|半")


def percentage_at(line: Line, index: int) -> Found | None:
    """百分之三点五, 8%, five percent."""
    quantity = quantity_at(line, index)
    if before := _PERCENT_BEFORE.search(line.before(index)):
        return _percentage(quantity, quantity.start - len(before.group()), quantity.end)
    if line.numerals[index].ordinal or not (
        after := _PERCENT_AFTER.match(line.plain, quantity.end)
    ):
        return None
    return _percentage(quantity, quantity.start, after.end())


def _percentage(quantity: Quantity, start: int, end: int) -> Found:
    value = quantity.value
    return Entity(
        kind=EntityKind.PERCENTAGE,
        char_start=start,
        char_end=end,
        written=f"{grouped(value)}%",
        value=plainly(value),
    ), quantity.next


def amount_at(line: Line, index: int) -> Found | None:
    """三千五百元, 三块五, 五毛钱, ¥3,500, nineteen dollars and ninety nine cents."""
    if line.numerals[index].ordinal:
        return None
    quantity = quantity_at(line, index)
    return (
        _with_symbol(line, index, quantity)
        or _yuan(line, index, quantity)
        or _small(line, quantity)
        or _foreign(line, quantity)
    )


def _with_symbol(line: Line, index: int, quantity: Quantity) -> Found | None:
    symbol = _SYMBOL.search(line.before(index))
    if not symbol:
        return None
    start = quantity.start - len(symbol.group())
    after = _YUAN.match(line.plain, quantity.end)
    end = after.end() if after else quantity.end
    if symbol[2] == "人民币":
        return _amount(start, end, quantity.value, quantity.next, after="元")
    sign = _SIGNS[symbol[1] or symbol[2]]
    return _amount(start, end, quantity.value, quantity.next, before=sign)


def _yuan(line: Line, index: int, quantity: Quantity) -> Found | None:
    unit = _YUAN.match(line.plain, quantity.end)
    if not unit or not _is_money(line, index, quantity, unit):
        return None
    value, end, following = quantity.value, unit.end(), quantity.next
    if line.plain.startswith("半", end):
        value, end = value + Decimal("0.5"), end + 1
    elif tail := _jiao(line, following, end):
        value, end, following = value + tail[0], tail[1], tail[2]
    if line.plain.startswith("钱", end):
        end += 1
    return _amount(quantity.start, end, value, following, after="元")


def _is_money(line: Line, index: int, quantity: Quantity, unit: re.Match[str]) -> bool:
    """Not 一块 (together), nor 分两块 (in two parts)."""
    if unit.group().strip() != "块" or quantity.value > 10:
        return True
    if _PIECES.search(line.before(index)):
        return False
    following = line.plain[unit.end() :]
    if line.numerals[index].raw == "一":
        return bool(re.match(r"钱|[1-9二两三四五六七八九]|半", following))
    return bool(_STOPS.match(following) or _TAIL.match(following))


def _jiao(line: Line, index: int, end: int) -> tuple[Decimal, int, int] | None:
    """五毛, 五 or 五毛三 after 三块: how much, where it ends, the index of the next number."""
    if not line.has(index) or line.numerals[index].start != end:
        return None
    numeral = line.numerals[index]
    if not _TAIL.fullmatch(numeral.raw):
        return None
    if not (sign := _JIAO.match(line.after(index))):
        is_tail = not _NOT_A_TAIL.match(line.after(index))
        return (numeral.value / 10, numeral.end, index + 1) if is_tail else None
    value, end = numeral.value / 10, numeral.end + sign.end()
    if line.has(index + 1) and line.numerals[index + 1].start == end:
        fen = line.numerals[index + 1]
        if _TAIL.fullmatch(fen.raw) and (
            (sign := _FEN.match(line.after(index + 1)))
            or not _NOT_A_TAIL.match(line.after(index + 1))
        ):
            end = fen.end + (sign.end() if sign else 0)
            return value + fen.value / 100, end, index + 2
    return value, end, index + 1


def _small(line: Line, quantity: Quantity) -> Found | None:
    """五毛钱. 五毛 alone may be a name."""
    unit = _SMALL.match(line.plain, quantity.end)
    if not unit:
        return None
    value = quantity.value / (100 if unit.group().startswith("分") else 10)
    return _amount(quantity.start, unit.end(), value, quantity.next, after="元")


def _foreign(line: Line, quantity: Quantity) -> Found | None:
    if unit := _FOREIGN.match(line.plain, quantity.end):
        return _amount(quantity.start, unit.end(), quantity.value, quantity.next, after=unit[1])
    unit = _ENGLISH.match(line.plain, quantity.end)
    if not unit:
        return None
    sign = _SIGNS[unit[1] if unit[1] == "pence" else unit[1].removesuffix("s")]
    if unit[1] in ("cent", "cents", "pence"):
        return _amount(quantity.start, unit.end(), quantity.value / 100, quantity.next, before=sign)
    cents, end, following = _cents(line, quantity.next, unit.end())
    return _amount(quantity.start, end, quantity.value + cents, following, before=sign)


def _cents(line: Line, index: int, end: int) -> tuple[Decimal, int, int]:
    nothing = Decimal(0), end, index
    if not line.has(index):
        return nothing
    numeral = line.numerals[index]
    if not _AND_CENTS.fullmatch(line.plain, end, numeral.start) or numeral.value >= 100:
        return nothing
    if not (sign := _CENTS.match(line.after(index))):
        return nothing
    return numeral.value / 100, numeral.end + sign.end(), index + 1


def _amount(
    start: int, end: int, value: Decimal, following: int, before: str = "", after: str = ""
) -> Found:
    return Entity(
        kind=EntityKind.AMOUNT,
        char_start=start,
        char_end=end,
        written=f"{before}{grouped(value)}{after}",
        value=plainly(value),
    ), following
