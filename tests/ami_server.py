"""A manager interface that speaks the documented protocol over a real socket, for tests."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import md5

USER, SECRET, CHALLENGE = "earshot", "s3cret", "840415273"


def event(name: str, **fields: str) -> str:
    lines = {"Event": name, "Privilege": "call,agent,all", **fields}
    return "".join(f"{key}: {value}\r\n" for key, value in lines.items()) + "\r\n"


@dataclass
class AmiServer:
    """Plays one script per connection: what it says after the login, and then hangs up."""

    scripts: Sequence[Sequence[str]]
    channels: Sequence[Sequence[str]] = ()
    """Per connection, what CoreShowChannels answers."""
    banner: str = "Asterisk Call Manager/9.0.0"
    md5: bool = True
    actions: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    played: asyncio.Event = field(default_factory=asyncio.Event)
    _connections: int = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["AmiServer"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nth = self._connections
        self._connections += 1
        writer.write(f"{self.banner}\r\n".encode())
        try:
            while True:
                action = _fields(await reader.readuntil(b"\r\n\r\n"))
                self.actions.append(action)
                for said in self._answers(action, nth):
                    writer.write(said.encode())
                if action["Action"] == "QueueStatus":
                    await self._play(nth, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _play(self, nth: int, writer: asyncio.StreamWriter) -> None:
        for said in self.scripts[nth] if nth < len(self.scripts) else ():
            writer.write(said.encode())
        await writer.drain()
        if nth + 1 >= len(self.scripts):
            self.played.set()
            await asyncio.sleep(3600)
        # In the middle of an event.
        writer.write(b"Event: Newchannel\r\nChann")
        await writer.drain()
        raise ConnectionResetError

    def _answers(self, action: Mapping[str, str], nth: int) -> list[str]:
        match action["Action"]:
            case "Challenge" if self.md5:
                return [f"Response: Success\r\nChallenge: {CHALLENGE}\r\n\r\n"]
            case "Login":
                good = "Response: Success\r\nMessage: Authentication accepted\r\n\r\n"
                bad = "Response: Error\r\nMessage: Authentication failed\r\n\r\n"
                return [event("FullyBooted"), good if self._knows(action) else bad]
            case "CoreShowChannels":
                shown = self.channels[nth] if nth < len(self.channels) else ()
                return ["Response: Success\r\n\r\n", *shown, event("CoreShowChannelsComplete")]
            case "QueueStatus":
                return ["Response: Success\r\n\r\n", event("QueueStatusComplete")]
            case _:
                return ["Response: Error\r\nMessage: Invalid/unknown command\r\n\r\n"]

    def _knows(self, action: Mapping[str, str]) -> bool:
        key = md5(f"{CHALLENGE}{SECRET}".encode(), usedforsecurity=False).hexdigest()
        proof = action.get("Key") == key if "Key" in action else action.get("Secret") == SECRET
        return action.get("Username") == USER and proof


def _fields(block: bytes) -> dict[str, str]:
    pairs = (line.partition(": ") for line in block.decode().split("\r\n") if line)
    return {name: value for name, _, value in pairs}
