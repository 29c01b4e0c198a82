"""What a sampling plan says: which calls, in which layers, how many, and who gets them."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.scoring.card import Severity

Key = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Few = Annotated[tuple[Key, ...], Field(max_length=200)]
Ids = Annotated[tuple[UUID, ...], Field(max_length=500)]
Most = Annotated[int, Field(ge=1, le=100_000)]
Priority = Annotated[int, Field(ge=0, le=100)]
DueInHours = Annotated[int, Field(ge=1, le=24 * 60)]
Coefficient = Annotated[float, Field(ge=0, le=100)]
MAX_LAYERS = 12


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(StrEnum):
    """What quotas and floors are counted in: days or ISO weeks of the company's zone."""

    DAY = "day"
    WEEK = "week"


class Handing(StrEnum):
    """How calls that were drawn reach those who review."""

    POOL = "pool"
    """They wait until somebody takes them."""
    EVEN = "even"
    """To whoever has least."""
    SHARE = "share"
    """By the shares of the inspectors."""
    SKILL = "skill"
    """To those whose skills name the call's campaign or language, before those who do all."""


class Filters(Frozen):
    """Which calls a plan chooses from. What is left empty narrows nothing."""

    campaign_ids: Ids = ()
    unit_ids: Ids = ()
    """These units and all below them."""
    talk_s_min: Annotated[float, Field(ge=0, le=86_400)] = 0
    talk_s_max: Annotated[float, Field(ge=0, le=86_400)] | None = None
    outcomes: Few = ()
    directions: Few = ()
    languages: Annotated[tuple[Language, ...], Field(max_length=20)] = ()
    """Of their transcripts."""
    min_age_min: Annotated[int, Field(ge=0, le=30 * 24 * 60)] = 0
    """Minutes since the call ended, so that late outcomes are there."""

    @model_validator(mode="after")
    def _is_a_range(self) -> "Filters":
        if self.talk_s_max is not None and self.talk_s_max < self.talk_s_min:
            raise ValueError("talk_s_max is below talk_s_min")
        return self


class EventLayer(Frozen):
    """Every call in which something happened that asks for a person. Any one is enough."""

    kind: Literal["event"] = "event"
    fatal: bool = False
    """A fatal rule was broken."""
    severities: Annotated[tuple[Severity, ...], Field(max_length=3)] = ()
    """A rule of this severity was broken."""
    rule_keys: Few = ()
    """This rule was broken."""
    packs: Few = ()
    """A rule that looks for the words of this pack was broken."""
    outcomes: Few = ()
    """The call ended so: `complaint`."""
    most: Most | None = None
    """At most so many in a period."""
    priority: Priority = 80
    due_in_h: DueInHours = 24

    @model_validator(mode="after")
    def _asks_for_something(self) -> "EventLayer":
        if not (self.fatal or self.severities or self.rule_keys or self.packs or self.outcomes):
            raise ValueError("an event layer needs at least one event")
        return self


class RiskWeights(Frozen):
    """How much each sign of risk adds to a call's weight, see `services.reviews.sampling.risk`."""

    hits: Coefficient = 1
    low_score: Coefficient = 3
    doubtful: Coefficient = 2
    new_agent: Coefficient = 2
    complaints: Coefficient = 2


class RiskLayer(Frozen):
    """So many calls, the riskier the likelier."""

    kind: Literal["risk"] = "risk"
    percent: Annotated[float, Field(gt=0, le=100)] | None = None
    """Of the calls that the plan chooses from."""
    count: Most | None = None
    """In a period, spread over it."""
    weights: RiskWeights = RiskWeights()
    most: Most | None = None
    priority: Priority = 50
    due_in_h: DueInHours = 72

    @model_validator(mode="after")
    def _has_one_quota(self) -> "RiskLayer":
        if (self.percent is None) == (self.count is None):
            raise ValueError("a risk layer needs percent or count, one of them")
        return self


class RandomLayer(Frozen):
    """A floor under every agent, drawn blindly: what estimates rest on, so nothing caps it."""

    kind: Literal["random"] = "random"
    per_agent: Annotated[int, Field(ge=1, le=200)] = 3
    """Calls of each agent in a period, or all of them where there are fewer."""
    expected: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """Calls of an agent in a period; None for as many as in the period before."""
    priority: Priority = 40
    due_in_h: DueInHours = 120


PlanLayer = Annotated[EventLayer | RiskLayer | RandomLayer, Field(discriminator="kind")]


class PlanBody(Frozen):
    """What a plan says."""

    period: Period = Period.WEEK
    filters: Filters = Filters()
    layers: Annotated[tuple[PlanLayer, ...], Field(min_length=1, max_length=MAX_LAYERS)]
    most: Most | None = None
    """At most so many in a period; the floor of the random layer is counted, not cut."""
    handing: Handing = Handing.POOL
    inspector_ids: Ids = ()
    """Who is handed its calls; empty for everybody who reviews."""

    @model_validator(mode="after")
    def _has_one_floor(self) -> "PlanBody":
        if sum(layer.kind == "random" for layer in self.layers) > 1:
            raise ValueError("a plan has at most one random layer")
        return self
