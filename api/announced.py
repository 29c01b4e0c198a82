"""Hears what transactions announce."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import LiteralString

from psycopg import AsyncConnection

from services.db import direct_url


@asynccontextmanager
async def hearing(channel: LiteralString) -> AsyncIterator[AsyncConnection]:
    """A connection that hears `channel`. Raises psycopg.Error, OSError.

    It is closed without asking the server first: whoever is cancelled gets no answer any more.
    """
    connection = await AsyncConnection.connect(direct_url(), autocommit=True)
    try:
        await connection.execute(f"LISTEN {channel}")
        yield connection
    finally:
        await connection.close()
