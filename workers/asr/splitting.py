"""Parting what was heard in one go where the speaker paused."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from services.transcripts import Word
from workers.asr.speech import PAUSE_S, Stretch
from workers.asr.words import pieces_of

_ENDS_A_PHRASE = ",.!?;:…、，。！？；："
_NEAR = 0.25
"""Share of the text within which a phrase's end is taken for the place of a pause."""
_SPOKEN_S = 0.05
"""Less of a word than this in a stretch of speech means nothing."""


def cut(text: str, shares: Sequence[float]) -> list[str]:
    """Part `text` in proportion to `shares`, at the end of a phrase where one is near.

    Words stay whole. A share that is too small for a word gets an empty text.
    """
    ends = list(accumulate(len(piece) for piece in pieces_of(text)))
    places = [
        0,
        *(end for end in ends if text[end : end + 1] not in _ENDS_A_PHRASE or end == len(text)),
    ]
    total = sum(shares)
    cuts = [0]
    for wanted in list(accumulate(shares))[:-1]:
        at = len(text) * wanted / total
        cuts.append(max(cuts[-1], _nearest(text, places, at)))
    return [text[begin:end].strip() for begin, end in pairwise([*cuts, len(text)])]


def _nearest(text: str, places: Sequence[int], at: float) -> int:
    nearest = min(places, key=lambda place: abs(place - at))
    phrases = [place for place in places if place and text[place - 1] in _ENDS_A_PHRASE]
    phrase = min(phrases, key=lambda place: abs(place - at), default=nearest)
    return phrase if abs(phrase - at) <= max(2.0, _NEAR * len(text)) else nearest


def part(words: Sequence[Word], window: Sequence[Stretch]) -> Iterator[list[Word]]:
    """Bring words from joined seconds to those of the call, parted where there is a pause."""
    group: list[Word] = []
    for word, stretch in zip(words, _stretches_of(words, window), strict=True):
        if group and stretch.start_s - group[-1].end_s > PAUSE_S:
            yield group
            group = []
        begins_s, ends_s = stretch.in_call(word.start_s), stretch.in_call(word.end_s)
        times = {"start_s": round(begins_s, 3), "end_s": round(ends_s, 3)}
        group.append(word.model_copy(update=times))
    if group:
        yield group


def _stretches_of(words: Sequence[Word], window: Sequence[Stretch]) -> list[Stretch]:
    """The speech that each word lies in; a word in none goes with the next that does."""
    following = max(window, key=lambda part: part.covered(words[0].start_s, words[-1].end_s))
    found: list[Stretch] = []
    for word in reversed(words):
        spoken_s, best = max((part.covered(word.start_s, word.end_s), part) for part in window)
        if spoken_s >= _SPOKEN_S:
            following = best
        found.append(following)
    return found[::-1]
