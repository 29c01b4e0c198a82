"""Locks between processes, which the system lets go of when their holder ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

GATE = "_EARSHOT_GATE"
"""The variable that names to a process the gate it waits at: no setting of anybody's."""
_OPEN = "open"


class AlreadyRunning(Exception):
    """Another Earshot is running on this folder."""

    def __init__(self, home: Path, pid: str) -> None:
        super().__init__(
            f"Another Earshot (process {pid or 'unknown'}) is already running on {home}. "
            "Stop it first, or give this one a folder of its own with EARSHOT_HOME."
        )


class NeverOpened(Exception):
    """Whoever kept the gate gave up, or is gone."""


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold `home` for this process. Raises AlreadyRunning."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "earshot.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(home, lock.read().strip()) from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Wait until nobody else is at it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Share:
    """Of something that several use, and whoever is the last puts away."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether nobody else has one. One's own may be lost by asking: give it up after."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give_up(self) -> None:
        self._file.close()


class Gate:
    """Shut from the beginning: what others wait for while they load.

    Its file is locked until it opens, and says that it did; so a keeper that ends without
    opening it leaves nobody waiting, and nobody comes through.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def __enter__(self) -> Self:
        self._file = self.path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def open(self, told: str) -> None:
        """Let all through, now and later, and tell them."""
        self._file.write(f"{_OPEN}\n{told}")
        self._file.flush()
        fcntl.flock(self._file, fcntl.LOCK_UN)


def passed(path: Path) -> str:
    """Wait until the gate at `path` opens; what its keeper told. Raises NeverOpened."""
    with path.open() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        said, _, told = file.read().partition("\n")
    if said != _OPEN:
        raise NeverOpened
    return told
