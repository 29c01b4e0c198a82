"""Group commit: every event request that waits at one moment shares one transaction."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from anyio import create_task_group

from api import metrics
from api.room import Room
from services.calls.events import CallEvent
from services.calls.memory import Memory
from services.calls.record import Outcome, record_events
from services.db import AWAY, pipelined_transaction
from services.settings import get_settings

log = logging.getLogger(__name__)

BATCH_MAX = 1_000
"""Events in one transaction; larger requests take several."""
WRITERS = 2
"""While one batch waits for its flush, the next is being folded."""
WORTHWHILE = 32
"""A batch of fewer events costs more for each: it waits until a small one under way is done."""
SMALL = 4 * WORTHWHILE
"""Events in a batch that is done so soon that it pays to wait for it."""

Record = Callable[[Sequence[CallEvent]], list[Outcome]]


@dataclass(slots=True)
class _Waiting:
    events: Sequence[CallEvent]
    stored: asyncio.Future[list[Outcome]]


def recording(memory: Memory | None = None) -> Record:
    """What stores a batch: one transaction, with a memory of the batches before it.

    The memory ends with a transaction that fails. After a crash PostgreSQL gives the numbers of
    transactions that it never wrote down to others, and memories go by these numbers.
    """
    known = Memory() if memory is None else memory

    def record(events: Sequence[CallEvent]) -> list[Outcome]:
        try:
            with pipelined_transaction() as session:
                return record_events(session, events, known)
        except Exception:
            known.clear()
            raise

    return record


def _room() -> Room:
    settings = get_settings()
    return Room(settings.intake_max_events, settings.intake_max_bytes)


class Intake:
    """Collects events from many requests and stores them together."""

    def __init__(self, record: Record | None = None, room: Room | None = None) -> None:
        self.room = room or _room()
        """Everybody who stores what dialers send waits in here."""
        self._record = record or recording()
        self._waiting: list[_Waiting] = []
        self._count = 0
        """Events that wait."""
        self._storing = 0
        """Events that are being stored."""
        self._ready = asyncio.Event()
        self._threads = ThreadPoolExecutor(WRITERS, thread_name_prefix="intake")

    async def submit(self, events: Sequence[CallEvent]) -> list[Outcome]:
        """Wait until `events` are stored, on disk, and say what became of each. Raises Busy."""
        with self.room.hold(events=len(events)):
            parts = [
                _Waiting(events[i : i + BATCH_MAX], asyncio.get_running_loop().create_future())
                for i in range(0, len(events), BATCH_MAX)
            ]
            self._waiting += parts
            self._count += len(events)
            self._call_writers()
            return [outcome for part in parts for outcome in await part.stored]

    async def run(self) -> None:
        """Store what waits until cancelled."""
        async with create_task_group() as writers:
            for _ in range(WRITERS):
                writers.start_soon(self._write)

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._ready.wait()
            if not self._ready.is_set():
                continue  # The other writer was quicker.
            batch = self._take()
            events = sum(len(waiting.events) for waiting in batch)
            self._count -= events
            self._storing += events
            self._call_writers()
            await self._settle(loop, batch)
            self._storing -= events
            self._call_writers()

    def _call_writers(self) -> None:
        """Let a writer begin once it is worth it, and hold it back until then."""
        least = WORTHWHILE if 0 < self._storing <= SMALL else 1
        if self._count >= least:
            self._ready.set()
        else:
            self._ready.clear()

    def _take(self) -> list[_Waiting]:
        """The requests that wait longest, as many as fit one transaction."""
        size = count = 0
        for waiting in self._waiting:
            if count and size + len(waiting.events) > BATCH_MAX:
                break
            size += len(waiting.events)
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    async def _settle(self, loop: asyncio.AbstractEventLoop, batch: list[_Waiting]) -> None:
        together = [event for waiting in batch for event in waiting.events]
        metrics.BATCH.observe(len(together))
        try:
            with metrics.STORING.time():
                outcomes = await loop.run_in_executor(self._threads, self._record, together)
        except AWAY as error:
            _fail(batch, error)
        except Exception as error:  # noqa: BLE001  (one bad request must not fail the others)
            await self._settle_apart(loop, batch, error)
        else:
            _share_out(batch, outcomes)

    async def _settle_apart(
        self, loop: asyncio.AbstractEventLoop, batch: list[_Waiting], error: Exception
    ) -> None:
        if len(batch) == 1:
            log.error("could not store events", exc_info=error)
            _fail(batch, error)
            return
        for waiting in batch:
            await self._settle(loop, [waiting])


def _share_out(batch: Sequence[_Waiting], outcomes: Sequence[Outcome]) -> None:
    at = 0
    for waiting in batch:
        mine = list(outcomes[at : at + len(waiting.events)])
        at += len(waiting.events)
        # A sender that hung up has cancelled its future; its events are stored all the same.
        if not waiting.stored.done():
            waiting.stored.set_result(mine)


def _fail(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.stored.done():
            waiting.stored.set_exception(error)
