"""Appeals: what an agent says against a line of a result, and what became of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.result_policy import AppealStepOut
from api.schemas.review_changes import Text
from api.schemas.reviews import PersonOut, ReviewOut
from services.reviews.appeals.reasons import AppealReason, DecisionReason
from services.tables import AppealAct, AppealState, Role


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AppealIn(_In):
    """Against one place of a line, or with neither place against the whole line."""

    review_id: UUID
    rule_key: Annotated[str, Field(min_length=1, max_length=100)]
    hit_id: UUID | None = None
    added_hit_id: UUID | None = None
    reason: AppealReason
    text: Text


class AcceptIn(_In):
    step: Annotated[int, Field(ge=0, le=4)]
    """As last read: an appeal that went on since is not decided."""
    reason: DecisionReason
    text: Text | None = None


class DenyIn(_In):
    """Also of handing it on."""

    step: Annotated[int, Field(ge=0, le=4)]
    reason: DecisionReason
    text: Text
    """The agent reads it."""


class AppealEventOut(_Read):
    """Something that became of an appeal."""

    act: AppealAct
    role: str
    """Of who did it; `agent` files and withdraws, `system` is the clock."""
    by: PersonOut | None
    """Null for the clock, and for agents, who are told the role only."""
    reason: AppealReason | DecisionReason | None
    text: str | None
    at: datetime


class AppealOut(_Read):
    """An appeal in a list."""

    id: UUID
    review_id: UUID
    """The result that is appealed."""
    call_id: UUID
    call_started_at: datetime
    agent_id: UUID | None
    agent_name: str | None
    campaign_name: str | None
    rule_key: str
    rule_name: str
    hit_id: UUID | None
    added_hit_id: UUID | None
    quote: str | None
    """What is said at the appealed place; masked for those who may not know what is personal."""
    start_s: float | None
    """Second of the call to open it at; null when the whole line has no place."""
    reason: AppealReason
    text: str
    round: int
    state: AppealState
    steps: list[AppealStepOut]
    step: int
    """Index of the step that decides now, or decided."""
    role: Role
    """Of that step."""
    is_last_step: bool
    due_at: datetime
    is_late: bool
    filed_at: datetime
    closed_at: datetime | None
    result_score: float | None
    """Of the result that is appealed."""
    outcome_id: UUID | None
    """The result that accepting it made."""
    outcome_score: float | None
    may_decide: bool
    """Whether the one who asks decides it now."""
    may_withdraw: bool


class AppealDetailOut(AppealOut):
    events: list[AppealEventOut]
    """In order of time."""
    result: ReviewOut | None
    """The result that is appealed. Null for agents: they read theirs under /results."""


class SameCauseOut(_Read):
    """Another result with the same fault."""

    review_id: UUID
    call_id: UUID
    call_started_at: datetime
    agent_name: str | None
    reviewer_name: str
    score: float | None
    appeal_id: UUID | None
    """Its own open appeal of the rule."""
    quote: str | None
    by: str
    """`quote`: the rule found the same words. `reason`: appealed for the same reason."""
    may_decide: bool
    """False where the one who asks made that result."""


class ResolveSameIn(_In):
    review_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    text: Text | None = None


class ResolvedOut(_Read):
    review_id: UUID
    outcome_id: UUID
    score_before: float | None
    score_after: float | None


class ResolvedSameOut(BaseModel):
    resolved: list[ResolvedOut]
