"""Claiming jobs: one transcription, or group of them, at a time; everything else as it comes."""

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
from pgqueuer.types import JobId, QueueEntrypoint, QueueManagerId
from psycopg import AsyncConnection, AsyncRawCursor, OperationalError
from psycopg.rows import dict_row
from typing_extensions import override

from services.jobs import TranscribeRecording

log = logging.getLogger(__name__)

_SHORT_S = 180.0
"""Longer recordings keep a model busy on their own."""


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
class Group:
    """Recordings that one worker hears in one go, and the hearing once it has begun."""

    jobs: list[Job]
    hearing: "asyncio.Task[None] | None" = None


@dataclass
class Claims(Queries):
    """PGQueuer's queries, blind to transcriptions while one runs here.

    A claimed job that waits behind another is lost to idle workers elsewhere. What is
    heard together is claimed together: up to `together` jobs of one engine, of which
    each is short and has not been tried before. One that kills its worker so costs the
    others one try at most, and is alone from then on.
    """

    together: int = 1
    groups: dict[JobId, Group] = field(default_factory=dict, init=False)
    """Of every transcription that is claimed here."""

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
        heavy = [job for job in found if is_transcription(job.entrypoint)]
        if not heavy:
            return found
        if self.together > 1:
            limits = {heavy[0].entrypoint: entrypoints[heavy[0].entrypoint]}
            fit = await self._fit(heavy)
            if fit:
                more = await super().dequeue(
                    self.together - 1, limits, queue_manager_id, None, heartbeat_timeout
                )
                joining = await self._fit(more)
                await self._put_back([job for job in more if job not in joining])
                found, heavy = [*found, *joining], [*heavy, *joining]
        group = Group(heavy)
        self.groups |= {job.id: group for job in heavy}
        return found

    def done(self, group: Group) -> None:
        """Claim transcriptions again."""
        for job in group.jobs:
            self.groups.pop(job.id, None)

    @override
    async def queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        return await super().queued_work([kind for kind in entrypoints if self._wants(kind)])

    @override
    async def eligible_queued_work(self, entrypoints: list[QueueEntrypoint]) -> int:
        wanted = [kind for kind in entrypoints if self._wants(kind)]
        return await super().eligible_queued_work(wanted)

    def _wants(self, kind: QueueEntrypoint) -> bool:
        return not (self.groups and is_transcription(kind))

    async def _fit(self, jobs: list[Job]) -> list[Job]:
        """Those that may be heard together with others."""
        found = await self.driver.fetch(
            """
            SELECT job.id FROM pgqueuer AS job
            JOIN recording ON recording.id
                = (convert_from(job.payload, 'UTF8')::json ->> 'recording_id')::uuid
            WHERE job.id = ANY($1::bigint[])
                AND recording.attempts = 0 AND recording.duration_s < $2
            """,
            [job.id for job in jobs],
            _SHORT_S,
        )
        fit = {row["id"] for row in found}
        return [job for job in jobs if job.id in fit]

    async def _put_back(self, jobs: list[Job]) -> None:
        await self.driver.execute(
            """
            UPDATE pgqueuer SET status = 'queued', queue_manager_id = NULL, slot = NULL
            WHERE id = ANY($1::bigint[])
            """,
            [job.id for job in jobs],
        )


def is_transcription(entrypoint: str) -> bool:
    return entrypoint.partition(":")[0] == TranscribeRecording.kind
