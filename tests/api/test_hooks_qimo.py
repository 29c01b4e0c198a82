"""容联七陌, the push of call records: parameters in the address, local times."""

from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.clock import utc_now
from services.dialers import Payload, Setting
from services.dialers.qimo import adapter
from services.tables import DeliveryState
from tests.dialing import (
    PAYLOADS,
    Dialer,
    after_start,
    calls,
    deliveries,
    fetches,
    legs,
    mutated,
    notes,
    outlive,
    the_call,
)

ACKNOWLEDGED = b"success"


def parameters(name: str) -> dict[str, str]:
    text = (PAYLOADS / "qimo" / name).read_text().strip()
    return dict(parse_qsl(text, keep_blank_values=True))


DIALOUT = parameters("dialout.txt")
QUEUE_LEAK = parameters("queue_leak.txt")
INBOUND = QUEUE_LEAK | {
    "CallSheetID": "abc-3",
    "State": "dealing",
    "Begin": "2026-03-02 09:00:40",
    "Agent": "8002",
    "MonitorFilename": "https://records.example/abc-3.mp3",
}


@pytest.fixture
def qimo(client: TestClient) -> Dialer:
    return Dialer(client, "qimo", timezone="Asia/Shanghai")


@pytest.mark.parametrize("how", ["get", "form", "bare body"])
def test_a_record_comes_in_the_address_or_as_a_form(qimo: Dialer, how: str) -> None:
    ways = {
        "get": lambda: qimo.visit(DIALOUT),
        "form": lambda: qimo.send_form(DIALOUT),
        "bare body": lambda: qimo.send(urlencode(DIALOUT)),
    }
    answer = ways[how]()

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    call = the_call()
    assert call.started_at.isoformat() == "2026-03-02T01:00:00+00:00"
    assert after_start(call, "ringing_at", "answered_at", "ended_at") == [3, 10, 70]
    assert (call.talk_s, legs(call), call.direction) == (60, [("8001", 60)], "outbound")
    assert (call.customer_number, call.caller_number) == ("+8613800138000", "+861081400192")
    assert notes() == []


def test_without_a_zone_nothing_is_guessed(client: TestClient) -> None:
    answer = Dialer(client, "qimo").visit(DIALOUT)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/zone-needed")
    assert (answer.json()["field"], calls()) == ("Ring", {})
    assert deliveries()[0].state is DeliveryState.REFUSED


def test_a_recording_is_not_fetched_before_it_is_there(qimo: Dialer) -> None:
    before = utc_now()

    qimo.visit(DIALOUT)

    [fetch] = fetches()
    assert fetch.url == "http://records.example/abc-1.wav"
    assert 60 < (fetch.not_before - before).total_seconds() < 600


def test_server_and_file_may_come_apart(qimo: Dialer) -> None:
    apart = {"MonitorFilename": "", "FileServer": "http://files.example/", "RecordFile": "/a/1.wav"}

    qimo.visit(DIALOUT | apart)

    assert [fetch.url for fetch in fetches()] == ["http://files.example/a/1.wav"]


def test_a_file_without_a_server_cannot_be_fetched(qimo: Dialer) -> None:
    qimo.visit(DIALOUT | {"MonitorFilename": "a/1.wav"})

    assert (fetches(), the_call().talk_s) == ([], 60)


def test_a_dial_that_rang_in_vain(qimo: Dialer) -> None:
    qimo.visit(DIALOUT | {"State": "notDeal", "Begin": ""})

    call = the_call()
    assert (call.connected, call.outcome, call.talk_s) == (False, "no_answer", 0)
    assert (fetches(), call.agent_key) == ([], "8001")


def test_begin_of_a_call_that_was_not_dealt_with_is_no_answer(qimo: Dialer) -> None:
    qimo.visit(DIALOUT | {"State": "notDeal"})

    assert (the_call().answered_at, the_call().connected) == (None, False)


