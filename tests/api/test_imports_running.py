"""Imports that are killed, cancelled, stopped and taken up again; and those who watch."""

import threading
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import func, select

from services import db
from services.calls import months
from services.clock import utc_now
from services.db import transaction
from services.dialers.health import note_sightings
from services.imports.running import Pace
from services.jobs import RunImport
from services.recordings.storage import get_storage
from services.tables import Call, Event
from tests.api.importing import ROWS, World, many, packed, table
from tests.counting import NINE
from tests.dialing import calls
from tests.doors import sign_in
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting
from workers.jobs.bring import run_import


class Killed(BaseException):
    """Nothing catches it, as nothing catches `kill -9`."""


class After(threading.Event):
    """Does something after some chunks, where the job would rest."""

    def __init__(self, chunks: int, act: Any) -> None:
        super().__init__()
        self._left = chunks
        self._act = act

    def wait(self, timeout: float | None = None) -> bool:
        self._left -= 1
        return bool(self._act()) if self._left == 0 else False


def kill() -> bool:
    raise Killed


@pytest.fixture
def world(client: TestClient) -> World:
    return World(client)


def stored() -> tuple[int, int]:
    """Calls and events."""
    with transaction() as session:
        calls = session.exec(select(func.count()).select_from(Call)).one()
        return calls, session.exec(select(func.count()).select_from(Event)).one()


def started(world: World, content: bytes, **params: Any) -> str:
    response = world.upload(content, start=True, **params)
    assert response.status_code == 201, response.text
    import_id: str = response.json()["id"]
    return import_id


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "gzip"])
def test_a_killed_worker_costs_nothing_and_doubles_nothing(world: World, pack: bool) -> None:
    bad = ("", "呼出", "1001", "1", "yesterday", "", "", "")
    content = table([*many(60), bad, *many(90, start=60), bad, *many(50, start=150)])
    import_id = started(world, packed(content) if pack else content)

    with pytest.raises(Killed):
        run_import(RunImport(import_id=UUID(import_id)), After(2, kill))
    between = world.look(import_id)
    run_waiting(FakeTranscriber())

    done = world.look(import_id)
    assert between["state"] == "running"
    assert 0 < between["rows_read"] < 202
    assert (done["state"], done["rows_read"], done["rows_refused"]) == ("done", 202, 2)
    assert stored() == (200, done["events_stored"])
    assert done["events_duplicate"] == 0
    assert [line for line, *_ in world.errors(import_id)] == ["62", "153"]


def test_a_stopping_worker_leaves_the_rest_to_another(world: World) -> None:
    import_id = started(world, table(many(100)))

    run_import(RunImport(import_id=UUID(import_id)), After(1, lambda: True))
    left = world.look(import_id)
    run_waiting(FakeTranscriber())

    assert (left["state"], left["rows_read"] < 100) == ("queued", True)
    assert world.look(import_id)["state"] == "done"
    assert stored()[0] == 100


def test_what_two_workers_take_up_is_stored_once(world: World) -> None:
    import_id = started(world, table(many(100)))
    args = RunImport(import_id=UUID(import_id))

    run_import(args, After(1, lambda: run_import(args)))

    done = world.look(import_id)
    assert (done["state"], done["rows_read"], done["events_duplicate"]) == ("done", 100, 0)
    assert stored() == (100, done["events_stored"])


def test_a_cancelled_import_stops_after_its_chunk_and_can_be_resumed(world: World) -> None:
    import_id = started(world, table(many(100)))

    def cancel() -> bool:
        response = world.client.post(f"/api/v1/imports/{import_id}/cancel")
        assert response.json()["state"] == "cancelled"
        return False

    run_import(RunImport(import_id=UUID(import_id)), After(1, cancel))
    cancelled = world.look(import_id)
    run_waiting(FakeTranscriber())

    assert cancelled["state"] == "cancelled"
    assert 0 < cancelled["rows_read"] == stored()[0] < 100
    assert world.look(import_id) == cancelled

    resumed = world.client.post(f"/api/v1/imports/{import_id}/resume")
    run_waiting(FakeTranscriber())

    assert resumed.json()["state"] == "queued"
    done = world.look(import_id)
    assert (done["state"], done["rows_read"]) == ("done", 100)
    assert stored()[0] == 100
    again = world.client.post(f"/api/v1/imports/{import_id}/resume")
    assert again.json()["type"] == "/problems/import-not-stopped"


