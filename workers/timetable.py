"""What is queued by the clock, as schedules of PGQueuer.

Every worker watches the clock, and one of them, whichever is first, queues the job. Any
worker runs it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from pgqueuer.db import PsycopgDriver
from pgqueuer.models import Schedule
from pgqueuer.queries import Queries
from pgqueuer.sm import SchedulerManager
from psycopg import AsyncConnection, OperationalError
from sqlalchemy.exc import SQLAlchemyError

from services import jobs
from services.db import direct_url
from services.jobs import (
    CloseSilentCalls,
    ForgetDeliveries,
    GuardCalls,
    IndexTranscripts,
    JobArgs,
    KeepDesk,
    KeepMonths,
    KeepRetention,
    NoteSightings,
    StreamAudit,
)
from workers.transactions import in_transaction

log = logging.getLogger(__name__)

_TIMES: tuple[tuple[JobArgs, str], ...] = (
    (CloseSilentCalls(), "*/5 * * * *"),
    (NoteSightings(), "*/5 * * * *"),
    (ForgetDeliveries(), "17 * * * *"),
    (IndexTranscripts(), "*/10 * * * *"),
    (GuardCalls(), "*/10 * * * *"),
    (KeepDesk(), "*/5 * * * *"),
    (KeepMonths(), "41 * * * *"),
    (KeepRetention(), "*/10 * * * *"),
    (StreamAudit(), "* * * * *"),
)
_AGAIN_S = 5.0


@asynccontextmanager
async def timetable_kept() -> AsyncIterator[None]:
    """Queue what is due while the block runs."""
    keeping = asyncio.create_task(_keep())
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def _keep() -> None:
    """A database that restarts stops neither the work nor this."""
    while True:
        try:
            await _watch_the_clock()
        except OperationalError as error:
            log.debug("the timetable waits for the database", extra={"error": str(error)})
        await asyncio.sleep(_AGAIN_S)


async def _watch_the_clock() -> None:
    async with await AsyncConnection.connect(
        direct_url(), autocommit=True, application_name="earshot timetable"
    ) as connection:
        scheduler = SchedulerManager(Queries(PsycopgDriver(connection)))
        for args, times in _TIMES:
            scheduler.schedule(args.kind, times)(_queueing(args))
        await scheduler.run()


def _queueing(args: JobArgs) -> Callable[[Schedule], Awaitable[None]]:
    async def queue(_: Schedule) -> None:
        with suppress(SQLAlchemyError):
            await in_transaction(jobs.enqueue, args)

    return queue
