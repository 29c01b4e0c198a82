"""Clocks that are wrong: of a dialer, and of a server while it runs."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.chaos.harms import Scenario
from tests.chaos.scene import Scene, restart

FAKETIME = [
    file
    for place in (Path("/"), Path(".venv/faketime").absolute())
    for file in place.glob("usr/lib/*/faketime/libfaketimeMT.so.1")
]
"""The system's, or the one that scripts/faketime.sh unpacked."""
_AHEAD_S = 50 * 60
_BEHIND_S = -3 * 60 * 60
"""Farther than events may lie in the future."""
_DIALER_OFF = (timedelta(hours=-5), timedelta(minutes=-90), timedelta(minutes=5))
_TOO_NEW = timedelta(hours=2)


async def jump(scene: Scene) -> None:
    """One API is 50 minutes ahead, then 3 hours behind, then right again; dialers are off, too."""
    victim = scene.whole.apis[1]
    file = scene.whole.folder / "clock"
    file.write_text("+0")
    honest = dict(victim.env)
    await restart(
        victim,
        LD_PRELOAD=str(FAKETIME[0]),
        FAKETIME_TIMESTAMP_FILE=str(file),
        FAKETIME_CACHE_DURATION="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )
    try:
        for jump_s in (_AHEAD_S, _BEHIND_S, 0):
            file.write_text(f"{jump_s:+}")
            for off in _DIALER_OFF:
                await scene.dialer.say(_call(scene, off, jump_s))
            await _is_refused(scene, _call(scene, _TOO_NEW, jump_s))
            await asyncio.sleep(scene.harm_s / 3)
    finally:
        victim.env = honest
        await restart(victim)


async def _is_refused(scene: Scene, events: list[bytes]) -> None:
    """A dialer two hours ahead is told so, and nothing of it is stored."""
    head = {"Authorization": f"Bearer {scene.whole.centre.key}"}
    async with httpx.AsyncClient(base_url=scene.whole.api_url(0), headers=head) as client:
        answer = await client.post("/api/v1/events", content=events[0])
    problem = answer.json()
    if (answer.status_code, problem.get("field")) != (422, "time"):
        raise AssertionError(f"an event of two hours ahead was answered {answer.text}")
    scene.note(f"a dialer two hours ahead is told: “{problem['detail']}”")


def _call(scene: Scene, off: timedelta, jump_s: int) -> list[bytes]:
    """A short call, by a clock that is `off`."""
    at = datetime.now(UTC) + off
    name = f"clock-{jump_s}-{off.total_seconds():.0f}"
    facts = {"call_id": name, "agent": scene.whole.centre.agents[1]}
    steps = (("call.dialed", 0), ("call.answered", 5), ("call.ended", 40))
    return [_event(f"{name}-{kind}", kind, at + timedelta(seconds=s), facts) for kind, s in steps]


def _event(name: str, kind: str, at: datetime, facts: dict[str, Any]) -> bytes:
    event = {
        "specversion": "1.0",
        "id": name,
        "source": "/shift",
        "type": kind,
        "time": at.isoformat(),
        "data": facts,
    }
    return json.dumps(event).encode()


def _needs_faketime(_: Scene) -> str | None:
    return None if FAKETIME else "libfaketime is not there (scripts/faketime.sh)"


SCENARIOS = (
    Scenario(
        "clock",
        "an API's clock jumps 50 min ahead, 3 h back; dialers' clocks are off by −5 h to +2 h",
        jump,
        _needs_faketime,
    ),
)
