"""From POST to screen: 500 events a second while 200, then 1,000 boards are open.

Each viewer follows a team of ten. Latency is from before the POST is sent to after the
card is read from the socket, for the newest change in it; compared with the window
within which changes are collected. The load, the viewers and Earshot share the machine.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import uvloop
from websockets.asyncio.client import ClientConnection, connect

from services.settings import get_settings
from tests.bench import centre, frame

GOAL = 2.0
TEAMS = 100
EVENTS_PER_S = 500
SECONDS = 6.0
LANES = 25
"""Connections that the events come over."""
LISTENERS = 40
"""Viewers that read what they are sent; the others only take it off the wire."""


@dataclass
class Latencies:
    seconds: list[float] = field(default_factory=list)

    def percentile_ms(self, percent: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000


def measure() -> frame.Result:
    window_ms = get_settings().board_window.total_seconds() * 1000
    figures: dict[str, float] = {"window_ms": window_ms}
    with frame.home(), frame.server("api.app:create_app", "--factory") as port:
        built = centre.build(teams=TEAMS, agents_each=10)
        for viewers in (200, 1000):
            rounds = [
                _percentiles(uvloop.run(_watch(port, built, viewers))) for _ in range(frame.ROUNDS)
            ]
            middle = frame.medians(rounds)
            figures |= {f"{name}_{viewers}_viewers_ms": ms for name, ms in middle.items()}
    worst = max(figures["p99_200_viewers_ms"], figures["p99_1000_viewers_ms"])
    return frame.Result("board", worst / window_ms, GOAL, False, figures)


def _percentiles(latencies: Latencies) -> dict[str, float]:
    return {"p50": latencies.percentile_ms(50), "p99": latencies.percentile_ms(99)}


async def _watch(port: int, built: centre.Centre, viewers: int) -> Latencies:
    latencies = Latencies()
    cookie = await _sign_in(port)
    sockets = [
        await connect(
            f"ws://127.0.0.1:{port}/api/v1/boards/{built.teams[number % TEAMS]}/live",
            additional_headers={"Cookie": cookie},
            compression=None,
            max_size=None,
        )
        for number in range(viewers)
    ]
    for socket in sockets:
        await socket.recv()
    listening = [
        asyncio.create_task(_listen(socket, latencies) if n < LISTENERS else _drain(socket))
        for n, socket in enumerate(sockets)
    ]
    await _report(port, built)
    await asyncio.sleep(1)
    for task in listening:
        task.cancel()
    await asyncio.gather(*(socket.close() for socket in sockets), return_exceptions=True)
    return latencies


async def _sign_in(port: int) -> str:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        body = {"login": centre.LOGIN, "password": centre.PASSWORD}
        answer = await client.post("/api/v1/session", json=body)
        answer.raise_for_status()
        return answer.headers["set-cookie"].partition(";")[0]


async def _listen(socket: ClientConnection, latencies: Latencies) -> None:
    """`reason` of an agent's state carries when its event was sent."""
    async for message in socket:
        now = time.time()
        for card in json.loads(message).get("cards", []):
            if card["kind"] == "agent" and card["reason"]:
                latencies.seconds.append(now - float(card["reason"]))


async def _drain(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


async def _report(port: int, built: centre.Centre) -> None:
    """Agents change state, `EVENTS_PER_S` times a second, one POST each."""
    start = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        for lane in range(LANES):
            tasks.create_task(_lane(port, built, lane, start))


async def _lane(port: int, built: centre.Centre, lane: int, start: float) -> None:
    """Every `LANES`-th event, over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {built.key}\r\n"
    for number in range(lane, int(EVENTS_PER_S * SECONDS), LANES):
        await asyncio.sleep(max(0.0, start + number / EVENTS_PER_S - time.monotonic()))
        body = _event(built.agents[number % len(built.agents)], number)
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 202"):
            raise RuntimeError(answer.decode())
        length = answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
    writer.close()


def _event(agent: str, number: int) -> str:
    sent = time.time()
    state = "break" if number // 1000 % 2 else "meeting"
    at = datetime.fromtimestamp(sent, UTC).isoformat()
    return (
        f'{{"specversion":"1.0","id":"{agent}-{sent}","source":"/bench","type":"agent.state",'
        f'"time":"{at}","data":{{"agent":"{agent}","state":"{state}","reason":"{sent}"}}}}'
    )
