"""Looking at a file before it is stored, saying how it is read, and forgetting it in time."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.imports import forgetting
from services.recordings import sweeping
from services.recordings.storage import get_storage
from services.tables import BulkImport, ImportState, RefusedRow
from tests.api.importing import ROWS, ZH, World, made, table, workbook
from tests.dialing import Dialer, calls, deliveries, notes
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting
from workers.jobs.bring import forget_imports

PLAIN = b"who,begun,seconds\n1001,2026-03-02 09:00:00,60\n1002,2026-03-02 09:00:00,soon\n"
MAPPING = {
    "columns": [
        {"column": "who", "field": "agent"},
        {"column": "begun", "field": "started_at"},
        {"column": "seconds", "field": "duration_s"},
    ],
    "defaults": {"direction": "outbound"},
}


@pytest.fixture
def world(client: TestClient) -> World:
    return World(client)


def preview(world: World, import_id: str, **body: Any) -> dict[str, Any]:
    response = world.client.post(f"/api/v1/imports/{import_id}/preview", json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_a_preview_shows_what_would_become_of_the_first_rows(world: World) -> None:
    import_id = world.upload(table()).json()["id"]

    shown = preview(world, import_id)

    assert shown["columns"][0] == {"name": "流水号", "samples": ["c-1", "c-2"]}
    assert [column["field"] for column in shown["mapping"]["columns"]][:3] == [
        "call_id",
        "direction",
        "agent",
    ]
    first, second = shown["rows"]
    assert (first["line"], first["call"]["outcome"], second["line"]) == (2, "sale", 3)
    assert [event["type"] for event in first["events"]] == [
        "call.dialed",
        "call.answered",
        "call.bridged",
        "call.ended",
        "call.disposed",
    ]
    assert shown["problems"] == []
    assert calls() == {}


def test_a_preview_says_what_is_missing_and_what_is_wrong(world: World) -> None:
    import_id = world.upload(PLAIN).json()["id"]

    guess = preview(world, import_id)
    mapped = preview(world, import_id, mapping=MAPPING)

    assert [(p["reason"], p["field"], p["refuses"]) for p in guess["problems"]] == [
        ("missing", "started_at", True),
        ("missing", "call_id", False),
    ]
    assert mapped["rows"][0]["call"]["agent"] == "1001"
    assert mapped["rows"][1]["call"] is None
    [note] = mapped["rows"][1]["notes"]
    assert (note["field"], note["line"], note["refuses"]) == ("seconds", 3, True)


def test_times_without_a_zone_are_a_problem_of_the_mapping(client: TestClient) -> None:
    world = World(client, timezone=None)
    import_id = world.upload(table()).json()["id"]

    shown = preview(world, import_id)
    zoned = preview(world, import_id, mapping={**shown["mapping"], "timezone": "Asia/Shanghai"})

    assert [(p["reason"], p["field"]) for p in shown["problems"]] == [("zone_needed", "timezone")]
    assert zoned["problems"] == []


def test_what_would_refuse_every_time_is_not_started(client: TestClient) -> None:
    world = World(client, timezone=None)
    at_once = world.upload(table(), start=True)
    waiting = world.upload(table()).json()["id"]
    guess = preview(world, waiting)["mapping"]
    zoned = {**guess, "timezone": "Asia/Shanghai"}

    def start(**body: Any) -> Any:
        return world.client.post(f"/api/v1/imports/{waiting}/start", json=body)

    for answer in (at_once, start(), start(mapping=guess), start(mapping=guess, save_as="naive")):
        problem = answer.json()
        assert (answer.status_code, problem["type"]) == (422, "/problems/mapping-incomplete")
        assert problem["field"] == "mapping.timezone"
    assert start(mapping=zoned, save_as="zoned").json()["state"] == "queued"
    assert world.upload(table(), start=True, mapping="zoned").json()["state"] == "queued"
    assert world.upload(table(), start=True, mapping="naive").status_code == 404


def test_what_is_wrong_is_told_in_chinese_to_who_reads_it(world: World) -> None:
    kept = world.upload(PLAIN, "三月 calls.csv.gz").json()["id"]
    url = f"/api/v1/imports/{kept}"
    chinese = {"Accept-Language": "zh-CN,zh;q=0.9"}

    shown = world.client.post(f"{url}/preview", json={"mapping": MAPPING}, headers=chinese).json()
    world.client.post(f"{url}/start", json={"mapping": MAPPING})
    run_waiting(FakeTranscriber())
    report = world.client.get(f"{url}/errors", headers=chinese)

    assert shown["rows"][1]["notes"][0]["sentence"] == "seconds：不是时长：soon。"
    assert [each["reason"] for each in shown["problems"]] == ["missing"]
    assert shown["problems"][0]["sentence"].startswith("没有通话编号列")
    assert "seconds：不是时长：soon。" in report.text
    assert world.errors(kept)[0][-1] == "seconds: not a duration: soon"
    named = "filename*=UTF-8''%E4%B8%89%E6%9C%88%20calls.csv.gz-errors.csv"
    assert report.headers["Content-Disposition"].endswith(named)


def test_each_sheet_can_be_looked_at_and_brought_in(world: World) -> None:
    import_id = world.upload(workbook([ZH, *ROWS]), "a.xlsx").json()["id"]

    assert preview(world, import_id)["sheets"] == ["通话"]
    started = world.client.post(f"/api/v1/imports/{import_id}/start", json={"sheet": "通话"})
    run_waiting(FakeTranscriber())

    assert started.json()["state"] == "queued"
    assert set(calls()) == {"c-1", "c-2"}


def test_a_mapping_is_saved_used_again_and_deleted(world: World) -> None:
    import_id = world.upload(PLAIN).json()["id"]
    body = {"mapping": MAPPING, "save_as": "每周"}
    started = world.client.post(f"/api/v1/imports/{import_id}/start", json=body)
    assert started.status_code == 200, started.text
    run_waiting(FakeTranscriber())

    again = world.bring(PLAIN, mapping="每周")
    listed = world.client.get("/api/v1/mappings", params={"source": str(world.source.id)}).json()

    assert (again["rows_refused"], again["events_stored"]) == (1, 0)
    [saved] = listed["items"]
    assert (saved["name"], saved["source_name"], saved["updated_by"]) == ("每周", "files", "dana")
    with transaction() as session:
        other = made(session, "another")
    taken = world.client.put(
        "/api/v1/mappings/每周", json={"source_id": str(other.id), "mapping": MAPPING}
    )
    assert taken.json()["type"] == "/problems/mapping-name-taken"
    assert world.client.delete("/api/v1/mappings/每周").status_code == 204
    assert world.client.delete("/api/v1/mappings/每周").status_code == 404
    assert world.look(again["id"])["mapping"]["columns"][0]["field"] == "agent"


def test_a_wrong_mapping_is_refused_by_its_field(world: World) -> None:
    import_id = world.upload(PLAIN).json()["id"]
    wrong = {**MAPPING, "timezone": "Moon/Base"}
    response = world.client.post(f"/api/v1/imports/{import_id}/start", json={"mapping": wrong})
    assert (response.status_code, response.json()["field"]) == (422, "mapping.timezone")
    wrong = {"columns": [*MAPPING["columns"], {"column": "nowhere", "field": "queue"}]}
    response = world.client.post(f"/api/v1/imports/{import_id}/start", json={"mapping": wrong})
    assert (response.status_code, response.json()["field"]) == (422, "nowhere")


def test_what_was_started_is_not_read_in_another_way(world: World) -> None:
    done = world.bring(table())
    answer = world.client.post(f"/api/v1/imports/{done['id']}/start", json={})
    assert answer.json()["type"] == "/problems/import-started-already"


def test_a_table_is_posted_to_its_hook(client: TestClient) -> None:
    settings = {"mapping": MAPPING}
    dialer = Dialer(client, "csv", dialer="csv", timezone="Asia/Shanghai", settings=settings)

    first = dialer.send(PLAIN)
    dialer.send(PLAIN)

    assert (first.status_code, first.json()) == (200, {"status": "stored"})
    [call] = calls().values()
    assert (call.agent_key, call.direction, call.talk_s) == ("1001", "outbound", 60)
    assert [each.duplicates for each in deliveries()] == [0, deliveries()[0].events]
    assert notes() == [("unreadable", "seconds")] * 2


def test_a_table_without_times_is_refused_at_its_hook(client: TestClient) -> None:
    answer = Dialer(client, "csv", dialer="csv").send(b"a,b\n1,2\n")
    assert (answer.status_code, answer.json()["field"]) == (422, "started_at")


def test_files_are_forgotten_in_time_but_not_before(world: World) -> None:
    bad = [*ROWS, ("c-3", "", "", "", "soon", "", "", "")]
    old, young = world.bring(table(bad)), world.bring(table())
    storage = get_storage()
    with transaction() as session:
        [kept] = session.exec(select(BulkImport).where(BulkImport.id == old["id"])).all()
        kept.finished_at = utc_now() - timedelta(days=31)
    with storage.local_copy(old["sha256"]) as path:
        long_ago = time.time() - 40 * 86_400
        os.utime(path, (long_ago, long_ago))

    with transaction() as session:
        assert sweeping.unspoken_of(session, [old["sha256"], "0" * 64]) == ["0" * 64]
    forget_imports()

    with transaction() as session:
        assert session.exec(select(RefusedRow)).all() == []
        assert forgetting.forget(session, timedelta(days=30)) == [old["sha256"]]
        states = {each.state for each in session.exec(select(BulkImport))}
    assert states == {ImportState.DONE}
    assert storage.size_bytes(young["sha256"]) > 0
    shown = world.client.post(f"/api/v1/imports/{old['id']}/preview", json={})
    assert shown.json()["type"] == "/problems/file-forgotten"
