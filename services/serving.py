"""Earshot on one machine: its database, its API and its workers, started as one.

Loading is most of a start. So the API loads from the first moment, and waits at a gate, which
opens once the database is up and migrated; what that takes is loaded here meanwhile.
"""

import logging
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import client

from services import holding
from services.errors import Conflict
from services.holding import Gate
from services.loading import without_collecting
from services.processes import Child, Supervisor
from services.settings import Settings

log = logging.getLogger(__name__)

READY_WITHIN_S = 60.0


class PortTaken(Conflict):
    """Another program listens on this port. Stop it, or choose another port with --port."""


def serve(
    settings: Settings,
    *,
    processes: int = 1,
    workers: int = 1,
    prepare: Callable[[], Sequence[Child]] = lambda: (),
    when_ready: Callable[[], None] = lambda: None,
) -> None:
    """Run until SIGINT or SIGTERM. Raises AlreadyRunning, PortTaken.

    `prepare` is called with the database up and migrated, before anything is served; it may
    bring more children.
    """
    with holding.only_one(settings.home), Gate(settings.home / "earshot.gate") as gate:
        _require_free(settings)
        api = _api(settings, processes, gate)
        with _loading(api):
            with without_collecting():
                # Loaded here, not above, where the API would have to wait for it.
                from services import running  # noqa: PLC0415
            with running.kept(settings) as kept:
                more = prepare()
                running.disconnect()
                gate.open(kept.embedded_url or "")
                _tell_systemd()
                children = [api, *_workers(workers), *_watch(settings), *more]
                Supervisor(children, heartbeat=kept.keep_alive).run(
                    when_started=lambda: _announce(settings, when_ready)
                )


def work(workers: int) -> None:
    """Run workers alone until SIGINT or SIGTERM."""
    Supervisor(_workers(workers)).run()


def is_ready(host: str, port: int) -> bool:
    """Whether an API answers there that can serve. Asked often, so it costs next to nothing."""
    connection = client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, client.HTTPException):
        return False
    finally:
        connection.close()


def _require_free(settings: Settings) -> None:
    """Say so now: an API that cannot listen would be started again for ever."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(host=settings.host, port=settings.port) from error


@contextmanager
def _loading(api: Child) -> Iterator[None]:
    """Let it load. It ends at once when what it waits for does not come about."""
    api.start()
    try:
        yield
    finally:
        api.abandon()


def _api(settings: Settings, processes: int, gate: Gate) -> Child:
    command = [
        *(sys.executable, "-m", "uvicorn", "--factory", "api.starting:create_app"),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--ws", "api.frames:FramesProtocol", "--ws-per-message-deflate", "false"),
        # `create_app` reads them itself, from the proxies of EARSHOT_TRUSTED_PROXIES.
        "--no-proxy-headers",
        *("--workers", str(processes), "--no-access-log", "--log-level", "warning"),
        *("--timeout-graceful-shutdown", "5"),
    ]
    return Child("api", command, {holding.GATE: str(gate.path)})


def _workers(count: int) -> list[Child]:
    command = [sys.executable, "-m", "workers"]
    # A stopped worker takes its child along, whose library then counts a semaphore as leaked.
    quiet = {"PYTHONWARNINGS": "ignore:resource_tracker"}
    return [Child(f"worker {number + 1}", command, quiet) for number in range(count)]


def _watch(settings: Settings) -> list[Child]:
    command = [sys.executable, "-m", "earshot", "watch"]
    return [Child("watch", command, {})] if settings.watch else []


def _tell_systemd() -> None:
    """The database is there: units that come after one of `Type=notify` need wait no longer."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address is None:
        return
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        try:
            manager.sendto(b"READY=1", address)
        except OSError:
            log.warning("systemd was not told that Earshot has started", exc_info=True)


def _announce(settings: Settings, when_ready: Callable[[], None]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if is_ready(settings.host, settings.port):
            when_ready()
            return
        time.sleep(0.05)
    log.error("the API did not become ready within %.0f s", READY_WITHIN_S)
