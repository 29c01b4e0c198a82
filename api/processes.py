"""Which API processes there are, wherever they run: each says so every few seconds."""

import asyncio
import logging
import os
import socket
import time
from collections import deque
from contextlib import suppress
from datetime import datetime
from typing import LiteralString
from uuid import uuid4

import msgspec
import psycopg
from psycopg import AsyncConnection

from api import metrics
from api.announced import hearing
from api.failures import FAILURES
from services.clock import CLOCKS, utc_now

log = logging.getLogger(__name__)

CHANNEL: LiteralString = "earshot_processes"
_EVERY_S = 5.0
_FORGOTTEN_S = 4 * _EVERY_S
_RETRY_S = 1.0
_LOOK_BACK = 60
"""How many sayings the speed of boards is measured over: five minutes."""
_PROBLEMS_MAX = 50
"""A notice may have 8,000 bytes."""


class Process(msgspec.Struct, frozen=True):
    """What an API process says of itself."""

    id: str
    name: str
    """`machine:process`."""
    started_at: datetime
    viewers: int
    """Browsers that follow a board."""
    boards_p95_s: float | None
    """From a change to its being written to browsers, over five minutes; None when none was."""
    problems: dict[str, int]
    """Answers of 500 and above in the last hour, by problem."""


class Processes:
    """This process, and the others that it hears of."""

    def __init__(self) -> None:
        self._id = uuid4().hex
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._started_at = utc_now()
        self._others: dict[str, tuple[float, Process]] = {}
        self._pace: deque[dict[float, float]] = deque(maxlen=_LOOK_BACK)

    def now(self) -> list[Process]:
        """By name, this one too."""
        heard_since = time.monotonic() - _FORGOTTEN_S
        # Asked by threads while the event loop hears: a copy is made at once.
        others = [each for at, each in list(self._others.values()) if at > heard_since]
        return sorted([self._own(), *others], key=lambda each: (each.name, each.id))

    async def run(self) -> None:
        """Tell and hear until cancelled. Nobody's work depends on it."""
        while True:
            with suppress(psycopg.Error, OSError):
                async with hearing(CHANNEL) as connection:
                    await self._talk(connection)
            await asyncio.sleep(_RETRY_S)

    async def _talk(self, connection: AsyncConnection) -> None:
        while True:
            self._pace.append(_buckets())
            said = msgspec.json.encode(self._own()).decode()
            told = await connection.execute(
                "SELECT clock_timestamp(), pg_notify(%s, %s)", [CHANNEL, said]
            )
            [(at, _)] = await told.fetchall()
            CLOCKS.learn(at)
            async for notice in connection.notifies(timeout=_EVERY_S):
                self._hear(notice.payload)

    def _hear(self, payload: str) -> None:
        try:
            process = msgspec.json.decode(payload, type=Process)
        except msgspec.DecodeError:
            log.debug("a process of another version says %s", payload[:100])
            return
        now = time.monotonic()
        for gone in [name for name, (at, _) in self._others.items() if now - at > _FORGOTTEN_S]:
            del self._others[gone]
        if process.id != self._id:
            self._others[process.id] = now, process

    def _own(self) -> Process:
        counted = sorted(FAILURES.counts().items(), key=lambda pair: -pair[1])
        return Process(
            id=self._id,
            name=self._name,
            started_at=self._started_at,
            viewers=int(metrics.VIEWERS.collect()[0].samples[0].value),  # type: ignore[index]
            boards_p95_s=p95_s(self._pace[0] if self._pace else {}, _buckets()),
            problems=dict(counted[:_PROBLEMS_MAX]),
        )


def _buckets() -> dict[float, float]:
    """How many board windows were sent out within so many seconds, since the start."""
    [family] = metrics.SENDING.collect()
    return {
        float(sample.labels["le"]): sample.value
        for sample in family.samples
        if sample.name.endswith("_bucket")
    }


def p95_s(before: dict[float, float], now: dict[float, float]) -> float | None:
    """Of what was counted in between, upwards to the next bound; None when nothing was. Pure."""
    counted = {bound: number - before.get(bound, 0.0) for bound, number in now.items()}
    total = max(counted.values(), default=0.0)
    if total <= 0:
        return None
    finite = [bound for bound in sorted(counted) if bound != float("inf")]
    within = (bound for bound in finite if counted[bound] >= 0.95 * total)
    return next(within, finite[-1] if finite else None)
