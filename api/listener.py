"""Hears board notifications from PostgreSQL and hands whole cards to the hub."""

import asyncio
import logging
import time
from functools import reduce
from operator import or_

import psycopg
from fastapi.concurrency import run_in_threadpool
from psycopg import AsyncConnection
from sqlalchemy.exc import SQLAlchemyError

from api import metrics
from api.hub import Hub
from services.activity import board, notices
from services.activity.cards import AnyCard
from services.db import database_url, transaction
from services.settings import get_settings

log = logging.getLogger(__name__)

_RETRY_S = 0.5
_PROBE_S = 5.0
"""A connection that is silent for this long is asked whether it still lives."""


class _Heard:
    """What was announced and not told yet."""

    def __init__(self) -> None:
        self._payloads: list[str] = []
        self._since = 0.0
        self._arrived = asyncio.Event()

    def add(self, payload: str) -> None:
        if not self._payloads:
            self._since = time.monotonic()
            self._arrived.set()
        self._payloads.append(payload)

    async def take(self) -> tuple[list[str], float]:
        """Wait for the first; then everything, and when (`time.monotonic`) the first came."""
        await self._arrived.wait()
        self._arrived.clear()
        payloads, self._payloads = self._payloads, []
        return payloads, self._since


async def run(hub: Hub) -> None:
    """Forward changes until cancelled. After a lost connection everybody gets a snapshot."""
    while True:
        # Of several at once, the task group tells in one.
        try:
            await _listen(hub)
        except* (psycopg.Error, SQLAlchemyError, OSError):
            log.warning("lost the database; boards resume with a snapshot when it is back")
        await asyncio.sleep(_RETRY_S)


async def _listen(hub: Hub) -> None:
    async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
        await connection.execute(f"LISTEN {notices.CHANNEL}")
        hub.drop_all()
        heard = _Heard()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_hear(connection, heard))
            tasks.create_task(_tell(heard, hub))


async def _hear(connection: AsyncConnection, heard: _Heard) -> None:
    while True:
        async for notice in connection.notifies(timeout=_PROBE_S):
            heard.add(notice.payload)
        await connection.execute("SELECT 1")


async def _tell(heard: _Heard, hub: Hub) -> None:
    """Read what changed at once, and then again at most once in a board window.

    What is announced while cards are being read waits for the next reading.
    """
    window_s = get_settings().board_window.total_seconds()
    while True:
        payloads, since = await heard.take()
        begun = time.monotonic()
        if len(hub):
            hub.broadcast(await run_in_threadpool(_read, payloads))
            metrics.SENDING.observe(time.monotonic() - since)
        await asyncio.sleep(begun + window_s - time.monotonic())


def _read(payloads: list[str]) -> list[AnyCard]:
    changed = reduce(or_, map(notices.read, payloads))
    with transaction() as session:
        return board.read_changed(session, changed)
