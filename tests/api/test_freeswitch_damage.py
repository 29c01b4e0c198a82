"""Records of FreeSWITCH that are real, broken or not records at all."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.db import transaction
from services.dialers import Payload, PayloadUnreadable, Setting
from services.dialers.freeswitch import adapter
from services.tables import DeliveryState
from tests.deliveries import (
    PAYLOADS,
    SHARED,
    calls,
    deliveries,
    folded,
    make_dialer,
    post,
)

FOLDER = PAYLOADS / "freeswitch"
REAL = SHARED / "events-freeswitch-cgrates"
PAIRS = [
    ("outbound-agent", "outbound-customer"),
    ("queue-caller", "queue-agent"),
    ("dialer-customer", "dialer-agent"),
]


def record(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return found


@pytest.fixture
def key(database: None) -> str:
    with transaction() as session:
        return make_dialer(session, dialer="freeswitch", timezone="Asia/Shanghai")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"[1]", "body"),
        (b"\xff", "body"),
        (b"{}", "variables.uuid"),
        (b'{"variables": 1}', "variables"),
        (b'{"variables": {"uuid": "x"}}', "times"),
        (b'{"variables": {"uuid": "x", "start_uepoch": "soon"}}', "variables.start_uepoch"),
        (b"<cdr><variables>", "body"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><cdr/>', "body"),
        (b"cdr=", "cdr"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    client: TestClient, key: str, body: bytes, field: str
) -> None:
    answer = post(client, "freeswitch", key, body)

    assert (answer.status_code, answer.json()["detail"].split(":")[0]) == (422, field)
    assert deliveries()[0].state is DeliveryState.REFUSED
    assert calls() == []


@pytest.mark.skipif(not REAL.exists(), reason="needs the shared samples")
@pytest.mark.parametrize(
    ("number", "talk_s", "hold_s", "estimated"),
    [(1, 0.409, 67.131, False), (2, 0, 0, True), (3, 5.113, 15.487, False)],
)
def test_real_records_give_the_durations_that_they_tell(
    number: int, talk_s: float, hold_s: float, estimated: bool
) -> None:
    """Answer to hang-up are 67.540 s and 20.600 s (`billmsec`), hold is in them."""
    body = (REAL / f"json_cdr_{number}.json").read_bytes()

    call = folded(adapter.translate(Payload(body), Setting()))

    assert (call.talk_s, call.hold_s, call.end_estimated) == (talk_s, hold_s, estimated)


WHOLE = (FOLDER / "queue-caller.json").read_bytes()


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4), st.integers(0, 40), st.booleans())
def test_damaged_records_are_read_or_refused(at: int, put: bytes, cut: int, as_form: bool) -> None:
    body = WHOLE[:at] + put + WHOLE[at + cut :]
    try:
        told = adapter.translate(Payload(b"cdr=" + body if as_form else body), Setting())
    except PayloadUnreadable:
        return
    assert all(event.at.tzinfo and event.data["call_id"] for event in told.events)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["variables", "callflow", "times", "app_log"]), JSON), JSON)
def test_anything_in_place_of_anything_is_read_or_refused(
    parts: dict[str, Any], other: Any
) -> None:
    body = record("outbound-agent") | {"unknown": other} | parts
    try:
        adapter.translate(Payload(json.dumps(body).encode()), Setting())
    except PayloadUnreadable:
        return


def test_settings_of_another_dialer_are_named(client: TestClient, database: None) -> None:
    """A source that was declared for FreeSWITCH, posted to by a VICIdial."""
    with transaction() as session:
        key = make_dialer(session, dialer="freeswitch", settings={"campaign_variable": "project"})

    answer = post(client, "vicidial", key, b"uniqueid\n1.2", params={"table": "vicidial_log"})

    assert (answer.status_code, answer.json()["field"]) == (422, "settings.campaign_variable")