def test_an_inbound_call_waits_until_the_agent_answers(qimo: Dialer) -> None:
    qimo.visit(INBOUND)

    call = the_call()
    assert (call.direction, call.wait_s, call.abandoned) == ("inbound", 25, False)
    assert (call.visits[0]["queue"], legs(call)) == ("售后", [("8002", 20)])


def test_who_leaves_the_queue_is_abandoned_and_keeps_a_masked_number(qimo: Dialer) -> None:
    qimo.visit(QUEUE_LEAK)

    call = the_call()
    assert (call.abandoned, call.wait_s, call.customer_number) == (True, 45, "139****0000")


def test_who_leaves_the_queue_was_in_it_even_without_its_time(qimo: Dialer) -> None:
    qimo.visit(QUEUE_LEAK | {"QueueTime": ""})

    assert (the_call().abandoned, notes()) == (True, [("missing", "QueueTime")])


@pytest.mark.parametrize(
    ("state", "outcome"), [("leak", None), ("blackList", None), ("voicemail", "voicemail")]
)
def test_calls_that_reach_no_agent_are_not_abandoned(
    qimo: Dialer, state: str, outcome: str | None
) -> None:
    qimo.visit(QUEUE_LEAK | {"State": state, "QueueTime": ""})

    call = the_call()
    assert (call.abandoned, call.connected, call.outcome) == (False, False, outcome)
    assert call.extra["call_result"] == state


@pytest.mark.parametrize(
    ("kind", "direction"),
    [
        ("normal", "inbound"),
        ("transfer", "inbound"),
        ("dialout", "outbound"),
        ("dialTransfer", "outbound"),
    ],
)
def test_the_type_is_the_direction(qimo: Dialer, kind: str, direction: str) -> None:
    qimo.visit(DIALOUT | {"CallType": kind})

    assert (the_call().direction, the_call().talk_s) == (direction, 60)


def test_unknown_words_are_noted_and_acknowledged(qimo: Dialer) -> None:
    answer = qimo.visit(DIALOUT | {"CallType": "hologram", "State": "adrift"})

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    assert notes() == [("unknown_value", "CallType"), ("unknown_value", "State")]


def test_a_call_is_followed_from_push_to_push(qimo: Dialer) -> None:
    ring = {**DIALOUT, "State": "", "Begin": "", "End": "", "CallState": "Ringing"}
    link = {**ring, "Begin": DIALOUT["Begin"], "CallState": "Link"}

    seen = []
    for push in (ring, link, DIALOUT):
        qimo.visit(push)
        seen.append(the_call().state.value)

    assert seen == ["ringing", "talking", "ended"]
    assert the_call().talk_s == 60


def test_a_record_that_comes_again_changes_nothing(qimo: Dialer) -> None:
    for _ in range(3):
        assert qimo.visit(DIALOUT).content == ACKNOWLEDGED

    assert the_call().version == 1


def test_agents_may_go_by_their_name(client: TestClient) -> None:
    settings = {"agents_by": "AgentName"}

    Dialer(client, "qimo", timezone="Asia/Shanghai", settings=settings).visit(DIALOUT)

    assert the_call().agent_key == "李"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"CallSheetID": ""}, "CallSheetID"),
        ({"End": "tomorrow"}, "End"),
        (
            {name: "0000-00-00 00:00:00" for name in ("Ring", "RingingDate", "Begin", "End")},
            "Begin",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    qimo: Dialer, change: dict[str, str], field: str
) -> None:
    answer = qimo.visit(DIALOUT | change)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert calls() == {}


ZONE = Setting(zone=ZoneInfo("Asia/Shanghai"))


@given(mutated("qimo"), st.sampled_from([ZONE, Setting()]))
def test_spoilt_bytes_are_translated_or_refused(body: bytes, setting: Setting) -> None:
    outlive(adapter, Payload(body=body), setting)
