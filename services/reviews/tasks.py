"""Tasks: calls that wait for review, and what happens to them until they are done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from services.clock import utc_now
from services.errors import Conflict, NotFound
from services.people import audit
from services.people.access import Caller, Permission
from services.reviews.rights import require_may_review, require_no_conflict, reviews_as
from services.tables import Call, ReviewTask, TaskState, User

OPEN = (TaskState.WAITING, TaskState.ASSIGNED, TaskState.CLAIMED)


class TaskNotFound(NotFound):
    """There is no such task, or its call is not one of yours."""


class TaskTaken(Conflict):
    """Somebody else has this call in hand."""


class TaskClosed(Conflict):
    """This task is done or withdrawn."""


class TaskNotYours(Conflict):
    """Only who has this task, or who manages reviews, can give it back."""


def get_task(session: Session, caller: Caller, task_id: UUID, *, lock: bool = False) -> ReviewTask:
    """One whose call the caller sees. Raises NotPermitted, TaskNotFound."""
    caller.require_one_of(Permission.REVIEWS_WRITE, Permission.REVIEWS_MANAGE)
    query = (
        select(ReviewTask)
        .join(Call, col(Call.id) == ReviewTask.call_id)
        .where(ReviewTask.id == task_id, caller.scope.calls_where())
    )
    if lock:
        query = query.with_for_update(of=ReviewTask).execution_options(populate_existing=True)
    found = session.exec(query).one_or_none()
    if found is None:
        raise TaskNotFound(task_id=task_id)
    return found


def claim(session: Session, caller: Caller, task_id: UUID) -> ReviewTask:
    """Take it in hand. Safe to repeat. Raises TaskNotFound, TaskTaken, TaskClosed, OwnCall."""
    user_id = reviews_as(caller)
    task = get_task(session, caller, task_id, lock=True)
    _require_open(task)
    held = task.assignee_id is not None and task.assignee_id != user_id
    if held and (task.state is TaskState.CLAIMED or not caller.may(Permission.REVIEWS_MANAGE)):
        raise TaskTaken(task_id=task_id, by=task.assignee_id)
    call = session.get_one(Call, task.call_id)
    require_no_conflict(session, session.get_one(User, user_id), call)
    if task.state is not TaskState.CLAIMED:
        mark_claimed(session, task.id, user_id)
        _note(session, caller.actor, "review_task.claimed", task)
    return task


def release(session: Session, caller: Caller, task_id: UUID) -> ReviewTask:
    """Put it back for anybody; who manages reviews can recall somebody else's.

    Raises TaskNotFound, TaskClosed, TaskNotYours.
    """
    task = get_task(session, caller, task_id, lock=True)
    _require_open(task)
    if task.state is TaskState.WAITING:
        return task
    if task.assignee_id != caller.user_id and not caller.may(Permission.REVIEWS_MANAGE):
        raise TaskNotYours(task_id=task_id)
    _note(session, caller.actor, "review_task.released", task, held_by=str(task.assignee_id))
    put_back(session, task)
    return task


def assign(session: Session, caller: Caller, task_id: UUID, assignee_id: UUID) -> ReviewTask:
    """Give it to somebody, also out of another's hands.

    Raises NotPermitted, TaskNotFound, TaskClosed, NotAReviewer, OwnCall, OwnTeam.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    task = get_task(session, caller, task_id, lock=True)
    _require_open(task)
    if task.assignee_id == assignee_id:
        return task
    require_may_review(session, assignee_id, session.get_one(Call, task.call_id))
    before = str(task.assignee_id) if task.assignee_id else None
    hand(session, task, assignee_id)
    _note(
        session,
        caller.actor,
        "review_task.assigned",
        task,
        before={"assignee_id": before},
        after={"assignee_id": str(assignee_id)},
    )
    return task


def withdraw(session: Session, caller: Caller, task_id: UUID) -> ReviewTask:
    """Take it out of the queue for good. Safe to repeat. Raises TaskNotFound, TaskClosed."""
    caller.require(Permission.REVIEWS_MANAGE)
    task = get_task(session, caller, task_id, lock=True)
    if task.state is TaskState.WITHDRAWN:
        return task
    _require_open(task)
    task.state = TaskState.WITHDRAWN
    session.add(task)
    session.flush()
    _note(session, caller.actor, "review_task.withdrawn", task)
    return task


def mark_claimed(
    session: Session, task_id: UUID, reviewer_id: UUID, *, at: datetime | None = None
) -> None:
    """Its reviewer works on it from now on. Safe to repeat; what is closed stays so."""
    task = session.get(ReviewTask, task_id, with_for_update=True, populate_existing=True)
    if task is None or task.state not in OPEN:
        return
    if task.state is TaskState.CLAIMED and task.assignee_id == reviewer_id:
        return
    now = at or utc_now()
    task.sqlmodel_update(
        {
            "state": TaskState.CLAIMED,
            "assigned_at": task.assigned_at or now,
            "assignee_id": reviewer_id,
            "claimed_at": now,
        }
    )
    session.add(task)
    session.flush()


def mark_done(session: Session, task_id: UUID, reviewer_id: UUID) -> None:
    """Its review is final. Safe to repeat; a withdrawn task is done too, since it was done."""
    task = session.get(ReviewTask, task_id, with_for_update=True, populate_existing=True)
    if task is None or task.state is TaskState.DONE:
        return
    now = utc_now()
    if task.state is not TaskState.WITHDRAWN:
        task.sqlmodel_update({"state": TaskState.DONE, "assignee_id": reviewer_id, "done_at": now})
        session.add(task)
        session.flush()


def hand(session: Session, task: ReviewTask, user_id: UUID) -> None:
    """Make it somebody's, to be begun when they come to it."""
    task.sqlmodel_update(
        {
            "state": TaskState.ASSIGNED,
            "assignee_id": user_id,
            "assigned_at": utc_now(),
            "claimed_at": None,
        }
    )
    session.add(task)
    session.flush()


def put_back(session: Session, task: ReviewTask) -> None:
    """Make it anybody's."""
    task.sqlmodel_update(
        {
            "state": TaskState.WAITING,
            "assignee_id": None,
            "assigned_at": None,
            "claimed_at": None,
        }
    )
    session.add(task)
    session.flush()


def _require_open(task: ReviewTask) -> None:
    if task.state not in OPEN:
        raise TaskClosed(task_id=task.id, state=task.state)


def _note(session: Session, actor: str, act: str, task: ReviewTask, **facts: Any) -> None:
    audit.record(
        session, actor=actor, act=act, subject=str(task.id), call_id=str(task.call_id), **facts
    )
