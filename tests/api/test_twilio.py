"""Twilio's callbacks: in any order, of two legs, signed."""

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.db import transaction
from services.dialers import Payload, PayloadUnreadable, Setting, Translation
from services.dialers.twilio import adapter
from services.tables import DeliveryState
from tests.deliveries import (
    PAYLOADS,
    SHARED,
    calls,
    deliveries,
    fetches,
    folded,
    make_dialer,
    the_call,
)

TOKEN = "12345"
FORM = "application/x-www-form-urlencoded"
URL = "http://testserver/api/v1/hooks/twilio"
VECTORS = SHARED / "events-twilio" / "test_request_validator.py.txt"
READ_AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def scene(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((PAYLOADS / "twilio" / f"{name}.json").read_text())
    return found


def read(said: dict[str, Any], **options: Any) -> Translation:
    body = urlencode(said).encode()
    payload = Payload(body, {"content-type": FORM}, received_at=READ_AT)
    return adapter.translate(payload, Setting(options=options))


def read_all(said: list[dict[str, str]], **options: Any) -> Any:
    return folded(*(read(each, **options) for each in said))


def sign(url: str, said: dict[str, str], token: str = TOKEN) -> str:
    text = url + "".join(name + said[name] for name in sorted(said))
    return b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


@pytest.fixture
def key(database: None) -> str:
    with transaction() as session:
        return make_dialer(session, dialer="twilio", secrets={"auth_token": TOKEN})


def call_back(
    client: TestClient, key: str, said: dict[str, str], signature: str | None = None
) -> Any:
    query = f"?key={key}"
    headers = {
        "Content-Type": FORM,
        "X-Twilio-Signature": sign(URL + query, said) if signature is None else signature,
    }
    return client.post(f"/api/v1/hooks/twilio{query}", content=urlencode(said), headers=headers)


def test_two_legs_and_their_recording_are_one_call(client: TestClient, key: str) -> None:
    for said in reversed(scene("outbound")):
        answer = call_back(client, key, said)
        assert (answer.status_code, answer.content) == (204, b"")

    call = the_call()
    assert (call.direction, call.customer_number, call.agent_key) == (
        "outbound",
        "+8613800138000",
        "alice",
    )
    assert call.caller_number == "+862160001000"
    [fetch] = fetches()
    assert fetch.url.endswith(".wav?RequestedChannels=2")
    assert (fetch.call_id, fetch.agent_channel) == (call.id, 1)


def test_the_agent_talks_as_long_as_the_child_leg() -> None:
    """CallDuration of the parent (65 s) holds the wait before and what came after."""
    call = read_all(scene("outbound"))

    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("alice", 58)]
    assert call.answered_at == datetime(2026, 3, 2, 1, 0, 10, 2, tzinfo=UTC)
    assert not call.end_estimated


def test_a_call_that_came_in_is_answered_when_an_agent_takes_it() -> None:
    call = read_all(scene("inbound"))

    assert (call.facts["direction"], call.facts["customer_number"]) == (
        "inbound",
        "+8613900139000",
    )
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("bob", 58)]
    assert call.answered_at == datetime(2026, 3, 2, 1, 0, 40, 2, tzinfo=UTC)


def test_an_agent_who_calls_is_the_parent_and_the_customer_the_child() -> None:
    call = read_all(scene("agent-first"), dialed_numbers="customers")

    assert (call.facts["direction"], call.facts["customer_number"]) == (
        "outbound",
        "+8613800138000",
    )
    assert [leg.agent_key for leg in call.legs] == ["alice"]
    assert call.answered_at == datetime(2026, 3, 2, 1, 0, 10, 2, tzinfo=UTC)


def test_phone_numbers_of_agents_have_names() -> None:
    said = scene("inbound")[-2] | {"To": "+8613700137000"}

    told = read(said, agents={"+8613700137000": "6001"}, dialed_numbers="customers")

    assert [event.data["agent"] for event in told.events] == ["6001"]


@pytest.mark.parametrize("name", ["outbound", "inbound", "agent-first"])
@given(data=st.data())
def test_callbacks_come_in_any_order_and_twice(name: str, data: st.DataObject) -> None:
    said = scene(name)
    shuffled = data.draw(st.permutations(said)) + data.draw(st.lists(st.sampled_from(said)))

    assert read_all(shuffled) == read_all(said)


def test_within_a_second_the_sequence_number_decides() -> None:
    """Timestamps are whole seconds; here the agent calls and is there in the same one."""
    ringing, going_on, *_ = (read(said) for said in scene("agent-first"))

    first, second = (
        scene("outbound")[0],
        scene("outbound")[1] | {"Timestamp": scene("outbound")[0]["Timestamp"]},
    )
    assert read(first).events[0].at < read(second).events[0].at
    assert ringing.events
    assert not going_on.events


