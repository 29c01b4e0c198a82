"""Inspectors: what they are given, and how much they have."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.pages import Page
from api.schemas.review_tasks import PersonOut
from services.reviews.inspectors import Inspector
from services.reviews.sampling.plans import Language
from services.reviews.workload import Load
from services.tables import Role

Campaigns = Annotated[list[UUID], Field(max_length=200)]
Languages = Annotated[list[Language], Field(max_length=20)]


class InspectorOut(BaseModel):
    """Somebody who reviews calls, and what they are given."""

    user_id: UUID
    login: str
    name: str
    role: Role
    unit_id: UUID
    unit_name: str
    daily_quota: int
    """Reviews a day; more is never handed out by itself."""
    share: float
    """Of what is handed out by share, against the others' shares; 0 for nothing."""
    campaign_ids: list[UUID]
    """Campaigns whose calls they can judge; empty for all."""
    languages: list[str]
    """ISO 639-1 codes of what they understand; empty for all."""
    own_team: bool
    """Whether they may review calls of the team that they belong to themselves."""
    away_from: date | None
    away_until: date | None
    """The last day of leave, included."""
    is_away: bool
    """Today, by these days or because a deputy reviews for them."""
    deputy: PersonOut | None
    may_change: bool
    """Whether you say what they are given: not for those of units above yours."""
    updated_at: datetime | None
    """None while nobody has said anything."""
    updated_by: str | None

    @classmethod
    def of(cls, found: Inspector) -> "InspectorOut":
        user, settings = found.user, found.settings
        return cls(
            user_id=user.id,
            login=user.login,
            name=user.name,
            role=user.role,
            unit_id=user.unit_id,
            unit_name=found.unit_name,
            is_away=found.is_away,
            deputy=PersonOut.model_validate(found.deputy) if found.deputy else None,
            may_change=found.may_change,
            updated_at=settings.updated_at if found.has_settings else None,
            updated_by=settings.updated_by if found.has_settings else None,
            **{name: getattr(settings, name) for name in _SETTINGS},
        )


_SETTINGS = (
    *("daily_quota", "share", "campaign_ids", "languages"),
    *("own_team", "away_from", "away_until"),
)


class InspectorChangeIn(BaseModel):
    """What of the settings is to be different. What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    daily_quota: Annotated[int, Field(ge=0, le=1_000)] = 40
    share: Annotated[float, Field(ge=0, le=100)] = 1
    campaign_ids: Campaigns = []
    languages: Languages = []
    own_team: bool = False
    away_from: date | None = None
    """None, told so, for no leave."""
    away_until: date | None = None


class LoadOut(BaseModel):
    """An inspector's day. Calls of all units are counted."""

    inspector: InspectorOut
    waiting: int
    """Handed to them and not begun."""
    claimed: int
    overdue: int
    done_today: int
    """Since midnight in the zone of their unit."""
    room: int
    """How many more they are given today."""
    reviews_7d: int
    mean_active_s: float | None
    """Seconds of work on each of these, breaks left out; None where there are none."""

    @classmethod
    def of(cls, load: Load) -> "LoadOut":
        counted = {name: getattr(load, name) for name in _COUNTED}
        return cls(inspector=InspectorOut.of(load.inspector), **counted)


_COUNTED = (
    *("waiting", "claimed", "overdue", "done_today"),
    *("room", "reviews_7d", "mean_active_s"),
)


class AgeOut(BaseModel):
    """Open tasks made at least `from_h` and less than `to_h` hours ago."""

    model_config = ConfigDict(from_attributes=True)

    from_h: int
    to_h: int | None
    """None for no end."""
    tasks: int
    overdue: int


class BacklogOut(BaseModel):
    """What is open of the calls that you see."""

    model_config = ConfigDict(from_attributes=True)

    waiting: int
    """In nobody's hands."""
    assigned: int
    claimed: int
    overdue: int
    done_24h: int
    ages: list[AgeOut]


class PlanProgressOut(BaseModel):
    """What became of the calls that a plan drew in one period."""

    model_config = ConfigDict(from_attributes=True)

    plan_id: UUID
    name: str
    period: str
    begins_at: datetime
    ends_at: datetime
    draws: int
    looked_at: int
    """Calls that it chose from so far."""
    chosen: int
    open: int
    """Of these, waiting or in somebody's hands."""
    done: int
    withdrawn: int
    overdue: int
    last_drawn_at: datetime | None


class WorkloadOut(BaseModel):
    """Everything a QA lead looks at in the morning."""

    as_of: datetime
    backlog: BacklogOut
    plans: list[PlanProgressOut]
    """Those that are drawn by the clock, in their current period."""
    inspectors: Page[LoadOut]
    """By name; ask again with its `next` as `cursor` for more."""
