"""Calls that people put in the queue by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from services.clock import utc_now
from services.errors import Conflict, Rejected
from services.people import audit
from services.people.access import Caller, Permission
from services.reviews.rights import require_may_review
from services.reviews.tasks import OPEN, hand
from services.tables import (
    Call,
    Evaluation,
    Layer,
    Purpose,
    Review,
    ReviewState,
    ReviewTask,
    TaskState,
)

ASKED_PRIORITY = 70
DUE_IN = timedelta(days=3)


class CallUnknown(Rejected):
    """There is no such call, or it is not one of yours."""


class AlreadyQueued(Conflict):
    """This call is in the queue or reviewed already. Say repeat to have it reviewed again."""


class NotScored(Conflict):
    """This call has no score yet, so there is nothing to review."""


class DueInPast(Rejected):
    """The due date lies in the past."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to have reviewed."""

    call_ids: Sequence[UUID]
    assignee_id: UUID | None = None
    due_at: datetime | None = None
    note: str | None = None
    repeat: bool = False


def put_in_queue(session: Session, caller: Caller, wish: Wish) -> list[ReviewTask]:
    """Make a task of each call, all or none.

    Raises NotPermitted, CallUnknown, NotScored, AlreadyQueued, DueInPast, NotAReviewer,
    OwnCall, OwnTeam.
    """
    _require_allowed(caller, wish)
    if wish.due_at is not None and wish.due_at <= utc_now():
        raise DueInPast(field="due_at")
    calls = [_call(session, caller, place, each) for place, each in enumerate(wish.call_ids)]
    return [
        _queue(session, caller, wish, call) for call in {each.id: each for each in calls}.values()
    ]


def _require_allowed(caller: Caller, wish: Wish) -> None:
    """Who reviews may put a call in the own queue; giving it to others is managing."""
    if wish.assignee_id is not None and wish.assignee_id == caller.user_id:
        caller.require_one_of(Permission.REVIEWS_MANAGE, Permission.REVIEWS_WRITE)
    else:
        caller.require(Permission.REVIEWS_MANAGE)


def _call(session: Session, caller: Caller, place: int, call_id: UUID) -> Call:
    call = session.exec(
        select(Call)
        .where(Call.id == call_id, caller.scope.calls_where())
        .with_for_update(key_share=True)
    ).one_or_none()
    if call is None:
        raise CallUnknown(field=f"call_ids[{place}]", call_id=call_id)
    if session.exec(select(Evaluation.id).where(Evaluation.call_id == call_id)).first() is None:
        raise NotScored(field=f"call_ids[{place}]", call_id=call_id)
    return call


def _queue(session: Session, caller: Caller, wish: Wish, call: Call) -> ReviewTask:
    known = _known(session, call.id)
    if known and not wish.repeat:
        raise AlreadyQueued(call_id=call.id)
    if wish.assignee_id is not None:
        require_may_review(session, wish.assignee_id, call)
    task = ReviewTask(
        call_id=call.id,
        layer=Layer.ASKED,
        reasons=[{"code": "asked"}],
        repeat=known,
        state=TaskState.WAITING,
        priority=ASKED_PRIORITY,
        due_at=wish.due_at or utc_now() + DUE_IN,
        created_by=caller.actor,
        note=wish.note,
    )
    session.add(task)
    session.flush()
    if wish.assignee_id is not None:
        hand(session, task, wish.assignee_id)
    audit.record(
        session,
        actor=caller.actor,
        act="review_task.created",
        subject=str(task.id),
        call_id=str(call.id),
        assignee_id=str(wish.assignee_id) if wish.assignee_id else None,
        repeat=task.repeat,
    )
    return task


def _known(session: Session, call_id: UUID) -> bool:
    """In the queue, or reviewed, whoever asked for it. Its row is locked."""
    task = select(ReviewTask.id).where(
        ReviewTask.call_id == call_id,
        ReviewTask.purpose == Purpose.REVIEW,
        col(ReviewTask.state).in_([*OPEN, TaskState.DONE]),
    )
    review = select(Review.id).where(
        Review.call_id == call_id,
        Review.state == ReviewState.FINAL,
        col(Review.purpose).in_([Purpose.REVIEW, Purpose.APPEAL]),
    )
    return any(session.exec(query.limit(1)).first() is not None for query in (task, review))
