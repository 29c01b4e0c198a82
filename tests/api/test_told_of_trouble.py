"""Administrators are told that a part of the installation turned bad: once, when it has lasted."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from api import vigil
from api.observed import OBSERVED
from api.processes import Processes
from services import db
from services.clock import utc_now
from services.db import transaction
from services.tables import Source, SystemTrouble, WorkerProcess
from tests.chaos.clocks import FAKETIME
from tests.doors import sign_in
from tests.factories import make_company


class World:
    """`dana` is an administrator. No worker runs, until one is made."""

    def __init__(self, client: TestClient) -> None:
        with transaction() as session:
            make_company(session)
            self.worker_at = utc_now()
        self.client = client
        self.worker(alive=False)

    def worker(self, *, alive: bool) -> None:
        with transaction() as session:
            for each in session.exec(select(WorkerProcess)):
                session.delete(each)
            ago = timedelta(hours=-1 if alive else 2)
            now = utc_now()
            session.add(WorkerProcess(name="box:1", engines=[], started_at=now, seen_at=now - ago))

    def dialers(self, *silent: str) -> None:
        """The only ones, and they have sent nothing for hours."""
        seen_at = utc_now() - timedelta(hours=5)
        with transaction() as session:
            for each in session.exec(select(Source)):
                session.delete(each)
            session.flush()
            for name in silent:
                session.add(Source(name=name, last_seen_at=seen_at, working_hours=ALWAYS))

    def look(self, *, later: timedelta = timedelta(0)) -> None:
        """One reading by a process of its own, so much later than the one before."""
        with transaction() as session:
            for column in ("since", "good_since", "told_at"):
                sql = f"UPDATE system_trouble SET {column} = {column} - %(later)s"
                session.connection().exec_driver_sql(sql, {"later": later})
        OBSERVED.forget()
        vigil.look(Processes())

    def look_from_elsewhere(self, **variables: str) -> None:
        """One reading by a process of its own, on a machine of which these are true."""
        look = "from api import processes, vigil; vigil.look(processes.Processes())"
        subprocess.run([sys.executable, "-c", look], env={**os.environ, **variables}, check=True)

    def notices(self, login: str = "dana", part: str = "workers") -> list[tuple[str, str]]:
        found = self._notices(login, part)
        return [(each["kind"], reason) for each in found for reason in each["facts"]["reasons"]]

    def named(self, part: str) -> list[tuple[str, list[str]]]:
        return [(each["kind"], each["facts"]["names"]) for each in self._notices("dana", part)]

    def _notices(self, login: str, part: str) -> list[dict[str, Any]]:
        sign_in(self.client, login)
        items: list[dict[str, Any]] = self.client.get("/api/v1/notices").json()["items"]
        return [each for each in reversed(items) if each["facts"]["part"] == part]


ALWAYS = {"from": "00:00", "to": "00:00", "days": [1, 2, 3, 4, 5, 6, 7]}
BAD, GOOD = ("system.bad", "no_worker"), ("system.good", "no_worker")
LASTS = timedelta(minutes=3)


@pytest.fixture
def world(client: TestClient) -> Iterator[World]:
    yield World(client)
    OBSERVED.forget()


def test_one_reading_is_no_news_and_what_lasts_is_told_once(world: World) -> None:
    world.look()
    assert world.notices() == []

    world.look(later=LASTS)
    world.look(later=LASTS)
    assert world.notices() == [BAD]

    sign_in(world.client, "dana")
    told = world.client.get("/api/v1/notices").json()["items"][0]
    assert set(told["facts"]) == {"part", "reasons", "since"}


def test_it_is_told_once_more_when_it_is_good_again_for_as_long(world: World) -> None:
    world.look()
    world.look(later=LASTS)
    world.worker(alive=True)
    world.look()
    assert world.notices() == [BAD]

    world.look(later=LASTS)
    world.look(later=LASTS)
    assert world.notices() == [BAD, GOOD]

    world.worker(alive=False)
    world.look()
    world.look(later=LASTS)
    assert world.notices() == [BAD, GOOD, BAD]


def test_what_comes_and_goes_is_told_of_once(world: World) -> None:
    world.look()
    world.look(later=LASTS)
    for alive in (True, False, True, False):
        world.worker(alive=alive)
        world.look(later=timedelta(minutes=1))

    assert world.notices() == [BAD]


def test_what_is_over_before_it_lasted_is_never_told(world: World) -> None:
    world.look()
    world.worker(alive=True)
    world.look(later=LASTS)
    world.look(later=timedelta(minutes=1))

    assert world.notices() == []
    with transaction() as session:
        gone = select(SystemTrouble).where(SystemTrouble.part == "workers")
        assert session.exec(gone).all() == []


def test_another_dialer_is_told_of_too_and_the_end_once_all_are_back(world: World) -> None:
    def silent() -> list[tuple[str, list[str]]]:
        return world.named("intake")

    world.dialers("Branch")
    world.look()
    world.look(later=LASTS)
    assert silent() == [("system.bad", ["Branch"])]

    world.dialers("Branch", "Head office", "Depot")
    world.look()
    world.look(later=LASTS)
    assert len(silent()) == 1  # within a quarter of an hour nothing more of this part
    world.look(later=timedelta(minutes=10))
    world.look(later=timedelta(minutes=20))
    assert silent()[1:] == [("system.bad", ["Depot", "Head office"])]

    world.dialers("Depot")
    world.look()
    world.look(later=LASTS)
    assert len(silent()) == 2

    world.dialers()
    world.look()
    world.look(later=LASTS)
    world.look(later=LASTS)
    assert silent()[2:] == [("system.good", ["Depot"])]


def test_time_that_nobody_looked_at_does_not_count(world: World) -> None:
    world.look()
    with transaction() as session:
        db.run(session, "UPDATE system_trouble SET seen_at = seen_at - interval '1 hour'", {})
    world.look(later=timedelta(hours=1))
    assert world.notices() == []

    world.look(later=LASTS)
    assert world.notices() == [BAD]


def test_what_is_bad_on_one_machine_is_told_though_it_is_good_on_another(
    world: World,
) -> None:
    for _ in range(2):
        world.look()
        world.look_from_elsewhere(EARSHOT_RECORDING_MIN_FREE_BYTES=str(2**62))
    world.look(later=LASTS)
    world.look_from_elsewhere(EARSHOT_RECORDING_MIN_FREE_BYTES=str(2**62))
    assert world.notices(part="storage") == [("system.bad", "disk_full")]

    world.look()
    world.look(later=LASTS)
    assert world.notices(part="storage")[1:] == [("system.good", "disk_full")]


@pytest.mark.skipif(not FAKETIME, reason="needs libfaketime")
def test_machines_whose_clocks_disagree_tell_as_one(world: World) -> None:
    world.look()
    world.look_from_elsewhere(
        LD_PRELOAD=str(FAKETIME[0]), FAKETIME="+3h", FAKETIME_DONT_FAKE_MONOTONIC="1"
    )
    world.look(later=LASTS)

    assert world.notices() == [BAD]


def test_a_clock_that_is_set_back_delays_no_notice_by_as_much(world: World) -> None:
    world.look()
    with transaction() as session:
        ahead = "UPDATE system_trouble SET since = since + %(by)s, seen_at = seen_at + %(by)s"
        db.run(session, ahead, {"by": timedelta(hours=3)})
    world.look()
    world.look(later=LASTS)

    assert world.notices() == [BAD]


def test_while_one_process_tells_no_other_does(world: World, session: Session) -> None:
    world.look()
    lock = "SELECT pg_advisory_xact_lock(hashtextextended('earshot system', 0))::text AS none"
    db.rows(session, lock, {})
    world.look(later=LASTS)
    assert world.notices() == []

    session.rollback()
    world.look()
    assert world.notices() == [BAD]


@pytest.mark.parametrize("login", ["alice", "bob", "charlie"])
def test_those_who_do_not_look_after_it_are_not_told(world: World, login: str) -> None:
    world.look()
    world.look(later=LASTS)

    assert world.notices(login) == []
