"""Hears board notifications from PostgreSQL and hands whole cards to the hub."""

import asyncio
import logging
from contextlib import suppress

import psycopg
from fastapi.concurrency import run_in_threadpool
from psycopg import AsyncConnection
from sqlalchemy.exc import SQLAlchemyError

from api.hub import Hub
from services.activity import board, notices
from services.activity.cards import AnyCard
from services.activity.notices import Notice
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
            changed = await _next_window(connection)
            if changed and len(hub):
                hub.broadcast(await run_in_threadpool(_read, changed))
            elif not changed:
                await connection.execute("SELECT 1")


async def _next_window(connection: AsyncConnection) -> Notice:
    """Everything announced from the first notice on until the board window closes."""
    changed = Notice()
    async for notice in connection.notifies(timeout=_PROBE_S, stop_after=1):
        changed |= notices.read(notice.payload)
    if changed:
        window_s = get_settings().board_window.total_seconds()
        async for notice in connection.notifies(timeout=window_s):
            changed |= notices.read(notice.payload)
    return changed


def _read(changed: Notice) -> list[AnyCard]:
    with transaction() as session:
        return board.read_changed(session, changed)
