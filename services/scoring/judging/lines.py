"""Lines of a script, said in much the same words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from services.scoring.conditions import Op, ScriptLine
from services.scoring.judging.alike import sounded
from services.scoring.judging.compiled import ReadyLine
from services.scoring.judging.counting import Asked, judge_places
from services.scoring.judging.looks import Look, unsure_of
from services.scoring.judging.places import Answer, Place
from services.scoring.judging.texts import ChannelText, Span
from services.scoring.results import Measured
from services.transcripts import spelling

_ENDS = re.compile(r"[，。；：！？、,;:!?\n]+|\.(?!\d)")
_LEAST_WORDS = 3
"""Of fewer words the order is all there is."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the best stretch of a text is, 0 to 100, and where it stands."""

    similarity: float
    span: Span


def ready_line(line: str, *, homophones: bool) -> ReadyLine:
    spelled = sounded if homophones else str
    pieces = [letters for piece in _ENDS.split(line) if (letters := spelling.normalize(piece))]
    letters = spelling.normalize(line)
    words = letters.count(spelling.SPACE) + 1
    return ReadyLine(
        name=line,
        letters=spelled(letters),
        pieces=tuple(map(spelled, pieces)) if len(pieces) > 1 else (),
        words=words if words >= _LEAST_WORDS else 0,
    )


def judge_script_line(condition: ScriptLine, look: Look) -> Answer:
    lines = look.talk.card.lines[id(condition)]
    found = look.once(
        condition,
        lambda: [
            each
            for said in look.texts(condition.speaker)
            for each in _places(condition, lines, said, look)
        ],
    )
    best = max((likeness for _, likeness in found), default=None)
    measured = Measured(
        name="similarity",
        value=None if best is None else round(best, 1),
        op=Op.GE,
        wanted=condition.similarity,
    )
    asked = Asked(condition.type, condition.lines, measured=(measured,))
    return judge_places(condition, asked, (place for place, _ in found), look)


def _places(
    condition: ScriptLine, lines: Sequence[ReadyLine], said: ChannelText, look: Look
) -> Iterator[tuple[Place, float]]:
    """One for each turn that is like a line: where it is most like one."""
    text = look.talk.sounded(said) if condition.homophones else said.text
    for (start, end), _ in said.turn_spans:
        found = [
            likeness
            for line in lines
            if (likeness := likeness_of(line, text[start:end], condition.similarity))
        ]
        if found:
            best = max(found, key=lambda each: each.similarity)
            span = (start + best.span[0], start + best.span[1])
            parts = list(said.parts(span))
            detail = f"{best.similarity:.0f}"
            place = Place(
                evidence=look.talk.spoken.evidence(parts[0], detail),
                turn=look.talk.spoken.turn_of[parts[0].utterance],
                channel=said.channel,
                span=span,
                unsure=unsure_of(condition, look.talk, said.channel, parts),
            )
            yield place, best.similarity


def likeness_of(line: ReadyLine, text: str, least: float) -> Likeness | None:
    """The stretch of a turn that is most like a line; None when none is alike enough.

    As it stands, or its pieces in whatever order, or in an alphabet its words.
    """
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
    found = [(piece, _whole(piece, text, 0)) for piece in line.pieces]
    length = sum(map(len, line.pieces))
    similarity = sum(len(piece) * each.similarity for piece, each in found if each)
    if not found or similarity < least * length:
        return None
    spans = [each.span for _, each in found if each]
    return Likeness(similarity / length, (min(spans)[0], max(end for _, end in spans)))


def _in_words(line: ReadyLine, text: str, least: float) -> Likeness | None:
    """Of each row of as many words, the words in the order of the alphabet."""
    if not line.words:
        return None
    wanted = _sorted(line.letters.split(spelling.SPACE))
    words = [(found.start(), found.end()) for found in re.finditer(r"[^ ]+", text)]
    best: Likeness | None = None
    for at in range(max(1, len(words) - line.words + 1)):
        row = words[at : at + line.words]
        likeness = fuzz.ratio(wanted, _sorted(text[start:end] for start, end in row))
        if likeness >= least and (best is None or likeness > best.similarity):
            best = Likeness(likeness, (row[0][0], row[-1][1]))
    return best


def _sorted(words: Sequence[str] | Iterator[str]) -> str:
    return spelling.SPACE.join(sorted(words))
