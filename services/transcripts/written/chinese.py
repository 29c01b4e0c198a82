"""Numbers said in Chinese or written in figures, and what only looks like one."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from services.transcripts.written.numerals import Numeral

DIGITS = {**dict(zip("零一二三四五六七八九", "0123456789", strict=True)), "〇": "0", "幺": "1"}
MEASURES = (
    "个|位|次|天|年|周|岁|款|份|张|套|本|期|家|种|条|项|倍|遍|句|分钟|小时|秒|星期|礼拜|"
    "公里|公斤|斤|克|米|平|人|名|户|台|部|辆|件|笔|单|组|盒|瓶|支|层|级|页|节|门|课|度|日"
)

_CHARACTERS = "零〇幺一二两三四五六七八九十廿百千万亿"
_NUMERAL = f"0-9{_CHARACTERS}"
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d+)?")
# 138.0013 of 138.0013.8000 and 3.5 of 2026.3.5 are no decimals.
_FIGURES = re.compile(r"(?<!\d\.)\d+\.\d+(?!\.?\d)|\d+")
_RUN = re.compile(rf"(?:{_GROUPED.pattern}|{_FIGURES.pattern}|[{_CHARACTERS}])[{_NUMERAL}]*")
_WITH_UNITS = re.compile(r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十廿]).*")
_TWO_DIGITS = re.compile(
    r"[幺一二两三四五六七八九]{2}|\d[一二两三四五六七八九]|[一二三四五六七八九]\d"
)
_SHORTENED = re.compile(r"([百千万亿])([1-9一二三四五六七八九])$")
_NEXT_LOWER = {"百": "十", "千": "百", "万": "千", "亿": "千万"}
# 三百一个月 is 300 a month, 二十一个月 are 21 months.
_ONE_OF_THE_NEXT = re.compile(
    rf"(?:(?<=[百千万亿\d])|(?<=块[二三四五六七八九]))一(?={MEASURES}|下|起|共|定|样|直|般)|两$"
)
_ALL = re.compile(r"(?<=百分之)百")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![a-z])")
_ROUGH = re.compile(rf"[几多余]|来(?:{MEASURES}|块|万)")
_LETTER_BEFORE = re.compile(r"[a-z]-?$")
_LETTER = re.compile(r"[a-z]")
_LATIN_UNITS = re.compile(
    r"(?:k|am|pm|a\.m|p\.m|st|nd|rd|th|rmb|usd|x|yuan|percent|dollars?|thousand|million)(?![a-z0-9])"
)

_WORDS = (
    "万一|千万(?=别|不|要|记|注|小|得|可|[,。!?、 ]|$)|千方百计|千辛万苦|千差万别|千言万语|"
    "千家万户|万无一失|万事|万能|万分|百万(?=医疗|身价|富翁)|千兆|百分百|一百个(?=放心|愿意)|一五一十|"
    "三心二意|三言两语|三三两两|三天两头|三番五次|三番两次|再三|接二连三|隔三差五|不三不四|丢三落四|朝三暮四|"
    "颠三倒四|三长两短|三下五除二|四面八方|四通八达|五花八门|五颜六色|五湖四海|乱七八糟|七上八下|"
    "七嘴八舌|七七八八|八九不离十|九牛一毛|一毛不拔|十全十美|十万火急|十有八九|十分(?!钟|之)|十足|"
    "不管三七二十一|七七四十九|九九八十一|双十一|双十二|十一(?=黄金周|长假|假期)|五险一金|"
    "略知一二|一清二楚|一干二净|一来二去|独一无二|说一不二|一心一意|一时半会|一模一样|一举两得|"
    "一步一步|十月怀胎|百里挑一|以一当十|一块(?=去|来|儿|买|办|用|做|看|走|住|吃|上)|一点一点|一日三餐"
)
_MISLEADING = re.compile(
    rf"(?<![{_NUMERAL}])(?<![{_NUMERAL}][ ,-])(?:{_WORDS})"
    r"|(?:周|星期|礼拜)[一二三四五六](?![次天节个回小遍堂])"
    rf"|第\s?[{_NUMERAL}]+"
)
_MILITARY_ONE = re.compile(r"(?<![什怎要那这多])么(?=[零〇幺一二三四五六七八九0-9么]{2})")
_ANY_NUMERAL = re.compile(rf"[{_NUMERAL}]")


def without_misleading(plain: str) -> str:
    """`plain` with □ for numerals that are no numbers: 万一, 十分感谢, 周三, 第一."""
    plain = _MILITARY_ONE.sub("幺", plain)
    return _MISLEADING.sub(lambda found: _ANY_NUMERAL.sub("□", found.group()), plain)


def iter_numerals(plain: str) -> Iterator[Numeral]:
    """Numbers in Chinese characters and in figures. Rough ones (几百, 七八百, 五百多) have
    no value and are left out."""
    for found in _RUN.finditer(plain):
        start, end = found.span()
        if cut := _ONE_OF_THE_NEXT.search(plain, start + 1, end + 2):
            end = min(end, cut.start())
        raw = plain[start:end]
        if _is_rough(plain, start, end) or _is_of_a_name(plain, start, end, raw):
            continue
        if ordinal := _ORDINAL.match(plain, end):
            end = ordinal.end()
            yield Numeral(start, end, plain[start:end], Decimal(raw), "figures", ordinal=True)
        else:
            yield from _numerals(start, raw)
    for found in _ALL.finditer(plain):
        yield Numeral(found.start(), found.end(), "百", Decimal(100), "zh")


def _is_rough(plain: str, start: int, end: int) -> bool:
    return bool(_ROUGH.match(plain, end)) or plain[start - 1 : start] in ("几", "数")


def _is_of_a_name(plain: str, start: int, end: int, raw: str) -> bool:
    """Whether figures belong to letters: 5G, A4, Omega-3."""
    if not raw.isascii():
        return False
    if _LETTER_BEFORE.search(plain, max(0, start - 2), start):
        return True
    return bool(_LETTER.match(plain, end) and not _LATIN_UNITS.match(plain, end))


def _numerals(start: int, raw: str) -> Iterator[Numeral]:
    """One, or none where nothing is counted."""
    end = start + len(raw)
    if _FIGURES.fullmatch(raw) or _GROUPED.fullmatch(raw):
        digits = raw if raw.isdigit() else None
        yield Numeral(start, end, raw, Decimal(raw.replace(",", "")), "figures", digits)
    elif digits := _digit_by_digit(raw):
        yield Numeral(start, end, raw, Decimal(digits), "zh", digits)
    elif (value := _value(raw)) is not None:
        yield Numeral(start, end, raw, value, "zh")


def _digit_by_digit(raw: str) -> str | None:
    digits = "".join(DIGITS.get(character, character) for character in raw)
    return digits if digits.isdigit() and digits.isascii() else None


@lru_cache(maxsize=4096)
def _value(raw: str) -> Decimal | None:
    """What a number with 十百千万亿 comes to; None for what is none, as 七八百 or 百.

    cn2an reads what is written out in full. What people leave out is added before: 三千五
    is 三千五百, 一亿二 is 一亿二千万, which cn2an 0.5 fails on.
    """
    plain = raw.replace(",", "")
    if not _WITH_UNITS.fullmatch(plain) or _TWO_DIGITS.search(re.sub(r"\d{2,}", "0", plain)):
        return None
    # Loaded with the first number that is read: it compiles expressions for long.
    from cn2an import cn2an  # noqa: PLC0415

    full = _SHORTENED.sub(lambda found: found.group() + _NEXT_LOWER[found[1]], plain)
    try:
        return Decimal(str(cn2an(full, "smart")))
    except (ValueError, KeyError, ArithmeticError):
        return None
