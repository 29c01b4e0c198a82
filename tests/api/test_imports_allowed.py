"""Who may bring files in, and what is refused at the door."""

import gzip
import io
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from services.db import transaction
from services.tables import AuditEntry, KeyScope
from tests.api.importing import ROWS, ZH, World, made, table, workbook
from tests.dialing import calls
from tests.doors import bearer, sign_in
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting


@pytest.fixture
def world(client: TestClient) -> World:
    return World(client)


def problem(response: Any) -> tuple[int, str, str | None]:
    body = response.json()
    return response.status_code, body["type"].removeprefix("/problems/"), body.get("field")


@pytest.mark.parametrize("login", ["alice", "bob", "charlie"])
def test_those_who_do_not_see_all_calls_may_do_nothing(world: World, login: str) -> None:
    import_id = world.upload(table()).json()["id"]
    mapping = {"source_id": str(world.source.id), "mapping": {}}
    sign_in(world.client, login)

    answers = [
        world.client.post("/api/v1/imports", params={"source": str(world.source.id)}, content=b"a"),
        world.client.get("/api/v1/imports"),
        world.client.get(f"/api/v1/imports/{import_id}"),
        world.client.get(f"/api/v1/imports/{import_id}/errors"),
        *(
            world.client.post(f"/api/v1/imports/{import_id}/{act}", json={})
            for act in ("preview", "start", "cancel", "resume")
        ),
        world.client.get("/api/v1/mappings"),
        world.client.put("/api/v1/mappings/weekly", json=mapping),
        world.client.delete("/api/v1/mappings/weekly"),
    ]

    assert {problem(each)[:2] for each in answers} == {(403, "not-permitted")}


def test_a_key_brings_files_of_its_own_source_and_of_no_other(world: World) -> None:
    with transaction() as session:
        other = made(session, "another")
        stranger = bearer(session, other, KeyScope.EVENTS_WRITE)
        reader = bearer(session, world.source, KeyScope.CALLS_READ)
    world.client.cookies.clear()
    send = world.client.post

    mine = send("/api/v1/imports", headers=world.key, content=table(), params={"start": True})
    wrong = send(
        "/api/v1/imports", headers=world.key, content=table(), params={"source": str(other.id)}
    )
    may_not = send("/api/v1/imports", headers=reader, content=table())
    seen = world.client.get(f"/api/v1/imports/{mine.json()['id']}", headers=stranger)
    listed = world.client.get("/api/v1/imports", headers=stranger)
    run_waiting(FakeTranscriber())

    assert mine.status_code == 201
    assert mine.json()["source_name"] == "files"
    assert problem(wrong) == (404, "source-not-found", None)
    assert problem(may_not)[0] == 403
    assert problem(seen) == (404, "import-not-found", None)
    assert listed.json() == {"items": [], "next": None}
    assert set(calls()) == {"c-1", "c-2"}


def test_people_say_which_source(world: World) -> None:
    sign_in(world.client, "dana")
    nothing = world.client.post("/api/v1/imports", content=table())
    unknown = world.client.post("/api/v1/imports", content=table(), params={"source": str(uuid4())})
    assert problem(nothing) == (422, "source-needed", "source")
    assert problem(unknown) == (404, "source-not-found", None)


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * 1024 * 1024))
    return packed.getvalue()


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("calls.csv", table())
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "empty"),
        (gzip.compress(b"0" * (96 * 1024 * 1024), 9), 413, "packed suspiciously tight"),
        (bomb(), 422, "packed suspiciously tight"),
        (gzip.compress(table())[:-9], 422, "broken gzip"),
        (workbook([ZH, *ROWS])[:-60], 422, "damaged workbook"),
        (gzip.compress(workbook([ZH])), 422, "send it unpacked"),
        (zipped(), 422, "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, 422, "save it as .xlsx"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", 422, "no text"),
    ],
    ids=["empty", "gzip bomb", "xlsx bomb", "cut gzip", "cut xlsx", "both", "zip", "xls", "png"],
)
def test_what_cannot_be_a_file_of_calls_is_refused(
    world: World, content: bytes, status: int, said: str
) -> None:
    response = world.upload(content)

    assert response.status_code == status, response.text
    assert said in response.json()["detail"]
    assert world.client.get("/api/v1/imports").json()["items"] == []


def test_a_table_that_nobody_understands_waits_for_a_mapping(world: World) -> None:
    content = b"a,b\n1,2\n"
    refused = world.upload(content, start=True)
    response = world.upload(content)
    import_id = response.json()["id"]
    start = world.client.post(f"/api/v1/imports/{import_id}/start", json={})

    assert problem(refused) == (422, "mapping-incomplete", "started_at")
    assert (response.status_code, response.json()["state"]) == (201, "uploaded")
    assert problem(start) == (422, "mapping-incomplete", "started_at")


def test_unknown_names_are_refused_before_anything_is_stored(world: World) -> None:
    assert problem(world.upload(table(), mapping="weekly")) == (
        404,
        "mapping-not-found",
        "mapping",
    )
    assert problem(world.upload(table(), format="payload")) == (422, "format-unfit", "format")
    import_id = world.upload(workbook([ZH, *ROWS])).json()["id"]
    body = {"sheet": "nowhere"}
    answer = world.client.post(f"/api/v1/imports/{import_id}/preview", json=body)
    assert problem(answer) == (422, "sheet-unknown", "sheet")


def test_who_did_what_is_in_the_audit_log(world: World) -> None:
    done = world.bring(table())
    world.errors(done["id"])
    mapping = {"source_id": str(world.source.id), "mapping": done["mapping"]}
    world.client.put("/api/v1/mappings/weekly", json=mapping)
    world.client.delete("/api/v1/mappings/weekly")

    with transaction() as session:
        query = select(AuditEntry).where(AuditEntry.actor == "dana").order_by(col(AuditEntry.id))
        acts = [entry.act for entry in session.exec(query)]
    assert [act for act in acts if act.startswith(("import", "mapping"))] == [
        "import.uploaded",
        "import.started",
        "import.errors_downloaded",
        "mapping.saved",
        "mapping.deleted",
    ]
