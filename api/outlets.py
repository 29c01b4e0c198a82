"""Where a viewer's messages go, on servers that take frames and on those that do not."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import WebSocket, WebSocketDisconnect
from starlette.websockets import WebSocketDisconnected

from api.frames import EXTENSION, Message, Outlet


@asynccontextmanager
async def outlet_of(websocket: WebSocket) -> AsyncIterator[Outlet]:
    """The server's own outlet, or one that sends texts the common way."""
    frames: Outlet | None = websocket.scope.get("extensions", {}).get(EXTENSION)
    if frames is not None:
        yield frames
        return
    outlet = TextOutlet(websocket)
    sending = asyncio.create_task(outlet.run())
    try:
        yield outlet
    finally:
        sending.cancel()


class TextOutlet:
    """Sends what was written, one text after the other, as fast as the server takes them."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._written: deque[Message] = deque()
        self._backlog = 0
        self._closing: tuple[int, str] | None = None
        self._arrived = asyncio.Event()

    def write(self, message: Message) -> None:
        if self._closing is None:
            self._written.append(message)
            self._backlog += len(message.text)
            self._arrived.set()

    def backlog(self) -> int:
        return self._backlog

    def hang_up(self, code: int, reason: str) -> None:
        self._closing = self._closing or (code, reason)
        self._arrived.set()

    async def run(self) -> None:
        """Send until closed, by this side or the other."""
        with suppress(WebSocketDisconnect, WebSocketDisconnected):
            while self._written or self._closing is None:
                await self._arrived.wait()
                self._arrived.clear()
                await self._send()
            await self._websocket.close(*self._closing)

    async def _send(self) -> None:
        while self._written:
            message = self._written.popleft()
            await self._websocket.send_text(message.text.decode())
            self._backlog -= len(message.text)
