"""The review queue: what waits, taking the next, giving back, handing over."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.pages import Page
from api.schemas.review_tasks import (
    AssignIn,
    HandedOutOut,
    HandOutIn,
    NextTaskIn,
    TaskOut,
    TasksIn,
)
from services.clock import utc_now
from services.people.access import Caller, Permission
from services.reviews import handing, queueing, queues, taking, tasks
from services.reviews.queueing import Wish
from services.reviews.queues import QueueFilter
from services.tables import Layer, ReviewTask, TaskState

router = APIRouter(prefix="/api/v1/reviews/tasks", tags=["reviews"], route_class=CreatingRoute)


def wanted_tasks(
    mine: bool | None = None,
    state: Annotated[list[TaskState] | None, Query()] = None,
    assignee_id: UUID | None = None,
    campaign_id: UUID | None = None,
    agent_id: UUID | None = None,
    call_id: UUID | None = None,
    layer: Layer | None = None,
    overdue: bool | None = None,
) -> QueueFilter:
    return QueueFilter(
        mine=mine,
        state=tuple(state) if state else tasks.OPEN,
        assignee_id=assignee_id,
        campaign_id=campaign_id,
        agent_id=agent_id,
        call_id=call_id,
        layer=layer,
        overdue=overdue,
    )


@router.get("", operation_id="list_review_tasks")
def list_review_tasks(
    session: SessionDep,
    caller: CallerDep,
    wanted: Annotated[QueueFilter, Depends(wanted_tasks)],
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[TaskOut]:
    """Most urgent first: one's own and those one may take; all of them for who manages reviews."""
    caller.require_one_of(Permission.REVIEWS_WRITE, Permission.REVIEWS_MANAGE)
    page = queues.list_tasks(session, caller, wanted, cursor=cursor, limit=limit)
    now = utc_now()
    return Page(items=[TaskOut.of(each, now) for each in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="create_review_tasks")
def create_review_tasks(session: SessionDep, caller: CallerDep, wish: TasksIn) -> Page[TaskOut]:
    """Put calls in the queue by hand: all of them, or none."""
    made = queueing.put_in_queue(session, caller, Wish(**wish.model_dump()))
    return Page(items=[_out(session, caller, task) for task in made])


@router.post(
    "/next",
    operation_id="take_next_review_task",
    responses={status.HTTP_204_NO_CONTENT: {"description": "Nothing is left to take."}},
    response_model=TaskOut,
)
def take_next_review_task(
    session: SessionDep, caller: CallerDep, wanted: NextTaskIn
) -> TaskOut | Response:
    """Claim the most urgent call that one may review. Safe to repeat until that one is done."""
    task = taking.take_next(
        session, caller, campaign_id=wanted.campaign_id, beyond_quota=wanted.beyond_quota
    )
    if task is None:
        return Response(status_code=status.HTTP_204_NO_CONTENT)
    return _out(session, caller, task)


@router.post("/hand-out", operation_id="hand_out_review_tasks")
def hand_out_review_tasks(
    session: SessionDep, caller: CallerDep, wanted: HandOutIn
) -> HandedOutOut:
    """Give what waits to those who may review it, as far as today's quotas have room."""
    result = handing.hand_out(
        session,
        caller,
        way=wanted.handing,
        inspector_ids=wanted.inspector_ids,
        plan_id=wanted.plan_id,
        campaign_id=wanted.campaign_id,
        rehearse=wanted.rehearse,
    )
    return HandedOutOut.of(result)


@router.get("/{task_id}", operation_id="read_review_task")
def read_review_task(session: SessionDep, caller: CallerDep, task_id: UUID) -> TaskOut:
    """One task."""
    return _out(session, caller, tasks.get_task(session, caller, task_id))


@router.post("/{task_id}/claim", operation_id="claim_review_task")
def claim_review_task(session: SessionDep, caller: CallerDep, task_id: UUID) -> TaskOut:
    """Take this one in hand. Safe to repeat."""
    return _out(session, caller, tasks.claim(session, caller, task_id))


@router.post("/{task_id}/release", operation_id="release_review_task")
def release_review_task(session: SessionDep, caller: CallerDep, task_id: UUID) -> TaskOut:
    """Put it back for anybody. Who manages reviews can recall what others have."""
    return _out(session, caller, tasks.release(session, caller, task_id))


@router.post("/{task_id}/withdraw", operation_id="withdraw_review_task")
def withdraw_review_task(session: SessionDep, caller: CallerDep, task_id: UUID) -> TaskOut:
    """Take it out of the queue. Safe to repeat."""
    return _out(session, caller, tasks.withdraw(session, caller, task_id))


@router.post("/{task_id}/assign", operation_id="assign_review_task")
def assign_review_task(
    session: SessionDep, caller: CallerDep, task_id: UUID, wanted: AssignIn
) -> TaskOut:
    """Give it to somebody who may review it."""
    return _out(session, caller, tasks.assign(session, caller, task_id, wanted.assignee_id))


def _out(session: SessionDep, caller: Caller, task: ReviewTask) -> TaskOut:
    return TaskOut.of(queues.read_task(session, caller, task.id), utc_now())
