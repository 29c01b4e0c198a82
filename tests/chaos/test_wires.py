"""What `make chaos` does to networks: cut, silent, slow, and mended again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.chaos.wires import Wire

WITHIN_S = 10.0
Story = Callable[[Wire], Awaitable[None]]


def live(story: Story) -> None:
    """Tell `story` with a wire that leads to an echo."""

    async def tell() -> None:
        async with asyncio.timeout(WITHIN_S), _echo() as port:
            wire = Wire(port)
            await wire.open()
            try:
                await story(wire)
            finally:
                await wire.close()

    asyncio.run(tell())


def test_an_open_wire_passes_everything_on() -> None:
    async def story(wire: Wire) -> None:
        async with _connected(wire) as (reader, writer):
            sent = bytes(range(256)) * 1_000
            writer.write(sent)
            assert await reader.readexactly(len(sent)) == sent

    live(story)


def test_a_cut_ends_what_is_connected_and_refuses_the_rest() -> None:
    async def story(wire: Wire) -> None:
        async with _connected(wire) as (reader, writer):
            await _echoes(reader, writer)
            await wire.cut()
            with pytest.raises(ConnectionError):
                await _echoes(reader, writer)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", wire.port)
        await wire.open()
        async with _connected(wire) as (reader, writer):
            await _echoes(reader, writer)

    live(story)


def test_who_is_killed_is_gone_for_the_other_side_too() -> None:
    """A relay that kept the far side open would keep the locks of a killed client."""

    async def story(wire: Wire) -> None:
        async with _connected(wire) as (reader, writer):
            await _echoes(reader, writer)
            writer.transport.abort()
            while wire.connections:
                await asyncio.sleep(0.01)

    live(story)


def test_silence_keeps_connections_and_delivers_late() -> None:
    async def story(wire: Wire) -> None:
        async with _connected(wire) as (reader, writer):
            await _echoes(reader, writer)
            wire.fall_silent()
            writer.write(b"?")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(1), 0.1)
            wire.mend_silence()
            assert await reader.read(1) == b"?"

    live(story)


def test_a_slow_wire_still_passes_everything_on() -> None:
    async def story(wire: Wire) -> None:
        wire.slow_down(0.05)
        async with _connected(wire) as (reader, writer):
            begun = asyncio.get_running_loop().time()
            await _echoes(reader, writer)
            assert asyncio.get_running_loop().time() - begun >= 0.1

    live(story)


async def _echoes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Raises ConnectionError once the connection has ended."""
    writer.write(b"!")
    await writer.drain()
    if await reader.read(1) != b"!":
        raise ConnectionResetError


@asynccontextmanager
async def _connected(
    wire: Wire,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", wire.port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


@asynccontextmanager
async def _echo() -> AsyncIterator[int]:
    """The port of a server that says what it is told."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(1024):
            writer.write(said)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