def test_one_that_waits_can_be_cancelled(world: World) -> None:
    import_id = started(world, table())

    world.client.post(f"/api/v1/imports/{import_id}/cancel")
    run_waiting(FakeTranscriber())

    assert world.look(import_id)["state"] == "cancelled"
    assert calls() == {}
    twice = world.client.post(f"/api/v1/imports/{import_id}/cancel")
    assert twice.json()["state"] == "cancelled"


def test_a_file_that_went_missing_fails_with_a_sentence(world: World) -> None:
    import_id = started(world, table())
    get_storage().delete(world.look(import_id)["sha256"])
    run_waiting(FakeTranscriber())

    failed = world.look(import_id)
    assert failed["state"] == "failed"
    assert failed["error"].endswith(".")


def test_a_long_file_is_read_a_little_at_a_time(world: World) -> None:
    done = world.bring(packed(table(many(1_500))))

    assert (done["state"], done["rows_read"], done["rows_total"]) == ("done", 1_500, 1_500)
    assert done["rows_per_s"] > 0
    assert done["calls_touched"] == 1_500
    assert stored()[0] == 1_500


def test_those_who_watch_see_it_go_on(world: World) -> None:
    first = started(world, table())
    with world.client.websocket_connect("/api/v1/imports/live") as socket:
        snapshot = socket.receive_json()
        run_waiting(FakeTranscriber())
        seen = []
        while "done" not in seen:
            message = socket.receive_json()
            seen += [each["state"] for each in message["imports"]]

    assert snapshot["type"] == "snapshot"
    assert [each["id"] for each in snapshot["imports"]] == [first]
    assert message["type"] == "changes"
    assert message["imports"][0]["rows_read"] == len(ROWS)


def test_nobody_watches_who_may_not(world: World) -> None:
    sign_in(world.client, "bob")
    with world.client.websocket_connect("/api/v1/imports/live") as socket:
        assert socket.receive()["code"] == 4403


def test_a_chunk_grows_and_shrinks_with_the_time_it_takes() -> None:
    pace = Pace(share=0.25)
    pace.note(0.01)
    assert (pace.events, round(pace.rest_s, 3)) == (200, 0.03)
    for _ in range(9):
        pace.note(0.001)
    assert pace.events == 500
    for _ in range(9):
        pace.note(3)
    assert pace.events == 50


def test_a_file_says_nothing_of_how_the_dialer_is(world: World) -> None:
    done = world.bring(table())
    with transaction() as session:
        note_sightings(session)
    url = f"/api/v1/sources/{world.source.id}/health"
    quiet = world.client.get(url).json()
    live = {"source": "tests", "type": "call.dialed", "data": {"call_id": "live"}}
    now = {"specversion": "1.0", "id": "live", "time": utc_now().isoformat()}
    sent = world.client.post("/api/v1/events", json=live | now, headers=world.key)
    assert sent.status_code == 202, sent.text

    heard = world.client.get(url).json()

    assert done["events_stored"] > 0
    assert (quiet["last_seen_at"], quiet["clock_off_s"]) == (None, None)
    assert (quiet["lag"], sum(quiet["events_per_minute"])) == ({"p50_s": None, "p95_s": None}, 0)
    assert heard["last_seen_at"] is not None
    assert (heard["clock_off_s"], sum(heard["events_per_minute"])) == (None, 1)


def test_months_of_the_past_are_made_while_their_events_come(world: World) -> None:
    """March is worth a month of its own; one row of a wrong clock is not."""
    march, wrong = months.month_of(NINE), months.month_of(NINE.replace(year=2019))
    stray = ("w-1", "呼出", "1001", "13800138000", "2019-03-02 09:00:00", "", "", "未接")

    done = world.bring(table([*many(600), stray]))

    with transaction() as session:
        missing = months.missing(session, [march, wrong])
        parts = {part.name for part in months.parts(session)}
        [(aside,)] = db.tuples(session, "SELECT count(*) FROM event_other", {})
        session.connection().exec_driver_sql(f"DROP TABLE IF EXISTS {march.name}")
    assert (done["state"], done["rows_read"]) == ("done", 601)
    assert (missing, march.name in parts) == ([wrong], True)
    assert 0 < aside < 10
