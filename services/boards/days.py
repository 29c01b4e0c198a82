"""Days of a board, by its unit's calendar: when they begin and end, and what came by when. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.activity.contributions import BUCKET, bucket_of

Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar. A day on which the clock is changed has 23 or 25 hours."""

    date: date
    since: datetime
    until: datetime

    def at_time_of(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The instant of this day at which its clock shows what it shows at `now`."""
        clock = now.astimezone(zone).time()
        return datetime.combine(self.date, clock, zone).astimezone(UTC)


def day_of(on: date, zone: ZoneInfo) -> Day:
    return Day(on, _midnight(on, zone), _midnight(on + timedelta(days=1), zone))


def today(now: datetime, zone: ZoneInfo) -> Day:
    return day_of(now.astimezone(zone).date(), zone)


def running_sums(
    day: Day, until: datetime, buckets: Mapping[datetime, Numbers], metrics: Sequence[str]
) -> dict[str, list[float]]:
    """By metric, the sum at the end of each five minutes of `day` that have begun by `until`.

    What a bucket lacks is zero. Never falls unless something was taken back.
    """
    sums: dict[str, list[float]] = {metric: [] for metric in metrics}
    totals = dict.fromkeys(metrics, 0.0)
    bucket_at = day.since
    while bucket_at < min(until, day.until):
        numbers = buckets.get(bucket_at, {})
        for metric in metrics:
            totals[metric] = round(totals[metric] + numbers.get(metric, 0.0), 3)
            sums[metric].append(totals[metric])
        bucket_at += BUCKET
    return sums


def sum_until(
    until: datetime, buckets: Mapping[datetime, Numbers], metrics: Sequence[str]
) -> dict[str, float]:
    """By metric, the sum through the five minutes in which `until` lies."""
    last = bucket_of(until)
    return {
        metric: round(sum(n.get(metric, 0.0) for at, n in buckets.items() if at <= last), 3)
        for metric in metrics
    }


def regrouped(
    day: Day, until: datetime, buckets: Mapping[datetime, Numbers], period: timedelta
) -> list[tuple[datetime, dict[str, float]]]:
    """Sums of each `period`, a multiple of five minutes, of `day` that has begun by `until`."""
    intervals: list[tuple[datetime, dict[str, float]]] = []
    since = day.since
    while since < min(until, day.until):
        within = [n for at, n in buckets.items() if since <= at < since + period]
        names = {name for numbers in within for name in numbers}
        summed = {name: round(sum(n.get(name, 0.0) for n in within), 3) for name in names}
        intervals.append((since, summed))
        since += period
    return intervals


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(0), zone).astimezone(UTC)
