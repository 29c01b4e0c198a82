"""Sampling plans and their draws."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.schemas.names import Name
from services.reviews.sampling.plans import PlanBody


class PlanIn(BaseModel):
    """A new plan."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    body: PlanBody
    active: bool = True
    """Drawn every few minutes; one that is not is drawn by hand."""


class PlanChangeIn(BaseModel):
    """What of a plan is to be different. What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    revision: int
    """The one that was read."""
    name: Name | None = None
    body: PlanBody | None = None
    active: bool | None = None


class PlanOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    body: PlanBody
    active: bool
    revision: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


class ChosenOut(BaseModel):
    """A call that was drawn, and the numbers of the layers that drew it, from 0."""

    call_id: UUID
    layers: list[int]


class DrawSummaryOut(BaseModel):
    """A draw in a list."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    plan_id: UUID
    period: str
    number: int
    closing: bool
    frame_size: int
    summary: dict[str, Any]
    digest: str
    drawn_at: datetime
    drawn_by: str


class DrawOut(DrawSummaryOut):
    """A draw with what it chose, and what it was chosen with."""

    seed: str
    body: PlanBody
    chosen: list[ChosenOut]


class RecomputedOut(BaseModel):
    """The draw made again of its seed, plan and frame."""

    identical: bool
    """It chose the same calls, and nothing of what is stored was changed."""
    digest: str
    chosen: list[ChosenOut]
