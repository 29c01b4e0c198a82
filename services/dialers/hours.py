"""When a dialer should be heard of, and since when it was not."""

from datetime import datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

_DAY = timedelta(days=1)

LocalTime = Annotated[
    time, WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d(:\d\d(\.\d+)?)?$"})
]
"""JSON Schema's `time` is one of a zone; this is one of a clock on a wall."""

Weekday = Annotated[int, Field(ge=1, le=7)]


def _in_order(days: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(days)))


class WorkingHours(BaseModel):
    """Local time of the source. An end not after the beginning is on the next day."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    begins: Annotated[LocalTime, Field(alias="from")]
    ends: Annotated[LocalTime, Field(alias="to")]
    days: Annotated[tuple[Weekday, ...], AfterValidator(_in_order)] = (1, 2, 3, 4, 5, 6, 7)
    """On which they begin: 1 Monday to 7 Sunday."""

    def begun_at(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When the working hours began that `now` lies in; None outside of them."""
        today = now.astimezone(zone).date()
        for day in (today, today - _DAY):
            begun = datetime.combine(day, self.begins, zone)
            last = day if self.ends > self.begins else day + _DAY
            # Compared with a zone of their own: clocks go back and forth at night.
            if begun <= now < datetime.combine(last, self.ends, zone):
                return begun if day.isoweekday() in self.days else None
        return None


def silent_since(
    now: datetime,
    last_seen_at: datetime | None,
    hours: WorkingHours | None,
    zone: ZoneInfo,
    patience: timedelta,
) -> datetime | None:
    """Since when a source has been silent that should not be; None when all is well.

    Silence counts from the beginning of its working hours at the earliest. A source that
    never sent anything is not silent: it is not connected yet.
    """
    if last_seen_at is None or hours is None:
        return None
    begun_at = hours.begun_at(now, zone)
    if begun_at is None:
        return None
    since = max(last_seen_at, begun_at)
    return since if now - since >= patience else None
