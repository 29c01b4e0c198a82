"""One spelling for everything that sounds alike on paper: width, case, punctuation, spaces.

What is left are letters, digits, "%" and decimal points, and one space where two words
of an alphabet meet. Chinese and Japanese are written without spaces, so none stays
beside their characters.
"""

import unicodedata
from functools import lru_cache

SPACE = " "
POINT = "."
PERCENT = "%"
_POINTS = {".": POINT, "．": POINT, ",": "", "，": ""}
"""Between digits: 5.5 is neither 5 nor 55, and 1,000 is 1000."""


@lru_cache(maxsize=65_536)
def normalize(phrase: str) -> str:
    """`"保证 收益!"` and `"保证收益"` give the same; so do `"ＯＫ"` and `"ok"`."""
    return fold(phrase)[0]


def fold(text: str) -> tuple[str, list[int], list[int]]:
    """Normalise `text` and say where every character of the result comes from.

    Character `n` of the result stands for `text[starts[n]:ends[n]]`.
    """
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    apart = False
    for start, end in _clusters(text):
        letters = _letters(text[start:end])
        if not letters and _is_inside_number(text, start, end):
            letters = _POINTS[text[start:end]]
            if not letters:
                continue
        if not letters:
            apart = True
            continue
        if apart and folded and needs_space(folded[-1], letters[0]):
            folded.append(SPACE)
            starts.append(start)
            ends.append(start)
        for letter in letters:
            folded.append(letter)
            starts.append(start)
            ends.append(end)
        apart = False
    return "".join(folded), starts, ends


def needs_space(before: str, after: str) -> bool:
    """Whether two characters would run into one word if they stood side by side."""
    return after != PERCENT and not (is_ideographic(before) or is_ideographic(after))


def runs_on(before: str, after: str) -> bool:
    """Whether a word of an alphabet, or a number, goes on from one character to the next."""
    both = (c.isalnum() or c == POINT for c in (before, after))
    return all(both) and needs_space(before, after)


@lru_cache(maxsize=65_536)
def is_ideographic(character: str) -> bool:
    """Han characters and kana: scripts that put no spaces between words."""
    point = ord(character)
    return (
        0x3005 <= point <= 0x3007
        or 0x3040 <= point <= 0x30FF
        or 0x3400 <= point <= 0x9FFF
        or 0xF900 <= point <= 0xFAFF
        or 0x20000 <= point <= 0x3FFFF
    )


def _clusters(text: str) -> list[tuple[int, int]]:
    """Characters with the marks that combine with them: "e" and its accent are one."""
    if text.isascii():
        return [(at, at + 1) for at in range(len(text))]
    heads = [at for at, character in enumerate(text) if not unicodedata.combining(character)]
    if not heads or heads[0] != 0:
        heads.insert(0, 0)
    return list(zip(heads, [*heads[1:], len(text)], strict=True))


@lru_cache(maxsize=65_536)
def _letters(cluster: str) -> str:
    """The letters and digits of one character; several for such as "㎡", none for "。"."""
    composed = unicodedata.normalize("NFKC", cluster)
    folded = unicodedata.normalize("NFKC", composed.casefold())
    return "".join(c for c in folded if c.isalnum() or c == PERCENT or _is_vowel_sign(c))


def _is_inside_number(text: str, start: int, end: int) -> bool:
    return (
        text[start:end] in _POINTS
        and text[start - 1 : start].isdecimal()
        and (text[end : end + 1].isdecimal())
    )


def _is_vowel_sign(character: str) -> bool:
    """Marks that spell, as in Hindi; not those that only choose a glyph or an emoji."""
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return unicodedata.category(character) in ("Mn", "Mc") and not is_selector
