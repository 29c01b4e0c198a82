"""What a text can be found by: characters, pairs of characters and words, as numbers.

Chinese is written without spaces, so it is found by pairs of characters that stand side
by side (Nie, Gao, Li: "On the use of words and n-grams for Chinese information
retrieval", 2000); languages with an alphabet by their words. A text that holds a phrase
holds all its tokens; the reverse need not be true, so whoever finds a text by them looks
again.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from zlib import crc32

from services.tables import Channel
from services.transcripts import Utterance
from services.transcripts.spelling import SPACE, is_ideographic, normalize, runs_on

_SIGN = 1 << 31


def tokens_of(text: str) -> frozenset[int]:
    """Of a text, as 32-bit signed integers: a fifth of the size that the words would take."""
    return frozenset(_number(token) for token in _tokens(normalize(text)))


def tokens_of_phrase(phrase: str) -> frozenset[int]:
    """What every text has that holds the phrase; a lone character is one of its own."""
    tokens = list(_tokens(normalize(phrase)))
    in_pairs = {character for token in tokens if len(token) == 2 for character in token}
    return frozenset(_number(each) for each in tokens if each not in in_pairs)


def tokens_of_call(utterances: Iterable[Utterance]) -> frozenset[int]:
    """Of everything that was said, each channel as one text in the order of its time."""
    said = sorted(utterances, key=lambda each: each.start_s)
    return frozenset[int]().union(
        *(
            tokens_of(SPACE.join(each.text for each in said if each.channel is channel))
            for channel in Channel
        )
    )


def _tokens(text: str) -> Iterator[str]:
    for run in _runs(text):
        if not is_ideographic(run[0]):
            yield run
            continue
        yield from run
        yield from (before + after for before, after in pairwise(run))


def _runs(text: str) -> Iterator[str]:
    """Stretches of characters without spaces, and words; what is neither is left out."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _go_together(text[at - 1], text[at]):
            if is_ideographic(text[start]) or text[start].isalnum():
                yield text[start:at]
            start = at


def _go_together(before: str, after: str) -> bool:
    if is_ideographic(before) and is_ideographic(after):
        return True
    return runs_on(before, after)


def _number(token: str) -> int:
    return (crc32(token.encode()) ^ _SIGN) - _SIGN
