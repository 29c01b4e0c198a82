"""Listening to an Asterisk's manager interface (AMI), over breaks of the connection.

The AMI numbers nothing and repeats nothing: what happened while nobody listened is gone. So
after each connection the channels and queues that are there are asked for, and calls that are
there no longer are told as gone.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import md5
from typing import TypeAlias

from services.dialers.asterisk.ami_events import RECEIVED
from services.errors import Forbidden

log = logging.getLogger(__name__)

Fields: TypeAlias = dict[str, str]

SILENCE_S = 60.0
"""Asterisk that answers no ping for so long is taken to be gone."""
_PING_EVERY_S = 20.0
_ANSWER_WITHIN_S = 10.0
_BLOCK_MAX_BYTES = 256 * 1024


class LoginRefused(Forbidden):
    """Asterisk refuses this user or secret. See manager.conf."""


class ConnectionBroken(Exception):
    """Asterisk is not there, or speaks no AMI. Worth another try."""


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    user: str
    secret: str
    tls: bool = False
    plain: bool = False
    """Send the secret itself: for an Asterisk that offers no MD5 challenge."""


class Connection:
    """A connection that is logged in. Blocks come as `Key: value` lines without an end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def blocks(self) -> AsyncIterator[str]:
        """Every block, answers too. Ends never; raises ConnectionBroken."""
        silent_since = time.monotonic()
        while True:
            try:
                block = await asyncio.wait_for(self._read(), _PING_EVERY_S)
            except TimeoutError:
                if time.monotonic() - silent_since > SILENCE_S:
                    raise ConnectionBroken("silent") from None
                self.send({"Action": "Ping"})
                continue
            silent_since = time.monotonic()
            yield block

    def send(self, action: Mapping[str, str]) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in action.items())
        self._writer.write(f"{lines}\r\n".encode())

    async def ask(self, action: Mapping[str, str]) -> Fields:
        """The answer to `action`, before any event is wanted."""
        self.send(action)
        async with asyncio.timeout(_ANSWER_WITHIN_S):
            while True:
                fields = fields_of(await self._read())
                if "Response" in fields:
                    return fields

    async def _read(self) -> str:
        try:
            # Cancelled in the middle, nothing is taken out of the stream.
            block = await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError) as error:
            raise ConnectionBroken(type(error).__name__) from error
        return block.decode("utf-8", "replace").replace("\r\n", "\n").strip("\n")


@asynccontextmanager
async def connected(server: Server) -> AsyncIterator[Connection]:
    """Log in, and out at the end. Raises LoginRefused, ConnectionBroken."""
    context = ssl.create_default_context() if server.tls else None
    try:
        reader, writer = await asyncio.wait_for(
            asyncio.open_connection(server.host, server.port, ssl=context, limit=_BLOCK_MAX_BYTES),
            _ANSWER_WITHIN_S,
        )
    except (OSError, TimeoutError) as error:
        raise ConnectionBroken(f"{type(error).__name__}: {error}") from error
    try:
        connection = Connection(reader, writer)
        await _greet(reader)
        await _log_in(connection, server)
        yield connection
    except (TimeoutError, OSError) as error:
        raise ConnectionBroken(type(error).__name__) from error
    finally:
        writer.close()


async def _greet(reader: asyncio.StreamReader) -> None:
    banner = await asyncio.wait_for(reader.readline(), _ANSWER_WITHIN_S)
    if not banner.startswith(b"Asterisk Call Manager"):
        raise ConnectionBroken(f"no AMI: {banner[:80]!r}")


async def _log_in(connection: Connection, server: Server) -> None:
    proof = {"Secret": server.secret}
    if not server.plain:
        challenge = await connection.ask({"Action": "Challenge", "AuthType": "MD5"})
        if "Challenge" not in challenge:
            raise LoginRefused(detail="Asterisk offers no MD5 challenge; see --plain")
        digest = md5(f"{challenge['Challenge']}{server.secret}".encode(), usedforsecurity=False)
        proof = {"AuthType": "MD5", "Key": digest.hexdigest()}
    login = {"Action": "Login", "Username": server.user, **proof, "Events": "call,agent"}
    answer = await connection.ask(login)
    if answer["Response"] != "Success":
        raise LoginRefused(user=server.user)


def fields_of(block: str) -> Fields:
    return {
        name.strip(): value.strip()
        for name, _, value in (line.partition(":") for line in block.splitlines())
    }


_WANTED = frozenset(
    [
        "AgentCalled",
        "AgentComplete",
        "AgentConnect",
        "AgentRingNoAnswer",
        "BridgeEnter",
        "BridgeLeave",
        "Hangup",
        "Hold",
        "Newchannel",
        "Newstate",
        "QueueCallerAbandon",
        "QueueCallerJoin",
        "QueueCallerLeave",
        "QueueMember",
        "QueueMemberAdded",
        "QueueMemberPause",
        "QueueMemberRemoved",
        "QueueMemberStatus",
        "Unhold",
    ]
)


class Live:
    """The channels and waiting callers that Asterisk has, as of the last event."""

    def __init__(self) -> None:
        self._calls: dict[str, str] = {}
        """By uniqueid of each channel, its conversation."""
        self._waiting: set[str] = set()
        self._shown: dict[str, str] = {}

    def read(self, block: str, *, at: float) -> Iterator[str]:
        """What is to be delivered because of `block`, stamped with `at`, seconds of the epoch."""
        fields = fields_of(block)
        event = fields.get("Event", "")
        if event == "CoreShowChannel":
            self._shown[fields.get("Uniqueid", "")] = fields.get("Linkedid", "")
            yield _stamped(block, at)
        elif event == "CoreShowChannelsComplete":
            yield from self._settle(at)
        elif event == "QueueEntry":
            if fields.get("Uniqueid", "") not in self._waiting:
                yield _stamped(block, at - _seconds(fields.get("Wait", "")))
        elif event in _WANTED:
            yield _stamped(block, at)
        yield from self._follow(event, fields, at)

    def _follow(self, event: str, fields: Fields, at: float) -> Iterator[str]:
        channel, call = fields.get("Uniqueid", ""), fields.get("Linkedid", "")
        if event in ("QueueCallerJoin", "QueueEntry"):
            self._waiting.add(channel)
        elif event in ("QueueCallerLeave", "Hangup"):
            self._waiting.discard(channel)
        if event == "Hangup":
            call = self._calls.pop(channel, call)
            if call and call not in self._calls.values():
                yield _own("EarshotCallEnd", call, at)
        elif channel and call and event in _WANTED:
            self._calls[channel] = call

    def _settle(self, at: float) -> Iterator[str]:
        """Asterisk has listed its channels: others are gone."""
        gone = set(self._calls.values()) - set(self._shown.values())
        for call in sorted(gone):
            yield _own("EarshotCallGone", call, at)
        self._calls = {channel: call for channel, call in self._shown.items() if call}
        self._waiting &= self._calls.keys()
        self._shown = {}


def _own(event: str, call: str, at: float) -> str:
    return _stamped(f"Event: {event}\nUniqueid: {call}\nLinkedid: {call}", at)


def _stamped(block: str, at: float) -> str:
    return block if f"\n{RECEIVED}: " in block else f"{block}\n{RECEIVED}: {at:.6f}"


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() else 0.0
