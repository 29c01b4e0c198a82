"""What every benchmark shares: a server of its own, load, rounds and one line of result."""

import asyncio
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx
import uvloop

from services import db
from services.db import get_engine
from services.embedded import EmbeddedPostgres
from services.migrations import migrate

ROUNDS = 3
CONNECTIONS = 64
UVICORN = (
    *("--host", "127.0.0.1", "--log-level", "error", "--no-access-log"),
    *("--ws", "api.frames:FramesProtocol", "--ws-per-message-deflate", "false"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """`ratio` against `goal`, both measured in one run; `figures` say from what.

    `most` holds some of the figures to an upper limit beside.
    """

    bench: str
    ratio: float
    goal: float
    higher_is_better: bool
    figures: Mapping[str, Any]
    most: Mapping[str, float] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        met = self.ratio >= self.goal if self.higher_is_better else self.ratio <= self.goal
        return met and all(self.figures[name] <= most for name, most in self.most.items())

    def as_dict(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "ok": self.ok,
            "machine": machine(),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }


def machine() -> dict[str, Any]:
    return {
        "cpus": os.cpu_count(),
        "cpu": _cpu_name(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def _cpu_name() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if sys.platform == "linux" else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


@contextmanager
def home() -> Iterator[Path]:
    """A throw-away installation with its database running and migrated."""
    folder = Path(tempfile.mkdtemp(prefix="earshot-bench-"))
    postgres = EmbeddedPostgres(folder)
    os.environ["EARSHOT_HOME"] = str(folder)
    try:
        db.use(postgres.start())
        migrate()
        yield folder
    finally:
        get_engine().dispose()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server(app: str, *options: str) -> Iterator[int]:
    """Uvicorn with `app`, as production runs it; yields its port."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), *UVICORN, *options]
    process = subprocess.Popen(command)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=1)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


Body = Callable[[int, int], bytes]
"""The body of one connection's n-th request, by connection and n."""


def post_rate(
    port: int,
    path: str,
    headers: Mapping[str, str],
    body: Body,
    seconds: float,
    *,
    connections: int = CONNECTIONS,
) -> float:
    """Answered POSTs per second over `connections` connections kept busy for `seconds`.

    Raises when an answer is not 2xx.
    """
    return uvloop.run(_post_rate(port, path, headers, body, seconds, connections))


async def _post_rate(
    port: int,
    path: str,
    headers: Mapping[str, str],
    body: Body,
    seconds: float,
    connections: int,
) -> float:
    loop = asyncio.get_running_loop()
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}Content-Length: "
    senders = [_Sender(number, head.encode(), body) for number in range(connections)]
    for sender in senders:
        await loop.create_connection(lambda sender=sender: sender, "127.0.0.1", port)  # type: ignore[misc]
    start = time.monotonic()
    await asyncio.sleep(seconds)
    answered = sum(sender.answered for sender in senders)
    elapsed = time.monotonic() - start
    for sender in senders:
        sender.stop()
    refused = [sender.refusal for sender in senders if sender.refusal]
    if refused:
        raise RuntimeError(refused[0].decode(errors="replace"))
    return answered / elapsed


class _Sender(asyncio.Protocol):
    """One connection that sends its next request as soon as it has its answer."""

    def __init__(self, number: int, head: bytes, body: Body) -> None:
        self.answered = 0
        self.refusal = b""
        self._number = number
        self._head = head
        self._body = body
        self._heard = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's class, only of its shape.
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, found, body = self._heard.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        if not head.startswith(b"HTTP/1.1 2"):
            self.refusal = self._heard
            self.stop()
            return
        self._heard = b""
        self.answered += 1
        self._send()

    def stop(self) -> None:
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def _send(self) -> None:
        if self._transport is not None:
            body = self._body(self._number, self.answered)
            self._transport.write(self._head + str(len(body)).encode() + b"\r\n\r\n" + body)


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {
        name: round(statistics.median(figures[name] for figures in rounds), 3) for name in rounds[0]
    }
