"""Lines of a script, said in much the same words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.scoring.conditions import Op, ScriptLine
from services.scoring.judging.candidates import Candidates
from services.scoring.judging.counting import Asked, judge_places
from services.scoring.judging.likeness import Likeness, likeness_of, stretches_of
from services.scoring.judging.looks import Look, unsure_of
from services.scoring.judging.places import Answer, Place, named
from services.scoring.judging.texts import ChannelText
from services.scoring.judging.windows import Row, in_row
from services.scoring.results import Measured


@dataclass(frozen=True, slots=True)
class Heard:
    """Where lines are said, and how alike the likest stretch is, alike enough or not."""

    places: Row[Place]
    closest: float | None


def judge_script_line(condition: ScriptLine, look: Look) -> Answer:
    """What comes closest is told, so that people see how much was missing."""
    heard = look.once(condition, _heard)
    measured = Measured(
        name="similarity",
        value=None if heard.closest is None else round(heard.closest, 1),
        op=Op.GE,
        wanted=condition.similarity,
    )
    asked = Asked(condition.type, named(condition.lines), measured=(measured,))
    return judge_places(condition, asked, heard.places, look)


def _heard(condition: ScriptLine, look: Look) -> Heard:
    places: list[Place] = []
    alike: list[float] = []
    for said in look.texts(condition.speaker):
        text = look.talk.sounded(said) if condition.homophones else said.text
        candidates = look.talk.candidates(said, homophones=condition.homophones)
        found = list(_alike(condition, candidates, text, look))
        alike += [each.similarity for each in found]
        alike += [] if found else _closest(condition, candidates, text, look)
        places += [_place(condition, each, said, look) for each in _apart(found)]
    return Heard(in_row(places), max(alike, default=None))


def _alike(
    condition: ScriptLine, candidates: Candidates, text: str, look: Look
) -> Iterator[Likeness]:
    """All stretches of the text that are like one of the lines."""
    card = look.talk.card
    least = condition.similarity
    for number in card.lines[id(condition)]:
        line = card.line_index[condition.homophones].lines[number]
        for start, end in candidates.turns.get(number, ()):
            for each in stretches_of(line, text[start:end], least):
                span = (start + each.span[0], start + each.span[1])
                yield Likeness(each.similarity, span)


def _closest(
    condition: ScriptLine, candidates: Candidates, text: str, look: Look
) -> Sequence[float]:
    """Of the line and the turn that share most; one more comparison, not all of them."""
    card = look.talk.card
    nearest = candidates.nearest_of(card.lines[id(condition)])
    if nearest is None:
        return ()
    _, number, (start, end) = nearest
    line = card.line_index[condition.homophones].lines[number]
    likeness = likeness_of(line, text[start:end], 0)
    return () if likeness is None else (min(likeness.similarity, condition.similarity),)


def _apart(found: Sequence[Likeness]) -> list[Likeness]:
    """Where stretches overlap the likest, and of those the first."""
    kept: list[Likeness] = []
    for each in sorted(found, key=lambda each: (-each.similarity, each.span)):
        start, end = each.span
        if all(end <= other.span[0] or other.span[1] <= start for other in kept):
            kept.append(each)
    return kept


def _place(condition: ScriptLine, likeness: Likeness, said: ChannelText, look: Look) -> Place:
    talk = look.talk
    parts = list(said.parts(likeness.span))
    return Place(
        evidence=talk.spoken.evidence(parts[0], f"{likeness.similarity:.0f}"),
        turn=talk.spoken.turn_of[parts[0].utterance],
        channel=said.channel,
        span=likeness.span,
        unsure=unsure_of(condition, talk, said.channel, parts),
    )
