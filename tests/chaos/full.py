"""A disk that is full, and one that is slow."""

import asyncio

from tests.chaos.disks import MIN_FREE_BYTES
from tests.chaos.harms import Scenario
from tests.chaos.scene import Scene

WRITES_PER_S = 4
"""Of a disk that waits a quarter of a second for each."""


async def nearly_fill(scene: Scene) -> None:
    await asyncio.to_thread(scene.disk.fill, MIN_FREE_BYTES // 2)
    try:
        await asyncio.sleep(scene.harm_s)
    finally:
        scene.disk.make_room()


async def fill(scene: Scene) -> None:
    """Database, spool, logs and store lie on it, all of them."""
    await asyncio.to_thread(scene.disk.fill)
    try:
        await asyncio.sleep(scene.harm_s)
    finally:
        scene.disk.make_room()
    # As systemd would, or whoever runs a database: one that ended is started again.
    for part in scene.whole.parts:
        if not part.is_alive():
            scene.note(f"{part.name} ended, and was started again")
            await asyncio.to_thread(part.start, wait=False)


async def slow_down(scene: Scene) -> None:
    database = scene.whole.database.family_ids()
    with scene.disk.slow(database, WRITES_PER_S):
        await asyncio.sleep(scene.harm_s)


def _needs_disk(scene: Scene) -> str | None:
    return None if scene.disk.can_be_full else "needs the rights of root, to mount a small disk"


def _needs_throttle(scene: Scene) -> str | None:
    if scene.disk.can_be_slow:
        return None
    return "needs the rights of root and the blkio controller, to slow a disk down"


SCENARIOS = (
    Scenario("disk-nearly-full", "less is left than recordings need", nearly_fill, _needs_disk),
    Scenario("disk-full", "not a byte is left for anybody, PostgreSQL included", fill, _needs_disk),
    Scenario(
        "disk-slow",
        f"PostgreSQL's disk takes {WRITES_PER_S} writes a second",
        slow_down,
        _needs_throttle,
    ),
)
