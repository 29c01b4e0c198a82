"""Hits that reviewers rejected: what a rule's writer looks at to make it better."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select as select_rows
from sqlmodel import Session, col, tuple_

from services import paging
from services.paging import Paged
from services.people.access import Caller
from services.privacy.masking import mask_alone
from services.privacy.revealing import sees_in_lists
from services.reviews.opening import RESULTS
from services.reviews.rights import withheld
from services.tables import (
    Call,
    Evaluation,
    Hit,
    HitVerdict,
    Review,
    ReviewState,
    ReviewVerdict,
    ScorecardVersion,
    User,
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A rejected hit, in the review that counts."""

    hit: Hit
    verdict: ReviewVerdict
    review_id: UUID
    call: Call
    number: int
    """Of the scorecard's version."""
    reviewer_name: str


def list_rejections(
    session: Session,
    caller: Caller,
    *,
    scorecard_id: UUID,
    rule_key: str,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[Rejection]:
    """Of calls in scope, the newest first. Raises CursorBroken."""
    query: Any = (
        select_rows(
            Hit,
            ReviewVerdict,
            col(Review.id),
            Call,
            col(ScorecardVersion.number),
            col(User.name),
        )
        .join(ReviewVerdict, col(ReviewVerdict.hit_id) == Hit.id)
        .join(Review, col(Review.id) == ReviewVerdict.review_id)
        .join(Call, col(Call.id) == Review.call_id)
        .join(Evaluation, col(Evaluation.id) == Hit.evaluation_id)
        .join(ScorecardVersion, col(ScorecardVersion.id) == Evaluation.scorecard_version_id)
        .join(User, col(User.id) == Review.reviewer_id)
        .where(
            col(ReviewVerdict.verdict) == HitVerdict.REJECTED,
            col(ReviewVerdict.rule_key) == rule_key,
            col(ScorecardVersion.scorecard_id) == scorecard_id,
            col(Review.state) == ReviewState.FINAL,
            col(Review.purpose).in_(RESULTS),
            caller.scope.calls_where(),
            ~withheld(caller),
        )
    )
    place = tuple_(col(ReviewVerdict.at), col(Hit.id))
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    ordered = query.order_by(col(ReviewVerdict.at).desc(), col(Hit.id).desc()).limit(limit + 1)
    rows = [Rejection(*row) for row in session.execute(ordered)]
    if not sees_in_lists(session, caller):
        rows = [replace(row, hit=_masked(row.hit), verdict=_noted(row.verdict)) for row in rows]
    return paging.cut(rows, limit, lambda row: [row.verdict.at, row.hit.id])


def _noted(verdict: ReviewVerdict) -> ReviewVerdict:
    """A copy likewise."""
    note = verdict.note and mask_alone(verdict.note)
    return ReviewVerdict(**verdict.model_dump() | {"note": note})


def _masked(hit: Hit) -> Hit:
    """A copy: the row itself stays as it is stored."""
    quote = hit.masked_quote if hit.masked_quote is not None else mask_alone(hit.quote)
    return Hit(**hit.model_dump() | {"quote": quote})
