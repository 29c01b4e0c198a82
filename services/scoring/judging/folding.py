"""The spelling of `transcripts.spelling` for a whole call at once."""

import re
import unicodedata
from collections.abc import Sequence

from services.transcripts import spelling

_GAP = "\x1e"
"""Stands for what is neither letter nor digit."""
_END = "\x1f"
"""Stands between texts."""
_POINT = "\x1c"
_MARK = "\x1d"
"""Stands for marks that combine with the character before them."""
_SIGNS = f"{_GAP}{_END}{_POINT}{_MARK}"
_OWN = re.compile("[\x1c-\x1f]")
# What each begins with is a character to search for: what stands before it is looked at after.
_IN_NUMBERS = re.compile(r"[.,．，](?<=\d.)(?=\d)")
_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BEFORE_END = re.compile(f"{_GAP}+{_END}")
_AFTER_END = re.compile(f"{_END}{_GAP}+")
_BETWEEN_WORDS = re.compile(
    f"{_GAP}(?<=[^{_UNSPACED}{_GAP}{_END}]{_GAP}){_GAP}*(?=[^{_UNSPACED}{_GAP}{_END}%])"
)


class _Letters(dict[int, str]):
    """What each character is spelled as; filled as characters turn up."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        is_mark = unicodedata.combining(character) != 0
        self[point] = _MARK if is_mark else spelling.normalize(character) or _GAP
        return self[point]


_LETTERS = _Letters({ord(_END): _END, ord(_POINT): spelling.POINT})
_MAY_CHANGE = re.compile("[^a-z0-9\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\x1c\x1f]")
"""Other letters and digits than the commonest, which are spelled as themselves."""


def normalized(texts: Sequence[str]) -> list[str]:
    """`normalize` of each. A call takes a tenth of the time that its sentences would take."""
    joined = _END.join(texts)
    if joined.count(_END) != max(0, len(texts) - 1) or _OWN.search(joined.replace(_END, "")):
        return [spelling.fold(text)[0] for text in texts]
    letters = _spelled(_IN_NUMBERS.sub(_in_number, joined))
    if _MARK in letters:
        return [spelling.fold(text)[0] for text in texts]
    apart = _AFTER_END.sub(_END, _BEFORE_END.sub(_END, letters)).strip(_GAP)
    folded = _BETWEEN_WORDS.sub(spelling.SPACE, apart).replace(_GAP, "")
    return folded.split(_END) if texts else []


def _spelled(text: str) -> str:
    """What `translate` makes of it. In a call few different characters change, often the same."""
    for character in set(_MAY_CHANGE.findall(text)):
        letters = _LETTERS[ord(character)]
        if letters != character:
            text = text.replace(character, letters)
    return text.replace(_POINT, spelling.POINT)


def origins(text: str, letters: str) -> tuple[list[int], list[int]]:
    """What `fold` says of where `letters`, its result, come from; quick for plain text."""
    spelled = text.translate(_LETTERS)
    if len(spelled) == len(text) and spelled.replace(_GAP, "") == letters:
        plain = [at for at, letter in enumerate(spelled) if letter != _GAP]
        return plain, [at + 1 for at in plain]
    return spelling.fold(text)[1:] if _OWN.search(text) else _slowly(text, letters)


def _slowly(text: str, letters: str) -> tuple[list[int], list[int]]:
    """Where spaces were put in, or characters are spelled with several letters."""
    starts: list[int] = []
    ends: list[int] = []
    for at, character in enumerate(text):
        found = _LETTERS[ord(character)]
        for letter in "" if found in _SIGNS else found:
            place = len(starts)
            if letters[place : place + 1] == spelling.SPACE:
                starts.append(at)
                ends.append(at)
                place += 1
            if letters[place : place + 1] == letter:
                starts.append(at)
                ends.append(at + 1)
    if len(starts) == len(letters):
        return starts, ends
    _, starts, ends = spelling.fold(text)
    return starts, ends


def _in_number(found: re.Match[str]) -> str:
    return _POINT if found.group() in ".．" else ""
