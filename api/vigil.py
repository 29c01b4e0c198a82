"""Looks after the installation, so that somebody is told when nobody looks at its page.

In API processes: they know what boards and requests are like, and go on when no worker does.
"""

import asyncio
import logging

from fastapi.concurrency import run_in_threadpool

from api.installation import cards
from api.observed import OBSERVED
from api.processes import Processes
from services import observing, shape
from services.db import AWAY, transaction

log = logging.getLogger(__name__)

_EVERY_S = 15.0


async def run(processes: Processes) -> None:
    """Look until cancelled. A look that fails does not stop the next."""
    told = None
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            told = await run_in_threadpool(shape.tell_changes, told)
            await run_in_threadpool(look, processes)
        except AWAY as error:
            log.debug("nobody can be told without the database", extra={"error": str(error)})
        except Exception:
            log.exception("looking after the installation failed")


def look(processes: Processes) -> None:
    """Look once, and tell what is news."""
    with transaction() as session:
        readings, slow = OBSERVED.readings.get(session), OBSERVED.slow.get(session)
        observing.tell(session, cards(readings, slow, processes.now()))
