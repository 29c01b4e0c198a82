"""Walls: links that show boards on a screen that nobody signs in at."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.schemas.comparisons import ComparedDayOut, ComparisonOut, RecordOut
from api.schemas.names import Name
from services.boards.layout import BoardLayout
from services.boards.walls.links import WallWanted
from services.boards.walls.listing import WallState
from services.boards.walls.views import MAX_VIEWS, BuiltInView, WallView
from services.tables import GoalMetric, WallLanguage, WallNames, WallTheme


class WallIn(BaseModel):
    """A wall, whole."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    unit_id: UUID
    """It shows this unit and what lies below, as you see it."""
    views: Annotated[list[WallView], Field(min_length=1, max_length=MAX_VIEWS)]
    """Shown in turn."""
    language: WallLanguage = WallLanguage.ZH_CN
    theme: WallTheme = WallTheme.DARK
    names: WallNames = WallNames.FULL
    """How agents are called: names never leave the server where initials are wanted."""
    celebrate: bool = True
    """Sales and records."""
    sound: bool = False
    """A short chord with them, once somebody has touched the screen."""
    expires_at: AwareDatetime | None = None
    """Null for never."""

    def wanted(self) -> WallWanted:
        return WallWanted(**dict(self))


class WallOut(BaseModel):
    id: UUID
    name: str
    unit_id: UUID
    unit_name: str
    views: list[WallView]
    language: WallLanguage
    theme: WallTheme
    names: WallNames
    celebrate: bool
    sound: bool
    state: WallState
    maker_name: str
    is_own: bool
    """Only who made it changes it; colleagues may revoke it."""
    created_at: datetime
    changed_at: datetime
    rotated_at: datetime | None
    expires_at: datetime | None
    last_used_at: datetime | None
    """When a screen last showed it, to the minute."""
    revoked_at: datetime | None


class WallTokenOut(WallOut):
    """The token is in this answer and never again."""

    token: str
    link: str
    """What to open on the screen. The token stands behind `#`, so that no log has it."""
    qr_svg: str
    """The link, to be read by a camera."""


class WallSessionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: Annotated[str, Field(min_length=1, max_length=200)]


class WallUnitOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    parent_id: UUID | None


class WallBoardOut(BaseModel):
    """A board that somebody composed, as a wall shows it."""

    id: UUID
    name: str
    unit_id: UUID
    layout: BoardLayout


class ShownViewOut(BaseModel):
    """One of `view` and `board`."""

    seconds: int
    view: BuiltInView | None
    board: WallBoardOut | None


class ShownWallOut(BaseModel):
    """What a screen shows, and how. What changes on it comes by `/api/v1/wall/live`."""

    name: str
    unit_id: UUID
    unit_name: str
    language: WallLanguage
    theme: WallTheme
    celebrate: bool
    sound: bool
    views: list[ShownViewOut]
    """Without boards that are gone, or that who made the wall sees no longer."""
    units: list[WallUnitOut]
    """What it is about and what lies below."""


class WallGoalOut(BaseModel):
    """What a unit is to reach today, and how far it is."""

    unit_id: UUID
    metric: GoalMetric
    target: float
    done: float
    expected: float
    """What of the target is to be reached by now."""


class WallComparisonOut(BaseModel):
    """Today beside other days. Goals are those of units: agents' own are nobody else's."""

    now: datetime
    today: ComparedDayOut
    yesterday: ComparedDayOut
    week_ago: ComparedDayOut
    goals: list[WallGoalOut]
    records: list[RecordOut]

    @classmethod
    def of(cls, compared: ComparisonOut) -> "WallComparisonOut":
        goals = [
            WallGoalOut(
                unit_id=paced.goal.unit_id,
                metric=paced.goal.metric,
                target=paced.goal.target,
                done=paced.done,
                expected=paced.expected,
            )
            for paced in compared.goals
            if paced.goal.unit_id is not None and paced.goal.campaign_id is None
        ]
        days = compared.model_dump(include={"now", "today", "yesterday", "week_ago", "records"})
        return cls(**days, goals=goals)
