"""Letting agents see the results of their calls: at once, after some hours, or by hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from sqlmodel import Session, col, select

from services.clock import utc_now
from services.errors import Conflict
from services.people import audit, notices
from services.people.access import Caller
from services.reviews.editing import get_visible_review
from services.reviews.opening import RESULTS
from services.reviews.result_policies import policy
from services.tables import Call, ReleaseWhen, ResultPolicy, Review, ReviewState, User

_SYSTEM = "system"
_MOST_AT_ONCE = 500


class NotAResult(Conflict):
    """Only the result that counts for a call can be released: finish the review first."""

    told: ClassVar[frozenset[str]] = frozenset({"review_id"})


@dataclass(frozen=True, slots=True)
class Released:
    released: Sequence[UUID]
    already: Sequence[UUID]
    """Their agents saw them before."""


def release(session: Session, caller: Caller, review_ids: Collection[UUID]) -> Released:
    """All or none. Safe to repeat. Raises ReviewNotFound, NotAResult."""
    for review_id in review_ids:
        get_visible_review(session, caller, review_id)
    reviews = _lock(session, review_ids)
    for review in reviews:
        if review.state is not ReviewState.FINAL or review.purpose not in RESULTS:
            raise NotAResult(field="review_ids", review_id=str(review.id))
    due = [review for review in reviews if review.released_at is None]
    for review in due:
        release_now(session, caller.actor, review)
    told = {review.id for review in due}
    return Released(
        released=[each.id for each in due],
        already=[each.id for each in reviews if each.id not in told],
    )


def release_now(session: Session, actor: str, review: Review) -> None:
    """Its agent sees it from now on, and is told."""
    review.released_at, review.released_by = utc_now(), actor
    session.add(review)
    session.flush()
    call = session.get_one(Call, review.call_id)
    told = {"review_id": str(review.id), "call_id": str(call.id)}
    notices.notify(session, kind="result.released", facts=told, user_ids=_agent_of(session, call))
    audit.record(
        session,
        actor=actor,
        act="review.released",
        subject=str(review.id),
        call_id=str(call.id),
        number=review.number,
        score=review.score,
    )


def release_by_policy(session: Session, review: Review) -> None:
    """Of a result just finished: release it where nothing is waited for."""
    if policy(session).release is ReleaseWhen.AT_ONCE:
        release_now(session, _SYSTEM, review)


def release_due(session: Session) -> int:
    """What has waited long enough, by the policy as it is now. Returns how many."""
    wait = _wait(policy(session))
    if wait is None:
        return 0
    due = session.exec(
        select(Review)
        .where(
            Review.state == ReviewState.FINAL,
            col(Review.purpose).in_(RESULTS),
            col(Review.released_at).is_(None),
            col(Review.finalised_at) <= utc_now() - wait,
        )
        .order_by(col(Review.finalised_at))
        .limit(_MOST_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for review in due:
        release_now(session, _SYSTEM, review)
    return len(due)


def _wait(decided: ResultPolicy) -> timedelta | None:
    match decided.release:
        case ReleaseWhen.AT_ONCE:
            return timedelta()
        case ReleaseWhen.AFTER_HOURS:
            return timedelta(hours=decided.release_after_hours)
        case ReleaseWhen.BY_HAND:
            return None


def _lock(session: Session, review_ids: Collection[UUID]) -> Sequence[Review]:
    return session.exec(
        select(Review)
        .where(col(Review.id).in_(review_ids))
        .order_by(col(Review.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _agent_of(session: Session, call: Call) -> Sequence[UUID]:
    if call.agent_id is None:
        return ()
    query = select(User.id).where(User.agent_id == call.agent_id, col(User.active))
    return session.exec(query).all()
