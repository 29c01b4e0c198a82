"""An agent takes note of a result."""

from uuid import UUID

from sqlmodel import Session, col, select

from services.calls.locks import lock
from services.clock import utc_now
from services.errors import Conflict
from services.people import audit
from services.people.access import Caller
from services.reviews.results.owning import get_own_result
from services.tables import Appeal, AppealState, Review


class AppealPending(Conflict):
    """An appeal of this result is open. Withdraw it, or wait until it is decided."""


class NotCurrent(Conflict):
    """A later result of this call counts. Look at that one."""


def acknowledge(session: Session, caller: Caller, review_id: UUID) -> Review:
    """Safe to repeat. Raises ResultNotFound, AppealPending, NotCurrent."""
    lock(session, [get_own_result(session, caller, review_id).call_id])
    review = get_own_result(session, caller, review_id)
    if review.acknowledged_at is not None:
        return review
    if _is_superseded(session, review):
        raise NotCurrent(review_id=review_id)
    if _has_open_appeal(session, review):
        raise AppealPending(review_id=review_id)
    review.acknowledged_at = utc_now()
    session.add(review)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act="review.acknowledged",
        subject=str(review.id),
        call_id=str(review.call_id),
        number=review.number,
    )
    return review


def may_acknowledge(session: Session, review: Review) -> bool:
    return (
        review.acknowledged_at is None
        and not _is_superseded(session, review)
        and not _has_open_appeal(session, review)
    )


def _is_superseded(session: Session, review: Review) -> bool:
    newer = select(Review.id).where(
        Review.call_id == review.call_id,
        col(Review.number) > review.number,
        col(Review.released_at).is_not(None),
    )
    return session.exec(newer.limit(1)).first() is not None


def _has_open_appeal(session: Session, review: Review) -> bool:
    query = select(Appeal.id).where(
        Appeal.call_id == review.call_id, Appeal.state == AppealState.OPEN
    )
    return session.exec(query.limit(1)).first() is not None
