"""Results: finished reviews as their agents get them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.schemas.appeals import AppealEventOut, AppealOut
from api.schemas.reviews import CommentOut
from api.schemas.scores import Explained, ScoreOut
from services.reviews.appeals.standing import WhyNot
from services.scoring.results import Score


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ReleaseIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    review_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class ReleasedOut(_Read):
    released: list[UUID]
    already: list[UUID]
    """Their agents saw them before."""


class ResultListedOut(_Read):
    """A released result of one's own call."""

    review_id: UUID
    call_id: UUID
    call_started_at: datetime
    campaign_name: str | None
    number: int
    """Of the call's results."""
    score: float | None
    passed: bool | None
    fatal: bool
    grade: str | None
    released_at: datetime
    acknowledged_at: datetime | None
    appeal_until: datetime
    """Until when a line can be appealed."""
    is_current: bool
    """False when a later result was released."""
    open_appeals: int


class AppealablePlaceOut(_Read):
    """A place that counts against a line: one of the two ids is set."""

    hit_id: UUID | None
    added_hit_id: UUID | None
    quote: str
    start_s: float
    end_s: float
    utterance: int | None


class AppealableLineOut(_Read):
    """Whether a line can be appealed, and where."""

    rule_key: str
    may_appeal: bool
    why_not: WhyNot | None
    places: list[AppealablePlaceOut]
    """Without one the whole line is appealed."""
    rounds_left: int


class OwnAppealOut(AppealOut):
    """An appeal of one's own, with what became of it."""

    events: list[AppealEventOut]


class ResultMachineOut(_Read):
    score: float | None
    passed: bool | None
    fatal: bool
    grade: str | None
    scorecard_name: str
    scorecard_version: int
    lines: list[Explained]


class EarlierResultOut(_Read):
    """A result of the same call that was released before."""

    review_id: UUID
    number: int
    score: float | None
    fatal: bool
    released_at: datetime


def _added_up(score: Score) -> ScoreOut:
    return ScoreOut.of(score)


class ResultOut(ResultListedOut):
    """A released result as its agent gets it."""

    talk_s: float
    outcome: str | None
    evaluation_id: UUID
    arithmetic: Annotated[ScoreOut, BeforeValidator(_added_up)]
    """The score line by line, with evidence."""
    machine: ResultMachineOut
    """What the machine alone made of the call."""
    comments: list[CommentOut]
    praise: str | None
    suggestion: str | None
    lines: list[AppealableLineOut]
    """In the order of the arithmetic."""
    appeals: list[OwnAppealOut]
    """Newest first."""
    earlier: list[EarlierResultOut]
    """Oldest first."""
    may_acknowledge: bool
