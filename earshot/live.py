"""What an Asterisk's manager interface tells, delivered as it happens."""

import asyncio
import logging
import time
from pathlib import Path

from tenacity import AsyncRetrying, retry_if_exception_type, wait_random_exponential

from earshot.ami import Connection, ConnectionBroken, Live, Server, connected
from earshot.door import Door
from earshot.following import Place, read_place, write_place
from services.dialers.asterisk.unfinished import Unfinished

log = logging.getLogger(__name__)

_TOGETHER_S = 0.2
"""Events that come within so long travel together."""
_AT_ONCE = 500
_WAITING_MAX = 20_000
"""Events kept while Earshot is away. Beyond that Asterisk has to wait, and hangs up."""
_LONGEST_PAUSE_S = 60.0


class Listener:
    """Listens to one Asterisk, and delivers what it says."""

    def __init__(
        self, server: Server, door: Door, state: Path, *, first_pause_s: float = 1.0
    ) -> None:
        self._server = server
        self._door = door
        self._state = state
        self._first_pause_s = first_pause_s
        self._unfinished = Unfinished("ami")
        self._live = Live()
        self._said: asyncio.Queue[str] = asyncio.Queue(_WAITING_MAX)
        for block in read_place(state).unfinished:
            self._unfinished.add(block)
            list(self._live.read(block, at=0))

    async def run(self) -> None:
        """Until cancelled. Raises LoginRefused, DoorClosed."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._deliver())

    async def _listen(self) -> None:
        while True:
            # Each connection that lasted begins the pauses anew.
            async for attempt in AsyncRetrying(
                wait=wait_random_exponential(self._first_pause_s, max=_LONGEST_PAUSE_S),
                retry=retry_if_exception_type(ConnectionBroken),
            ):
                with attempt:
                    await self._hear_once()

    async def _hear_once(self) -> None:
        """Returns when a connection that was good is lost; raises when none came about."""
        async with connected(self._server) as connection:
            log.info("connected", extra={"host": self._server.host})
            connection.send({"Action": "CoreShowChannels"})
            connection.send({"Action": "QueueStatus"})
            try:
                await self._hear(connection)
            except ConnectionBroken as broken:
                log.warning("connection lost", extra={"why": str(broken)})
                await asyncio.sleep(self._first_pause_s)

    async def _hear(self, connection: Connection) -> None:
        async for block in connection.blocks():
            for said in self._live.read(block, at=time.time()):
                await self._said.put(said)

    async def _deliver(self) -> None:
        while True:
            blocks = [await self._said.get()]
            await asyncio.sleep(_TOGETHER_S)
            while len(blocks) < _AT_ONCE and not self._said.empty():
                blocks.append(self._said.get_nowait())
            await self._send(blocks)

    async def _send(self, blocks: list[str]) -> None:
        before = "".join(f"{block}\n\n" for block in self._unfinished.lines())
        body = before + "".join(f"{block}\n\n" for block in blocks)
        params = {"kind": "ami", "told": str(before.count("\n"))}
        await self._door.deliver(body.encode(), "text/plain", params)
        for block in blocks:
            self._unfinished.add(block)
        write_place(self._state, Place(unfinished=self._unfinished.lines()))
