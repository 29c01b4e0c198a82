"""The watch of alerts, in every worker; of all of them one looks at a time.

Apart from the timetable: that knows minutes, and an alert should come within seconds.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import OperationalError

from services import shape
from services.alerts.watching import PARTS, look
from services.db import AWAY
from workers.transactions import in_transaction

log = logging.getLogger(__name__)

_EVERY_S = 5.0


@asynccontextmanager
async def watch_kept() -> AsyncIterator[None]:
    """Look every few seconds while the block runs."""
    watching = asyncio.create_task(_watch())
    try:
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _watch() -> None:
    told = None
    while True:
        told = await _know_the_database(told)
        for part in PARTS:
            await _look(part)
        await asyncio.sleep(_EVERY_S)


async def _know_the_database(told: str | None) -> str | None:
    """A worker that an update has left behind says so once."""
    try:
        return await asyncio.to_thread(shape.tell_changes, told)
    except AWAY:
        return told


async def _look(part: str) -> None:
    """One part that fails stops neither the others nor the next look."""
    try:
        await in_transaction(look, part)
    except OperationalError as error:
        log.debug("the watch of alerts waits for the database", extra={"error": str(error)})
    except Exception:
        log.exception("the watch of alerts failed", extra={"part": part})
