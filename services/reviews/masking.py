"""A review as somebody reads it who may not know the personal numbers in its call."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from sqlmodel import Session, SQLModel

from services.people.access import Caller
from services.privacy.finder import find
from services.privacy.keeping import spans_of
from services.privacy.masking import mask_alone
from services.privacy.revealing import sees
from services.privacy.spans import Span
from services.reviews.marks import evidence_of
from services.reviews.reading import ReviewReading
from services.reviews.trying import CorrectionsTried
from services.scoring.masked import masked_line, masked_quote, shown
from services.scoring.results import Evidence, Score
from services.tables import AddedHit, Revealed, Review, Transcript

Mark = TypeVar("Mark", bound=SQLModel)


def as_shown(session: Session, caller: Caller, reading: ReviewReading) -> ReviewReading:
    """What `caller` may read of it. Copies: rows stay as they are stored."""
    review = reading.review
    if sees(session, caller, review.call_id, Revealed.WORDS):
        return reading
    spans = spans_of(session, session.get_one(Transcript, review.transcript_id))
    [machine] = shown(session, caller, [reading.machine])
    called = replace(
        reading,
        machine=machine,
        hits=machine.hits,
        score=_score(reading.score, spans),
        added_hits=[_added(each, spans) for each in reading.added_hits],
    )
    # Whoever wrote something knows it, and must not get it back as asterisks to save again.
    return called if review.reviewer_id == caller.user_id else _without_writing(called)


def _without_writing(reading: ReviewReading) -> ReviewReading:
    return replace(
        reading,
        added_hits=[_alone(each, "note") for each in reading.added_hits],
        comments=[_alone(each, "text") for each in reading.comments],
        corrections=[_alone(each, "heard", "said") for each in reading.corrections],
        verdicts=[_alone(each, "note") for each in reading.verdicts],
        answers=[_alone(each, "note") for each in reading.answers],
        review=_alone(reading.review, "praise", "suggestion"),
    )


def tried_as_shown(
    session: Session, caller: Caller, review: Review, tried: CorrectionsTried
) -> CorrectionsTried:
    """Numbers are looked for in the corrected words: there may be others than were heard."""
    if sees(session, caller, review.call_id, Revealed.WORDS):
        return tried
    spans = find(tried.words)
    rules = [
        replace(rule, new=_places(rule.new, spans), lost=_places(rule.lost, ()))
        for rule in tried.rules
    ]
    return replace(tried, score=_score(tried.score, spans), rules=rules)


def _score(score: Score, spans: Sequence[Span]) -> Score:
    lines = tuple(masked_line(line, spans) for line in score.lines)
    return score.model_copy(update={"lines": lines})


def _added(added: AddedHit, spans: Sequence[Span]) -> AddedHit:
    quote = masked_quote(evidence_of(added), spans)
    return AddedHit(**added.model_dump() | {"quote": quote})


def _places(places: Sequence[Evidence], spans: Sequence[Span]) -> tuple[Evidence, ...]:
    """What no span tells of is masked by what stands in the quote alone."""
    return tuple(
        place.model_copy(
            update={
                "quote": masked_quote(place, spans) if spans else mask_alone(place.quote),
                "detail": mask_alone(place.detail),
            }
        )
        for place in places
    )


def _alone(mark: Mark, *names: str) -> Mark:
    told = {name: getattr(mark, name) for name in names}
    hidden = {name: text and mask_alone(text) for name, text in told.items()}
    return type(mark)(**mark.model_dump() | hidden)
