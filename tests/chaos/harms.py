"""What may happen to processes: killed at any moment, stopped, and several at once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from tests.chaos.scene import Scene, until_ready
from tests.installation.process import Process

BATCH = 1_500
_random = Random("harm")


@dataclass(frozen=True)
class Scenario:
    name: str
    story: str
    """What is done, for the table."""
    harm: Callable[[Scene], Awaitable[None]]
    """Returns when the harm is over; processes may still be coming back."""
    possible: Callable[[Scene], str | None] = lambda _: None
    """Why it cannot be tried here."""


async def start(part: Process) -> None:
    await asyncio.to_thread(part.start, wait=False)


async def kill(part: Process) -> None:
    await asyncio.to_thread(part.kill)


async def kill_for(part: Process, away_s: float) -> None:
    await kill(part)
    await asyncio.sleep(away_s)
    await start(part)


async def kill_apis(scene: Scene) -> None:
    for number in scene.rounds(each_s=6):
        victim = scene.whole.apis[number % len(scene.whole.apis)]
        await kill_for(victim, _random.uniform(0, 1))
        await until_ready(victim)


async def kill_mid_batch(scene: Scene) -> None:
    """Whichever API has the batch, it ends somewhere between its first byte and its commit."""
    for _ in scene.rounds(each_s=6):
        batch = asyncio.create_task(scene.dialer.send(BATCH))
        await asyncio.sleep(_random.uniform(0.05, 0.8))
        for victim in scene.whole.apis:
            await asyncio.to_thread(victim.kill_children)
        for victim in scene.whole.apis:
            await until_ready(victim)
        await batch


async def kill_workers(scene: Scene) -> None:
    for number in scene.rounds(each_s=8):
        await asyncio.sleep(_random.uniform(0, 2))
        victim = scene.whole.workers[number % len(scene.whole.workers)]
        await kill_for(victim, 0.5)
        await until_ready(victim)


async def kill_proxy(scene: Scene) -> None:
    assert scene.whole.proxy is not None
    for _ in scene.rounds(each_s=3):
        await kill_for(scene.whole.proxy, 0.3)
        await asyncio.sleep(2)


async def kill_database(scene: Scene) -> None:
    for _ in scene.rounds(each_s=6):
        await kill_for(scene.whole.database, 0.5)
        await until_ready(scene.whole.database)
        await asyncio.sleep(3)


async def stop_database(scene: Scene) -> None:
    await asyncio.to_thread(scene.whole.database.stop)
    await asyncio.sleep(scene.harm_s)
    await start(scene.whole.database)


async def kill_api_while_database_restarts(scene: Scene) -> None:
    for number in scene.rounds(each_s=8):
        victim = scene.whole.apis[number % len(scene.whole.apis)]
        await asyncio.to_thread(scene.whole.database.stop)
        await asyncio.gather(
            kill_for(victim, 0.2),
            kill_for(scene.whole.workers[0], 0.2),
            start(scene.whole.database),
        )
        await until_ready(victim)
        await until_ready(scene.whole.workers[0])


SCENARIOS = (
    Scenario("api", "kill -9 of one API after the other, supervisor and all", kill_apis),
    Scenario(
        "intake", "kill -9 of both APIs while a batch of 1,500 events is stored", kill_mid_batch
    ),
    Scenario("workers", "kill -9 of one worker after the other", kill_workers),
    Scenario("proxy", "kill -9 of the proxy", kill_proxy),
    Scenario("database", "kill -9 of PostgreSQL, all its processes at once", kill_database),
    Scenario("database-away", "PostgreSQL stopped, and started later", stop_database),
    Scenario(
        "two-at-once",
        "PostgreSQL restarts; an API and a worker are killed meanwhile",
        kill_api_while_database_restarts,
    ),
)
