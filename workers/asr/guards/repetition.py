"""The same words over and over: more often than people say them."""

import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby

from services.transcripts import Utterance
from services.transcripts.spelling import fold
from workers.asr.words import pieces_of

LOOP_PIECES = 20
"""Words, or Chinese characters, that only repeat: "对" is then said 21 times on end.

People repeat themselves less. In telesales one hears "对对对对对对", "no no no no", and on
a bad line "喂您好能听到吗" three times; a model that loops goes on to the end of its window.
"""
_LOOP_TIMES = 4
_IN_A_ROW_PIECES = 4
"""Of an utterance that counts in a row: a listener's "嗯" or "I see" never does."""
_LONGEST_PIECES = 60


def says(text: str) -> tuple[str, ...]:
    """The words, or Chinese characters, of `text`, without regard to how they are written."""
    return tuple(piece.strip() for piece in pieces_of(fold(text)[0]))


def is_loop(pieces: Sequence[str]) -> bool:
    """Whether something stands at least four times on end, and adds much by that alone."""
    return any(
        run >= max(LOOP_PIECES, (_LOOP_TIMES - 1) * length) for length, run in _repeats(pieces)
    )


def is_natural(pieces: Sequence[str]) -> bool:
    """Whether `pieces` are one thing said several times, as people do: "no no no no"."""
    return not is_loop(pieces) and any(
        length + run == len(pieces) for length, run in _repeats(pieces)
    )


def compression_ratio(text: str) -> float:
    """Size of the text over its size compressed, as Whisper takes it."""
    encoded = text.encode()
    return len(encoded) / len(zlib.compress(encoded)) if encoded else 0.0


def looped_in_a_row(utterances: Sequence[Utterance]) -> set[int]:
    """Numbers of the utterances that a channel says again and again, one after the other."""
    found: set[int] = set()
    for channel in {utterance.channel for utterance in utterances}:
        own = [
            (number, says(utterance.text))
            for number, utterance in enumerate(utterances)
            if utterance.channel is channel
        ]
        for pieces, same in groupby(own, key=lambda each: each[1]):
            numbers = [number for number, _ in same]
            if len(pieces) >= _IN_A_ROW_PIECES and is_loop(pieces * len(numbers)):
                found |= set(numbers)
    return found


def _repeats(pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
    """For each length, how many pieces in a row are those that stood `length` before."""
    for length in range(1, min(len(pieces) // 2, _LONGEST_PIECES) + 1):
        longest = run = 0
        for before, piece in zip(pieces, pieces[length:], strict=False):
            run = run + 1 if before == piece else 0
            longest = max(longest, run)
        if longest >= length:
            yield length, longest
