"""A board's numbers beside those of other days."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.schemas.goals import GoalOut
from services.boards.comparing import Comparison, PacedGoal
from services.tables import GoalMetric


class MetricNumbers(BaseModel):
    """What is compared; talk in seconds."""

    model_config = ConfigDict(from_attributes=True)

    dials: float = 0
    connects: float = 0
    effective_talks: float = 0
    talk_s: float = 0
    sales: float = 0


class RunningNumbers(BaseModel):
    """By metric, the sum at the end of each five minutes of the day, from midnight on."""

    dials: list[float]
    connects: list[float]
    effective_talks: list[float]
    talk_s: list[float]
    sales: list[float]


class ComparedDayOut(BaseModel):
    date: date
    since: datetime
    until: datetime
    running: RunningNumbers
    """Today it ends with the five minutes that go on."""
    by_now: MetricNumbers
    """Through the five minutes in which this time of day lies."""
    whole: MetricNumbers


class PacedGoalOut(BaseModel):
    goal: GoalOut
    done: float
    """Today."""
    expected: float
    """What of the target is to be reached by now."""

    @classmethod
    def of(cls, paced: PacedGoal) -> "PacedGoalOut":
        return cls(goal=GoalOut.of(paced.listed), done=paced.done, expected=paced.expected)


class RecordOut(BaseModel):
    """The best finished day of the last 90, of the board or of one agent."""

    model_config = ConfigDict(from_attributes=True)

    agent_id: UUID | None
    metric: GoalMetric
    """`dials` or `sales`."""
    date: date
    number: float


class ComparisonOut(BaseModel):
    unit_id: UUID
    timezone: str
    now: datetime
    today: ComparedDayOut
    yesterday: ComparedDayOut
    week_ago: ComparedDayOut
    """The same weekday last week."""
    goals: list[PacedGoalOut]
    records: list[RecordOut]

    @classmethod
    def of(cls, compared: Comparison) -> "ComparisonOut":
        today, yesterday, week_ago = (
            ComparedDayOut(
                date=each.day.date,
                since=each.day.since,
                until=each.day.until,
                running=RunningNumbers.model_validate(each.running),
                by_now=MetricNumbers.model_validate(each.by_now),
                whole=MetricNumbers.model_validate(each.whole),
            )
            for each in compared.days
        )
        return cls(
            unit_id=compared.unit.id,
            timezone=compared.unit.timezone,
            now=compared.now,
            today=today,
            yesterday=yesterday,
            week_ago=week_ago,
            goals=[PacedGoalOut.of(each) for each in compared.goals],
            records=[RecordOut.model_validate(each) for each in compared.records],
        )


class SeriesIntervalOut(BaseModel):
    """What one interval brought; five minutes that have none bring nothing."""

    model_config = ConfigDict(from_attributes=True)

    since: datetime
    numbers: MetricNumbers


class SeriesOut(BaseModel):
    timezone: str
    date: date
    period_minutes: int
    intervals: list[SeriesIntervalOut]


class HeatCellOut(BaseModel):
    """Four weeks of one hour of one weekday."""

    model_config = ConfigDict(from_attributes=True)

    weekday: int
    """1 for Monday to 7."""
    hour: int
    numbers: MetricNumbers


class HeatMapOut(BaseModel):
    """Hours that nothing came in are left out."""

    timezone: str
    weeks: int = 4
    cells: list[HeatCellOut]


class AbandonRateOut(BaseModel):
    """Of a campaign as a whole, over the last 30 days."""

    model_config = ConfigDict(from_attributes=True)

    live_answers: int
    """Outbound calls that a person answered and an agent was to have."""
    abandoned: int
    """Of these, those that no agent joined within two seconds."""
    rate: float | None
    """Between 0 and 1; null while nobody answered."""
    upper: float | None
    """Upper bound of the 95 % interval of Wilson."""


class BoardCampaignOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    campaign_id: UUID
    code: str
    name: str
    abandon: AbandonRateOut
    list_size: int | None
    """How many numbers there are to call; null while nobody has said."""
    numbers_called: int | None
    """Different ones, of outbound calls that are kept; null without a list."""
