"""One scenario: load, harm, recovery, judgement."""

import asyncio
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.chaos import judge
from tests.chaos.harms import Scenario
from tests.chaos.scene import Scene

BOARDS_WITHIN_S = 5.0
SETTLED_WITHIN_S = 60.0
HEARD_WITHIN_S = 150.0
_WARM_S = 2.0
_LOOK_S = 0.25
_BOARDS_PATIENCE_S = 40.0
_TOLD = 4


@dataclass
class Outcome:
    """What came of a scenario. Times are in seconds; None for what never came."""

    name: str
    story: str
    times: int = 1
    """How often it was done."""
    events: int = 0
    """Acknowledged while it went on, and so are `sounds`."""
    sounds: int = 0
    told: dict[str, int] = field(default_factory=dict)
    """What dialers were told instead of 2xx, and how often."""
    silence_s: float = 0.0
    """The longest time without an acknowledgement, the recovery included."""
    settled_s: float | None = None
    """From the end of the harm until all that was sent was acknowledged."""
    boards_s: float | None = None
    """From then until every viewer showed what the database has."""
    heard_s: float | None = None
    """From then until every recording was heard or set aside."""
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    skipped: str | None = None
    took_s: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.faults

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok}


async def attempt(scenario: Scenario, scene: Scene) -> Outcome:
    """Do harm, and say what became of everything."""
    outcome = Outcome(scenario.name, scenario.story, skipped=scenario.possible(scene))
    if outcome.skipped:
        return outcome
    begun = time.monotonic()
    ledger = scene.ledger
    before = len(ledger.events), len(ledger.sounds), Counter(ledger.told), len(ledger.refused)
    scene.notes, scene.times = outcome.notes, 0
    scene.dialer.go_on()
    await asyncio.sleep(_WARM_S)
    try:
        await scenario.harm(scene)
    except Exception as error:  # noqa: BLE001  (a scenario that breaks must not stop the others)
        outcome.faults.append(f"the scenario broke off: {type(error).__name__} {error}")
    await _recover(scene, outcome)
    outcome.silence_s = round(ledger.longest_silence_s(begun, time.monotonic()), 1)
    await _judge(scene, outcome)
    outcome.times = max(1, scene.times)
    outcome.events = len(ledger.events) - before[0]
    outcome.sounds = len(ledger.sounds) - before[1]
    outcome.told = dict(ledger.told - before[2])
    outcome.faults += [f"refused for good: {each}" for each in ledger.refused[before[3] :][:_TOLD]]
    outcome.took_s = round(time.monotonic() - begun, 1)
    return outcome


async def _recover(scene: Scene, outcome: Outcome) -> None:
    """Wait until everything is acknowledged, shown and heard."""
    outcome.faults += await scene.until_ready()
    over = time.monotonic()
    try:
        await scene.dialer.rest(SETTLED_WITHIN_S)
    except TimeoutError:
        outcome.faults.append(f"not everything was acknowledged within {SETTLED_WITHIN_S:.0f} s")
        return
    settled = time.monotonic()
    outcome.settled_s = round(settled - over, 1)
    await _until_boards_agree(scene, outcome, settled)
    await _until_heard(scene, outcome, settled)


async def _until_boards_agree(scene: Scene, outcome: Outcome, since: float) -> None:
    while off := await scene.off():
        if time.monotonic() - since > _BOARDS_PATIENCE_S:
            outcome.faults += [f"a board stays wrong: {each}" for each in off[:_TOLD]]
            return
        await asyncio.sleep(_LOOK_S)
    outcome.boards_s = round(time.monotonic() - since, 1)
    if outcome.boards_s > BOARDS_WITHIN_S:
        outcome.faults.append(f"boards were right only {outcome.boards_s} s after recovery")


async def _until_heard(scene: Scene, outcome: Outcome, since: float) -> None:
    while waiting := await asyncio.to_thread(judge.unsettled, scene.ledger):
        if time.monotonic() - since > HEARD_WITHIN_S:
            outcome.faults.append(f"{len(waiting)} recordings were not heard in time")
            return
        await asyncio.sleep(_LOOK_S)
    outcome.heard_s = round(time.monotonic() - since, 1)


async def _judge(scene: Scene, outcome: Outcome) -> None:
    try:
        outcome.faults += await asyncio.to_thread(judge.faults, scene.ledger, scene.source_id)
    except Exception as error:  # noqa: BLE001  (what cannot be judged is a fault)
        outcome.faults.append(f"could not be judged: {type(error).__name__} {error}")
