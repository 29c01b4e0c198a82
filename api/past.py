"""Events of the past, which a request says it brings: stored apart from what is live."""

from collections.abc import Sequence
from uuid import UUID

from anyio import CapacityLimiter, to_thread

from api.intake import BATCH_MAX
from api.room import Room
from services.calls.brought import record_past
from services.calls.events import CallEvent
from services.calls.record import Outcome
from services.db import transaction

_ONE_BY_ONE = CapacityLimiter(1)
"""However much of the past comes at once, threads and connections are left for what is live."""
_SHARE = 0.5
"""Of the room that the past may fill: the rest is for what is live."""


class PastIntake:
    """Waits in the same room as live events, and for nobody's batch."""

    def __init__(self, room: Room, source_id: UUID) -> None:
        self._room = room
        self._source_id = source_id

    async def submit(self, events: Sequence[CallEvent]) -> list[Outcome]:
        """Wait until `events` are stored, on disk, and say what became of each. Raises Busy."""
        with self._room.hold(events=len(events), share=_SHARE):
            return await to_thread.run_sync(self._store, events, limiter=_ONE_BY_ONE)

    def _store(self, events: Sequence[CallEvent]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for start in range(0, len(events), BATCH_MAX):
            with transaction() as session:
                part = events[start : start + BATCH_MAX]
                outcomes += record_past(session, self._source_id, part)
        return outcomes
