"""An agent's own page."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.schemas.clips import ClipOut
from api.schemas.results import OwnAppealOut, ResultListedOut


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class TodayOut(_Read):
    """Since midnight in the team's zone."""

    date: date
    timezone: str
    dials: int
    connects: int
    effective_talks: int
    sales: int
    talk_s: float
    conversion: float | None
    """Sales / connects, 0 to 1; null without connects."""


class WeekOut(_Read):
    """The mean of the scores of one's calls that began in the week."""

    monday: date
    calls: int
    """That have a score."""
    score: float | None


class MyCallOut(_Read):
    call_id: UUID
    started_at: datetime
    campaign_name: str | None
    talk_s: float
    outcome: str | None
    score: float | None
    """Of the released result, or else of the machine; null where that is hidden."""
    passed: bool | None
    fatal: bool
    review_id: UUID | None
    """Of the released result."""


class StretchOut(_Read):
    """What to play: seconds of a call."""

    call_id: UUID
    from_s: float
    to_s: float


class FeedbackOut(_Read):
    """Something that a reviewer wrote, with the stretch of the call it is best heard in."""

    review_id: UUID
    call_id: UUID
    text: str
    released_at: datetime
    rule_key: str | None
    rule_name: str | None
    stretch: StretchOut | None


class RankOut(_Read):
    """By the mean score of the last 28 days. Only one's own place and how many there are."""

    place: int
    of: int
    score: float


class MyPageOut(_Read):
    """Everything on an agent's own page. `agent_id` is null for users who make no calls."""

    agent_id: UUID | None
    name: str
    unit_name: str | None
    today: TodayOut | None
    weeks: list[WeekOut]
    """Eight, the oldest first."""
    calls: list[MyCallOut]
    """The last ten."""
    to_acknowledge: list[ResultListedOut]
    """The next to lapse first, twenty at most."""
    praise: FeedbackOut | None
    improve: FeedbackOut | None
    rank: RankOut | None
    """Null while fewer than three of the team have a score."""
    appeals: list[OwnAppealOut]
    """The last ten, newest first."""
    clips: list[ClipOut]
    """The last ten that were shared with one."""
