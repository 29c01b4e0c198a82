"""What teams and agents are to reach in a day."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.organisation import Day
from services.boards.goals import GoalState, GoalWanted, ListedGoal
from services.boards.pace import GoalHours
from services.tables import GoalMetric

Target = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]


class GoalIn(BaseModel):
    """A goal for one unit or for one agent."""

    model_config = ConfigDict(extra="forbid")

    unit_id: UUID | None = None
    agent_id: UUID | None = None
    campaign_id: UUID | None = None
    """Only what is done for it counts; goals of units only."""
    metric: GoalMetric
    target: Target
    """Per day; of `talk_s` in seconds."""
    hours: GoalHours = GoalHours()
    valid_from: Day | None = None
    """From this day on, today unless it is given, by the unit's calendar."""

    def wanted(self) -> GoalWanted:
        return GoalWanted(**dict(self))


class GoalOut(BaseModel):
    id: UUID
    unit_id: UUID | None
    agent_id: UUID | None
    unit_name: str
    """Of an agent's goal, the team they are in now."""
    agent_name: str | None
    campaign_id: UUID | None
    campaign_name: str | None
    metric: GoalMetric
    target: float
    hours: GoalHours
    valid_from: date
    timezone: str
    """Of the unit: days and hours are by its clock."""
    state: GoalState
    """`current` counts today, `planned` will, `past` was replaced or ended."""
    created_at: datetime
    created_by: str

    @classmethod
    def of(cls, listed: ListedGoal) -> "GoalOut":
        return cls(
            **listed.goal.model_dump(),
            unit_name=listed.unit_name,
            agent_name=listed.agent_name,
            campaign_name=listed.campaign_name,
            timezone=listed.timezone,
            state=listed.state,
        )
