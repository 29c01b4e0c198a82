"""Earshot on one machine: its database, its API and its workers, started as one."""

import logging
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import httpx

from services.db import get_engine
from services.embedded import EmbeddedPostgres, borrowed, only_one
from services.errors import Conflict
from services.migrations import migrate
from services.processes import Child, Supervisor
from services.settings import Settings, get_settings

log = logging.getLogger(__name__)

READY_WITHIN_S = 60.0


class PortTaken(Conflict):
    """Another program listens on this port. Stop it, or choose another port with --port."""


@contextmanager
def connected(*, migrated: bool = True) -> Iterator[None]:
    """A database for one command: the configured one, or the embedded one."""
    settings = get_settings()
    prepare = migrate if migrated else lambda: None
    if settings.database_url is not None:
        prepare()
        yield
        return
    with borrowed(settings.home) as url:
        use(url)
        try:
            prepare()
            yield
        finally:
            get_engine().dispose()


def serve(
    settings: Settings,
    *,
    processes: int = 1,
    workers: int = 1,
    prepare: Callable[[], Sequence[Child]] = lambda: (),
    when_ready: Callable[[], None] = lambda: None,
) -> None:
    """Run until SIGINT or SIGTERM. Raises AlreadyRunning, PortTaken.

    `prepare` is called with the database up and migrated, before anything else starts;
    it may bring more children.
    """
    with only_one(settings.home):
        _require_free(settings)
        postgres = None if settings.database_url else EmbeddedPostgres(settings.home)
        try:
            if postgres:
                use(postgres.start())
            migrate()
            more = prepare()
            get_engine().dispose()
            children = [_api(settings, processes), *_workers(workers), *_watch(settings), *more]
            Supervisor(children, heartbeat=lambda: _keep_alive(postgres)).run(
                when_started=lambda: _announce(settings, when_ready)
            )
        finally:
            if postgres:
                postgres.stop()


def work(workers: int) -> None:
    """Run workers alone until SIGINT or SIGTERM."""
    Supervisor(_workers(workers)).run()


def _require_free(settings: Settings) -> None:
    """Say so now: an API that cannot listen would be started again for ever."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(host=settings.host, port=settings.port) from error


def use(url: str) -> None:
    """Make `url` this process's database, and that of every process it starts."""
    os.environ["EARSHOT_DATABASE_URL"] = url
    get_settings.cache_clear()
    get_engine.cache_clear()


def _api(settings: Settings, processes: int) -> Child:
    command = [
        *(sys.executable, "-m", "uvicorn", "--factory", "api.starting:create_app"),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--ws", "api.frames:FramesProtocol", "--ws-per-message-deflate", "false"),
        # `create_app` reads them itself, from the proxies of EARSHOT_TRUSTED_PROXIES.
        "--no-proxy-headers",
        *("--workers", str(processes), "--no-access-log", "--log-level", "warning"),
        *("--timeout-graceful-shutdown", "5"),
    ]
    return Child("api", command, {})


def _workers(count: int) -> list[Child]:
    command = [sys.executable, "-m", "workers"]
    # A stopped worker takes its child along, whose library then counts a semaphore as leaked.
    quiet = {"PYTHONWARNINGS": "ignore:resource_tracker"}
    return [Child(f"worker {number + 1}", command, quiet) for number in range(count)]


def _watch(settings: Settings) -> list[Child]:
    command = [sys.executable, "-m", "earshot", "watch"]
    return [Child("watch", command, {})] if settings.watch else []


def _keep_alive(postgres: EmbeddedPostgres | None) -> None:
    """Start the embedded database again when it was killed; everybody else reconnects."""
    if postgres and not postgres.running:
        log.warning("the database ended; starting it again")
        postgres.start()


def _announce(settings: Settings, when_ready: Callable[[], None]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if is_ready(f"http://{settings.host}:{settings.port}"):
            when_ready()
            return
        time.sleep(0.05)
    log.error("the API did not become ready within %.0f s", READY_WITHIN_S)


def is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