def test_a_callback_that_comes_again_is_known_by_its_number(client: TestClient, key: str) -> None:
    said = scene("outbound")[0]
    for _ in range(2):
        call_back(client, key, said)
    call_back(client, key, scene("outbound")[-1])
    call_back(client, key, scene("outbound")[-1])

    assert [delivery.key for delivery in deliveries()] == [
        f"{said['CallSid']}:call-progress-events:0",
        f"RE{'3' * 32}:completed",
    ]


def test_completed_alone_is_all_that_is_sent_by_default() -> None:
    """Then when it was answered follows from CallDuration; SequenceNumber is 0."""
    said = scene("outbound")[3] | {"SequenceNumber": "0"}

    call = read_all([said])

    assert (call.talk_s, call.facts["direction"]) == (65, "outbound")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("busy", "busy"),
        ("no-answer", "no_answer"),
        ("failed", "failed"),
        ("canceled", "cancelled"),
    ],
)
def test_calls_that_were_not_answered_have_an_outcome(status: str, outcome: str) -> None:
    call = read_all([*scene("outbound")[:2], scene("outbound")[3] | {"CallStatus": status}])

    assert (call.facts["outcome"], call.answered_at) == (outcome, None)
    assert call.ended_at


def test_an_agent_who_does_not_answer_ends_nothing() -> None:
    assert read(scene("inbound")[-1] | {"CallStatus": "no-answer"}).events == ()


@pytest.mark.parametrize(
    ("heard", "outcome"),
    [
        ("machine_start", "answering_machine"),
        ("machine_end_beep", "answering_machine"),
        ("fax", "fax"),
        ("human", None),
        ("unknown", None),
    ],
)
def test_what_answered_is_an_outcome(heard: str, outcome: str | None) -> None:
    call = read_all([*scene("outbound")[:2], scene("outbound")[2] | {"AnsweredBy": heard}])
    assert call.facts.get("outcome") == outcome

    later = {"CallSid": scene("outbound")[0]["CallSid"], "AnsweredBy": heard}
    assert read_all([scene("outbound")[0], later]).facts.get("outcome") == outcome


def test_recordings_with_one_channel_are_asked_for_as_they_are() -> None:
    said = scene("outbound")[-1] | {"RecordingChannels": "1"}

    [link] = read(said).links

    assert link.url == f"{said['RecordingUrl']}.wav"
    assert link.agent_channel is None


def test_who_is_on_the_first_channel_can_be_said() -> None:
    [link] = read(scene("outbound")[-1], first_channel="agent").links
    assert link.agent_channel == 0


@pytest.mark.parametrize("status", ["absent", "failed", "in-progress"])
def test_a_recording_that_is_not_there_is_not_fetched(
    client: TestClient, key: str, status: str
) -> None:
    said = scene("outbound")[-1] | {"RecordingStatus": status, "ErrorCode": "16101"}

    assert call_back(client, key, said).status_code == 204

    [delivery] = deliveries()
    assert (delivery.state, fetches()) == (DeliveryState.IGNORED, [])
    assert [note["reason"] for note in delivery.notes] == (
        [] if status == "in-progress" else ["recording_absent"]
    )


def test_the_address_can_name_campaign_and_agent() -> None:
    said = scene("outbound")[0] | {"campaign": "loans", "agent": "6001"}

    [dialed] = read(said).events

    assert (dialed.data["campaign"], dialed.data["agent"]) == ("loans", "6001")


def test_event_streams_carry_the_same() -> None:
    events = [
        {
            "specversion": "1.0",
            "type": "com.twilio.voice.status-callback.call.completed",
            "data": {"request": {"method": "POST", "parameters": said}},
        }
        for said in scene("outbound")
    ]
    body = json.dumps([*events, {"type": "com.twilio.messaging.sent", "data": 1}]).encode()

    told = adapter.translate(
        Payload(body, {"content-type": "application/json"}, received_at=READ_AT), Setting()
    )

    assert folded(told) == read_all(scene("outbound"))
    assert [note.reason for note in told.notes] == ["not_used"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "CallSid"),
        ({"CallSid": "CA1"}, "CallStatus"),
        ({"CallSid": "CA1", "CallStatus": "asleep"}, "CallStatus"),
        ({"CallSid": "CA1", "CallStatus": "ringing", "Timestamp": "soon"}, "Timestamp"),
        ({"CallSid": "CA1", "RecordingStatus": "completed", "RecordingUrl": "x"}, "RecordingUrl"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    client: TestClient, key: str, said: dict[str, str], field: str
) -> None:
    answer = call_back(client, key, said)

    assert (answer.status_code, answer.json()["detail"].split(":")[0]) == (422, field)
    assert calls() == []


@given(
    st.dictionaries(
        st.sampled_from(sorted({name for said in scene("outbound") for name in said})),
        st.text(max_size=20),
    ),
    st.sampled_from(scene("outbound")),
)
def test_any_value_in_any_field_is_read_or_refused(
    changes: dict[str, str], said: dict[str, str]
) -> None:
    try:
        told = read(said | changes)
    except PayloadUnreadable:
        return
    assert all(event.at.tzinfo for event in told.events)
