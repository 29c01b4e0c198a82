"""Hears board notifications from PostgreSQL and hands whole cards to the hub."""

import asyncio
import logging
from contextlib import suppress
from functools import reduce
from operator import or_

import psycopg
from fastapi.concurrency import run_in_threadpool
from psycopg import AsyncConnection
from sqlalchemy.exc import SQLAlchemyError

from api.hub import Hub
from services.activity import board, notices
from services.activity.cards import AnyCard
from services.db import database_url, transaction
from services.settings import get_settings

log = logging.getLogger(__name__)

_RETRY_S = 0.5
_PROBE_S = 5.0
"""A connection that is silent for this long is asked whether it still lives."""


async def run(hub: Hub) -> None:
    """Forward changes until cancelled. After a lost connection everybody gets a snapshot."""
    while True:
        with suppress(psycopg.Error, SQLAlchemyError, OSError):
            await _listen(hub)
        log.warning("lost the database; boards resume with a snapshot when it is back")
        await asyncio.sleep(_RETRY_S)


async def _listen(hub: Hub) -> None:
    async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
        await connection.execute(f"LISTEN {notices.CHANNEL}")
        hub.drop_all()
        while True:
            heard = await _next_window(connection)
            if heard and len(hub):
                hub.broadcast(await run_in_threadpool(_read, heard))
            elif not heard:
                await connection.execute("SELECT 1")


async def _next_window(connection: AsyncConnection) -> list[str]:
    """Everything announced from the first notice on until the board window closes."""
    heard = [each.payload async for each in connection.notifies(timeout=_PROBE_S, stop_after=1)]
    if heard:
        window_s = get_settings().board_window.total_seconds()
        heard += [each.payload async for each in connection.notifies(timeout=window_s)]
    return heard


def _read(heard: list[str]) -> list[AnyCard]:
    changed = reduce(or_, map(notices.read, heard))
    with transaction() as session:
        return board.read_changed(session, changed)
