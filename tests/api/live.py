"""Boards made of given cards, served over real sockets or to the test client."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import uvicorn
from fastapi import FastAPI, WebSocket
from websockets.sync.client import ClientConnection, connect

from api import live_board
from api.frames import FramesProtocol
from api.hub import Hub
from api.viewing import Viewing
from services.activity.board import Audience
from services.activity.cards import AgentCard, AnyCard, Board, Snapshot, Tally
from services.tables import AgentState

TEAM = uuid4()
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


def agent_card(key: str, version: int, *, unit_id: UUID = TEAM, name: str = "") -> AgentCard:
    return AgentCard(
        key=key,
        version=version,
        unit_id=unit_id,
        name=name or key,
        code=key,
        state=AgentState.READY,
        state_since=NOON,
        reason=None,
        call_id=None,
        today=Tally(),
    )


def snapshot(cards: Iterable[AnyCard] = ()) -> Snapshot:
    board = Board(id=TEAM, name="T", timezone="UTC", day_starts_at=NOON, day_ends_at=NOON)
    return Snapshot(now=NOON, board=board, cards=list(cards))


@dataclass
class Boards:
    """An application with one board, whose audience and snapshot are what a test says."""

    look: Callable[[], Audience] = lambda: Audience(frozenset({TEAM}))
    read: Callable[[Audience], Snapshot] = lambda _: snapshot()
    hub: Hub = field(default_factory=Hub)
    loop: asyncio.AbstractEventLoop | None = None

    @property
    def app(self) -> FastAPI:
        @asynccontextmanager
        async def lifespan(_: FastAPI) -> Any:
            self.loop = asyncio.get_running_loop()
            looking_after = asyncio.create_task(self.hub.run())
            yield
            looking_after.cancel()

        app = FastAPI(lifespan=lifespan)

        @app.websocket("/{who}")
        async def watch(websocket: WebSocket, who: str) -> None:
            await live_board.watch(websocket, self.hub, Viewing("board", who, self.look, self.read))

        return app

    def broadcast(self, *cards: AnyCard) -> None:
        self.in_loop(lambda: self.hub.broadcast(cards))

    def in_loop(self, act: Callable[[], None]) -> None:
        """Do it where the hub lives, and wait until it is done."""

        async def do() -> None:
            act()

        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(do(), self.loop).result(20)

    def wait_for_viewers(self, count: int) -> None:
        wait_until(lambda: len(self.hub) >= count)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.01)


@contextmanager
def served(app: Any, protocol: type[FramesProtocol] = FramesProtocol) -> Iterator[int]:
    """`app` behind Uvicorn as production runs it; yields its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app, log_level="error", ws=protocol, ws_per_message_deflate=False, lifespan="on"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        wait_until(lambda: server.started)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(30)


@contextmanager
def viewer(port: int, path: str = "/bob", **options: Any) -> Iterator[ClientConnection]:
    with connect(f"ws://127.0.0.1:{port}{path}", compression=None, **options) as connection:
        yield connection


def cards_in(text: str | bytes) -> dict[str, int]:
    """Version by key, of one message."""
    return {card["key"]: card["version"] for card in json.loads(text).get("cards", [])}
