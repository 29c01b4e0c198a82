"""Events of the past, brought in on purpose: stored as others are, and no sign of health."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlmodel import func, select

from api.observed import OBSERVED
from services import db
from services.calls.identity import call_id_for
from services.clock import utc_now
from services.db import transaction
from services.dialers.health import note_sightings
from services.tables import BroughtIn, Call, KeyScope, Source
from tests.doors import bearer, sign_in
from tests.factories import make_company, make_source

EVENTS = "/api/v1/events"
_SENDERS = 45
"""More than a process has connections, or threads for its routes."""
_WAITING = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


class World:
    def __init__(self, client: TestClient) -> None:
        with transaction() as session:
            make_company(session)
            source = make_source(session)
            self.key: Mapping[str, str] = bearer(session, source, KeyScope.EVENTS_WRITE)
            self.source_id = source.id
        sign_in(client, "dana")
        self.client = client

    def send(
        self,
        count: int,
        ago: timedelta,
        asked: str = "",
        name: str = "e",
        call: str | None = None,
    ) -> Any:
        at = (utc_now() - ago).isoformat()
        told = [_event(f"{name}-{number}", at, call) for number in range(count)]
        return self.client.post(EVENTS + asked, json=told, headers=self.key)

    def intake(self) -> dict[str, Any]:
        OBSERVED.forget()
        intake: dict[str, Any] = self.client.get("/api/v1/system").json()["intake"]
        return intake

    def health(self) -> dict[str, Any]:
        answer = self.client.get(f"/api/v1/sources/{self.source_id}/health")
        assert answer.status_code == 200, answer.text
        health: dict[str, Any] = answer.json()
        return health


def _event(name: str, at: str, call: str | None = None) -> dict[str, Any]:
    return {
        **{"specversion": "1.0", "id": name, "source": "/pbx", "type": "call.dialed", "time": at},
        "data": {"call_id": call or name, "agent": "8001"},
    }


@pytest.fixture
def world(client: TestClient) -> Iterator[World]:
    OBSERVED.forget()
    yield World(client)
    OBSERVED.forget()


def test_what_is_brought_in_makes_no_dialer_look_late(world: World) -> None:
    answer = world.send(1_200, timedelta(days=30), "?past=true")
    assert {each["status"] for each in answer.json()["results"]} == {"stored"}
    with transaction() as session:
        note_sightings(session)

    assert world.intake() | {"silent": []} == {
        **{"events_per_minute": 0, "lag_p50_s": None, "lag_p95_s": None, "silent": []}
    }
    health = world.health()
    assert (health["last_seen_at"], health["clock_off_s"]) == (None, None)
    assert (sum(health["events_per_minute"]), health["lag"]["p95_s"]) == (0, None)
    with transaction() as session:
        assert session.exec(select(func.count()).select_from(Call)).one() == 1_200
        assert session.get_one(Source, world.source_id).last_seen_at is None


def test_what_comes_by_itself_is_judged_beside_it(world: World) -> None:
    world.send(20, timedelta(days=1), "?past=true")
    world.send(1, timedelta(seconds=3), "?past=false", name="live")

    assert world.intake()["events_per_minute"] == pytest.approx(0.2)
    assert world.intake()["lag_p95_s"] < 300
    assert sum(world.health()["events_per_minute"]) == 1
    assert world.health()["clock_off_s"] is None


def test_late_events_that_nobody_announced_are_late(world: World) -> None:
    world.send(20, timedelta(hours=2))

    assert world.intake()["lag_p95_s"] > 7_000
    assert world.health()["clock_off_s"] > 7_000


def test_sent_again_it_changes_nothing(world: World) -> None:
    world.send(3, timedelta(days=1), "?past=true")
    again = world.send(3, timedelta(days=1), "?past=true")

    assert {each["status"] for each in again.json()["results"]} == {"duplicate"}
    with transaction() as session:
        assert session.exec(select(func.count()).select_from(Call)).one() == 3


def test_however_much_of_the_past_comes_at_once_live_events_go_by(world: World) -> None:
    """It waits for a call that somebody holds; what is live needs threads and connections."""
    call_id = call_id_for(world.source_id, "held")
    bring = partial(world.send, 1, timedelta(days=1), "?past=true", call="held")
    with ThreadPoolExecutor(_SENDERS) as senders:
        with psycopg.connect(db.database_url()) as holder:
            key = int.from_bytes(call_id.bytes[:8], signed=True)
            holder.execute("SELECT pg_advisory_xact_lock(%s)", [key])
            sent = [senders.submit(bring, name=f"past-{number}") for number in range(_SENDERS)]
            while not holder.execute(_WAITING).fetchone():
                time.sleep(0.1)
            time.sleep(1)
            live = world.send(1, timedelta(seconds=3), name="live")
        brought = [each.result() for each in sent]

    assert live.status_code == 202, live.text
    assert {each.status_code for each in brought} == {202}


@pytest.mark.parametrize("asked", ["?past=yes", "?past=", "?past=true&past=false"])
def test_a_word_that_is_neither_is_refused(world: World, asked: str) -> None:
    refused = world.send(1, timedelta(days=1), asked)

    assert (refused.status_code, refused.json()["field"]) == (422, "past")
    with transaction() as session:
        assert session.exec(select(BroughtIn)).all() == []
