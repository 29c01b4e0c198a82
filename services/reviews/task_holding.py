"""The task behind a review: taken when it is opened, done when it is finished."""

from uuid import UUID

from sqlmodel import Session, col, select

from services.reviews import tasks
from services.reviews.refusals import TaskOfAnotherCall
from services.tables import Call, Purpose, Review, ReviewTask, TaskState, User


def take_task(
    session: Session, call: Call, reviewer: User, purpose: Purpose, task_id: UUID | None
) -> UUID | None:
    """Claim the task named, or else the one that waits for this call; None where none does.

    Raises TaskOfAnotherCall.
    """
    query = select(ReviewTask.id).where(
        ReviewTask.call_id == call.id,
        ReviewTask.purpose == purpose,
        col(ReviewTask.state).in_(tasks.OPEN),
    )
    if task_id is not None:
        query = query.where(ReviewTask.id == task_id)
    found = session.exec(query.order_by(col(ReviewTask.created_at))).first()
    if found is None and task_id is not None:
        raise TaskOfAnotherCall(field="task_id", task_id=task_id)
    if found is not None:
        tasks.mark_claimed(session, found, reviewer.id)
    return found


def finish_task(session: Session, review: Review) -> None:
    """Safe to repeat."""
    if review.task_id is not None:
        tasks.mark_done(session, review.task_id, review.reviewer_id)


def give_task_back(session: Session, review: Review) -> None:
    """It stays its reviewer's, who has not begun it."""
    task = session.get(ReviewTask, review.task_id, with_for_update=True) if review.task_id else None
    if task is not None and task.state is TaskState.CLAIMED:
        tasks.hand(session, task, review.reviewer_id)
