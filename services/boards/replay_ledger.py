"""What cards of a past board had counted, five minutes by five minutes. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from services.activity.cards import Tally
from services.activity.contributions import BUCKET, Numbers, bucket_of

HOUR = 12 * BUCKET
QUARTER = 3 * BUCKET
DIGITS = 3
"""Sums are rounded to milliseconds, as counters are."""

Name: TypeAlias = str
"""Kind and key of a card, with a `/` between."""


class Tallies(NamedTuple):
    today: Tally
    hour: Tally
    quarter: Tally


class Ledger:
    """Sums of numbers by card and five minutes."""

    def __init__(self) -> None:
        self._sums: dict[Name, dict[datetime, Numbers]] = {}

    def add(self, name: Name, bucket_at: datetime, numbers: Mapping[str, float]) -> None:
        sums = self._sums.setdefault(name, {}).setdefault(bucket_at, {})
        for column, number in numbers.items():
            sums[column] = sums.get(column, 0) + number

    def tallies(self, name: Name, day_starts_at: datetime, at: datetime) -> Tallies:
        """As a live board showed them at `at`, of what is added so far."""
        going_on = bucket_of(at)
        return Tallies(
            self._since(name, day_starts_at),
            self._since(name, going_on + BUCKET - HOUR),
            self._since(name, going_on + BUCKET - QUARTER),
        )

    def recent(self, name: Name, at: datetime) -> Iterator[tuple[datetime, Numbers]]:
        """Of the hour that ends with the five minutes of `at`: what a card counted in each."""
        since = bucket_of(at) + BUCKET - HOUR
        for bucket_at, numbers in self._sums.get(name, {}).items():
            if bucket_at >= since:
                yield bucket_at, numbers

    def names(self) -> Iterator[Name]:
        """Of all cards that have counted something."""
        yield from self._sums

    def _since(self, name: Name, since: datetime) -> Tally:
        total: Numbers = {}
        for bucket_at, numbers in self._sums.get(name, {}).items():
            if bucket_at >= since:
                for column, number in numbers.items():
                    total[column] = total.get(column, 0) + number
        return Tally(**{column: rounded(number) for column, number in total.items()})


def rounded(number: float) -> float:
    """To milliseconds. Whole numbers stay whole: `Tally` counts calls in them."""
    return round(number, DIGITS)


def seconds_between(start: datetime, end: datetime) -> float:
    return round((end - start) / timedelta(seconds=1), DIGITS)
