"""Chinese that sounds the same: where a text may be read as a phrase, tones aside.

For each syllable the places where it may stand are the bits of one number; a phrase stands
where the numbers of its syllables, each moved back to the phrase's beginning, agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count, groupby
from typing import TypeAlias

from services.scoring.judging.texts import ChannelText, Span
from services.transcripts import spelling

Sounds: TypeAlias = tuple[frozenset[str], ...]
"""For each character the syllables it may be read as; letters and digits are themselves."""

_READINGS = 2
"""Of one character; rarer ones are read by nobody on the telephone."""


@lru_cache(maxsize=65_536)
def readings_of(character: str) -> tuple[str, ...]:
    """The commonest first."""
    if not spelling.is_ideographic(character):
        return (character,)
    # Loaded when it is first needed: it is a dictionary.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    [found] = pinyin(character, style=Style.NORMAL, heteronym=True) or [[character]]
    return tuple(found[:_READINGS])


@lru_cache(maxsize=65_536)
def sounds_of(letters: str) -> Sounds:
    """Of a normalised phrase: as its characters are read alone, and as they are read in it."""
    return tuple(
        frozenset((*readings_of(letter), syllable))
        for letter, syllable in zip(letters, _together(letters), strict=True)
    )


def _together(letters: str) -> Iterator[str]:
    # Loaded when it is first needed: it is a dictionary.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    for unspaced, run in groupby(letters, key=spelling.is_ideographic):
        characters = list(run)
        read = lazy_pinyin("".join(characters), style=Style.NORMAL) if unspaced else characters
        yield from read if len(read) == len(characters) else characters


def sounded(letters: str) -> str:
    """Each character as one that stands for all that sound like it."""
    return "".join(map(_sign, letters))


class Sounding:
    """A channel's text as it may be read, worked out as far as somebody wants to know."""

    def __init__(self, said: ChannelText) -> None:
        self._said = said
        self._masks: dict[str, int] = {}
        self._characters: dict[str, list[str]] = defaultdict(list)
        for character in set(said.text):
            for syllable in readings_of(character):
                self._characters[syllable].append(character)

    def find(self, sounds: Sounds) -> list[Span]:
        """Every place where something that sounds so stands as a whole, in order."""
        if any(map(self._characters.keys().isdisjoint, sounds)):
            return []
        places = -1
        for offset in self._rarest_first(sounds):
            places &= self._at(sounds[offset]) >> offset
            if not places:
                return []
        spans = ((start, start + len(sounds)) for start in _bits(places))
        return [(start, end) for start, end in spans if self._said.is_whole(start, end)]

    def _rarest_first(self, sounds: Sounds) -> Sequence[int]:
        """What few characters stand for is found quickly, and mostly leaves nothing to look for."""
        characters = self._characters
        standing = [
            sum([len(characters[each]) for each in syllables & characters.keys()])
            for syllables in sounds
        ]
        return sorted(range(len(sounds)), key=standing.__getitem__)

    def _at(self, syllables: frozenset[str]) -> int:
        found = 0
        for syllable in syllables & self._characters.keys():
            if syllable not in self._masks:
                self._masks[syllable] = self._mask(self._characters[syllable])
            found |= self._masks[syllable]
        return found

    def _mask(self, characters: Iterable[str]) -> int:
        text = self._said.text
        mask = bytearray(len(text) // 8 + 1)
        for character in characters:
            at = text.find(character)
            while at >= 0:
                mask[at >> 3] |= 1 << (at & 7)
                at = text.find(character, at + 1)
        return int.from_bytes(mask, "little")


def _bits(places: int) -> Sequence[int]:
    found = []
    while places:
        lowest = places & -places
        found.append(lowest.bit_length() - 1)
        places ^= lowest
    return found


_SIGNS: dict[str, str] = {}
_NUMBERS = count(0xF0000)
"""Of the private use plane: no text holds them."""


@lru_cache(maxsize=65_536)
def _sign(character: str) -> str:
    """A private character for each syllable; letters, digits and what parts turns stay."""
    if not spelling.is_ideographic(character):
        return character
    syllable = readings_of(character)[0]
    return _SIGNS.get(syllable) or _SIGNS.setdefault(syllable, chr(next(_NUMBERS)))
