"""Days and weeks that quotas are counted in. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.reviews.sampling.plans import Period

CLOSES_AFTER = timedelta(hours=24)
"""So long after a period its calls may still be heard and scored; then it is closed."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One period: `begin` included, `end` not."""

    name: str
    begin: datetime
    end: datetime

    def elapsed(self, now: datetime) -> float:
        """What of it is over, 0 to 1."""
        return min(1.0, max(0.0, (now - self.begin) / (self.end - self.begin)))

    def is_due_to_close(self, now: datetime) -> bool:
        return now >= self.end + CLOSES_AFTER


def stretch_of(period: Period, instant: datetime, zone: ZoneInfo) -> Stretch:
    """The day or ISO week of `zone` that `instant` falls into."""
    day = instant.astimezone(zone).date()
    if period is Period.DAY:
        return _stretch(day.isoformat(), day, 1, zone)
    year, week, weekday = day.isocalendar()
    return _stretch(f"{year}-W{week:02}", day - timedelta(days=weekday - 1), 7, zone)


def before(period: Period, stretch: Stretch, zone: ZoneInfo) -> Stretch:
    """The one that ended when `stretch` began."""
    return stretch_of(period, stretch.begin - timedelta(seconds=1), zone)


def _stretch(name: str, first: date, days: int, zone: ZoneInfo) -> Stretch:
    # In UTC: instants of one zone are compared by their clocks, which jump twice a year.
    begin = datetime.combine(first, time(), zone).astimezone(UTC)
    end = datetime.combine(first + timedelta(days=days), time(), zone).astimezone(UTC)
    return Stretch(name, begin, end)
