"""Finishing a review: its score becomes the call's, and it never changes again."""

from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select

from services.calls.locks import lock
from services.calls.scores import apply_score
from services.clock import utc_now
from services.people import audit
from services.people.access import Caller, Permission
from services.reviews.editing import check_revision, get_visible_review, lock_review
from services.reviews.marks import Marks, read_marks
from services.reviews.opening import RESULTS, final_of
from services.reviews.reading import OpenPoint, machine_of, score_of, still_open
from services.reviews.refusals import (
    NotYourReview,
    ReviewClosed,
    ReviewFinished,
    ReviewIncomplete,
)
from services.reviews.releasing import release_by_policy
from services.reviews.task_holding import finish_task, give_task_back
from services.reviews.warning import warn_of_rules
from services.reviews.watching import announce
from services.scoring.readings import hits_of
from services.scoring.results import Score
from services.scoring.violations import count_fatal
from services.settings import get_settings
from services.tables import HitVerdict, Review, ReviewState, User

_POINTS = TypeAdapter(list[OpenPoint])


def finalise(session: Session, caller: Caller, review_id: UUID, *, revision: int) -> Review:
    """Make the draft final, and its score the call's. Safe to repeat.

    Raises ReviewNotFound, NotYourReview, ReviewClosed, ReviewChanged, ReviewIncomplete,
    ReviewFinished where somebody else was first.
    """
    lock(session, [get_visible_review(session, caller, review_id).call_id])
    review = lock_review(session, caller, review_id)
    if review.state in (ReviewState.FINAL, ReviewState.SUPERSEDED):
        return review
    if review.state is ReviewState.DISCARDED:
        raise ReviewClosed(state=review.state.value, revision=review.revision)
    check_revision(session, review, revision)
    marks = read_marks(session, review)
    _require_complete(session, review, marks)
    close_review(session, caller.actor, review, marks)
    finish_task(session, review)
    if review.purpose in RESULTS:
        release_by_policy(session, review)
    warn_of_rules(session, review, marks)
    return review


def close_review(session: Session, actor: str, review: Review, marks: Marks) -> None:
    """Give it its score for good; a result's becomes the call's. Raises ReviewFinished.

    The call is locked.
    """
    score = score_of(session, review, marks)
    if review.purpose in RESULTS:
        _end_former(session, actor, review)
        review.number = _next_number(session, review.call_id)
    _close(review, score)
    session.add(review)
    session.flush()
    if review.purpose in RESULTS:
        _count(session, review, marks)
    announce(session, review.call_id)
    _record(session, actor, review, "review.finalised")


def discard(session: Session, caller: Caller, review_id: UUID) -> Review:
    """Drop a draft; its task waits again. One's own, or anybody's by `reviews:manage`.

    Safe to repeat. Raises ReviewNotFound, NotYourReview, ReviewClosed.
    """
    review = get_visible_review(session, caller, review_id)
    session.refresh(review, with_for_update=True)
    if review.state is ReviewState.DISCARDED:
        return review
    if review.reviewer_id != caller.user_id and not caller.may(Permission.REVIEWS_MANAGE):
        raise NotYourReview(review_id=review_id)
    if review.state is not ReviewState.DRAFT:
        raise ReviewClosed(state=review.state.value, revision=review.revision)
    review.state = ReviewState.DISCARDED
    review.revision += 1
    session.add(review)
    session.flush()
    give_task_back(session, review)
    announce(session, review.call_id)
    _record(session, caller.actor, review, "review.discarded")
    return review


def _require_complete(session: Session, review: Review, marks: Marks) -> None:
    if not get_settings().review_whole:
        return
    points = still_open(machine_of(session, review), marks)
    if points:
        raise ReviewIncomplete(open=_POINTS.dump_python(points, mode="json"))


def _close(review: Review, score: Score) -> None:
    told = score.model_dump(mode="json")
    for name in ("score", "passed", "fatal", "grade", "earned_percent", "added", "deducted"):
        setattr(review, name, told[name])
    review.sections, review.lines = told["sections"], told["lines"]
    review.fatal_hits = count_fatal(score.lines)
    review.state, review.finalised_at = ReviewState.FINAL, utc_now()


def _end_former(session: Session, actor: str, review: Review) -> None:
    """Make room for a result that supersedes the one there is, if there is one."""
    former = final_of(session, review.call_id)
    if former is None:
        return
    if former.id != review.supersedes_id:
        reviewer = session.get_one(User, former.reviewer_id)
        raise ReviewFinished(review_id=str(former.id), reviewer=reviewer.name)
    former.state = ReviewState.SUPERSEDED
    session.add(former)
    session.flush()
    _record(session, actor, former, "review.superseded", by=str(review.id))


def _count(session: Session, review: Review, marks: Marks) -> None:
    apply_score(
        session,
        review.call_id,
        score=review.score,
        passed=review.passed,
        fatal_hits=review.fatal_hits,
        announce=_on_boards(session, review, marks),
        review_id=review.id,
    )


def _next_number(session: Session, call_id: UUID) -> int:
    query = select(func.max(Review.number)).where(col(Review.call_id) == call_id)
    return (session.exec(query).one() or 0) + 1


def _on_boards(session: Session, review: Review, marks: Marks) -> list[UUID]:
    """Fatal hits, those rejected too: boards take these away."""
    judged = {each.hit_id: each.verdict for each in marks.verdicts}
    return [
        hit.id
        for hit in hits_of(session, [review.evaluation_id])
        if hit.fatal and judged.get(hit.id) is not HitVerdict.CONFIRMED
    ]


def _record(session: Session, actor: str, review: Review, act: str, **facts: str) -> None:
    audit.record(
        session,
        actor=actor,
        act=act,
        subject=str(review.id),
        call_id=str(review.call_id),
        purpose=review.purpose.value,
        number=review.number,
        score=review.score,
        fatal=review.fatal,
        **facts,
    )
