"""Files of dialers, read by their own adapters."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.settings import get_settings
from tests.api.importing import World, table
from tests.dialing import PAYLOADS, calls, legs
from tests.vicidial_rows import FILES

QUEUE_LOG = """\
1772413200|q-1|sales|NONE|ENTERQUEUE||13800138000|1
1772413210|q-1|sales|PJSIP/1001|CONNECT|10|q-1.1|8
1772413270|q-1|sales|PJSIP/1001|COMPLETECALLER|10|60|1
1772413300|q-2|sales|NONE|ENTERQUEUE||13900139000|1
1772413330|q-2|sales|NONE|ABANDON|1|1|30
"""


def brought(client: TestClient, dialer: str, content: bytes, **params: Any) -> dict[str, Any]:
    return World(client, dialer=dialer).bring(content, "export", **params)


def test_a_queue_log_is_read_as_a_whole(client: TestClient) -> None:
    done = brought(client, "asterisk", QUEUE_LOG.encode())

    assert (done["state"], done["format"], done["rows_refused"]) == ("done", "payload", 0)
    first, second = calls()["q-1"], calls()["q-2"]
    assert (first.wait_s, legs(first)) == (10, [("1001", 60)])
    assert (second.wait_s, second.abandoned) == (30, True)


def test_one_that_is_too_large_to_be_read_as_a_whole_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_HOOK_BODY_MAX_BYTES", "200")
    get_settings.cache_clear()
    try:
        done = brought(client, "asterisk", QUEUE_LOG.encode())
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()

    assert done["state"] == "failed"
    assert "split it" in done["error"]
    assert calls() == {}


@pytest.mark.parametrize("copies", [1, 400])
def test_exported_tables_are_read_part_by_part(client: TestClient, copies: int) -> None:
    heading, *rows = FILES["vicidial_log"].read_bytes().splitlines(keepends=True)
    done = brought(client, "vicidial", heading + b"".join(rows) * copies)

    assert (done["state"], done["format"], done["rows_refused"]) == ("done", "payload", 0)
    assert len(calls()) == len(rows)
    assert done["rows_read"] == (1 if copies == 1 else done["rows_total"])


def test_one_payload_to_a_line(client: TestClient) -> None:
    lines = FILES["vicidial_closer_log"].read_text().splitlines()
    broken = '{"closecallid": "7", "uniqueid": "x", "start_epoch": "soon"}'
    done = brought(client, "vicidial", "\n".join([*lines, broken, "{]}"]).encode())

    assert (done["state"], done["rows_read"]) == ("done", len(lines) + 2)
    assert done["rows_refused"] == 2
    assert done["events_stored"] > 0


def test_pushes_that_were_kept_are_brought_in(client: TestClient) -> None:
    pushes = [json.loads(path.read_text()) for path in sorted((PAYLOADS / "tccc").glob("*.json"))]
    content = "\n".join(json.dumps(push, ensure_ascii=False) for push in pushes)

    done = brought(client, "tccc", content.encode(), format="payload")

    assert (done["state"], done["rows_read"]) == ("done", len(pushes))
    assert calls()


def test_a_table_that_its_dialer_does_not_know_is_read_as_one(client: TestClient) -> None:
    done = brought(client, "tccc", table())

    assert (done["state"], done["format"]) == ("done", "csv")
    assert set(calls()) == {"c-1", "c-2"}
