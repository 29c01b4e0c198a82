"""Telling 3,000 sockets four changes a second each, against writing the bytes and no more.

Plain asyncio transports and Earshot's boards in turn, in processes of their own. Compared is
the time of the processor for a message, encoding and pulses included. Then once the boards
on Uvicorn's own websockets, which frame each text for each socket; and the boards' memory
while viewers come and go.
"""

import asyncio
import base64
import json
import os
import resource
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import cast

import httpx
import uvloop

from tests.bench import frame
from tests.bench.fanning import TEAMS, VIEWERS, Told, card, message

GOAL = 1.5
SECONDS = 6.0
SOAK_S = 30.0
LEAVE_PER_S = 50
"""While memory is watched, so many viewers go and as many others come."""

_APP = ("tests.bench.fanning:create_app", "--factory")
_PING, _PONG = b"\x89\x04", b"\x8a\x84"
"""Headers of what Uvicorn sends to ask whether a viewer lives, and of the answer."""
_MESSAGE_BYTES = len(message(card(0, 0)).frame)
_Join = Callable[[int], Awaitable["_Reader"]]


class _Reader(asyncio.Protocol):
    """Takes off the wire whatever comes, counts it, and answers pings."""

    def __init__(self, hello: bytes) -> None:
        self.taken = 0
        self.greeted = asyncio.get_running_loop().create_future()
        self._hello = hello

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's class, only of its shape.
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._hello)

    def data_received(self, data: bytes) -> None:
        self.taken += len(data)
        if not self.greeted.done() and (b"snapshot" in data or b"joined" in data):
            self.greeted.set_result(None)
        # Cards of this benchmark are ASCII: only a ping has this byte.
        ping = data.find(_PING)
        if ping >= 0:
            mask = bytes(4)
            payload = data[ping + len(_PING) : ping + len(_PING) + 4]
            self.transport.write(_PONG + mask + payload)


def measure() -> frame.Result:
    _allow_files()
    rounds = [_round() for _ in range(frame.ROUNDS)]
    figures = {name: round(median(each[name] for each in rounds), 2) for name in rounds[0]}
    with frame.server(*_APP, "--ws", "websockets-sansio") as port:
        figures["texts_us"] = round(uvloop.run(_boards(port)), 2)
    with frame.server(*_APP) as port:
        figures |= uvloop.run(_soak(port))
    ratio = figures["boards_us"] / figures["plain_us"]
    return frame.Result("fanout", ratio, GOAL, False, figures)


def _round() -> dict[str, float]:
    with _plain_server() as port:
        plain = uvloop.run(_plainly(port))
    with frame.server(*_APP) as port:
        boards = uvloop.run(_boards(port))
    return {"plain_us": plain, "boards_us": boards}


@contextmanager
def _plain_server() -> Iterator[int]:
    port = frame.free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.fanning", str(port)])
    try:
        yield port
    finally:
        process.kill()
        process.wait(20)


async def _plainly(port: int) -> float:
    async def join(number: int) -> _Reader:
        return await _connect(port, f"join {number % TEAMS}\n".encode())

    readers = await _join_all(join)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    before = _taken(readers)
    writer.write(f"tell {SECONDS}\n".encode())
    told = Told(**json.loads(await reader.readline()))
    return await _us_per_message(readers, before, told)


async def _boards(port: int) -> float:
    readers = await _join_all(lambda number: _watch(port, number))
    before = _taken(readers)
    return await _us_per_message(readers, before, await _tell(port, SECONDS))


async def _soak(port: int) -> dict[str, float]:
    """Memory after a first stretch, and after many more messages to viewers who change."""
    readers = await _join_all(lambda number: _watch(port, number))
    first = await _tell(port, SECONDS)
    before = _taken(readers)
    changing = asyncio.create_task(_come_and_go(port, readers))
    last = await _tell(port, SOAK_S)
    changing.cancel()
    gone = len(readers) - VIEWERS
    return {
        "soak_messages": (_taken(readers) - before) // _MESSAGE_BYTES,
        "soak_viewers_replaced": gone,
        "mb_before": round(first.mb, 1),
        "mb_after": round(last.mb, 1),
    }


async def _come_and_go(port: int, readers: list[_Reader]) -> None:
    for number in range(len(readers) * 10):
        readers[number].transport.close()
        readers.append(await _watch(port, number))
        await asyncio.sleep(1 / LEAVE_PER_S)


async def _tell(port: int, seconds: float) -> Told:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=300) as client:
        answer = await client.post("/tell", params={"seconds": seconds})
        answer.raise_for_status()
        return Told(**answer.json())


async def _us_per_message(readers: list[_Reader], before: int, told: Told) -> float:
    """By what arrived: of those whom a busy machine makes slow, boards skip messages."""
    after = _taken(readers)
    await asyncio.sleep(1)
    while (now := _taken(readers)) > after:
        after = now
        await asyncio.sleep(1)
    return told.cpu_s / ((after - before) / _MESSAGE_BYTES) * 1e6


def _taken(readers: list[_Reader]) -> int:
    return sum(reader.taken for reader in readers)


async def _join_all(join: _Join) -> list[_Reader]:
    readers = []
    for first in range(0, VIEWERS, 50):
        readers += await asyncio.gather(*(join(number) for number in range(first, first + 50)))
    return readers


async def _watch(port: int, number: int) -> _Reader:
    key = base64.b64encode(os.urandom(16)).decode()
    return await _connect(
        port,
        (
            f"GET /boards/{number % TEAMS} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        ).encode(),
    )


async def _connect(port: int, hello: bytes) -> _Reader:
    loop = asyncio.get_running_loop()
    for attempt in range(100):
        try:
            _, reader = await loop.create_connection(lambda: _Reader(hello), "127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.02 * attempt)
        else:
            await reader.greeted
            return reader
    raise TimeoutError(port)


def _allow_files() -> None:
    """A socket is an open file; the servers inherit the limit."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * VIEWERS if most == resource.RLIM_INFINITY else min(most, 4 * VIEWERS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
