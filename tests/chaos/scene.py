"""An installation under load, watched by browsers, to which something is about to happen."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from sqlmodel import col, select, update

from services.db import transaction
from services.tables import Agent, Role, Source, Unit
from tests.bench import centre
from tests.bench.shift import events_of_a_shift
from tests.chaos.disks import MIN_FREE_BYTES, Disk
from tests.chaos.ledger import Ledger
from tests.chaos.load import Dialer
from tests.chaos.wires import Wires
from tests.factories import PASSWORD, make_user
from tests.flows.viewers import Viewer, differences, sign_in
from tests.installation.process import Process
from tests.installation.whole import Installation

TEAMS, AGENTS_EACH = 5, 8
VIEWERS = 10
READY_WITHIN_S = 120.0
_LATE = 0.1
"""Share of events that come some hundred events late."""


@dataclass
class Scene:
    whole: Installation
    wires: Wires
    disk: Disk
    dialer: Dialer
    viewers: Sequence[Viewer]
    source_id: UUID
    url: str
    """Where dialers and browsers knock: behind the wire that leads to the door."""
    harm_s: float = 20.0
    """How long harm may last."""
    times: int = 0
    """How often harm was done."""
    notes: list[str] = field(default_factory=list)
    """What else was seen, in sentences."""

    @property
    def ledger(self) -> Ledger:
        return self.dialer.ledger

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def rounds(self, each_s: float) -> Iterator[int]:
        """Count until the time for harm is over; the first round always comes."""
        until = time.monotonic() + self.harm_s - each_s
        for number in count():
            if number and time.monotonic() > until:
                return
            self.times += 1
            yield number

    async def until_ready(self) -> list[str]:
        """Wait for every part; sentences about those that do not come back."""
        waiting = map(until_ready, self.whole.parts)
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        return [str(end) for end in ends if end is not None]

    async def off(self) -> list[str]:
        """Who shows something else than the database has."""
        found = await asyncio.gather(
            *(differences(self.url, each) for each in self.viewers), return_exceptions=True
        )
        return [
            f"{viewer.login} on {viewer.board}: {_told(off)}"
            for viewer, off in zip(self.viewers, found, strict=True)
            if off
        ]


async def until_ready(part: Process) -> None:
    """Wait until `part` does its work. Raises TimeoutError with the end of its log."""
    deadline = time.monotonic() + READY_WITHIN_S
    while not await asyncio.to_thread(_is_ready, part):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{part.name} did not come back: {part.last_words()[-500:]}")
        await asyncio.sleep(0.1)


def _is_ready(part: Process) -> bool:
    # A worker is known by the database, which may be away itself.
    with suppress(psycopg.OperationalError):
        return part.ready()
    return False


async def restart(part: Process, **environment: str) -> None:
    """Stop `part` in order and start it with other settings."""
    part.env = {**part.env, **environment}
    await asyncio.to_thread(part.stop)
    await asyncio.to_thread(part.start, wait=False)
    await until_ready(part)


def installation(folder: Path) -> Installation:
    whole = Installation(
        folder,
        teams=TEAMS,
        agents_each=AGENTS_EACH,
        settings={"EARSHOT_RECORDING_MIN_FREE_BYTES": str(MIN_FREE_BYTES)},
    )
    assert whole.store is not None
    return whole


@asynccontextmanager
async def set_up(whole: Installation, disk: Disk, ledger: Ledger) -> AsyncIterator[Scene]:
    """Start everything with wires between the parts, and have everybody take their places."""
    wires = _laid(whole)
    await wires.open()
    try:
        await asyncio.to_thread(whole.__enter__)
        try:
            async with _watched(whole, wires, disk, ledger) as scene:
                yield scene
        finally:
            await asyncio.to_thread(whole.__exit__, None, None, None)
    finally:
        await wires.close()


@asynccontextmanager
async def _watched(
    whole: Installation, wires: Wires, disk: Disk, ledger: Ledger
) -> AsyncIterator[Scene]:
    url = f"https://localhost:{wires.front.port}"
    _make_it_late(whole)
    viewers = await _viewers(url, whole.centre)
    events = _shuffled(events_of_a_shift(10_000_000, whole.centre.agents))
    dialer = Dialer(url, whole.centre.key, events, ledger)
    tasks = [asyncio.create_task(each.watch()) for each in viewers]
    tasks.append(asyncio.create_task(dialer.run()))
    try:
        yield Scene(whole, wires, disk, dialer, viewers, _source_id(), url)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _laid(whole: Installation) -> Wires:
    """Wires that the parts will be led through once they are started."""
    assert whole.store is not None
    assert whole.proxy is not None
    wires = Wires(database=whole.database.port, store=whole.store.port, front=whole.proxy.port)
    store = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{wires.store.port}"}
    for parts, wire in ((whole.apis, wires.api_database), (whole.workers, wires.worker_database)):
        database = _at(whole.database.url, whole.database.port, wire.port)
        for part in parts:
            part.env = {**part.env, **store, "EARSHOT_DATABASE_URL": database}
    return wires


def _at(url: str, old: int, new: int) -> str:
    return url.replace(f":{old}/", f":{new}/")


def _make_it_late(whole: Installation) -> None:
    """Let it be about 22 o'clock everywhere: what happens in the run was today."""
    ahead = (22 - datetime.now(UTC).hour + 9) % 24 - 9
    with transaction() as session:
        session.exec(
            update(Unit).where(col(Unit.id).is_not(None)).values(timezone=f"Etc/GMT{-ahead:+d}")
        )
        team = session.get_one(Unit, whole.centre.teams[0])
        agent = session.exec(select(Agent).where(Agent.code == whole.centre.agents[0])).one()
        make_user(session, team, login="lead")
        make_user(session, team, login="seller", role=Role.AGENT, agent_id=agent.id)


async def _viewers(url: str, built: centre.Centre) -> list[Viewer]:
    """Some of the whole centre, a lead, an agent, and others of a team each."""
    cookies = {
        login: await sign_in(url, login, password)
        for login, password in (
            (centre.LOGIN, centre.PASSWORD),
            ("lead", PASSWORD),
            ("seller", PASSWORD),
        )
    }
    who = [(built.company_id, centre.LOGIN)] * 3
    who += [(built.teams[0], "lead"), (built.teams[0], "seller")]
    who += [(built.teams[n % TEAMS], centre.LOGIN) for n in range(VIEWERS - len(who))]
    return [Viewer(url, board, login, cookies[login]) for board, login in who]


def _source_id() -> UUID:
    with transaction() as session:
        return session.exec(select(Source.id).where(Source.name == "bench")).one()


def _shuffled(events: Iterator[bytes]) -> Iterator[bytes]:
    """The same, some of them late."""
    random = Random("late")
    held: list[bytes] = []
    for event in events:
        if random.random() < _LATE:
            held.append(event)
        else:
            yield event
        if len(held) > 30:
            yield held.pop(random.randrange(len(held)))


def _told(off: Any) -> str:
    if isinstance(off, Exception):
        return f"{type(off).__name__} {off}"
    with suppress(AttributeError):
        return ", ".join(sorted(off)[:3])
    return str(off)
