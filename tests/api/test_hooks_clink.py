"""天润融通 Clink: its push after hang-up becomes a call whose talk begins at the bridge."""

from urllib.parse import parse_qsl, urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.dialers import Payload, Setting
from services.dialers.clink import adapter
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

ACKNOWLEDGED = b'{"result":"success"}'


def form(name: str) -> dict[str, str]:
    text = (PAYLOADS / "clink" / name).read_text().strip()
    return dict(parse_qsl(text, keep_blank_values=True))


ANSWERED = form("answered.txt")
AWAY = form("customer_away.txt")


@pytest.fixture
def clink(client: TestClient) -> Dialer:
    return Dialer(client, "clink")


def test_talk_begins_at_the_bridge_and_not_when_the_agent_picks_up(clink: Dialer) -> None:
    answer = clink.send_form(ANSWERED)

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    assert answer.headers["content-type"] == "application/json"
    call = the_call()
    assert (call.call_key, call.talk_s) == ("ccic2_202-1772413200.6", 59)
    assert after_start(call, "answered_at", "bridged_at", "ended_at") == [19, 19, 78]
    assert call.extra["picked_up_at"] == "2026-03-02T01:00:08+00:00"
    assert (legs(call), call.direction) == ([("2000", 59)], "outbound")
    assert (call.customer_number, call.caller_number) == ("+8613800138000", "+861059222903")
    assert call.extra["user_field"] == "lead-77"
    assert notes() == []


@pytest.mark.parametrize(("said", "who"), [("是", "customer"), ("否", "agent"), ("", None)])
def test_end_reason_says_whether_the_customer_hung_up(
    clink: Dialer, said: str, who: str | None
) -> None:
    clink.send_form({**ANSWERED, "endReason": said})

    assert (the_call().hangup_by, notes()) == (who, [])


@pytest.mark.parametrize(("status", "outcome"), [("21", "no_answer"), ("22", "unreachable")])
def test_a_customer_who_was_not_reached(clink: Dialer, status: str, outcome: str) -> None:
    clink.send_form({**AWAY, "cdr_status": status})

    call = the_call()
    assert (call.outcome, call.connected, call.talk_s) == (outcome, False, 0)
    assert (call.answered_at, call.agent_key) == (None, "2001")
    assert call.customer_number == "138****8000"


def test_an_agent_who_did_not_pick_up_called_nobody(clink: Dialer) -> None:
    answer = clink.send_form({**AWAY, "cdr_status": "24", "cdr_answer_time": "0"})

    assert (answer.content, calls()) == (ACKNOWLEDGED, {})
    assert deliveries()[0].state is DeliveryState.IGNORED


def test_calls_that_were_not_placed_count_where_they_are_wanted(client: TestClient) -> None:
    clink = Dialer(client, "clink", settings={"count_unplaced": True})

    clink.send_form({**AWAY, "cdr_status": "24", "cdr_answer_time": "0"})

    assert (the_call().outcome, the_call().connected) == ("agent_no_answer", False)


@pytest.mark.parametrize("never", ["0", "", "-1", "null"])
def test_a_time_that_is_none_is_no_time(clink: Dialer, never: str) -> None:
    clink.send_form({**AWAY, "cdr_bridge_time": never})

    assert (the_call().answered_at, notes()) == (None, [])


def test_a_status_that_contradicts_the_times_is_noted_and_the_times_count(clink: Dialer) -> None:
    clink.send_form({**ANSWERED, "cdr_status": "21"})

    assert (the_call().talk_s, the_call().outcome) == (59, None)
    assert notes() == [("contradiction", "cdr_status")]


def test_types_and_statuses_beyond_the_known_are_noted_and_acknowledged(clink: Dialer) -> None:
    answer = clink.send_form({**ANSWERED, "cdr_call_type": "1", "cdr_status": "1"})

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    assert (the_call().direction, the_call().talk_s) == ("outbound", 59)
    assert notes() == [("unknown_value", "cdr_status"), ("unknown_value", "cdr_call_type")]


def test_settings_say_which_types_are_inbound_and_what_names_the_campaign(
    client: TestClient,
) -> None:
    settings = {"inbound_types": ["1"], "campaign_by": "cdr_task_id"}
    clink = Dialer(client, "clink", settings=settings)

    clink.send_form({**ANSWERED, "cdr_call_type": "1", "cdr_task_id": "spring"})

    assert (the_call().direction, legs(the_call())) == ("inbound", [("2000", 59)])
    assert notes() == []


def test_the_push_may_come_in_the_address_or_without_a_content_type(clink: Dialer) -> None:
    by_get = clink.visit({**ANSWERED, "cdr_main_unique_id": "a"})
    by_post = clink.send(urlencode({**ANSWERED, "cdr_main_unique_id": "b"}))

    assert {by_get.content, by_post.content} == {ACKNOWLEDGED}
    assert {key: call.talk_s for key, call in calls().items()} == {"a": 59, "b": 59}


def test_the_older_name_of_the_user_field_is_understood(clink: Dialer) -> None:
    fields = {**ANSWERED, "CDR(userfield)": "lead-78"}
    del fields["userField"]

    clink.send_form(fields)

    assert the_call().extra["user_field"] == "lead-78"


def test_a_push_that_comes_again_changes_nothing(clink: Dialer) -> None:
    for _ in range(3):
        assert clink.send_form(ANSWERED).content == ACKNOWLEDGED

    assert (the_call().version, deliveries()[-1].duplicates) == (1, 4)


def test_recordings_are_not_fetched_because_they_need_a_signed_request(clink: Dialer) -> None:
    clink.send_form({**ANSWERED, "cdr_record_file": "20260302/3000000-1.mp3"})

    assert fetches() == []
    assert the_call().extra["recording_file"] == "20260302/3000000-1.mp3"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cdr_main_unique_id": ""}, "cdr_main_unique_id"),
        ({"cdr_end_time": "soon"}, "cdr_end_time"),
        ({name: "0" for name in ANSWERED if name.endswith("_time")}, "cdr_start_time"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    clink: Dialer, change: dict[str, str], field: str
) -> None:
    answer = clink.send_form({**ANSWERED, **change})

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert calls() == {}


@given(mutated("clink"), st.sampled_from(["", "cdr_status=24&cdr_start_time=%00"]))
def test_spoilt_bytes_are_translated_or_refused(body: bytes, query: str) -> None:
    outlive(adapter, Payload(body=body, query=query), Setting())
