"""Queues as people read them: tasks with what their calls are about, most urgent first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.calls.shown_scores import is_own
from services.clock import utc_now
from services.paging import Paged
from services.people.access import Caller, Permission
from services.reviews.rights import reviewable, settings_of
from services.reviews.tasks import OPEN, TaskNotFound
from services.tables import (
    Agent,
    Call,
    Campaign,
    Hit,
    Layer,
    Purpose,
    Review,
    ReviewState,
    ReviewTask,
    TaskState,
    Unit,
    User,
)

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a list of tasks is narrowed to; None narrows nothing."""

    mine: bool | None = None
    state: tuple[TaskState, ...] = OPEN
    assignee_id: UUID | None = None
    campaign_id: UUID | None = None
    agent_id: UUID | None = None
    call_id: UUID | None = None
    layer: Layer | None = None
    overdue: bool | None = None


@dataclass(frozen=True, slots=True)
class QueuedCall:
    """The facts of a call by which somebody decides to open it."""

    id: UUID
    started_at: datetime
    duration_s: float
    agent_id: UUID | None
    agent_name: str | None
    unit_name: str | None
    campaign_name: str | None
    outcome: str | None
    score: float | None
    score_hidden: bool
    """Who is to judge it unbiased, or made it, does not read here what it scored."""
    passed: bool | None
    fatal_hits: int
    hits: int


@dataclass(frozen=True, slots=True)
class QueuedTask:
    """A task, its call, who has it, and the review that came or comes of it."""

    task: ReviewTask
    call: QueuedCall
    assignee: User | None
    created_by_name: str
    """Of the person, or of what put it here."""
    review_id: UUID | None


def list_tasks(
    session: Session,
    caller: Caller,
    wanted: QueueFilter,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[QueuedTask]:
    """By priority, then what is due first. Raises CursorBroken.

    Without `reviews:manage`: own tasks, and those that wait and that one may take.
    """
    query = _listing(caller).where(*_conditions(session, caller, wanted))
    due = func.coalesce(col(ReviewTask.due_at), NEVER)
    if cursor is not None:
        priority, due_at, task_id = paging.decode(cursor, int, datetime, UUID)
        place = tuple_(-col(ReviewTask.priority), due, col(ReviewTask.id))
        query = query.where(place > tuple_(-priority, due_at, task_id))
    query = query.order_by(-col(ReviewTask.priority), due, col(ReviewTask.id)).limit(limit + 1)
    found = _read(session, query)
    return paging.cut(found, limit, lambda each: _place(each.task))


def read_task(session: Session, caller: Caller, task_id: UUID) -> QueuedTask:
    """Raises TaskNotFound, also where its call is not in scope."""
    query = _listing(caller).where(col(ReviewTask.id) == task_id, caller.scope.calls_where())
    found = _read(session, query)
    if not found:
        raise TaskNotFound(task_id=task_id)
    return found[0]


def _place(task: ReviewTask) -> list[paging.Value]:
    return [task.priority, task.due_at or NEVER, task.id]


def _conditions(session: Session, caller: Caller, wanted: QueueFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        caller.scope.calls_where(),
        col(ReviewTask.state).in_(wanted.state),
        *(
            column == value
            for column, value in (
                (col(ReviewTask.assignee_id), wanted.assignee_id),
                (col(Call.campaign_id), wanted.campaign_id),
                (col(Call.agent_id), wanted.agent_id),
                (col(ReviewTask.call_id), wanted.call_id),
                (col(ReviewTask.layer), wanted.layer),
            )
            if value is not None
        ),
    ]
    if wanted.overdue is not None:
        late = func.coalesce(col(ReviewTask.due_at), NEVER) < utc_now()
        conditions.append(late if wanted.overdue else ~late)
    return [*conditions, *_whose(session, caller, wanted)]


def _whose(session: Session, caller: Caller, wanted: QueueFilter) -> list[ColumnElement[bool]]:
    own = col(ReviewTask.assignee_id) == caller.user_id
    if wanted.mine:
        return [own]
    if caller.may(Permission.REVIEWS_MANAGE):
        return [~own] if wanted.mine is False else []
    user = session.get_one(User, caller.user_id)
    free = (col(ReviewTask.state) == TaskState.WAITING) & reviewable(
        user, caller.scope, settings_of(session, user.id)
    )
    return [free] if wanted.mine is False else [own | free]


def _listing(caller: Caller) -> Any:
    """SQLAlchemy types every column of this select; ours is `QueuedTask`."""
    hits = (
        select(func.count())
        .where(col(Hit.evaluation_id) == col(Call.evaluation_id))
        .correlate(Call)
        .scalar_subquery()
    )
    review = (
        select(Review.id)
        .where(
            Review.task_id == ReviewTask.id,
            col(Review.state).in_([ReviewState.DRAFT, ReviewState.FINAL, ReviewState.SUPERSEDED]),
            col(Review.purpose).in_([Purpose.REVIEW, Purpose.REGRADE, Purpose.CALIBRATION]),
        )
        .order_by(col(Review.opened_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    adder = aliased(User)
    return (
        select_rows(
            ReviewTask,
            Call,
            col(Agent.name),
            col(Unit.name),
            col(Campaign.name),
            hits,
            is_own(caller),
            User,
            func.coalesce(adder.name, ReviewTask.created_by),
            review,
        )
        .join(Call, col(Call.id) == ReviewTask.call_id)
        .outerjoin(Agent, col(Agent.id) == Call.agent_id)
        .outerjoin(Unit, col(Unit.id) == Call.unit_id)
        .outerjoin(Campaign, col(Campaign.id) == Call.campaign_id)
        .outerjoin(User, col(User.id) == ReviewTask.assignee_id)
        .outerjoin(adder, col(adder.login) == ReviewTask.created_by)
    )


def _read(session: Session, query: Any) -> list[QueuedTask]:
    return [
        QueuedTask(task, _call(task, call, names, hits, own=own), assignee, adder, review_id)
        for task, call, *names, hits, own, assignee, adder, review_id in session.execute(query)
    ]


def _call(
    task: ReviewTask, call: Call, names: list[str | None], hits: int, *, own: bool
) -> QueuedCall:
    agent, unit, campaign = names
    # Who calibrates should not read in the queue what the machine made of the call.
    told = task.purpose is not Purpose.CALIBRATION and not own
    return QueuedCall(
        id=call.id,
        started_at=call.started_at,
        duration_s=call.talk_s + call.hold_s,
        agent_id=call.agent_id,
        agent_name=agent,
        unit_name=unit,
        campaign_name=campaign,
        outcome=call.outcome,
        score=call.score if told else None,
        score_hidden=not told,
        passed=call.passed if told else None,
        fatal_hits=call.fatal_hits if told else 0,
        hits=hits if told else 0,
    )
