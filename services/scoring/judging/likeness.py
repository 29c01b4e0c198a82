"""How alike a line of a script and a stretch of a turn are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from rapidfuzz import fuzz

from services.scoring.judging.alike import sounded
from services.scoring.judging.texts import Span
from services.transcripts import spelling

_ENDS = re.compile(r"[，。；：！？、,;:!?\n]+|\.(?!\d)")
_WORD = re.compile(r"[^ ]+")
_LEAST_WORDS = 3
"""Of fewer words the order is all there is."""
_MOST_STRETCHES = 20
"""Of one turn that are like one line."""


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """A line of a script, and its parts, which may be said in another order."""

    name: str
    letters: str
    pieces: tuple[str, ...]
    """What punctuation parts; none when nothing does."""
    words: tuple[str, ...]
    """Of an alphabet; none where they are too few, or there are no spaces between them."""
    pairs: frozenset[str]
    """Characters side by side in one of the pieces."""
    shared: int
    """So many of the pairs at least are in every turn that is alike enough."""


class Likeness(NamedTuple):
    """How alike the best stretch of a text is, 0 to 100, and where it stands."""

    similarity: float
    span: Span


def ready_line(line: str, similarity: float, *, homophones: bool) -> ReadyLine:
    spelled = sounded if homophones else str
    found = [
        spelled(letters) for each in _ENDS.split(line) if (letters := spelling.normalize(each))
    ]
    letters = spelled(spelling.normalize(line))
    words = tuple(letters.split(spelling.SPACE))
    return ReadyLine(
        name=line,
        letters=letters,
        pieces=tuple(found) if len(found) > 1 else (),
        words=words if len(words) >= _LEAST_WORDS else (),
        pairs=frozenset(pair for piece in found for pair in pairs_of(piece)),
        shared=_shared(found, similarity / 100),
    )


def pairs_of(text: str) -> Iterable[str]:
    """Each two characters that stand side by side."""
    return map(add, text, text[1:])


def stretches_of(line: ReadyLine, text: str, least: float) -> Sequence[Likeness]:
    """Stretches of a turn that are like a line, the best first; none overlap."""
    best = likeness_of(line, text, least)
    # Of most turns that is all.
    if best is None:
        return ()
    found = [best]
    waiting = _beside(best.span, (0, len(text)), line)
    for _ in range(_MOST_STRETCHES - 1):
        if not waiting:
            break
        start, end = waiting.pop()
        best = likeness_of(line, text[start:end], least)
        if best is not None:
            span = (start + best.span[0], start + best.span[1])
            found.append(Likeness(best.similarity, span))
            waiting += _beside(span, (start, end), line)
    return found


def _beside(span: Span, whole: Span, line: ReadyLine) -> list[Span]:
    """What is left of the whole before and after the span, where it may hold the line again."""
    rest = ((whole[0], span[0]), (span[1], whole[1]))
    return [each for each in rest if 2 * (each[1] - each[0]) >= len(line.letters)]


def likeness_of(line: ReadyLine, text: str, least: float) -> Likeness | None:
    """The stretch of a turn that is most like a line; None when none is alike enough.

    As it stands, or its pieces in whatever order, or in an alphabet its words.
    """
    if not line.pieces and not line.words:
        return _whole(line.letters, text, least)
    ways = (
        _whole(line.letters, text, least),
        _in_pieces(line, text, least),
        _in_words(line, text, least),
    )
    return max((way for way in ways if way), key=lambda way: way.similarity, default=None)


def _whole(letters: str, text: str, least: float) -> Likeness | None:
    """In a text that is shorter than the line all of it is the stretch."""
    if len(text) <= len(letters):
        similarity = fuzz.ratio(letters, text, score_cutoff=least)
        return Likeness(similarity, (0, len(text))) if similarity else None
    found = fuzz.partial_ratio_alignment(letters, text, score_cutoff=least)
    if found is None or found.score == 0:
        return None
    return Likeness(found.score, (found.dest_start, found.dest_end))


def _in_pieces(line: ReadyLine, text: str, least: float) -> Likeness | None:
    """The mean likeness of the pieces by their length, each where it is said best."""
    length = sum(map(len, line.pieces))
    similarity, lost = 0.0, 0.0
    spans = []
    for piece in line.pieces:
        found = _whole(piece, text, 0)
        part = len(piece) * found.similarity if found else 0
        similarity += part
        lost += 100 * len(piece) - part
        if lost > (100 - least) * length:
            return None
        if found:
            spans.append(found.span)
    if not spans:
        return None
    return Likeness(similarity / length, (min(spans)[0], max(end for _, end in spans)))


def _in_words(line: ReadyLine, text: str, least: float) -> Likeness | None:
    """Of each row of as many words the likeness of the words in the order of the alphabet.

    Half of the words must be there letter by letter: what shares fewer is not the same
    words in another order.
    """
    if not line.words or 2 * sum(word in text for word in line.words) < len(line.words):
        return None
    wanted = _in_alphabet(line.words)
    words = [found.span() for found in _WORD.finditer(text)]
    best: Likeness | None = None
    for at in range(max(1, len(words) - len(line.words) + 1)):
        row = words[at : at + len(line.words)]
        likeness = fuzz.ratio(wanted, _in_alphabet(text[start:end] for start, end in row))
        if likeness >= least and (best is None or likeness > best.similarity):
            best = Likeness(likeness, (row[0][0], row[-1][1]))
    return best


def _in_alphabet(words: Iterable[str]) -> str:
    return spelling.SPACE.join(sorted(words))


def _shared(pieces: list[str], similarity: float) -> int:
    """How many different pairs of a line any stretch shares that is as similar as that.

    Of n characters at most 2n(1 - s) / (2 - s) are left out of a stretch no longer than n
    with a ratio of s, and each breaks two pairs; what is put in between instead breaks one,
    and then less may be left out. For pieces the bound holds in sum, as it is concave in s.
    """
    count = sum(map(len, pieces))
    broken = count * min(1.0, 4 * (1 - similarity) / (2 - similarity))
    intact = count - len(pieces) - broken
    twice = count - len(pieces) - len({pair for piece in pieces for pair in pairs_of(piece)})
    return max(0, int(intact - twice - 1e-9) + 1 if intact > twice else 0)
