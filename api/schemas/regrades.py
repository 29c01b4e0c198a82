"""Second looks at finished reviews, and how raters and items drift."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.schemas.calibrations import Share
from services.scoring.results import Verdict


class PointOut(BaseModel):
    """A month of a rater, or of an item."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    name: str
    month: str
    """`2026-11`, by when sessions closed (UTC)."""
    calls: int
    alignment: Share | None
    bias: float | None


class DriftOut(BaseModel):
    """How raters and items move from month to month; oldest first."""

    model_config = ConfigDict(from_attributes=True)

    raters: list[PointOut]
    items: list[PointOut]


class RegradeIn(BaseModel):
    """Some of what somebody finished, to be looked at again by the one who asks."""

    model_config = ConfigDict(extra="forbid")

    reviewer_id: UUID
    count: Annotated[int, Field(ge=1, le=100)]
    since: AwareDatetime
    seed: Annotated[int, Field(ge=0, lt=2**31)]


class RegradesAskedOut(BaseModel):
    task_ids: list[UUID]


class RegradeOut(BaseModel):
    """A review, and what a second person made of the same call."""

    model_config = ConfigDict(from_attributes=True)

    call_id: UUID
    started_at: datetime
    review_id: UUID
    regrade_id: UUID
    reviewer: str
    second: str
    finalised_at: datetime
    score: float | None
    second_score: float | None
    alignment: Share | None
    differs: dict[str, tuple[Verdict, Verdict]]
    """By name of the rule: what the one said, and the other."""
