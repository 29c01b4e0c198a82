"""Opening a review: on which score, by whom, and who else is at it."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from services.calls.locks import lock
from services.calls.queries import get_visible_call
from services.people import audit
from services.people.access import Caller
from services.reviews.blinding import pinned_evaluation
from services.reviews.editing import get_visible_review
from services.reviews.refusals import (
    ClaimedByAnother,
    NothingToRegrade,
    NotScoredYet,
    NotSuperseded,
    ReviewFinished,
)
from services.reviews.rights import require_no_conflict
from services.reviews.task_holding import take_task
from services.reviews.watching import announce
from services.tables import (
    AddedHit,
    Call,
    Evaluation,
    Purpose,
    Review,
    ReviewAnswer,
    ReviewComment,
    ReviewState,
    ReviewTask,
    ReviewVerdict,
    TaskState,
    User,
    WordCorrection,
)

RESULTS = (Purpose.REVIEW, Purpose.APPEAL)
"""Reviews that give a call its score."""
_MARKS = (ReviewVerdict, ReviewAnswer, AddedHit, ReviewComment, WordCorrection)


def open_review(
    session: Session,
    caller: Caller,
    call_id: UUID,
    *,
    purpose: Purpose = Purpose.REVIEW,
    task_id: UUID | None = None,
) -> Review:
    """Start a draft on the call's score, or go on with one's own. Safe to repeat.

    Raises CallNotFound, NotScoredYet, ReviewFinished, ClaimedByAnother, OwnCall, OwnTeam,
    NothingToRegrade, NotARater, TaskOfAnotherCall.
    """
    call = get_visible_call(session, caller, call_id)
    lock(session, [call.id])
    if own := _draft_of(session, caller, call, purpose):
        return own
    reviewer = session.get_one(User, caller.user_id)
    require_no_conflict(session, reviewer, call)
    _require_free(session, call, reviewer, purpose)
    evaluation = _begins_from(session, call, reviewer, purpose, task_id)
    review = Review(
        call_id=call.id,
        task_id=take_task(session, call, reviewer, purpose, task_id),
        purpose=purpose,
        reviewer_id=reviewer.id,
        evaluation_id=evaluation.id,
        transcript_id=evaluation.transcript_id,
    )
    return _keep(session, caller, review, act="review.opened")


def supersede(session: Session, caller: Caller, review_id: UUID, *, reason: str) -> Review:
    """Start a draft that says what the final review says, to say something else.

    Safe to repeat: one's own draft for it is given again. Raises ReviewNotFound,
    NotSuperseded, ClaimedByAnother, OwnCall, OwnTeam.
    """
    former = get_final(session, caller, review_id)
    call = session.get_one(Call, former.call_id)
    if own := _draft_of(session, caller, call, Purpose.REVIEW):
        return own
    reviewer = session.get_one(User, caller.user_id)
    require_no_conflict(session, reviewer, call)
    _require_no_drafts(session, call, reviewer, Purpose.REVIEW)
    review = Review(
        call_id=call.id,
        purpose=Purpose.REVIEW,
        reviewer_id=reviewer.id,
        evaluation_id=former.evaluation_id,
        transcript_id=former.transcript_id,
        supersedes_id=former.id,
        reason=reason,
        praise=former.praise,
        suggestion=former.suggestion,
    )
    _keep(session, caller, review, act="review.superseding_begun", reason=reason)
    copy_marks(session, former.id, review.id)
    return review


def copy_marks(session: Session, former_id: UUID, review_id: UUID) -> None:
    """Let one review say what another says."""
    for kind in _MARKS:
        _copy_marks(session, kind, former_id, review_id)
    session.flush()


def get_final(session: Session, caller: Caller, review_id: UUID) -> Review:
    """The review that counts, its call locked. Raises ReviewNotFound, NotSuperseded."""
    review = get_visible_review(session, caller, review_id)
    lock(session, [review.call_id])
    session.refresh(review)
    if review.state is not ReviewState.FINAL or review.purpose not in RESULTS:
        raise NotSuperseded(review_id=review_id, state=review.state)
    return review


def counted_evaluation(session: Session, call: Call) -> Evaluation | None:
    """The machine's score that counts for the call, were there no review."""
    if call.evaluation_id is not None:
        return session.get(Evaluation, call.evaluation_id)
    query = select(Evaluation).where(Evaluation.call_id == call.id)
    newest = query.order_by(col(Evaluation.created_at).desc(), col(Evaluation.id)).limit(1)
    return session.exec(newest).first()


