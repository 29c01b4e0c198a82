"""阿里云 云联络中心: what agents do, what is not used, and what is wrong with a message."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from services.db import transaction
from services.dialers import Payload, Setting
from services.dialers.aliyun_ccc import adapter
from services.tables import AgentStateChange, DeliveryState
from tests.dialing import Dialer, calls, deliveries, mutated, notes, outlive, sample
from tests.factories import make_agent, make_unit

ACKNOWLEDGED = '{"code":0,"msg":"成功"}'.encode()
OUTBOUND = sample("aliyun_ccc", "outbound.json")


@pytest.fixture
def ccc(client: TestClient) -> Dialer:
    with transaction() as session:
        make_agent(session, make_unit(session), code="li@demo-1")
    return Dialer(client, "aliyun_ccc")


def agent(kind: str, second: int, **fields: Any) -> dict[str, Any]:
    at = f"2026-03-02T01:00:{second:02}.447Z"
    return {"eventTime": at, "eventType": kind, "agentId": "li@demo-1", **fields}


def states() -> list[tuple[str, str | None]]:
    with transaction() as session:
        changes = session.exec(select(AgentStateChange).order_by(col(AgentStateChange.at)))
        return [(change.state.value, change.reason) for change in changes]


def test_a_day_of_an_agent(ccc: Dialer) -> None:
    call = {"contactId": "c-1", "callType": "INBOUND", "mediaType": "AUDIO"}
    day = [
        agent("AgentCheckIn", 0, workMode="ON_SITE", maxSlots="10", skillLevels=[{"a": 5}]),
        agent("AgentReady", 1, outboundScenario=1),
        agent("AgentRinging", 5, **call),
        agent("AgentTalk", 9, **call),
        agent("AgentRelease", 20, **call),
        agent("AgentBreak", 30, breakCode="Lunch"),
        agent("AgentCheckOut", 50),
    ]

    for event in reversed(day):
        assert ccc.send(event).content == ACKNOWLEDGED

    expected = ["ready", "ready", "ringing", "talking", "wrap_up", "break", "offline"]
    told = list(dict.fromkeys(states()))
    assert [state for state, _ in told] == list(dict.fromkeys(expected))
    assert ("break", "Lunch") in told


def test_wrap_up_lasts_from_the_release_to_the_next_event(ccc: Dialer) -> None:
    ccc.send(OUTBOUND)

    assert [state for state, _ in states()][-2:] == ["wrap_up", "ready"]


def test_wrap_up_of_version_1_is_understood(ccc: Dialer) -> None:
    ccc.send(agent("AgentACW", 3, contactId="c-1"))

    assert states() == [("wrap_up", None)]


def test_a_missed_call_has_its_reason(ccc: Dialer) -> None:
    call = {"contactId": "c-1", "callType": "INBOUND", "mediaType": "AUDIO"}

    ccc.send([agent("AgentRinging", 1, **call), agent("AgentRingingTimeout", 20, **call)])

    assert states()[-1] == ("ready", "missed_call")


@pytest.mark.parametrize(
    "fields",
    [
        {"callType": "INTERNAL"},
        {"callType": "CONSULTANT"},
        {"callType": "MONITOR"},
        {"callType": "INBOUND", "scenario": "COACHING"},
        {"callType": "OUTBOUND", "scenario": "MONITORING"},
    ],
)
def test_talking_to_colleagues_and_supervising_is_no_call_of_a_customer(
    ccc: Dialer, fields: dict[str, str]
) -> None:
    ccc.send(agent("AgentTalk", 3, contactId="c-1", mediaType="AUDIO", **fields))

    assert (calls(), [state for state, _ in states()]) == ({}, ["talking"])


@pytest.mark.parametrize(
    ("message", "note"),
    [
        (agent("AgentTalk", 1, contactId="c-1", mediaType="Chat"), ("not_used", "mediaType")),
        (agent("TextStream", 1, finished=True, text="您好"), ("not_used", "eventType")),
        (agent("TextStream", 1, finished=0), ("not_used", "eventType")),
        (agent("IvrTracking", 1), ("not_used", "eventType")),
        (agent("DualTrackRecordingReady", 1), ("not_used", "eventType")),
        (agent("CDRReady", 1, contactId="c-1"), ("not_used", "eventType")),
        (agent("AgentLevitates", 1), ("unknown_value", "eventType")),
    ],
)
def test_other_events_are_acknowledged_and_not_used(
    ccc: Dialer, message: dict[str, Any], note: tuple[str, str]
) -> None:
    answer = ccc.send(message)

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    assert (notes(), calls(), states()) == ([note], {}, [])
    assert deliveries()[0].state is DeliveryState.IGNORED


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{", "body"),
        (b"7", "body"),
        (b"[[]]", "body"),
        ({"eventType": "AgentReady", "agentId": "a"}, "eventTime"),
        ({"eventTime": "2026-03-02T01:00:00Z"}, "eventType"),
        ({"eventTime": "soon", "eventType": "AgentReady", "agentId": "a"}, "eventTime"),
        ({"eventTime": "2026-03-02T01:00:00Z", "eventType": "AgentReady"}, "agentId"),
        ({"eventTime": "2026-03-02T01:00:00Z", "eventType": "Released"}, "contactId"),
        (
            {
                "eventTime": "2026-03-02T01:00:00Z",
                "eventType": "RecordingReady",
                "contactId": "c",
            },
            "downloadURL",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(ccc: Dialer, body: Any, field: str) -> None:
    answer = ccc.send(body)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_one_bad_message_among_many_is_named_and_does_not_harm_the_others(ccc: Dialer) -> None:
    answer = ccc.send([agent("AgentReady", 1), {"eventType": "AgentReady"}, *OUTBOUND])

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    [delivery] = deliveries()
    assert delivery.state is DeliveryState.PARTLY
    [refused] = [note for note in delivery.notes if note["refuses"]]
    assert (refused["field"], refused["line"]) == ("eventTime", 2)
    assert calls()["job-out-1"].talk_s == 50


def test_a_time_without_a_zone_is_gmt(ccc: Dialer) -> None:
    ccc.send({**agent("AgentReady", 1), "eventTime": "2026-03-02T01:00:00.447"})
    ccc.send({**agent("AgentBreak", 1), "eventTime": "2026-03-02T09:00:01.447+08:00"})

    assert [state for state, _ in states()] == ["ready", "break"]


@given(mutated("aliyun_ccc"), st.sampled_from(["", "kind=vms"]))
def test_spoilt_bytes_are_translated_or_refused(body: bytes, query: str) -> None:
    outlive(adapter, Payload(body=body, query=query), Setting())
