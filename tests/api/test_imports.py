"""Whole files in: formats, encodings, what comes of them, and what is refused."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.tables import BulkImport, CallState
from tests.api.importing import ROWS, ZH, World, packed, table, workbook
from tests.dialing import calls, fetches


@pytest.fixture
def world(client: TestClient) -> World:
    return World(client)


def in_short() -> list[tuple[str, str | None, str | None, float, str | None]]:
    return sorted(
        (key, call.direction, call.agent_key, call.talk_s, call.outcome)
        for key, call in calls().items()
    )


TOLD = [
    ("c-1", "outbound", "1001", 80.0, "sale"),
    ("c-2", "outbound", "1001", 0.0, "no_answer"),
]


@pytest.mark.parametrize(
    ("content", "encoding", "compression"),
    [
        (table(), "utf-8", None),
        (table(encoding="utf-8-sig"), "utf-8-sig", None),
        (table(encoding="gb18030"), "gb18030", None),
        (table(encoding="utf-16"), "utf-16", None),
        (table(encoding="utf-16-le", delimiter="\t"), "utf-16-le", None),
        (table(delimiter=";"), "utf-8", None),
        (b"sep=|\n" + table(delimiter="|"), "utf-8", None),
        (packed(table(encoding="gb18030")), "gb18030", "gzip"),
    ],
    ids=["utf-8", "mark", "gb18030", "utf-16", "utf-16-le tab", "semicolon", "sep=", "gzip"],
)
def test_text_is_read_however_it_is_written(
    world: World, content: bytes, encoding: str, compression: str | None
) -> None:
    done = world.bring(content)

    assert (done["state"], done["error"]) == ("done", None)
    assert (done["format"], done["encoding"], done["compression"]) == (
        "csv",
        encoding,
        compression,
    )
    assert (done["rows_total"], done["rows_read"], done["rows_refused"]) == (2, 2, 0)
    assert (done["calls_touched"], done["events_duplicate"]) == (2, 0)
    assert done["bytes_read"] == done["size_bytes"] == len(content)
    assert in_short() == TOLD


def test_a_workbook_with_a_title_above_its_heading(world: World) -> None:
    content = workbook([["通话记录 2026-03"], [], ZH, *ROWS])

    done = world.bring(content, "calls.xlsx")

    assert (done["state"], done["format"], done["sheet"]) == ("done", "xlsx", "通话")
    assert in_short() == TOLD


def test_bringing_a_file_again_changes_nothing(world: World) -> None:
    first = world.bring(table())
    before = {key: call.version for key, call in calls().items()}

    again = world.bring(table(), "the same again.csv")

    assert again["events_stored"] == 0
    assert again["events_duplicate"] == first["events_stored"] > 0
    assert {key: call.version for key, call in calls().items()} == before


def test_of_a_corrected_row_the_newer_one_counts(world: World) -> None:
    corrected = (*ROWS[1][:2], "1002", *ROWS[1][3:7], "拒绝")
    first = world.upload(table()).json()["id"]
    with transaction() as session:
        session.get_one(BulkImport, UUID(first)).created_at -= timedelta(minutes=1)
    world.client.post(f"/api/v1/imports/{first}/start", json={})

    world.bring(table([ROWS[0], corrected]))

    call = calls()["c-2"]
    assert (call.agent_key, call.outcome) == ("1002", "refused")


def test_one_bad_row_is_reported_and_the_others_are_stored(world: World) -> None:
    bad = ("c-3", "呼出", "1001", "13800138000", "2026-02-31 09:00:00", "", "", "=1+1")
    content = table([ROWS[0], bad, ROWS[1]])

    done = world.bring(content)

    assert (done["state"], done["rows_read"], done["rows_refused"]) == ("done", 3, 1)
    assert world.errors(done["id"]) == [
        ["3", "开始时间", "2026-02-31 09:00:00", "unreadable",
         "开始时间: not a time: 2026-02-31 09:00:00"]
    ]  # fmt: skip
    assert in_short() == TOLD


def test_formulas_in_the_error_report_do_nothing(world: World) -> None:
    bad = ("c-3", "呼出", "1001", "13800138000", '=HYPERLINK("x")', "", "", "")

    done = world.bring(table([bad]))

    [[_, _, value, _, sentence]] = world.errors(done["id"])
    assert value == '\'=HYPERLINK("x")'
    assert not sentence.startswith("=")


def test_events_of_our_own_format(world: World) -> None:
    def event(number: int, kind: str, **data: Any) -> str:
        return json.dumps(
            {
                "specversion": "1.0",
                "id": f"e-{number}",
                "source": "/dialer",
                "type": kind,
                "time": f"2019-03-02T09:00:0{number}Z",
                "data": {"call_id": "c-1", **data},
            }
        )

    lines = [
        event(0, "call.dialed", agent="1001"),
        "",
        '{"specversion": "1.0", "id": "broken"}',
        event(4, "call.ended"),
    ]

    done = world.bring("\n".join(lines).encode(), "events.ndjson")

    assert (done["format"], done["rows_total"], done["rows_refused"]) == ("ndjson", 3, 1)
    assert world.errors(done["id"])[0][0] == "3"
    [call] = calls().values()
    assert (call.state, call.agent_key) == (CallState.ENDED, "1001")
    assert call.started_at.year == 2019


def test_recordings_are_fetched_from_where_a_row_says(world: World) -> None:
    heading = (*ZH, "录音地址")
    rows = [(*ROWS[0], "https://dialer.example/a.mp3"), (*ROWS[1], "b.wav")]
    sheet = table(rows, heading)
    # Guessed from its values, the column would be file names.
    response = world.upload(sheet)
    guess = world.client.post(f"/api/v1/imports/{response.json()['id']}/preview", json={})
    [column] = [c for c in guess.json()["mapping"]["columns"] if c["column"] == "录音地址"]

    done = world.bring(sheet)

    assert (column["field"], done["rows_refused"]) == ("recording_url", 0)
    assert [each.url for each in fetches()] == ["https://dialer.example/a.mp3"]
    assert calls()["c-2"].extra["recording_file"] == "b.wav"
