"""Calls in progress, as this process last wrote them: what need not be read back.

Nothing here is believed. Whoever stores an event of a call rewrites the call's row in the
same transaction, so the number of the transaction that wrote the row last (PostgreSQL's
`xmin`) says whether all that is remembered of the call is still all there is. A number
is never used again, also not that of a transaction that was rolled back.
"""

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any
from uuid import UUID

import msgspec

from services.calls.fold import Heard

_MAX_BYTES = 16 * 1024 * 1024
"""Of events as JSON, all calls together; as Python keeps them some four times as much."""


class Known(msgspec.Struct, frozen=True):
    """A call as it was written: by which transaction, from which events, and its row."""

    stamp: str
    heard: Sequence[Heard]
    row: dict[str, Any]


class Memory:
    """The calls written last, as many as fit. Threads may share it."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._kept: dict[UUID, tuple[Known, int]] = {}
        """With the size of the call's events. The call written longest ago comes first."""
        self._max_bytes = max_bytes
        self._size_bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def recall(self, call_ids: Iterable[UUID]) -> dict[UUID, Known]:
        """What is remembered of calls. Compare its stamp before you use it."""
        with self._lock:
            return {each: self._kept[each][0] for each in call_ids if each in self._kept}

    def keep(self, calls: Mapping[UUID, Known]) -> None:
        """Remember `calls`, and forget those written longest ago if they are too much."""
        with self._lock:
            for call_id, known in calls.items():
                events, size_bytes = self._forget(call_id)
                size_bytes += _size_bytes(known.heard[events:])
                self._kept[call_id] = (known, size_bytes)
                self._size_bytes += size_bytes
            while self._size_bytes > self._max_bytes:
                self._forget(next(iter(self._kept)))

    def _forget(self, call_id: UUID) -> tuple[int, int]:
        """How many events the call had, and their size."""
        if call_id not in self._kept:
            return 0, 0
        known, size_bytes = self._kept.pop(call_id)
        self._size_bytes -= size_bytes
        return len(known.heard), size_bytes


def _size_bytes(heard: Iterable[Heard]) -> int:
    return sum(len(msgspec.json.encode(event.data)) for event in heard)
