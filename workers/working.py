"""One worker process, from its start to its end."""

import asyncio
import logging
import signal

from psycopg import OperationalError

from services import logs, tracing
from services.loading import collect_seldom
from services.people.origin import be_process
from services.processes import CANNOT_WORK
from services.recordings import spool
from services.settings import get_settings
from workers.asr import ModelUnavailable
from workers.asr.choose import make_transcribers
from workers.runner import Worker

log = logging.getLogger("workers")


async def work() -> None:
    """Work until SIGTERM or SIGINT. Raises what `Worker.run` raises."""
    worker = Worker(make_transcribers)
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, worker.stop)
    await worker.run()


def main() -> int:
    """The exit code: 0 after being stopped, 1 when whoever started us should do so again.

    `CANNOT_WORK` when that helps only once somebody has set something.
    """
    logs.configure(get_settings())
    tracing.configure(get_settings(), "worker")
    be_process("worker")
    spool.sweep()
    collect_seldom()
    try:
        asyncio.run(work())
    except ModelUnavailable as error:
        log.error("worker stops: %s", error)
        return CANNOT_WORK
    except OperationalError as error:
        log.error("worker stops: %s", error)
        return 1
    return 0
