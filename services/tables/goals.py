"""What teams and agents are to reach in a day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, choice, document, instant


class GoalMetric(StrEnum):
    """Which counter a goal is about."""

    DIALS = "dials"
    CONNECTS = "connects"
    EFFECTIVE_TALKS = "effective_talks"
    TALK_S = "talk_s"
    SALES = "sales"


class Goal(Row, table=True):
    """A target per day for a unit or an agent, from a day on. Never changed, only followed.

    Of those of one subject, campaign and metric that are valid on a day, the one with the
    newest `valid_from` counts, and of these the one made last. One without a target ends
    what was aimed at.
    """

    __table_args__ = (CheckConstraint("num_nonnulls(unit_id, agent_id) = 1", name="one_subject"),)

    unit_id: UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id", index=True)
    campaign_id: UUID | None = Field(default=None, foreign_key="campaign.id")
    """Only what is done for it counts; None for everything."""
    metric: GoalMetric = choice(GoalMetric)
    target: float | None = None
    """Per day, in the metric's own unit; None from when on nothing is aimed at."""
    hours: dict[str, Any] = document(default_factory=dict)
    """On which days and over which hours: `services.boards.pace.GoalHours`."""
    valid_from: date
    """By the calendar of the unit, or of the agent's team."""
    created_at: datetime = instant(default_factory=utc_now)
    created_by: str
