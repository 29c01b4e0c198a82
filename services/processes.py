"""Starting, watching and stopping the processes that make up Earshot on one machine."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

log = logging.getLogger(__name__)

WATCH_EVERY_S = 0.25
STOP_WITHIN_S = 15.0
LONGEST_BACKOFF_S = 60.0
STEADY_AFTER_S = 30.0
"""A process that lived this long and died is restarted at once."""
CANNOT_WORK = 69
"""The status of a process that lacks something which somebody has to set.

It may take long to find that out, and has not been steady for that.
"""
TOLD_AGAIN_AT = 3
"""After so many ends in a row the log says once that it goes on."""

_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process that is started again whenever it ends."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    failures: int = 0
    last_status: int | None = None

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.env},
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )

    def look(self) -> None:
        """Notice an end; start again when it is time to."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_after:
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        steady = status != CANNOT_WORK and now - self.started_at > STEADY_AFTER_S
        self.failures = 0 if steady else self.failures + 1
        wait_s = min(LONGEST_BACKOFF_S, 0.25 * 2**self.failures) if self.failures > 1 else 0.0
        self._tell(status, wait_s)
        self.process, self.start_after = None, now + wait_s

    def _tell(self, status: int, wait_s: float) -> None:
        """Say it once, and once more that it goes on; after that only when it ends differently."""
        known, self.last_status = self.last_status, status
        if self.failures <= 1 or status != known:
            log.warning(
                "%s ended (status %s); starting it again in %.1f s", self.name, status, wait_s
            )
        elif self.failures == TOLD_AGAIN_AT:
            log.warning(
                "%s keeps ending (status %s); starting it again and again, at last every %.0f s",
                *(self.name, status, LONGEST_BACKOFF_S),
            )

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def abandon(self) -> None:
        """End it and all that it started, at once, if it still runs: it has begun nothing yet."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait(self, within_s: float) -> None:
        """Wait for its end, and make an end of it when that takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop in time and is killed", self.name)
            self.signal(signal.SIGKILL)
            self.process.wait()


@dataclass
class Supervisor:
    """Keeps `children` running until told to stop."""

    children: Sequence[Child]
    heartbeat: Callable[[], None] = lambda: None
    """Called at every look, before the children: keeps what they stand on alive."""
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, when_started: Callable[[], None] = lambda: None) -> None:
        """Start what is not started, watch all, stop it cleanly on SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            for child in self.children:
                if child.process is None:
                    child.start()
            waiting = threading.Thread(target=when_started, daemon=True)
            waiting.start()
            while not self._stopping.wait(WATCH_EVERY_S):
                self.heartbeat()
                for child in self.children:
                    child.look()
        finally:
            self._stop_children()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()

    def _stop_children(self) -> None:
        """Ask the first child last: it serves the others, who may still have to say goodbye."""
        first, *others = self.children
        for group in (others, [first]):
            for child in group:
                child.signal(signal.SIGTERM)
            deadline = time.monotonic() + STOP_WITHIN_S
            for child in group:
                child.wait(max(0.1, deadline - time.monotonic()))


def _die_with_parent() -> None:
    """Ask the kernel to stop this child when its parent dies, however it dies."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
