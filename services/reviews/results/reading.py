"""A released result as its agent gets it: nothing of drafts, of others, or of calibrations."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from services.people.access import Caller
from services.privacy.masking import mask_alone
from services.reviews.appeals.listing import (
    AppealEventRead,
    AppealFilter,
    ListedAppeal,
    events_of,
    list_appeals,
)
from services.reviews.appeals.standing import AppealableLine, lines_of
from services.reviews.masking import as_shown
from services.reviews.reading import ReviewReading, read_review
from services.reviews.results.acknowledging import may_acknowledge
from services.reviews.results.listing import OwnResult, own_result
from services.reviews.results.owning import get_own_result, own_results
from services.scoring.readings import EvaluationReading
from services.scoring.results import Score
from services.tables import Appeal, Call, Review, ReviewComment

_MOST_APPEALS = 100


@dataclass(frozen=True, slots=True)
class EarlierResult:
    review_id: UUID
    number: int
    score: float | None
    fatal: bool
    released_at: datetime


@dataclass(frozen=True, slots=True)
class OwnAppeal(ListedAppeal):
    """An appeal of one's own, with what became of it."""

    events: Sequence[AppealEventRead]


@dataclass(frozen=True, slots=True)
class ResultReading(OwnResult):
    talk_s: float
    outcome: str | None
    evaluation_id: UUID
    arithmetic: Score
    machine: EvaluationReading
    comments: Sequence[ReviewComment]
    praise: str | None
    suggestion: str | None
    lines: Sequence[AppealableLine]
    appeals: Sequence[OwnAppeal]
    earlier: Sequence[EarlierResult]
    may_acknowledge: bool


def read_result(session: Session, caller: Caller, review_id: UUID) -> ResultReading:
    """Raises ResultNotFound."""
    review = get_own_result(session, caller, review_id)
    call = session.get_one(Call, review.call_id)
    read = as_shown(session, caller, read_review(session, review, caller.user_id))
    listed = own_result(session, caller, review_id)
    return ResultReading(
        **_fields(listed),
        talk_s=call.talk_s,
        outcome=call.outcome,
        evaluation_id=review.evaluation_id,
        arithmetic=read.score,
        machine=read.machine,
        comments=read.comments,
        praise=review.praise,
        suggestion=review.suggestion,
        lines=[_masked(line, read) for line in lines_of(session, review)],
        appeals=own_appeals(session, caller, call_id=call.id, limit=_MOST_APPEALS),
        earlier=_earlier(session, caller, review),
        may_acknowledge=may_acknowledge(session, review),
    )


def own_appeals(
    session: Session, caller: Caller, *, call_id: UUID | None = None, limit: int
) -> list[OwnAppeal]:
    """Newest first."""
    page = list_appeals(session, caller, AppealFilter(view="own", call_id=call_id), limit=limit)
    return [
        OwnAppeal(
            **_fields(each),
            events=events_of(session, caller, session.get_one(Appeal, each.id)),
        )
        for each in page.items
    ]


def _fields(read: OwnResult | ListedAppeal) -> dict[str, Any]:
    return {each.name: getattr(read, each.name) for each in fields(read)}


def _masked(line: AppealableLine, read: ReviewReading) -> AppealableLine:
    """Quotes as the rest of the result has them."""
    quotes: dict[UUID | None, str] = {hit.id: hit.quote for hit in read.hits}
    quotes |= {each.id: each.quote for each in read.added_hits}
    places = [
        replace(
            place, quote=quotes.get(place.hit_id or place.added_hit_id, mask_alone(place.quote))
        )
        for place in line.places
    ]
    return replace(line, places=places)


def _earlier(session: Session, caller: Caller, review: Review) -> list[EarlierResult]:
    """Oldest first."""
    found = session.exec(
        select(Review)
        .join(Call, col(Call.id) == Review.call_id)
        .where(
            Review.call_id == review.call_id,
            col(Review.number) < review.number,
            own_results(caller),
        )
        .order_by(col(Review.number))
    ).all()
    return [
        EarlierResult(
            review_id=each.id,
            number=each.number or 0,
            score=each.score,
            fatal=each.fatal,
            released_at=each.released_at or review.opened_at,
        )
        for each in found
    ]
