"""Amazon Connect's feeds side by side, in all that carries them, and what is refused."""

import gzip
import json
from base64 import b64encode
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from services.db import transaction
from services.tables import AgentStateChange, DeliveryState
from tests.dialing import Dialer, calls, deliveries, fetches, legs, notes, sample, the_call
from tests.factories import make_agent, make_unit

INBOUND = sample("amazon_connect", "record_inbound.json")
OUTBOUND = sample("amazon_connect", "record_outbound.json")
AGENT_EVENT = sample("amazon_connect", "agent_event.json")
CONTACT_EVENT = sample("amazon_connect", "contact_event.json")


@pytest.fixture
def connect(client: TestClient) -> Dialer:
    return Dialer(client, "amazon_connect")


def packed(record: Any) -> str:
    return b64encode(json.dumps(record).encode()).decode()


def changes() -> list[tuple[str, str]]:
    """States of all agents in order, and the time of day."""
    with transaction() as session:
        found = session.exec(select(AgentStateChange).order_by(col(AgentStateChange.at))).all()
    return [(each.state, f"{each.at:%H:%M:%S}") for each in found]


def test_wrap_up_begins_and_ends_as_recorded(client: TestClient) -> None:
    connect = Dialer(client, "amazon_connect")
    with transaction() as session:
        make_agent(session, make_unit(session), code="alice")

    connect.send(INBOUND)

    assert changes()[-2:] == [("wrap_up", "01:03:40"), ("ready", "01:04:00")]


def test_an_agent_whose_call_nobody_answered_does_not_ring_for_ever(client: TestClient) -> None:
    connect = Dialer(client, "amazon_connect")
    with transaction() as session:
        make_agent(session, make_unit(session), code="alice")

    connect.send({**OUTBOUND, "ConnectedToSystemTimestamp": None})

    assert changes()[-2:] == [("wrap_up", "02:01:10"), ("ready", "02:01:20")]


def test_the_agent_stream_tells_states_and_the_call_while_it_lasts(client: TestClient) -> None:
    connect = Dialer(client, "amazon_connect", settings={"agent_stream": True})
    with transaction() as session:
        make_agent(session, make_unit(session), code="alice")

    connect.send(AGENT_EVENT)

    assert (the_call().state, legs(the_call())) == ("talking", [("alice", 0)])
    assert set(changes()) == {("talking", "01:01:00")}


@pytest.mark.parametrize("backwards", [False, True])
def test_the_feeds_together_tell_of_one_call_once(client: TestClient, backwards: bool) -> None:
    settings = {
        "agent_stream": True,
        "agents": {"agent-1": "alice"},
        "queues": {"queue-1": "Sales"},
    }
    connect = Dialer(client, "amazon_connect", settings=settings)
    feeds = [CONTACT_EVENT, AGENT_EVENT, INBOUND]

    for record in reversed(feeds) if backwards else feeds:
        connect.send(record)

    call = the_call()
    assert [(each["queue"], each["joined"]) for each in call.visits] == [("Sales", True)]
    assert [agent for agent, _ in legs(call)] == ["alice"]
    assert (call.wait_s, call.end_estimated, call.hangup_by) == (45, False, "customer")


def test_a_contact_event_alone_ends_a_call_by_estimate(connect: Dialer) -> None:
    connect.send(CONTACT_EVENT)

    assert (the_call().state, the_call().end_estimated) == ("ended", True)


@pytest.mark.parametrize("envelope", ["firehose", "kinesis", "pipes", "lines", "glued", "gzip"])
def test_records_arrive_in_whatever_carries_them(connect: Dialer, envelope: str) -> None:
    plain = json.dumps(INBOUND), json.dumps(OUTBOUND)
    kinesis = [
        {"eventSource": "aws:kinesis", "kinesis": {"data": packed(each)}}
        for each in (INBOUND, OUTBOUND)
    ]
    pipes = [{"eventSource": "aws:kinesis", "data": packed(each)} for each in (INBOUND, OUTBOUND)]
    body: Any = {
        "firehose": {
            "requestId": "r-1",
            "timestamp": 1772413200000,
            "records": [{"data": packed(INBOUND)}, {"data": packed(OUTBOUND)}],
        },
        "kinesis": {"Records": kinesis},
        "pipes": pipes,
        "lines": "\n".join(plain),
        "glued": "".join(plain),
        "gzip": gzip.compress("".join(plain).encode()),
    }[envelope]

    assert connect.send(body).status_code == 200

    assert sorted(calls()) == ["c-0001", "c-0002"]


