"""Numbers said in English words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from text_to_num import find_numbers

from services.transcripts.written.numerals import Numeral

_ONES = "zero|one|two|three|four|five|six|seven|eight|nine"
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    "thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|"
    "twentieth|thirtieth"
)
_SCALES = "hundred|thousand|million|billion"
_WORD = (
    rf"(?:(?:double|triple)[\s-]+(?:{_ONES}|oh|o)|{_ONES}|oh|o|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    rf"eighty|ninety|{_SCALES}|{_ORDINALS})"
)
_RUN = re.compile(rf"\b{_WORD}(?:(?:\s+point)?(?:[\s-]+(?:and\s+)?{_WORD})+)*\b(?!['’])")
_SPLIT = re.compile(r"[a-z]+")
_DIGITS = _ONES.split("|")
_TIMES = {"double": 2, "triple": 3}
_A = re.compile(r"\ba\s+$")
_IDIOMS = re.compile(
    r"\b(?:twenty[\s-]four[\s-]seven|fifty[\s-]fifty|one[\s-](?:on|by)[\s-]one|nine to five|"
    r"second to none|one another|24/7)\b"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """One word, as text_to_num asks for it; `doubled` ones come twice, from the same characters."""

    word: str
    start: int
    end: int

    def text(self) -> str:
        return "zero" if self.word in ("oh", "o") else self.word

    def nt_separated(self, previous: object) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def without_idioms(plain: str) -> str:
    """`plain` with □ for phrases whose numbers count nothing: fifty-fifty, twenty four seven."""
    return _IDIOMS.sub(lambda found: "□" * len(found.group()), plain)


def iter_numerals(plain: str) -> Iterator[Numeral]:
    """Numbers in English words: `a hundred and twenty`, `oh seven double five`, `twenty third`."""
    for found in _RUN.finditer(plain):
        yield from _numerals(plain, list(_words(plain, found.start(), found.end())))


def _words(plain: str, start: int, end: int) -> Iterator[_Said]:
    """The words of a run; `double five` is five twice."""
    times, since = 1, start
    for found in _SPLIT.finditer(plain, start, end):
        if found.group() in _TIMES:
            times, since = _TIMES[found.group()], found.start()
            continue
        first = since if times > 1 else found.start()
        for _ in range(times):
            yield _Said(found.group(), first, found.end())
        times = 1


def _numerals(plain: str, words: Sequence[_Said]) -> Iterator[Numeral]:
    one_by_one: list[_Said] = []
    for number in find_numbers(list(words), "en", 0):
        said = words[number.start : number.end]
        if all(word.text() in _DIGITS for word in said):
            one_by_one += said
            continue
        yield from _read_out(plain, one_by_one)
        one_by_one = []
        yield from _cardinal(plain, said, number.text, number.is_ordinal)
    yield from _read_out(plain, one_by_one)


def _read_out(plain: str, said: Sequence[_Said]) -> Iterator[Numeral]:
    """Digits said one by one. A lone `oh` is a sigh."""
    while len(said) < 3 and said and said[0].word in ("oh", "o"):
        said = said[1:]
    while len(said) < 3 and said and said[-1].word in ("oh", "o"):
        said = said[:-1]
    if said:
        digits = "".join(_digit(word) for word in said)
        start, end = said[0].start, said[-1].end
        yield Numeral(start, end, plain[start:end], Decimal(digits), "en", digits)


def _digit(word: _Said) -> str:
    return str(_DIGITS.index(word.text()))


def _cardinal(plain: str, said: Sequence[_Said], text: str, is_ordinal: bool) -> Iterator[Numeral]:
    start, end = said[0].start, said[-1].end
    if said[0].word in _SCALES.split("|"):
        article = _A.search(plain, 0, start)
        if not article:
            return  # "3.5 million" belongs to its figures, "thousands" to nobody.
        start = article.start()
    value = Decimal(re.sub(r"[a-z]+$", "", text))
    digits = text if not is_ordinal and text.isdigit() and value < 100 else None
    yield Numeral(start, end, plain[start:end], value, "en", digits, is_ordinal)
