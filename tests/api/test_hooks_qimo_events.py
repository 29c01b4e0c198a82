"""容联七陌 version 7: one JSON event per step of a call, its time in text."""

import itertools
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.dialing import (
    Dialer,
    after_start,
    calls,
    deliveries,
    legs,
    notes,
    sample,
    the_call,
)

ACKNOWLEDGED = b"success"
RING: dict[str, Any] = sample("qimo", "event_ring.json")


def step(event: str, second: int, **fields: Any) -> dict[str, Any]:
    time = str(1772413200 + second)
    return RING | {"eventUniqueId": f"e-{event}", "callEvent": event, "statusTime": time} | fields


CALL = [
    step("calling", 0, pushType="dialoutCalling"),
    step("ring", 5),
    step("link", 12, pushType="dialoutLink"),
    step("hangup", 72, pushType="dialoutHangup", extras={"lead": "77"}),
]


@pytest.fixture
def qimo(client: TestClient) -> Dialer:
    return Dialer(client, "qimo")


def test_a_call_is_told_while_it_happens_and_needs_no_zone(qimo: Dialer) -> None:
    states = []
    for event in CALL:
        answer = qimo.send(event)
        assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
        states.append(the_call().state.value)

    call = the_call()
    assert states == ["dialing", "ringing", "talking", "ended"]
    assert call.started_at.isoformat() == "2026-03-02T01:00:00+00:00"
    assert after_start(call, "ringing_at", "answered_at", "ended_at") == [5, 12, 72]
    assert (legs(call), call.direction) == ([("20001", 60)], "outbound")
    assert (call.customer_number, call.caller_number) == ("1731913****", "+861081400192")
    assert call.extra["extras"] == {"lead": "77"}
    assert notes() == []


def test_any_order_and_any_repetition_make_the_same_call(qimo: Dialer) -> None:
    orders = list(itertools.permutations(CALL))[::5]
    for number, order in enumerate(orders):
        for event in [*order, order[0]]:
            own = {"callUniqueId": f"c-{number}", "eventUniqueId": f"{number}-{event['callEvent']}"}
            qimo.send(event | own)

    assert {(call.talk_s, call.answered_at, call.ended_at) for call in calls().values()} == {
        (60, calls()["c-0"].answered_at, calls()["c-0"].ended_at)
    }
    assert len(calls()) == len(orders)


def test_an_inbound_call_is_answered_by_the_agent(qimo: Dialer) -> None:
    for event in CALL:
        qimo.send(event | {"callType": "incoming"})

    call = the_call()
    assert (call.direction, call.answered_at, call.talk_s) == ("inbound", call.bridged_at, 60)


def test_one_sides_link_is_no_conversation_where_settings_tell_them_apart(
    client: TestClient,
) -> None:
    qimo = Dialer(client, "qimo", settings={"link_push_types": ["dialoutLink"]})
    agents = step("link", 3, pushType="dialoutAgentLink", eventUniqueId="e-agent")

    for event in [agents, *CALL]:
        assert qimo.send(event).content == ACKNOWLEDGED

    assert after_start(the_call(), "answered_at") == [12]
    assert notes() == [("not_used", "pushType")]


@pytest.mark.parametrize("kind", ["dialout", "webcall", "previewDialout", "autoDialout"])
def test_dials_of_every_kind_are_outbound(qimo: Dialer, kind: str) -> None:
    qimo.send(RING | {"callType": kind})

    assert (the_call().direction, notes()) == ("outbound", [])


def test_unknown_words_are_noted_and_acknowledged(qimo: Dialer) -> None:
    answers = [qimo.send(RING | {"callType": "hologram"}), qimo.send(step("vanish", 3))]

    assert [answer.content for answer in answers] == [ACKNOWLEDGED, ACKNOWLEDGED]
    assert notes() == [("unknown_value", "callType"), ("unknown_value", "callEvent")]


@pytest.mark.parametrize("time", [1772413205, "1772413205", " 1772413205 "])
def test_the_time_is_seconds_in_text_or_not(qimo: Dialer, time: Any) -> None:
    qimo.send(RING | {"statusTime": time})

    assert the_call().started_at.isoformat() == "2026-03-02T01:00:05+00:00"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"eventUniqueId"', "body"),
        (b"[]", "body"),
        ({"eventUniqueId": "e"}, "callUniqueId"),
        (RING | {"statusTime": "1772413205000"}, "statusTime"),
        (RING | {"statusTime": "0"}, "statusTime"),
        (RING | {"statusTime": ""}, "statusTime"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(qimo: Dialer, body: Any, field: str) -> None:
    answer = qimo.send(body)

    assert answer.status_code == 422
    assert field in answer.json()["detail"]
    assert len(deliveries()) == 1
