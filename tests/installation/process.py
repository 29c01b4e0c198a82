"""One part of an installation: a process of its own that may be stopped, killed and started."""

import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

READY_WITHIN_S = 180.0
STOPPED_WITHIN_S = 60.0
LOOK_EVERY_S = 0.05


@dataclass
class Process:
    """What `command` runs. It may be started again on the same port as often as wished."""

    name: str
    command: Sequence[str]
    port: int
    log: Path
    """Standard output and errors of every run, one after the other."""
    env: Mapping[str, str]
    is_ready: Callable[[], bool]
    stop_signal: signal.Signals = signal.SIGTERM
    user_id: int | None = None
    group_id: int | None = None
    _running: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def pid(self) -> int:
        """Raises RuntimeError when it was never started."""
        if self._running is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._running.pid

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it is ready unless told not to. Raises TimeoutError."""
        assert not self.is_alive(), self.name
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                env=dict(self.env),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user_id,
                group=self.group_id,
            )
        if wait:
            self.wait_ready()

    def stop(self) -> None:
        """Ask it to end, as a rolling restart does, and wait until it has."""
        if self._running is None:
            return
        if self.is_alive():
            self._running.send_signal(self.stop_signal)
        self._running.wait(STOPPED_WITHIN_S)

    def kill(self) -> None:
        """kill -9 of it and of all that it started, as when its machine loses power."""
        for each in self._family():
            with suppress(psutil.NoSuchProcess):
                each.kill()
        if self._running is not None:
            self._running.wait(STOPPED_WITHIN_S)

    def kill_children(self) -> list[int]:
        """kill -9 of what it started, which it starts again by itself. Returns their ids."""
        victims = psutil.Process(self.pid).children()
        for each in victims:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        return [each.pid for each in victims]

    def is_alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def ready(self) -> bool:
        """Whether it does its work now."""
        return self.is_alive() and self.is_ready()

    def wait_ready(self, within_s: float = READY_WITHIN_S) -> None:
        """Raises TimeoutError with the end of its log, at once when it has ended."""
        wait_until(lambda: self.ready() or not self.is_alive(), within_s, self._complaint)
        if not self.is_alive():
            raise TimeoutError(self._complaint())

    def _complaint(self) -> str:
        return f"{self.name} does not come: {self.last_words()}"

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def family_ids(self) -> list[int]:
        """Its id and those of all that it started."""
        return [each.pid for each in self._family()]

    def _family(self) -> list[psutil.Process]:
        if self._running is None:
            return []
        try:
            head = psutil.Process(self._running.pid)
            # The head first: it must not start again what is being killed.
            return [head, *head.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


def answers(url: str) -> bool:
    """Whether a part that speaks plain HTTP says 200."""
    try:
        return httpx.get(url, timeout=2, verify=False, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(
    holds: Callable[[], bool],
    within_s: float = READY_WITHIN_S,
    what: Callable[[], str] = lambda: "waited too long",
) -> None:
    """Raises TimeoutError."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what())
        time.sleep(LOOK_EVERY_S)


def steady_port() -> int:
    """A free port that stays free while its process is away.

    Below those that Linux gives to outgoing connections, of which there are thousands.
    """
    while True:
        port = random.randrange(18_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