def test_firehose_brings_the_key_in_its_own_header_and_wants_its_own_answer(
    client: TestClient, connect: Dialer
) -> None:
    body = {"requestId": "r-1", "timestamp": 1772413200000, "records": [{"data": packed(INBOUND)}]}
    headers = {"X-Amz-Firehose-Access-Key": connect._key, "X-Amz-Firehose-Request-Id": "r-1"}

    answers = [
        client.post("/api/v1/hooks/amazon_connect", json=body, headers=headers) for _ in range(2)
    ]

    for answer in answers:
        assert (answer.status_code, answer.json()["requestId"]) == (200, "r-1")
        assert answer.json()["timestamp"] > 1_700_000_000_000
        assert answer.headers["content-type"] == "application/json"
    [delivery] = deliveries()
    assert delivery.key == "r-1"
    assert connect._key not in json.dumps(delivery.headers)


def test_a_record_that_cannot_be_read_does_not_harm_the_others(connect: Dialer) -> None:
    broken = {"data": "!"}
    wrong = {"data": packed({**OUTBOUND, "DisconnectTimestamp": "soon"})}

    answer = connect.send({"records": [broken, {"data": packed(INBOUND)}, wrong]})

    assert answer.status_code == 200
    assert sorted(calls()) == ["c-0001"]
    [delivery] = deliveries()
    assert delivery.state == DeliveryState.PARTLY
    assert [(note["line"], note["field"]) for note in delivery.notes] == [
        (1, "data"),
        (3, "DisconnectTimestamp"),
    ]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ("{", "body"),
        ("[1]", "body"),
        ({"Channel": "VOICE"}, "ContactId"),
        ({**INBOUND, "ContactId": ""}, "ContactId"),
        ({"ContactId": "c-3"}, "InitiationTimestamp"),
        ({**INBOUND, "Agent": {"CustomerHoldDuration": -1}}, "Agent.CustomerHoldDuration"),
        ({**AGENT_EVENT, "EventTimestamp": None}, "EventTimestamp"),
        (
            {**AGENT_EVENT, "AgentARN": None, "CurrentAgentSnapshot": {}},
            "CurrentAgentSnapshot.Configuration.Username",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_the_name_amazon_gives_it(
    connect: Dialer, record: Any, field: str
) -> None:
    answer = connect.send(record)

    assert answer.status_code == 422
    assert (answer.json()["field"], calls()) == (field, {})
    assert deliveries()[0].state == DeliveryState.REFUSED


@pytest.mark.parametrize(
    "change", [{"Channel": "CHAT"}, {"Channel": "TASK"}, {"InitiationMethod": "MONITOR"}]
)
def test_chats_tasks_and_listening_supervisors_are_no_calls(
    connect: Dialer, change: dict[str, str]
) -> None:
    assert connect.send({**INBOUND, **change}).status_code == 200

    assert (calls(), deliveries()[0].state) == ({}, DeliveryState.IGNORED)


@pytest.mark.parametrize(
    "change",
    [
        {"Status": "DELETED"},
        {"MediaStreamType": "VIDEO"},
        {"StorageType": "KINESIS_VIDEO_STREAM"},
        {"ParticipantType": "IVR"},
        {"Location": None},
    ],
)
def test_only_recordings_that_are_there_and_have_the_agent_in_them_are_fetched(
    connect: Dialer, change: dict[str, Any]
) -> None:
    recording = INBOUND["Recordings"][0] | change
    connect.send({**INBOUND, "Recording": None, "Recordings": [recording]})

    assert fetches() == []
    assert ("recording_deleted" in dict(notes())) == ("Status" in change)
