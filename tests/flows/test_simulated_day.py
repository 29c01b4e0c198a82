"""A day of 500 agents over two API processes: late, twice and corrected; a restart in between."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlmodel import col, select, update

from services import db
from services.calls.recount import recount
from services.db import get_engine, transaction
from services.embedded import EmbeddedPostgres
from services.tables import Agent, Role, Source, Unit
from tests.bench import centre, frame
from tests.counting import counters, forget_everything, record
from tests.factories import PASSWORD, make_user
from tests.flows.simulated_day import LASTS_S, Day, Said
from tests.flows.viewers import Viewer, differences, sign_in, told

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]

TEAMS, AGENTS_EACH = 20, 25
VIEWERS = 50
BATCH = 400
AGREE_WITHIN_S = 60


def test_a_day_ends_with_the_same_numbers_everywhere(home: Path, database: None) -> None:
    built = centre.build(teams=TEAMS, agents_each=AGENTS_EACH)
    began_at = _late_in_the_day() - timedelta(seconds=LASTS_S)
    day = Day(1, built.agents)
    source_id = _source_id()

    with (
        frame.server("api.app:create_app", "--factory") as one,
        frame.server("api.app:create_app", "--factory") as two,
    ):
        asyncio.run(_live_through(home, (one, two), built, day.arrivals(), began_at))

    found = _counted()
    with transaction() as session:
        assert recount(session) == {}
        assert _calls(session) == len({e.data["call_id"] for e in day.events if _of_call(e)})
    forget_everything()
    events = [each.as_event(began_at, source_id) for each in day.events]
    for start in range(0, len(events), 1000):
        record(events[start : start + 1000])
    assert found == _counted()
    names = {name for numbers in found.values() for name in numbers}
    assert {"abandoned", "in_time", "gave_up", "sales", "meeting_s", "training_s"} <= names


async def _live_through(
    home: Path,
    ports: Sequence[int],
    built: centre.Centre,
    arrivals: Sequence[Said],
    began_at: datetime,
) -> None:
    """Everybody watches while events come in at both doors; in the middle all is cut off."""
    viewers = await _viewers(ports, built)
    watching = [asyncio.create_task(each.watch()) for each in viewers]
    bodies = [
        "\n".join(json.dumps(each.as_json(began_at)) for each in arrivals[start : start + BATCH])
        for start in range(0, len(arrivals), BATCH)
    ]
    half = len(bodies) // 2
    await _post_all(ports, built.key, bodies[:half])
    seen = [each.snapshots for each in viewers]

    restart = asyncio.create_task(asyncio.to_thread(_restart_database, home))
    for each in viewers:
        each.cut()
    await _post_all(ports, built.key, bodies[half:])
    await restart

    await _agree(ports[0], viewers)
    assert all(each.snapshots > before > 0 for each, before in zip(viewers, seen, strict=True))
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)


async def _viewers(ports: Sequence[int], built: centre.Centre) -> list[Viewer]:
    """Over both processes: some of the whole centre, a lead, an agent, the rest of a team."""
    with transaction() as session:
        team = session.get_one(Unit, built.teams[0])
        agent = session.exec(select(Agent).where(Agent.code == built.agents[0])).one()
        make_user(session, team, login="lead")
        make_user(session, team, login="seller", role=Role.AGENT, agent_id=agent.id)
    cookies = {
        login: await sign_in(_url(ports[0]), login, password)
        for login, password in (
            (centre.LOGIN, centre.PASSWORD),
            ("lead", PASSWORD),
            ("seller", PASSWORD),
        )
    }
    who = [(built.company_id, centre.LOGIN)] * 4
    who += [(built.teams[0], "lead"), (built.teams[0], "seller")] * 2
    who += [(built.teams[n % TEAMS], centre.LOGIN) for n in range(VIEWERS - len(who))]
    return [
        Viewer(_url(ports[n % 2]), board, login, cookies[login])
        for n, (board, login) in enumerate(who)
    ]


async def _post_all(ports: Sequence[int], key: str, bodies: Sequence[str]) -> None:
    """Each door gets every second body; what was not acknowledged is sent again."""
    await asyncio.gather(
        *(_post(port, key, bodies[n :: len(ports)]) for n, port in enumerate(ports))
    )


async def _post(port: int, key: str, bodies: Sequence[str]) -> None:
    head = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-ndjson"}
    async with httpx.AsyncClient(timeout=30) as client:
        for body in bodies:
            while True:
                with suppress(httpx.HTTPError):
                    answer = await client.post(
                        f"http://127.0.0.1:{port}/api/v1/events", content=body, headers=head
                    )
                    if answer.status_code == 202:
                        break
                    assert answer.status_code in (429, 503), answer.text
                await asyncio.sleep(0.2)


def _restart_database(home: Path) -> None:
    postgres = EmbeddedPostgres(home)
    postgres.stop()
    postgres.start()
    postgres.leave()  # to the fixture, which needs it still
    get_engine().dispose()


async def _agree(port: int, viewers: Sequence[Viewer]) -> None:
    """Wait until every viewer shows what a fresh snapshot has."""
    deadline = asyncio.get_running_loop().time() + AGREE_WITHIN_S
    while True:
        off = [each for each in viewers if await differences(_url(port), each)]
        if not off:
            return
        assert asyncio.get_running_loop().time() < deadline, told(off)
        await asyncio.sleep(1)


def _late_in_the_day() -> datetime:
    """Now, and let it be about 22 o'clock everywhere: the whole day was today."""
    now = datetime.now(UTC).replace(microsecond=0)
    ahead = (22 - now.hour + 9) % 24 - 9
    with transaction() as session:
        session.exec(
            update(Unit).where(col(Unit.id).is_not(None)).values(timezone=f"Etc/GMT{-ahead:+d}")
        )
    return now


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _source_id() -> UUID:
    with transaction() as session:
        return session.exec(select(Source.id).where(Source.name == "bench")).one()


def _of_call(said: Said) -> bool:
    return "call_id" in said.data


def _calls(session: Any) -> int:
    [row] = db.rows(session, "SELECT count(*) AS calls FROM call", {})
    return int(row["calls"])


def _counted() -> dict[Any, dict[str, float]]:
    return {key: numbers for key, numbers in counters().items() if numbers}
