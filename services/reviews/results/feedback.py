"""What reviewers wrote last to an agent: one praise, and one thing to do better."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from services.people.access import Caller
from services.reviews.appeals.standing import AppealableLine, lines_of
from services.reviews.reading import comments_of
from services.reviews.results.owning import own_results
from services.tables import Call, Review

_BEFORE_S, _AFTER_S = 3.0, 5.0
"""What is heard around a place, to understand it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of a call."""

    call_id: UUID
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class Feedback:
    review_id: UUID
    call_id: UUID
    text: str
    released_at: datetime
    rule_key: str | None
    rule_name: str | None
    stretch: Stretch | None


def praise_of(session: Session, caller: Caller) -> Feedback | None:
    """The newest, with the first commented stretch of its call."""
    review = _newest(session, caller, Review.praise)
    if review is None or review.praise is None:
        return None
    comments = [each for each in comments_of(session, review.id) if each.start_s is not None]
    first = min(comments, key=lambda each: each.start_s or 0, default=None)
    place = (first.start_s or 0, first.end_s or first.start_s or 0) if first else None
    return _feedback(review, review.praise, None, place)


def improvement_of(session: Session, caller: Caller) -> Feedback | None:
    """The newest suggestion, with the place that cost most."""
    review = _newest(session, caller, Review.suggestion)
    if review is None or review.suggestion is None:
        return None
    line = _worst(review, lines_of(session, review))
    place = (line.places[0].start_s, line.places[0].end_s) if line and line.places else None
    return _feedback(review, review.suggestion, line, place)


def _newest(session: Session, caller: Caller, written: object) -> Review | None:
    return session.exec(
        select(Review)
        .join(Call, col(Call.id) == Review.call_id)
        .where(own_results(caller), col(written).is_not(None), col(written) != "")
        .order_by(col(Review.released_at).desc(), col(Review.number).desc())
        .limit(1)
    ).first()


def _worst(review: Review, lines: Sequence[AppealableLine]) -> AppealableLine | None:
    """Failed lines with a place before those without, then by what they deducted."""
    failed = {line["rule_key"]: line for line in review.lines if line["verdict"] == "failed"}
    lost = {
        key: (bool(line.get("fatal")), line.get("deducted") or 0) for key, line in failed.items()
    }
    candidates = [line for line in lines if line.rule_key in lost]
    return max(candidates, key=lambda line: (bool(line.places), lost[line.rule_key]), default=None)


def _feedback(
    review: Review, text: str, line: AppealableLine | None, place: tuple[float, float] | None
) -> Feedback:
    return Feedback(
        review_id=review.id,
        call_id=review.call_id,
        text=text,
        released_at=review.released_at or review.opened_at,
        rule_key=line.rule_key if line else None,
        rule_name=line.rule_name if line else None,
        stretch=Stretch(review.call_id, max(0, place[0] - _BEFORE_S), place[1] + _AFTER_S)
        if place
        else None,
    )
