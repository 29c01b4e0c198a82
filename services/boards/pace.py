"""How much of a day's target is to be reached by now. Pure."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from services.people.calling_hours import Hours

_MIDNIGHT = time(0)
Weekday = Annotated[int, Field(ge=1, le=7)]


class GoalHours(BaseModel):
    """On which weekdays, 1 for Monday to 7, and over which hours a target is to be reached."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)] = (1, 2, 3, 4, 5)
    work: Hours = Hours(since=time(9), until=time(18))
    """Pace begins and ends with these."""
    pause: Hours | None = None
    """Nothing is expected to be added within it."""

    @field_validator("weekdays")
    @classmethod
    def _once_each(cls, weekdays: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(weekdays)))

    @model_validator(mode="after")
    def _pause_within(self) -> Self:
        if self.pause is None:
            return self
        work, pause = _span(self.work), _span(self.pause)
        if not (work[0] <= pause[0] and pause[1] <= work[1]):
            raise ValueError("the pause lies outside the hours of work")
        if pause == work:
            raise ValueError("the pause leaves no time to work")
        return self

    def to_keep(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


def expected(target: float, hours: GoalHours, at: datetime, zone: ZoneInfo) -> float:
    """What of `target` is to be reached at the instant `at`, by the clock of `zone`.

    Nothing before the hours of work, all of it after them, evenly in between; a pause
    adds nothing, and neither does a weekday that the target is not for.
    """
    day = at.astimezone(zone).date()
    if day.isoweekday() not in hours.weekdays:
        return 0.0
    worked_s = _worked_s(hours, at, day, zone)
    whole_s = _worked_s(hours, _instant(day + timedelta(days=1), _MIDNIGHT, zone), day, zone)
    # A pause that the clock skips, in the night when summer begins, may leave no time at all.
    return target * (worked_s / whole_s) if whole_s else target


def _worked_s(hours: GoalHours, at: datetime, day: date, zone: ZoneInfo) -> float:
    """Seconds of work of `day` that are over at `at`."""
    worked_s = _over_s(hours.work, at, day, zone)
    return worked_s - (_over_s(hours.pause, at, day, zone) if hours.pause else 0.0)


def _over_s(hours: Hours, at: datetime, day: date, zone: ZoneInfo) -> float:
    since = _instant(day, hours.since, zone)
    ends_on = day + timedelta(days=1) if hours.until == _MIDNIGHT else day
    until = _instant(ends_on, hours.until, zone)
    return max(0.0, (min(at, until) - since).total_seconds())


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    # Through a time zone's own offset: a day in which the clock is changed is not 24 hours long.
    return datetime.combine(day, clock, zone).astimezone(ZoneInfo("UTC"))


def _span(hours: Hours) -> tuple[time, time]:
    """As comparable times: midnight at the end comes last."""
    return hours.since, time.max if hours.until == _MIDNIGHT else hours.until
