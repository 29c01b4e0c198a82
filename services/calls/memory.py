"""Calls in progress, as this process last wrote them: what need not be read back.

Nothing here is believed. Whoever stores an event of a call rewrites the call's row in the
same transaction, so the number of the transaction that wrote the row last (PostgreSQL's
`xmin`) says whether all that is remembered of the call is still all there is. A number
is never used again, also not that of a transaction that was rolled back; but that of one
which ended with a crash of PostgreSQL may be, so a memory is cleared when one fails.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from services.calls.fold import Heard

_MAX_BYTES = 16 * 1024 * 1024
"""Of events as JSON, all calls together; as Python keeps them some four times as much."""
_KEPT_S = 120.0
"""A call of which nothing came for longer is read back when something comes."""


class Known(msgspec.Struct, frozen=True):
    """A call as it was written: by which transaction, from which events, and its row."""

    stamp: str
    heard: Sequence[Heard]
    row: dict[str, Any]


class _Kept(NamedTuple):
    known: Known
    size_bytes: int
    """Of the call's events."""
    written_s: float
    """By the monotonic clock."""


class Memory:
    """The calls written last, as many as fit. Threads may share it."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._kept: dict[UUID, _Kept] = {}
        """The call written longest ago comes first."""
        self._max_bytes = max_bytes
        self._size_bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def recall(self, call_ids: Iterable[UUID]) -> dict[UUID, Known]:
        """What is remembered of calls. Compare its stamp before you use it."""
        with self._lock:
            return {each: self._kept[each].known for each in call_ids if each in self._kept}

    def keep(self, calls: Mapping[UUID, Known]) -> None:
        """Remember `calls`, and forget those written longest ago if they are too much."""
        now_s = time.monotonic()
        with self._lock:
            for call_id, known in calls.items():
                self._keep(call_id, known, now_s)
            while self._is_too_much(now_s):
                self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size_bytes = 0

    def _keep(self, call_id: UUID, known: Known, now_s: float) -> None:
        before = self._forget(call_id)
        events, size_bytes = (len(before.known.heard), before.size_bytes) if before else (0, 0)
        size_bytes += _size_bytes(known.heard[events:])
        self._kept[call_id] = _Kept(known, size_bytes, now_s)
        self._size_bytes += size_bytes

    def _is_too_much(self, now_s: float) -> bool:
        oldest = next(iter(self._kept.values()), None)
        old = oldest is not None and oldest.written_s < now_s - _KEPT_S
        return old or self._size_bytes > self._max_bytes

    def _forget(self, call_id: UUID) -> _Kept | None:
        kept = self._kept.pop(call_id, None)
        if kept is not None:
            self._size_bytes -= kept.size_bytes
        return kept


def _size_bytes(heard: Iterable[Heard]) -> int:
    return sum(len(msgspec.json.encode(event.data)) for event in heard)
