"""When agents see results, and who decides their appeals."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.tables import MachineScores, ReleaseWhen, Role, WhenOverdue


class AppealStepOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    role: Role
    days: Annotated[int, Field(ge=1, le=30)]


class ResultPolicyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    release: ReleaseWhen
    release_after_hours: int
    """Hours after the review was finished; only of `after_hours`."""
    machine_scores: MachineScores
    appeal_days: int
    """Days from the release within which an agent can appeal."""
    appeal_rounds: int
    """How often the same line can be appealed."""
    steps: list[AppealStepOut]
    """Who decides, one after the other. Appeals that are open keep the steps they began with."""
    overdue: WhenOverdue
    changed_at: datetime
    changed_by: str
