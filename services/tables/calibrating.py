"""Sessions in which several people judge the same calls."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, instant
from services.tables.reviewing import RuleAnswer


class CalibrationState(StrEnum):
    OPEN = "open"
    """Raters work, each alone."""
    CLOSED = "closed"
    """Everybody in it sees what everybody said."""
    CANCELLED = "cancelled"


class CalibrationKeyKind(StrEnum):
    """Whose word raters are measured by."""

    EXPERT = "expert"
    CONSENSUS = "consensus"
    """What most of them say; ties are settled together."""


class Calibration(Row, table=True):
    """A session. Its ratings are reviews of purpose `calibration`, which score no call."""

    name: str
    state: CalibrationState = choice(CalibrationState, default=CalibrationState.OPEN)
    scorecard_version_id: UUID = Field(foreign_key="scorecard_version.id")
    key: CalibrationKeyKind = choice(CalibrationKeyKind)
    expert_id: UUID | None = Field(default=None, foreign_key="app_user.id")
    blind_machine: bool = True
    """Raters see no verdict of the machine while they judge."""
    due_at: datetime | None = instant(default=None)
    """When it closes by itself."""
    created_at: datetime = instant(default_factory=utc_now, index=True)
    created_by: str
    closed_at: datetime | None = instant(default=None)


class CalibrationRater(Table, table=True):
    """Somebody who judges its calls; the expert is one of them."""

    calibration_id: UUID = Field(foreign_key="calibration.id", primary_key=True)
    user_id: UUID = Field(foreign_key="app_user.id", primary_key=True)


class CalibrationCall(Table, table=True):
    """A call of the session, with the machine's score that all raters begin from."""

    calibration_id: UUID = Field(foreign_key="calibration.id", primary_key=True)
    call_id: UUID = Field(foreign_key="call.id", primary_key=True, index=True)
    position: int
    evaluation_id: UUID = Field(foreign_key="evaluation.id")


class CalibrationTask(Table, table=True):
    """One rater's task for one call."""

    task_id: UUID = Field(foreign_key="review_task.id", primary_key=True)
    calibration_id: UUID = Field(foreign_key="calibration.id", index=True)


class SettledItem(Table, table=True):
    """What the session agreed on where its raters were divided."""

    calibration_id: UUID = Field(foreign_key="calibration.id", primary_key=True)
    call_id: UUID = Field(foreign_key="call.id", primary_key=True, index=True)
    rule_key: str = Field(primary_key=True)
    answer: RuleAnswer = choice(RuleAnswer)
    note: str | None = None
    settled_by: str
    settled_at: datetime = instant(default_factory=utc_now)
