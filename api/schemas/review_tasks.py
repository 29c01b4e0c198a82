"""Tasks of the review queue."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.reviews.handing import HandedOut
from services.reviews.queues import QueuedTask
from services.reviews.sampling.plans import Handing
from services.tables import Layer, Purpose, TaskState

Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00]*$"),
]


class TaskCallOut(BaseModel):
    """What a call is about, shortly."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    started_at: datetime
    duration_s: float
    """Talk and hold."""
    agent_id: UUID | None
    agent_name: str | None
    unit_name: str | None
    campaign_name: str | None
    outcome: str | None
    score: float | None
    score_hidden: bool
    """Who is to judge the call unbiased, or made it, does not read here what it scored."""
    passed: bool | None
    fatal_hits: int
    hits: int
    """Places that the newest evaluation found."""


class TaskReasonOut(BaseModel):
    """One thing about the call that asked for a review."""

    code: str
    """`fatal`, `severity`, `rule`, `pack`, `outcome`, `risk`, `random`, or `asked`."""
    rule_key: str | None = None
    rule_name: str | None = None
    value: str | None = None
    """The outcome, severity or word pack that is meant."""
    weight: float | None = None
    """Of the risk."""


class PersonOut(BaseModel):
    """Somebody, by name."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str


class TaskOut(BaseModel):
    """A call that waits to be reviewed, why, and who has it."""

    id: UUID
    call: TaskCallOut
    purpose: Purpose
    layer: Layer
    reasons: list[TaskReasonOut]
    state: TaskState
    priority: int
    due_at: datetime | None
    overdue: bool
    assignee: PersonOut | None
    review_id: UUID | None
    """Its draft or final review, once somebody has opened it."""
    repeat: bool
    note: str | None
    created_at: datetime
    created_by: str
    created_by_name: str
    claimed_at: datetime | None
    done_at: datetime | None

    @classmethod
    def of(cls, queued: QueuedTask, now: datetime) -> "TaskOut":
        task = queued.task
        is_open = task.state not in (TaskState.DONE, TaskState.WITHDRAWN)
        kept = {name: getattr(task, name) for name in _KEPT}
        return cls(
            call=TaskCallOut.model_validate(queued.call),
            assignee=PersonOut.model_validate(queued.assignee) if queued.assignee else None,
            created_by_name=queued.created_by_name,
            review_id=queued.review_id,
            overdue=is_open and task.due_at is not None and task.due_at < now,
            **kept,
        )


_KEPT = (
    *("id", "purpose", "layer", "reasons", "state", "priority", "due_at", "repeat"),
    *("note", "created_at", "created_by", "claimed_at", "done_at"),
)


class NextTaskIn(BaseModel):
    """Which call to take next."""

    model_config = ConfigDict(extra="forbid")

    campaign_id: UUID | None = None
    beyond_quota: bool = False
    """Take one although today's quota is done."""


class TasksIn(BaseModel):
    """Calls to put in the queue by hand."""

    model_config = ConfigDict(extra="forbid")

    call_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    assignee_id: UUID | None = None
    due_at: AwareDatetime | None = None
    """In three days unless told otherwise."""
    note: Note | None = None
    repeat: bool = False
    """Review it again although it is in the queue or reviewed already."""


class AssignIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    assignee_id: UUID


class HandOutIn(BaseModel):
    """How to hand out what waits, and what of it."""

    model_config = ConfigDict(extra="forbid")

    handing: Literal[Handing.EVEN, Handing.SHARE, Handing.SKILL] = Handing.EVEN
    inspector_ids: Annotated[list[UUID], Field(max_length=500)] = []
    """To whom; empty for all inspectors."""
    plan_id: UUID | None = None
    """Only what this plan drew."""
    campaign_id: UUID | None = None
    rehearse: bool = False
    """Only tell who would get how many."""


class HandedToOut(BaseModel):
    user_id: UUID
    tasks: int


class HandedOutOut(BaseModel):
    """Who got how many."""

    handed: int
    left: int
    """Waiting still: nobody who may review them has room today."""
    by_inspector: list[HandedToOut]
    """Also those who got none."""

    @classmethod
    def of(cls, result: HandedOut) -> "HandedOutOut":
        counted = sorted(result.by_user.items(), key=lambda each: (-each[1], each[0]))
        return cls(
            handed=sum(result.by_user.values()),
            left=result.left,
            by_inspector=[HandedToOut(user_id=user_id, tasks=count) for user_id, count in counted],
        )
