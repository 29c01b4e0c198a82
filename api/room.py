"""How much may wait in memory until it is stored. More is turned away at once, whole."""

from collections.abc import Iterator
from contextlib import contextmanager

from api import metrics
from services.errors import TooMany

RETRY_AFTER_S = 1


class Busy(TooMany):
    """More waits to be stored than fits into memory. Nothing was stored. Send the same again."""


class Room:
    """Counts what requests hold. A single one is always let in, however large it is."""

    def __init__(self, max_events: int, max_bytes: int) -> None:
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._events = 0
        self._size_bytes = 0

    @property
    def is_used(self) -> bool:
        return bool(self._events)

    @contextmanager
    def hold(self, *, events: int = 0, size_bytes: int = 0, share: float = 1.0) -> Iterator[None]:
        """Take room until the block ends. Raises Busy.

        Events get in until `share` of the room is taken; what is left is for others.
        """
        crowded = self._events and self._events + events > self._max_events * share
        if crowded or (self._size_bytes and self._size_bytes + size_bytes > self._max_bytes):
            metrics.BUSY.inc()
            raise Busy(retry_after_s=RETRY_AFTER_S)
        self._count(events, size_bytes)
        try:
            yield
        finally:
            self._count(-events, -size_bytes)

    def _count(self, events: int, size_bytes: int) -> None:
        self._events += events
        self._size_bytes += size_bytes
        metrics.WAITING.set(self._events)
        metrics.WAITING_BYTES.set(self._size_bytes)
