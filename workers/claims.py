"""Claiming jobs: one transcription at a time, everything else as it comes."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta

from pgqueuer.db import PsycopgDriver
from pgqueuer.errors import FailingListenerError
from pgqueuer.models import Job
from pgqueuer.ports.driver import NotifyCallback
from pgqueuer.ports.repository import EntrypointExecutionParameter
from pgqueuer.queries import Queries
from pgqueuer.types import QueueEntrypoint, QueueManagerId
from psycopg import AsyncConnection, AsyncRawCursor, OperationalError
from psycopg.rows import dict_row
from typing_extensions import override

from services.jobs import TranscribeRecording

log = logging.getLogger(__name__)

_HEAVY = QueueEntrypoint(TranscribeRecording.kind)


class TwoConnections(PsycopgDriver):
    """Listens on a connection of its own.

    psycopg locks a connection while it waits for notifications, up to a second each
    time, and claiming or beating must not wait for that.
    """

    def __init__(self, work: AsyncConnection, listen: AsyncConnection) -> None:
        super().__init__(listen)
        self._work = work
        self._listens = asyncio.Event()
        self._deaf = False

    @override
    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        await super().add_listener(channel, callback)
        self._listens.set()

    @override
    async def notify(self, channel: str, payload: str) -> None:
        """Send, once we listen. Raises FailingListenerError when we no longer do.

        PGQueuer starts its first probe beside LISTEN, not after it. On two connections
        the probe may win, is heard by nobody, and is taken for a broken listener.
        """
        await self._listens.wait()
        if self._deaf:
            raise FailingListenerError
        await super().notify(channel, payload)

    @override
    async def watch_notifies(self) -> None:
        """Listen until the connection is lost.

        Whoever asks for jobs meets the same loss, or else the next probe fails: either of
        them says so, and the worker connects again.
        """
        try:
            await super().watch_notifies()
        except OperationalError as error:
            self._deaf = True
            log.debug("the connection that listens was lost", exc_info=error)

    @override
    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        async with AsyncRawCursor(self._work, row_factory=dict_row) as cursor:
            await cursor.execute(query.encode(), args or None)
            return await cursor.fetchall()

    @override
    async def execute(self, query: str, *args: object) -> str:
        async with AsyncRawCursor(self._work) as cursor:
            await cursor.execute(query.encode(), args or None)
            return cursor.statusmessage or ""


@dataclass
class Claims(Queries):
    """PGQueuer's queries, blind to transcriptions while one runs here.

    A claimed job that waits behind another is lost to idle workers elsewhere.
    """

    busy: bool = field(default=False, init=False)

    @override
    async def dequeue(
        self,
        batch_size: int,
        entrypoints: dict[QueueEntrypoint, EntrypointExecutionParameter],
        queue_manager_id: QueueManagerId,
        global_concurrency_limit: int | None,
        heartbeat_timeout: timedelta,
    ) -> list[Job]:
        wanted = {kind: limits for kind, limits in entrypoints.items() if self._wants(kind)}
        found = await super().dequeue(
            batch_size, wanted, queue_manager_id, global_concurrency_limit, heartbeat_timeout
        )
        self.busy = self.busy or any(job.entrypoint == _HEAVY for job in found)
        return found

    @override
    async def queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        return await super().queued_work([kind for kind in entrypoints if self._wants(kind)])

    @override
    async def eligible_queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        wanted = [kind for kind in entrypoints if self._wants(kind)]
        return await super().eligible_queued_work(wanted)

    def _wants(self, kind: QueueEntrypoint) -> bool:
        return not (self.busy and kind == _HEAVY)
