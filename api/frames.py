"""Websocket frames that are made once and written to many sockets.

Uvicorn frames each text for each socket. `FramesProtocol` is Uvicorn's own protocol, which
besides offers itself to the application as the ASGI extension `earshot.frames`: bytes that
are a frame already go straight to the transport. See docs/adr/0020.
"""

from typing import Protocol

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

EXTENSION = "earshot.frames"


class Message:
    """A text for many viewers, and the frame that carries it: unmasked, uncompressed."""

    __slots__ = ("frame", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.frame = Frame(Opcode.TEXT, text).serialize(mask=False)


class Outlet(Protocol):
    """Where one viewer's messages go. Nothing of it waits."""

    def write(self, message: Message) -> None:
        """Send after all that was written before. Does nothing once closed."""

    def backlog(self) -> int:
        """Bytes that were written and that the viewer's system has not taken yet."""

    def hang_up(self, code: int, reason: str) -> None:
        """Close when the viewer has read everything, and soon even if they do not."""


class FramesProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's websocket, which takes frames too. An `Outlet`."""

    async def run_asgi(self) -> None:
        # Servers may offer anything here; Uvicorn's type knows of dictionaries only.
        self.scope["extensions"][EXTENSION] = self  # type: ignore[assignment]
        await super().run_asgi()

    def write(self, message: Message) -> None:
        if not self.close_sent and not self.transport.is_closing():
            self.transport.write(message.frame)

    def backlog(self) -> int:
        return self.transport.get_write_buffer_size()

    def hang_up(self, code: int, reason: str) -> None:
        """Like Uvicorn's own closing, without waiting for room in the buffer."""
        if self.close_sent or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self._abort_later()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._abort_later()

    def _abort_later(self) -> None:
        """`close()` flushes first, which for a viewer that never reads takes for ever."""
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)
