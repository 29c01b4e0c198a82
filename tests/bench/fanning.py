"""What `fanout` measures: one process that tells thousands of sockets, in one of two ways.

As an ASGI application it is Earshot's live boards, with cards that nobody had to read from a
database; as a program it writes the same bytes to plain transports. Each begins as soon as
`VIEWERS` are there, and tells `VIEWERS` again after every `/again`.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import uvloop
from fastapi import FastAPI, WebSocket

from api import live_board
from api.frames import Message
from api.hub import Hub
from api.viewing import Viewing
from services.activity.board import Audience
from services.activity.cards import AgentCard, Board, Snapshot, Tally
from services.tables import AgentState

VIEWERS = 3000
TEAMS = 30
CHANGES_PER_S = 4
_BEGUN = datetime.now(UTC)
_TALLY = Tally(dials=120, connects=61, effective_talks=33, talk_s=7331.4, ready_s=512.25)


@dataclass
class Told:
    """What one stretch took. `cpu_s` is of the whole process."""

    cpu_s: float
    wall_s: float
    rounds: int
    mb: float


def team(number: int) -> UUID:
    return UUID(int=number)


def card(number: int, version: int) -> AgentCard:
    """Of fixed length, so that both ways write the same bytes."""
    return AgentCard(
        key=str(team(number)),
        version=1_000_000 + version,
        unit_id=team(number),
        name="Li Na",
        code="1001",
        state=AgentState.TALKING,
        state_since=_BEGUN,
        reason=None,
        call_id=team(number),
        today=_TALLY,
        hour=_TALLY,
        quarter=_TALLY,
    )


async def tell_for(seconds: float, tell: Callable[[int, int], None]) -> Told:
    """Every team `CHANGES_PER_S` times a second, one after the other."""
    begun, cpu = time.monotonic(), time.process_time()
    rounds, step_s = int(seconds * CHANGES_PER_S), 1 / CHANGES_PER_S / TEAMS
    for number in range(rounds * TEAMS):
        await asyncio.sleep(max(0.0, begun + number * step_s - time.monotonic()))
        tell(number % TEAMS, number)
    # What was written at the very end leaves in the next turn of the loop.
    await asyncio.sleep(step_s)
    return Told(time.process_time() - cpu, time.monotonic() - begun, rounds, resident_mb())


def resident_mb() -> float:
    with open("/proc/self/statm") as file:  # noqa: PTH123  (a file of the kernel)
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def create_app() -> FastAPI:
    hub = Hub()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        looking_after = asyncio.create_task(hub.run())
        yield
        looking_after.cancel()

    app = FastAPI(lifespan=lifespan)

    @app.websocket("/boards/{number}")
    async def watch(websocket: WebSocket, number: int) -> None:
        audience = Audience(frozenset({team(number)}))
        board = Board(
            id=team(number), name="T", timezone="UTC", day_starts_at=_BEGUN, day_ends_at=_BEGUN
        )
        first = Snapshot(now=_BEGUN, board=board, cards=[])
        viewing = Viewing(number, number, lambda: audience, lambda _: first)
        await live_board.watch(websocket, hub, viewing)

    @app.get("/viewers")
    async def viewers() -> int:
        return len(hub)

    @app.post("/tell")
    async def tell(seconds: float) -> Told:
        return await tell_for(seconds, lambda which, n: hub.broadcast([card(which, n)]))

    @app.get("/healthz")
    async def health() -> str:
        return "ok"

    return app


class _Plain(asyncio.Protocol):
    """Answers every line with what is asked for, and belongs to the team that it names."""

    teams: tuple[list[asyncio.Transport], ...] = tuple([] for _ in range(TEAMS))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's class, only of its shape.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        word, _, number = data.decode().strip().partition(" ")
        if word == "join":
            self.teams[int(number)].append(self._transport)
            self._transport.write(b"joined\n")
        else:
            asyncio.get_running_loop().create_task(self._tell(float(number)))

    async def _tell(self, seconds: float) -> None:
        def tell(which: int, number: int) -> None:
            frame = message(card(which, number)).frame
            for transport in self.teams[which]:
                transport.write(frame)

        told = await tell_for(seconds, tell)
        self._transport.write(json.dumps(told.__dict__).encode() + b"\n")


def message(told: AgentCard) -> Message:
    """The very bytes that boards send for one changed card."""
    return Message(b'{"type":"changes","cards":[' + told.model_dump_json().encode() + b"]}")


async def _serve_plainly(port: int) -> None:
    loop = asyncio.get_running_loop()
    server: Any = await loop.create_server(_Plain, "127.0.0.1", port, backlog=VIEWERS)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve_plainly(int(sys.argv[1])))
