"""A steady mixed load for some minutes: does the memory of the API stay flat?

Single events from many connections, a batch now and then, every twentieth event sent
again. The first fifth of the time is for warming up; then a line is laid through the
readings of resident memory. Held against a twentieth more than it began with.
"""

import asyncio
import statistics
import time
from dataclasses import dataclass, field

import httpx

from tests.bench import centre, frame

GOAL = 1.05
EVENTS_PER_S = 100
BATCH_EVENTS = 200
BATCH_EVERY_S = 5.0
READ_EVERY_S = 15.0
_METRIC = "process_resident_memory_bytes "


@dataclass
class _Run:
    """What was sent so far, and how large the API was meanwhile."""

    client: httpx.AsyncClient
    key: str
    agents: list[str]
    until: float
    sent: int = 0
    begun: float = field(default_factory=time.monotonic)
    readings: list[tuple[float, float]] = field(default_factory=list)
    """Minutes since the beginning, and MB."""

    async def post(self, body: bytes, kind: str = "application/json") -> None:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": kind}
        answer = await self.client.post("/api/v1/events", content=body, headers=headers)
        answer.raise_for_status()

    @property
    def minutes(self) -> float:
        return (time.monotonic() - self.begun) / 60


def measure(minutes: float = 10) -> frame.Result:
    with frame.home(), frame.server("api.app:create_app", "--factory") as port:
        built = centre.build(teams=26, agents_each=10)
        run = asyncio.run(_soak(port, built, minutes))
    settled = [reading for reading in run.readings if reading[0] >= minutes / 5]
    slope, start = statistics.linear_regression(*zip(*settled, strict=True))
    before, after = start + slope * settled[0][0], start + slope * settled[-1][0]
    figures = {
        "minutes": minutes,
        "events_per_s": round(run.sent / run.minutes / 60, 1),
        "mb_by_minute": _by_minute(run.readings),
        "mb_before": round(before, 1),
        "mb_after": round(after, 1),
        "slope_mb_per_minute": round(slope, 3),
    }
    return frame.Result("soak", after / before, GOAL, False, figures)


async def _soak(port: int, built: centre.Centre, minutes: float) -> _Run:
    # Uvicorn closes a connection that was idle for five seconds; never meet it there.
    limits = httpx.Limits(keepalive_expiry=2)
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits) as client:
        until = time.monotonic() + minutes * 60
        run = _Run(client, built.key, built.agents, until)
        async with asyncio.TaskGroup() as tasks:
            for connection in range(frame.CONNECTIONS):
                tasks.create_task(_talk(run, connection))
            tasks.create_task(_send_batches(run))
            tasks.create_task(_watch(run))
        return run


async def _talk(run: _Run, connection: int) -> None:
    """One agent's events, one after the other, in step with the clock."""
    pause_s = frame.CONNECTIONS / EVENTS_PER_S
    begun, n = time.monotonic() + pause_s * connection / frame.CONNECTIONS, 0
    while time.monotonic() < run.until:
        body = centre.one_event(0, connection, n, run.agents[connection])
        await run.post(body)
        if n % 20 == 0:
            await run.post(body)
        n += 1
        run.sent += 1
        await asyncio.sleep(max(0.0, begun + n * pause_s - time.monotonic()))


async def _send_batches(run: _Run) -> None:
    connection, n = frame.CONNECTIONS, 0
    while time.monotonic() < run.until:
        numbers = range(n, n + BATCH_EVENTS)
        # Each batch is of another agent, whose calls go on where they were.
        lines = [centre.one_event(0, connection, at, run.agents[connection]) for at in numbers]
        await run.post(b"\n".join(lines), "application/x-ndjson")
        run.sent += BATCH_EVENTS
        connection += 1
        if connection == len(run.agents):
            connection, n = frame.CONNECTIONS, n + BATCH_EVENTS
        await asyncio.sleep(BATCH_EVERY_S)


async def _watch(run: _Run) -> None:
    while time.monotonic() < run.until:
        text = (await run.client.get("/metrics")).text
        line = next(line for line in text.splitlines() if line.startswith(_METRIC))
        run.readings.append((run.minutes, float(line.removeprefix(_METRIC)) / 1e6))
        await asyncio.sleep(READ_EVERY_S)


def _by_minute(readings: list[tuple[float, float]]) -> dict[int, float]:
    """The last reading of each minute."""
    return {int(minute): round(mb, 1) for minute, mb in readings}
