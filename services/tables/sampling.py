"""How calls are drawn for review: plans, the draws made by them, and who reviews how much."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, document, instant


class SamplingPlan(Row, table=True):
    """Which calls are to be reviewed, and how many. Its draws keep what it said then."""

    __table_args__ = (
        Index(
            "uq_sampling_plan_name",
            "name",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    name: str
    body: dict[str, Any] = document()
    """As `services.reviews.sampling.plans.PlanBody` defines it."""
    active: bool = True
    """Drawn by the clock; one that is not is drawn only by hand."""
    revision: int = 1
    """Counts its changes: two people cannot overwrite each other."""
    created_at: datetime = instant(default_factory=utc_now)
    created_by: str
    updated_at: datetime = instant(default_factory=utc_now)
    updated_by: str
    archived_at: datetime | None = instant(default=None)


class SampleDraw(Row, table=True):
    """One draw of a plan, with everything that decided it. Never changed.

    The draws of a plan for one period follow each other by `number`; each looks at the
    calls that none before it looked at, and the last one of a period (`closing`) at all.
    """

    __table_args__ = (
        UniqueConstraint("plan_id", "period", "number"),
        Index("ix_sample_draw_listing", "drawn_at", "id"),
    )

    plan_id: UUID = Field(foreign_key="sampling_plan.id")
    period: str
    """`2026-W47` or `2026-11-22`, of the company's zone."""
    number: int
    closing: bool = False
    seed: str
    """Of all draws of the plan for this period."""
    body: dict[str, Any] = document()
    """What the plan said."""
    frame: bytes
    """Compressed: the calls it chose from, see `services.reviews.sampling.frames`."""
    digest: str
    """SHA-256 of seed, body and frame."""
    frame_size: int
    """Calls in it."""
    chosen: list[dict[str, Any]] = document(default_factory=list)
    """What it chose: `{call_id, layer, reasons}`, in the order of the calls' ids."""
    state: dict[str, Any] = document(default_factory=dict)
    """What the next draw of the period goes on with: counts and remainders by layer."""
    summary: dict[str, Any] = document(default_factory=dict)
    """Calls chosen by layer, and those left out because a layer or the plan was full."""
    drawn_at: datetime = instant(default_factory=utc_now)
    drawn_by: str
    """A login, or `system`."""


class InspectorSettings(Table, table=True):
    """What somebody who reviews is given to review. Nobody has a row until one is needed."""

    user_id: UUID = Field(foreign_key="app_user.id", primary_key=True)
    daily_quota: int = 40
    """Reviews a day; more is never handed out by itself."""
    share: float = 1
    """Of what is handed out by percent, against the others' shares; 0 for nothing."""
    campaign_ids: list[str] = document(default_factory=list)
    """Campaigns whose calls they can judge; empty for all."""
    languages: list[str] = document(default_factory=list)
    """ISO 639-1 codes of what they understand; empty for all."""
    own_team: bool = False
    """Whether they may review calls of the team that they belong to themselves."""
    away_from: date | None = None
    away_until: date | None = None
    """The last day of leave, included."""
    updated_at: datetime = instant(default_factory=utc_now)
    updated_by: str
