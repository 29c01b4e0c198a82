"""An agent's released results."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, tuple_

from services import paging
from services.paging import Paged
from services.people.access import Caller
from services.reviews.appeals.standing import appeal_until
from services.reviews.results.owning import own_results
from services.tables import Appeal, AppealState, Call, Campaign, Review


@dataclass(frozen=True, slots=True)
class OwnResult:
    """A released result of one's own call."""

    review_id: UUID
    call_id: UUID
    call_started_at: datetime
    campaign_name: str | None
    number: int
    score: float | None
    passed: bool | None
    fatal: bool
    grade: str | None
    released_at: datetime
    acknowledged_at: datetime | None
    appeal_until: datetime
    is_current: bool
    open_appeals: int


def list_results(
    session: Session,
    caller: Caller,
    *,
    acknowledged: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[OwnResult]:
    """Newest first, of each call the newest released one. Raises CursorBroken."""
    place = tuple_(col(Review.released_at), col(Review.id))
    query = _listing(session, caller).where(_is_current())
    if acknowledged is not None:
        query = query.where(col(Review.acknowledged_at).is_not(None) == acknowledged)
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    query = query.order_by(col(Review.released_at).desc(), col(Review.id).desc()).limit(limit + 1)
    found = [_own(session, row) for row in session.execute(query)]
    return paging.cut(found, limit, lambda each: [each.released_at, each.review_id])


def own_result(session: Session, caller: Caller, review_id: UUID) -> OwnResult:
    """Of a released one of the caller's."""
    query = _listing(session, caller).where(col(Review.id) == review_id)
    return _own(session, session.execute(query).one())


def _listing(session: Session, caller: Caller) -> Any:
    """SQLAlchemy types every column of this select; ours is `OwnResult`."""
    appeals = (
        select_rows(func.count())
        .where(col(Appeal.call_id) == col(Review.call_id), col(Appeal.state) == AppealState.OPEN)
        .scalar_subquery()
    )
    return (
        select_rows(Review, col(Call.started_at), col(Campaign.name), _is_current(), appeals)
        .join(Call, col(Call.id) == Review.call_id)
        .outerjoin(Campaign, col(Campaign.id) == Call.campaign_id)
        .where(own_results(caller))
    )


def _is_current() -> Any:
    newer = aliased(Review)
    return ~(
        select_rows(col(newer.id))
        .where(
            col(newer.call_id) == col(Review.call_id),
            col(newer.number) > col(Review.number),
            col(newer.released_at).is_not(None),
        )
        .exists()
    )


def _own(session: Session, row: Any) -> OwnResult:
    review, started_at, campaign, is_current, appeals = tuple(row)
    return OwnResult(
        **review.model_dump(include=_OF_REVIEW),
        review_id=review.id,
        call_started_at=started_at,
        campaign_name=campaign,
        appeal_until=appeal_until(session, review),
        is_current=bool(is_current),
        open_appeals=appeals,
    )


_OF_REVIEW = {
    *("call_id", "number", "score", "passed", "fatal", "grade", "released_at"),
    "acknowledged_at",
}
