"""What this process could not answer in the last hour, by kind."""

import time
from collections import Counter, deque

_MINUTES = 60


class LastHour:
    """Counts by minute; what is older than an hour is forgotten."""

    def __init__(self) -> None:
        self._minutes: deque[tuple[int, Counter[str]]] = deque()

    def add(self, kind: str, now_s: float | None = None) -> None:
        minute = _minute(now_s)
        if not self._minutes or self._minutes[-1][0] != minute:
            self._minutes.append((minute, Counter()))
            self._forget(minute)
        self._minutes[-1][1][kind] += 1

    def counts(self, now_s: float | None = None) -> dict[str, int]:
        """By kind. `now_s` is as `time.monotonic` says."""
        self._forget(_minute(now_s))
        return dict(sum((counted for _, counted in self._minutes), Counter[str]()))

    def _forget(self, minute: int) -> None:
        while self._minutes and self._minutes[0][0] <= minute - _MINUTES:
            self._minutes.popleft()


def _minute(now_s: float | None) -> int:
    return int((time.monotonic() if now_s is None else now_s) // 60)


FAILURES = LastHour()
"""Answers of 500 and above, by problem."""
