"""Sampling plans and their draws."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.schemas.names import Name
from services.reviews.sampling.plans import PlanBody
from services.reviews.sampling.previews import Preview
from services.scoring.precision import Interval


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


class PlanPreviewIn(BaseModel):
    """A plan, and the stretch to try it on: every period that overlaps it, whole."""

    model_config = ConfigDict(extra="forbid")

    body: PlanBody
    from_at: Annotated[AwareDatetime, Field(alias="from")]
    until_at: Annotated[AwareDatetime, Field(alias="until")]


class LayerPreviewOut(BaseModel):
    """What a layer would take; a call that several layers take is counted in each."""

    layer: int
    """Its number, from 0."""
    kind: Literal["event", "risk", "random"]
    chosen: int
    left_out: int
    """What it wanted and had no room for."""


class AgentPreviewOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    agent_id: UUID
    agent_name: str
    calls: int
    chosen: int


class PlanPreviewOut(BaseModel):
    """What the plan would have chosen of calls that are there."""

    periods: int
    calls: int
    """That it would have chosen from."""
    chosen: int
    layers: list[LayerPreviewOut]
    by_agent: list[AgentPreviewOut]
    """By name."""

    @classmethod
    def of(cls, body: PlanBody, told: Preview) -> "PlanPreviewOut":
        layers = [
            LayerPreviewOut(
                layer=number,
                kind=layer.kind,
                chosen=told.by_layer[number],
                left_out=told.left_out[number],
            )
            for number, layer in enumerate(body.layers)
        ]
        agents = [AgentPreviewOut.model_validate(each) for each in told.by_agent]
        return cls(
            periods=told.periods,
            calls=told.calls,
            chosen=told.chosen,
            layers=layers,
            by_agent=agents,
        )


class MeanOut(BaseModel):
    """A mean score with the bounds within which the true one lies, 95 times of 100."""

    model_config = ConfigDict(from_attributes=True)

    value: float
    low: float | None
    """None where one call alone says nothing of the others."""
    high: float | None


class CoverageOut(BaseModel):
    """How much of an agent's calls people reviewed, and what it says of all of them."""

    model_config = ConfigDict(from_attributes=True)

    agent_id: UUID
    agent_name: str
    calls: int
    """Scored, in the stretch and in your scope."""
    eligible: int
    """Of these, those that active plans with a random layer choose from."""
    reviewed: int
    floor: int
    """Blind reviews that these plans ask for in the stretch."""
    floor_done: int
    floor_met: bool
    sampled: int
    """Reviews of calls that were drawn blindly, which both estimates rest on."""
    mean_score: MeanOut | None
    """Student's interval with finite population correction."""
    fail_rate: Interval | None
    """Wilson's interval."""


class RecomputedOut(BaseModel):
    """The draw made again of its seed, plan and frame."""

    identical: bool
    """It chose the same calls, and nothing of what is stored was changed."""
    digest: str
    chosen: list[ChosenOut]
