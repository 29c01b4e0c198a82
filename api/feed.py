"""Tells the browsers connected to this process which things of a kind went on."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar, LiteralString
from uuid import UUID

import psycopg

from api.announced import hearing

log = logging.getLogger(__name__)

_RETRY_S = 0.5
_PROBE_S = 5.0


class Watching:
    """Which of them went on since one browser was told last."""

    def __init__(self) -> None:
        self._changed: set[UUID] = set()
        self._arrived = asyncio.Event()
        self.missed = False
        """Set when changes may have been lost: the reader needs a new snapshot."""

    def offer(self, changed_id: UUID) -> None:
        self._changed.add(changed_id)
        self._arrived.set()

    def miss(self) -> None:
        self.missed = True
        self._arrived.set()

    async def next(self, within_s: float) -> set[UUID]:
        """Wait for changes, then take all of them; none when none came in time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._arrived.wait(), within_s)
        self._arrived.clear()
        changed, self._changed = self._changed, set()
        return changed


class Feed:
    """Listens to the database only while somebody watches."""

    channel: ClassVar[LiteralString]
    """Notices on it are ids of what went on."""

    def __init__(self) -> None:
        self._watching: set[Watching] = set()
        self._anybody = asyncio.Event()
        self._ready = asyncio.Event()

    @contextmanager
    def watch(self) -> Iterator[Watching]:
        watching = Watching()
        self._watching.add(watching)
        self._anybody.set()
        try:
            yield watching
        finally:
            self._watching.discard(watching)
            if not self._watching:
                self._anybody.clear()

    async def listening(self) -> None:
        """Wait until changes are heard: a snapshot read after that misses none."""
        await self._ready.wait()

    async def run(self) -> None:
        """Forward changes until cancelled."""
        while True:
            await self._anybody.wait()
            with suppress(psycopg.Error, OSError):
                await self._listen()
                continue
            log.warning("lost the database; %s is heard again when it is back", self.channel)
            await asyncio.sleep(_RETRY_S)

    async def _listen(self) -> None:
        async with hearing(self.channel) as connection:
            self._ready.set()
            try:
                while self._watching:
                    async for notice in connection.notifies(timeout=_PROBE_S, stop_after=1):
                        self._tell(UUID(notice.payload))
                    await connection.execute("SELECT 1")
            finally:
                self._ready.clear()
                for watching in self._watching:
                    watching.miss()

    def _tell(self, changed_id: UUID) -> None:
        for watching in self._watching:
            watching.offer(changed_id)
