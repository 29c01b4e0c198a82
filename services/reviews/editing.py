"""Changing a draft: who may, and that two browsers do not overwrite each other."""

from uuid import UUID

from sqlmodel import Session, select

from services.calls.queries import get_visible_call
from services.calls.scores import CallNotFound
from services.clock import utc_now
from services.people.access import Caller, Permission
from services.reviews.refusals import (
    NotYourReview,
    ReviewChanged,
    ReviewClosed,
    ReviewNotFound,
)
from services.reviews.rights import is_withheld
from services.reviews.watching import announce
from services.tables import Purpose, Review, ReviewState, User


def get_visible_review(session: Session, caller: Caller, review_id: UUID) -> Review:
    """Raises ReviewNotFound, also for what exists outside the caller's scope.

    Finished ones are for those who read reviews, drafts for those who make them; what
    somebody says in a calibration is theirs alone. Of own calls only what is released.
    """
    review = session.get(Review, review_id)
    if review is None or not _may_see(caller, review) or is_withheld(session, caller, review):
        raise ReviewNotFound(review_id=review_id)
    try:
        get_visible_call(session, caller, review.call_id)
    except CallNotFound as error:
        raise ReviewNotFound(review_id=review_id) from error
    return review


def _may_see(caller: Caller, review: Review) -> bool:
    if review.purpose is Purpose.CALIBRATION:
        return review.reviewer_id == caller.user_id
    if review.state in (ReviewState.FINAL, ReviewState.SUPERSEDED):
        return caller.may(Permission.REVIEWS_READ)
    return caller.may(Permission.REVIEWS_WRITE) or caller.may(Permission.REVIEWS_MANAGE)


def lock_review(session: Session, caller: Caller, review_id: UUID) -> Review:
    """One's own, until the transaction ends. Raises ReviewNotFound, NotYourReview."""
    review = get_visible_review(session, caller, review_id)
    session.exec(
        select(Review)
        .where(Review.id == review_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if review.reviewer_id != caller.user_id:
        raise NotYourReview(review_id=review_id)
    return review


def lock_draft(session: Session, caller: Caller, review_id: UUID) -> Review:
    """Raises ReviewNotFound, NotYourReview, ReviewClosed."""
    review = lock_review(session, caller, review_id)
    if review.state is not ReviewState.DRAFT:
        raise ReviewClosed(state=review.state.value, revision=review.revision)
    return review


def check_revision(session: Session, review: Review, revision: int) -> None:
    """Raises ReviewChanged, which says what it is now and who saved it."""
    if revision != review.revision:
        reviewer = session.get_one(User, review.reviewer_id)
        raise ReviewChanged(
            field="revision",
            revision=review.revision,
            saved_by=reviewer.name,
            saved_at=review.saved_at.isoformat(),
        )


def save(session: Session, review: Review, revision: int) -> None:
    """Count a save of somebody who saw `revision`. Raises ReviewChanged."""
    check_revision(session, review, revision)
    review.revision += 1
    review.saved_at = utc_now()
    session.add(review)
    session.flush()
    announce(session, review.call_id)
