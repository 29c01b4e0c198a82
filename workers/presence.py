"""A worker's sign of life, for those who look at the queue."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import UUID, uuid4

from sqlalchemy.exc import SQLAlchemyError

from services.hearing import workers
from services.hearing.workers import OfferedEngine
from services.settings import get_settings
from workers.asr import ModelUnavailable
from workers.transactions import in_transaction

_BEATS = 3
"""Within the time after which a silent worker counts as dead."""


class Presence:
    """What others see of a worker. Jobs have a heartbeat of their own, which decides."""

    def __init__(self) -> None:
        self._id = uuid4()
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._engines: Sequence[OfferedEngine] = ()
        self._recording_id: UUID | None = None
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def shown(self, engines: Sequence[OfferedEngine]) -> AsyncIterator[None]:
        """Be seen while the block runs."""
        self._engines = engines
        beating = asyncio.create_task(self._beat_on())
        try:
            yield
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating
            with suppress(SQLAlchemyError):
                await in_transaction(workers.leave, self._id)

    @asynccontextmanager
    async def explained(self) -> AsyncIterator[None]:
        """Leave word why this worker could not work, should the block end for want of a model."""
        try:
            yield
        except ModelUnavailable as error:
            with suppress(SQLAlchemyError):
                await in_transaction(workers.complain, self._id, self._name, str(error))
            raise

    def at(self, recording_id: UUID | None) -> None:
        """Show, from the next moment on, what is heard now."""
        self._recording_id = recording_id
        self._changed.set()

    async def _beat_on(self) -> None:
        every_s = get_settings().job_heartbeat.total_seconds() / _BEATS
        while True:
            self._changed.clear()
            await self._beat()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), every_s)

    async def _beat(self) -> None:
        # Only for looking at: a database that restarts must not stop the work.
        with suppress(SQLAlchemyError):
            await in_transaction(
                workers.beat, self._id, self._name, self._engines, self._recording_id
            )
