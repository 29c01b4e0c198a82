"""Lost networks and a lost object store."""

import asyncio

from tests.chaos.harms import Scenario, kill, start
from tests.chaos.scene import Scene
from tests.chaos.wires import Wire

_SLOW_S = 0.4


async def _cut(scene: Scene, *wires: Wire) -> None:
    """Down with resets, then up, then silent, each for half of the time."""
    for each in wires:
        await each.cut()
    await asyncio.sleep(scene.harm_s / 3)
    for each in wires:
        await each.open()
    await asyncio.sleep(2)
    for each in wires:
        each.fall_silent()
    await asyncio.sleep(scene.harm_s * 2 / 3)
    for each in wires:
        each.mend_silence()


async def lose_database(scene: Scene) -> None:
    await _cut(scene, scene.wires.api_database)


async def lose_database_of_workers(scene: Scene) -> None:
    await _cut(scene, scene.wires.worker_database)


async def lose_store(scene: Scene) -> None:
    await _cut(scene, scene.wires.store)


async def lose_front(scene: Scene) -> None:
    await _cut(scene, scene.wires.front)


async def lose_front_and_database(scene: Scene) -> None:
    await _cut(scene, scene.wires.front, scene.wires.api_database, scene.wires.worker_database)


async def slow_network(scene: Scene) -> None:
    slowed = (scene.wires.api_database, scene.wires.worker_database)
    for each in slowed:
        each.slow_down(_SLOW_S / 4)
    await asyncio.sleep(scene.harm_s)
    for each in slowed:
        each.slow_down(0)


async def store_down(scene: Scene) -> None:
    assert scene.whole.store is not None
    await kill(scene.whole.store)
    await asyncio.sleep(scene.harm_s)
    await start(scene.whole.store)


async def store_slow(scene: Scene) -> None:
    scene.wires.store.slow_down(_SLOW_S)
    await asyncio.sleep(scene.harm_s)
    scene.wires.store.slow_down(0)


SCENARIOS = (
    Scenario("network-database", "APIs lose PostgreSQL: resets, then silence", lose_database),
    Scenario(
        "network-workers", "workers lose PostgreSQL: resets, then silence", lose_database_of_workers
    ),
    Scenario("network-store", "everybody loses the object store: resets, then silence", lose_store),
    Scenario(
        "network-front", "dialers and browsers lose the proxy: resets, then silence", lose_front
    ),
    Scenario("network-all", "all of these networks at once", lose_front_and_database),
    Scenario("network-slow", "100 ms more each way to PostgreSQL", slow_network),
    Scenario("store-down", "kill -9 of the object store, started later", store_down),
    Scenario("store-slow", "400 ms more for each piece from and to the object store", store_slow),
)
