"""A file that Asterisk writes, delivered as it grows, also across restarts and rotation."""

import asyncio
import json
import logging
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from earshot.door import Door
from services.dialers.asterisk.bodies import Kind, digest, has_heading
from services.dialers.asterisk.unfinished import Unfinished

log = logging.getLogger(__name__)

LINES_AT_ONCE = 2_000
_FIRST_LINE_MAX = 4_096
_QUIET_S = 1.5
"""A second of a queue_log is over when nothing more of it came for so long."""
_MEDIA_TYPES: dict[Kind, str] = {"queue_log": "text/plain"}


@dataclass
class Place:
    """How far a file has been delivered."""

    inode: int = 0
    offset: int = 0
    first_line: str = ""
    """A digest of it: numbers of files are used again once a file is deleted."""
    heading: list[str] = field(default_factory=list)
    """Names of the columns, where the file does not begin with them at each piece."""
    unfinished: list[str] = field(default_factory=list)
    """Lines delivered before that later ones need."""


def read_place(path: Path) -> Place:
    """Where to go on; the start when there is nothing to go on from."""
    try:
        return Place(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return Place()


def write_place(path: Path, place: Place) -> None:
    """Whole or not at all: a crash in between leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(asdict(place), ensure_ascii=False), "utf-8")
    fresh.replace(path)


class Follower:
    """Delivers the lines of one file, each once."""

    def __init__(
        self, file: Path, kind: Kind, door: Door, state: Path, *, columns: Sequence[str] = ()
    ) -> None:
        self._file = file
        self._kind: Kind = kind
        self._door = door
        self._state = state
        self._place = read_place(state)
        if columns:
            self._place.heading = [",".join(columns)]
        self._unfinished = Unfinished(kind, self._columns())
        self._unfinished.restore(self._place.unfinished)
        self._changed_at = 0.0
        self._size = -1

    async def follow(self, *, poll_s: float = 0.5) -> None:
        """Until cancelled. Raises DoorClosed."""
        while True:
            if not await self.catch_up():
                await asyncio.sleep(poll_s)

    async def catch_up(self, *, to_the_end: bool = False) -> bool:
        """Deliver what there is; returns whether there was anything.

        The last second of a queue_log waits until it is over, unless `to_the_end`: lines of
        one second are told apart by their order in it.
        """
        delivered = False
        for path in self._files():
            is_current = path == self._file
            with path.open("rb") as opened:
                self._turn_to(opened)
                final = to_the_end or not is_current or self._is_quiet(opened)
                for lines, size in self._pieces(opened, final=final):
                    await self._deliver(lines, size)
                    delivered = True
        return delivered

    def _files(self) -> Iterator[Path]:
        """The file that was being read when it was rotated away, if so, then the current one."""
        current = _inode(self._file)
        if self._place.inode and current != self._place.inode:
            beside = self._file.parent.glob(f"{self._file.name}*")
            yield from (path for path in beside if _inode(path) == self._place.inode)
        if current is not None:
            yield self._file

    def _turn_to(self, opened: BinaryIO) -> None:
        status = os.fstat(opened.fileno())
        first_line = digest(opened.readline(_FIRST_LINE_MAX).decode("utf-8", "replace"))
        is_other = status.st_ino != self._place.inode or first_line != self._place.first_line
        if is_other or status.st_size < self._place.offset:
            self._place.inode, self._place.offset = status.st_ino, 0
            self._place.first_line = first_line
        opened.seek(self._place.offset)

    def _is_quiet(self, opened: BinaryIO) -> bool:
        size, now = os.fstat(opened.fileno()).st_size, time.monotonic()
        if size != self._size:
            self._size, self._changed_at = size, now
        return now - self._changed_at >= _QUIET_S

    def _pieces(self, opened: BinaryIO, *, final: bool) -> Iterator[tuple[list[str], int]]:
        """Whole lines with their size, cut where no second of a queue_log is cut."""
        held: list[bytes] = []
        for line in opened:
            if not line.endswith(b"\n"):
                break
            if len(held) >= LINES_AT_ONCE and not self._same_second(held[-1], line):
                yield _text(held), sum(map(len, held))
                held = []
            held.append(line)
        if not final:
            held = self._without_last_second(held)
        if held:
            yield _text(held), sum(map(len, held))

    def _same_second(self, line: bytes, other: bytes) -> bool:
        is_queue_log = self._kind == "queue_log"
        return is_queue_log and line.partition(b"|")[0] == other.partition(b"|")[0]

    def _without_last_second(self, held: list[bytes]) -> list[bytes]:
        last = held[-1:] if self._kind == "queue_log" else []
        while last and held and self._same_second(held[-1], last[0]):
            held = held[:-1]
        return held

    async def _deliver(self, lines: list[str], size: int) -> None:
        self._learn_heading(lines)
        before = [*self._place.heading, *self._unfinished.lines()]
        body = "".join(f"{line}\n" for line in (*before, *lines)).encode()
        params = {"kind": self._kind, "told": str(len(before))}
        await self._door.deliver(body, _MEDIA_TYPES.get(self._kind, "text/csv"), params)
        for line in lines:
            self._unfinished.add(line)
        self._place.offset += size
        self._place.unfinished = self._unfinished.lines()
        write_place(self._state, self._place)
        log.info("delivered", extra={"lines": len(lines), "file": str(self._file)})

    def _learn_heading(self, lines: list[str]) -> None:
        """Take the names of the columns out of the first line of a file that has them."""
        if self._place.offset == 0 and has_heading(lines[0], self._kind):
            self._place.heading = [lines.pop(0)]
            self._unfinished = Unfinished(self._kind, self._columns())

    def _columns(self) -> list[str]:
        return [name.strip('" ') for line in self._place.heading for name in line.split(",")]


def _text(lines: Sequence[bytes]) -> list[str]:
    return [line.decode("utf-8", "replace").rstrip("\r\n") for line in lines]


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None