def final_of(session: Session, call_id: UUID) -> Review | None:
    """The review that gives the call its score."""
    return session.exec(
        select(Review).where(
            Review.call_id == call_id,
            Review.state == ReviewState.FINAL,
            col(Review.purpose).in_(RESULTS),
        )
    ).one_or_none()


def _begins_from(
    session: Session, call: Call, reviewer: User, purpose: Purpose, task_id: UUID | None
) -> Evaluation:
    if purpose is Purpose.CALIBRATION:
        return pinned_evaluation(session, reviewer.id, task_id)
    evaluation = counted_evaluation(session, call)
    if evaluation is None:
        raise NotScoredYet(call_id=call.id)
    return evaluation


def _keep(session: Session, caller: Caller, review: Review, *, act: str, **facts: str) -> Review:
    session.add(review)
    session.flush()
    announce(session, review.call_id)
    told = {"call_id": str(review.call_id), "purpose": review.purpose.value, **facts}
    audit.record(session, actor=caller.actor, act=act, subject=str(review.id), **told)
    return review


def _draft_of(session: Session, caller: Caller, call: Call, purpose: Purpose) -> Review | None:
    return session.exec(
        select(Review).where(
            Review.call_id == call.id,
            Review.reviewer_id == caller.user_id,
            Review.purpose == purpose,
            Review.state == ReviewState.DRAFT,
        )
    ).one_or_none()


def _require_free(session: Session, call: Call, reviewer: User, purpose: Purpose) -> None:
    if purpose is Purpose.CALIBRATION:
        return
    final = final_of(session, call.id)
    if purpose is Purpose.REGRADE:
        if final is None or final.reviewer_id == reviewer.id:
            raise NothingToRegrade(call_id=call.id)
    elif final is not None:
        told = session.get_one(User, final.reviewer_id).name
        raise ReviewFinished(review_id=str(final.id), reviewer=told)
    _require_unclaimed(session, call, reviewer, purpose)


def _require_unclaimed(session: Session, call: Call, reviewer: User, purpose: Purpose) -> None:
    claimed = session.exec(
        select(ReviewTask).where(
            ReviewTask.call_id == call.id,
            ReviewTask.purpose == purpose,
            ReviewTask.state == TaskState.CLAIMED,
        )
    ).all()
    holders = [each.assignee_id for each in claimed]
    if reviewer.id in holders:
        return
    for holder in holders:
        if holder is not None:
            raise ClaimedByAnother(reviewer=session.get_one(User, holder).name)
    _require_no_drafts(session, call, reviewer, purpose)


def _require_no_drafts(session: Session, call: Call, reviewer: User, purpose: Purpose) -> None:
    drafts = session.exec(
        select(Review).where(
            Review.call_id == call.id,
            Review.purpose == purpose,
            Review.state == ReviewState.DRAFT,
            Review.reviewer_id != reviewer.id,
        )
    ).all()
    if drafts:
        raise ClaimedByAnother(reviewer=session.get_one(User, drafts[0].reviewer_id).name)


def _copy_marks(session: Session, kind: Any, former_id: UUID, review_id: UUID) -> None:
    for mark in session.exec(select(kind).where(kind.review_id == former_id)).all():
        told = mark.model_dump(exclude={"id", "review_id"})
        session.add(kind(review_id=review_id, **told))
