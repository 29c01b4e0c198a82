"""Hears board notifications from PostgreSQL and hands whole cards to the hub."""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial, reduce
from operator import or_
from typing import TypeVar

import psycopg
from anyio import create_task_group
from fastapi.concurrency import run_in_threadpool
from psycopg import AsyncConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from api import metrics
from api.announced import hearing
from api.hub import Hub
from services.activity import board, notices
from services.activity.cards import AnyCard
from services.db import standing
from services.settings import get_settings

log = logging.getLogger(__name__)

_RETRY_S = 0.5
_PROBE_S = 5.0
"""A connection that is silent for this long is asked whether it still lives."""
_AFTER_S = 1.0
_TEAMS_AT_ONCE = 10

_Answer = TypeVar("_Answer")


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


class Reader:
    """Reads cards and has the hub tell them, one reading after the other.

    A hub that is told an older reading after a newer one would tell slow viewers the older,
    and a session answers one thread at a time.
    """

    def __init__(self, hub: Hub, session: Session) -> None:
        self._hub = hub
        self._session = session
        self._free = asyncio.Lock()

    async def ask(self, question: Callable[[Session], _Answer]) -> _Answer:
        async with self._free:
            return await run_in_threadpool(question, self._session)

    async def tell(self, read: Callable[[Session], list[AnyCard]]) -> None:
        async with self._free:
            self._hub.broadcast(await run_in_threadpool(read, self._session))


async def run(hub: Hub) -> None:
    """Forward changes until cancelled. After a lost connection everybody gets a snapshot."""
    while True:
        # The task group tells of several at once. It is not asyncio's, which forgets that it was
        # cancelled when a task fails meanwhile, and leaves threads behind that still read.
        try:
            await _listen(hub)
        except* (psycopg.Error, SQLAlchemyError, OSError):
            log.warning("lost the database; boards resume with a snapshot when it is back")
        await asyncio.sleep(_RETRY_S)


async def _listen(hub: Hub) -> None:
    async with hearing(notices.CHANNEL) as connection:
        hub.drop_all()
        heard = _Heard()
        with standing() as session:
            reader = Reader(hub, session)
            async with create_task_group() as tasks:
                tasks.start_soon(_hear, connection, heard)
                tasks.start_soon(_tell, heard, hub, reader)
                tasks.start_soon(move_on, hub, reader)


async def _hear(connection: AsyncConnection, heard: _Heard) -> None:
    while True:
        async for notice in connection.notifies(timeout=_PROBE_S):
            heard.add(notice.payload)
        await connection.execute("SELECT 1")


async def _tell(heard: _Heard, hub: Hub, reader: Reader) -> None:
    """Read what changed at once, and then again at most once in a board window.

    What is announced while cards are being read waits for the next reading.
    """
    window_s = get_settings().board_window.total_seconds()
    while True:
        payloads, since = await heard.take()
        begun = time.monotonic()
        if len(hub):
            changed = reduce(or_, map(notices.read, payloads))
            await reader.tell(partial(board.read_changed, notice=changed))
            metrics.SENDING.observe(time.monotonic() - since)
        await asyncio.sleep(begun + window_s - time.monotonic())


async def move_on(hub: Hub, reader: Reader) -> None:
    """Tell what passing time alone changes, whenever five minutes are over.

    A few teams at a time: what happens meanwhile is told in between.
    """
    while True:
        await asyncio.sleep(await reader.ask(board.moves_on_in_s) + _AFTER_S)
        teams = hub.teams()
        for first in range(0, len(teams), _TEAMS_AT_ONCE):
            some = teams[first : first + _TEAMS_AT_ONCE]
            await reader.tell(partial(board.read_moved_on, units=some))
