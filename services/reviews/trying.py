"""What the rules would find had the model written what a reviewer heard. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from services.reviews.places import Spot, spot_of
from services.reviews.reading import corrections_of
from services.reviews.refusals import NoCorrections
from services.scoring import opinions
from services.scoring.engine import score
from services.scoring.evaluate import compiled
from services.scoring.gathering import heard_call
from services.scoring.readings import get_evaluation
from services.scoring.results import Evidence, Line, Score, Verdict
from services.tables import (
    Call,
    Evaluation,
    Review,
    ScorecardVersion,
    Transcript,
    WordCorrection,
)
from services.transcripts import Utterance, Word
from services.transcripts.written import with_entities


@dataclass(frozen=True, slots=True)
class RuleTried:
    """A rule that comes out otherwise in the corrected words."""

    rule_key: str
    rule_name: str
    before: Verdict
    after: Verdict
    new: tuple[Evidence, ...]
    """Places found only in the corrected words: characters count in those."""
    lost: tuple[Evidence, ...]
    """Places found only in what the model wrote."""


@dataclass(frozen=True, slots=True)
class CorrectionsTried:
    score: Score
    """Of the corrected words, without any verdict."""
    rules: list[RuleTried]
    """Those that change, in the card's order."""
    utterances: list[int]
    """Numbers of those that were corrected."""
    words: tuple[Utterance, ...]
    """All of the call, corrected."""


def try_corrections(session: Session, review: Review) -> CorrectionsTried:
    """Raises NoCorrections."""
    corrections = corrections_of(session, review.id)
    if not corrections:
        raise NoCorrections(review_id=review.id)
    machine = get_evaluation(session, review.evaluation_id)
    evaluation = session.get_one(Evaluation, review.evaluation_id)
    version = session.get_one(ScorecardVersion, evaluation.scorecard_version_id)
    card = compiled(version)
    call = session.get_one(Call, review.call_id)
    transcript = session.get_one(Transcript, review.transcript_id)
    heard = heard_call(session, call, transcript, card.body, opinions.of_call(session, call.id))
    corrected = replace(heard, utterances=corrected_words(heard.utterances, corrections))
    after = score(corrected, card)
    return CorrectionsTried(
        score=after,
        rules=_changed(machine.lines, after.lines),
        utterances=sorted({each.utterance for each in corrections}),
        words=tuple(corrected.utterances),
    )


def corrected_words(
    utterances: Sequence[Utterance], corrections: Sequence[WordCorrection]
) -> tuple[Utterance, ...]:
    """With what was said in place of what was heard. Pure.

    Somebody has listened to these utterances: nothing in them is doubtful any more.
    """
    of: dict[int, list[WordCorrection]] = {}
    for each in corrections:
        of.setdefault(each.utterance, []).append(each)
    return tuple(
        _corrected(utterance, of[number]) if number in of else utterance
        for number, utterance in enumerate(utterances)
    )


def _corrected(utterance: Utterance, corrections: Sequence[WordCorrection]) -> Utterance:
    text, words = utterance.text, utterance.words
    spells = "".join(word.text for word in words) == text
    # From behind, so that the characters before stay where they are.
    for each in sorted(corrections, key=lambda one: one.char_start, reverse=True):
        text = f"{text[: each.char_start]}{each.said}{text[each.char_end :]}"
        words = _with(words, each) if spells else ()
    corrected = utterance.model_copy(
        update={"text": text, "words": words, "doubts": (), "confidence": 1.0, "entities": ()}
    )
    return with_entities(corrected)


def _with(words: tuple[Word, ...], correction: WordCorrection) -> tuple[Word, ...]:
    """One word in place of all that the correction touches; words spell the text."""
    begins, first, last, start = 0, len(words), -1, 0
    for index, word in enumerate(words):
        ends = begins + len(word.text)
        if ends > correction.char_start and begins < max(
            correction.char_end, correction.char_start + 1
        ):
            first, last = min(first, index), index
            start = start if index > first else begins
        begins = ends
    if last < 0:
        # Added behind the last word.
        first = last = len(words) - 1
        start = begins - len(words[last].text)
    touched = words[first : last + 1]
    heard = "".join(word.text for word in touched)
    before = heard[: correction.char_start - start]
    after = heard[correction.char_end - start :]
    one = Word(
        start_s=touched[0].start_s,
        end_s=touched[-1].end_s,
        text=f"{before}{correction.said}{after}",
        confidence=1,
        heard=heard,
    )
    return *words[:first], one, *words[last + 1 :]


def _changed(before: Sequence[Line], after: Sequence[Line]) -> list[RuleTried]:
    was = {line.rule_key: line for line in before}
    tried = [_tried(was[line.rule_key], line) for line in after if line.rule_key in was]
    return [each for each in tried if each.before is not each.after or each.new or each.lost]


def _tried(before: Line, after: Line) -> RuleTried:
    """Places in other words of the same utterance may have moved: seconds tell them apart."""
    was, now = ({_moment(spot_of(place)) for place in line.evidence} for line in (before, after))
    return RuleTried(
        rule_key=after.rule_key,
        rule_name=after.rule_name,
        before=before.verdict,
        after=after.verdict,
        new=tuple(p for p in after.evidence if _moment(spot_of(p)) not in was),
        lost=tuple(p for p in before.evidence if _moment(spot_of(p)) not in now),
    )


def _moment(spot: Spot) -> tuple[int | None, float]:
    return spot[0], round(spot[3], 2)
