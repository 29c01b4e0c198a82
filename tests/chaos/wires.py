"""The network between two parts: it can be cut, fall silent or become slow, and be mended.

A wire is a relay in this process, so it works for everybody. Where this process has a network
of its own and may filter packets (see `packets`), a silent wire loses packets for real: nobody
is told, and the systems on both sides retransmit into the void. Else the relay stops reading,
and connections stay open with nothing coming through, which is nearly as bad.
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress

from tests.chaos import packets
from tests.installation.process import steady_port

_CHUNK = 64 * 1024


class Wire:
    """Passes on what comes to `port` to `target`, both on this machine."""

    def __init__(self, target: int) -> None:
        self.port = steady_port()
        self._target = target
        self._delay_s = 0.0
        self._flows = asyncio.Event()
        self._flows.set()
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connections(self) -> int:
        return len(self._ends) // 2

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)

    async def close(self) -> None:
        self.mend_silence()
        await self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def cut(self) -> None:
        """End every connection with a reset and refuse new ones, as a machine that went down."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in list(self._ends):
            end.transport.abort()
        await asyncio.sleep(0)

    def fall_silent(self) -> None:
        """Connections stay open, and nothing comes through: a switch that died."""
        if packets.can_be_dropped():
            packets.drop(self.port)
        else:
            self._flows.clear()

    def mend_silence(self) -> None:
        packets.let_through(self.port)
        self._flows.set()

    def slow_down(self, delay_s: float) -> None:
        """Each piece takes so long, in both directions; 0 for none."""
        self._delay_s = delay_s

    async def _join(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            far, far_out = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            near_out.transport.abort()
            self._tasks.discard(task)
            return
        self._ends |= {near_out, far_out}
        _find_out_the_dead(near_out)
        try:
            # Ended from outside it ends in silence: whoever asks its result is the library.
            with suppress(asyncio.CancelledError):
                await asyncio.gather(self._pass_on(near, far_out), self._pass_on(far, near_out))
        finally:
            for end in (near_out, far_out):
                end.transport.abort()
                self._ends.discard(end)
            self._tasks.discard(task)

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """Until one side ends; one that was killed ends with a reset, and so must the other."""
        try:
            while chunk := await source.read(_CHUNK):
                await self._flows.wait()
                if self._delay_s:
                    await asyncio.sleep(self._delay_s)
                sink.write(chunk)
                await sink.drain()
            sink.write_eof()
        except OSError:
            sink.transport.abort()


def _find_out_the_dead(end: asyncio.StreamWriter) -> None:
    """As the server behind this wire would by itself: Earshot asks it to."""
    connection = end.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 10), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


class Wires:
    """One for each pair of parts that may lose each other."""

    def __init__(self, *, database: int, store: int, front: int) -> None:
        self.api_database = Wire(database)
        self.worker_database = Wire(database)
        self.store = Wire(store)
        self.front = Wire(front)

    async def open(self) -> None:
        for each in self:
            await each.open()

    async def close(self) -> None:
        for each in self:
            await each.close()

    def __iter__(self) -> Iterator[Wire]:
        return iter((self.api_database, self.worker_database, self.store, self.front))
