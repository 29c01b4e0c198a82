"""Months of the past that a file brings so much of that they are worth a part of their own.

Made while the file comes, each has little to move. Left to the clock they would gather among
what has no month, where a large file brings more within the hour than is moved at once.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from services.calls.months import Month, month_of

WORTHWHILE = 1_000
"""Events of one month; a clock that is wrong brings fewer."""


class History:
    """How much of each month came of which it is open whether it has a part of its own."""

    def __init__(self) -> None:
        self._brought: Counter[Month] = Counter()
        self._settled: set[Month] = set()

    def note(self, instants: Iterable[datetime]) -> list[Month]:
        """Events of these instants come next; returns the months that became worthwhile by it.

        One that is not settled is returned again after as many more.
        """
        came = (month for month in map(month_of, instants) if month not in self._settled)
        self._brought.update(came)
        due = [month for month, events in self._brought.items() if events >= WORTHWHILE]
        for month in due:
            del self._brought[month]
        return sorted(due)

    def settle(self, months: Iterable[Month]) -> None:
        """They have parts of their own now, or get none while this file comes."""
        self._settled.update(months)
