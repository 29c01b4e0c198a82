"""Dialers deliver in their own words: kept, translated, acknowledged, harmless twice."""

import json
from base64 import b64encode
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import Call, Delivery, DeliveryState, KeyScope, RecordingFetch
from tests.factories import make_key

CDR: dict[str, Any] = {
    "SdkAppId": 1400000000,
    "SessionId": "s-1",
    "Caller": "008675500000000",
    "Callee": "008613800000000",
    "Direction": 1,
    "Duration": 42,
    "StartTimestamp": 1772413200,
    "QueuedTimestamp": 0,
    "RingTimestamp": 1772413206,
    "AcceptTimestamp": 1772413215,
    "EndedTimestamp": 1772413257,
    "HungUpSide": "user",
    "EndStatusString": "ok",
    "SeatUser": {"Mail": "a@x.cn", "Name": "李"},
    "ServeParticipants": [
        {
            "Mail": "a@x.cn",
            "RingTimestamp": 1772413201,
            "AcceptTimestamp": 1772413203,
            "EndedTimestamp": 1772413257,
            "Sequence": 0,
            "RecordURL": "https://records.example/r-1.mp3",
        }
    ],
    "Newer": {"than": "we know"},
}


@pytest.fixture
def key(database: None) -> str:
    with transaction() as session:
        return make_key(session, KeyScope.EVENTS_WRITE)


def push(client: TestClient, body: Any, **options: Any) -> Any:
    options.setdefault("params", {"action": "cdr", "version": "1"})
    return client.post("/api/v1/hooks/tccc", content=json.dumps(body), **options)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def deliveries() -> list[Delivery]:
    with transaction() as session:
        return list(session.exec(select(Delivery)).all())


def test_a_push_becomes_a_call_and_is_acknowledged_to_the_letter(
    client: TestClient, key: str
) -> None:
    answer = push(client, CDR, headers=bearer(key))

    assert (answer.status_code, answer.json()) == (200, {"ErrCode": 0, "ErrMsg": ""})
    with transaction() as session:
        call = session.exec(select(Call)).one()
        fetch = session.exec(select(RecordingFetch)).one()
    assert (call.direction, call.customer_number) == ("outbound", "+8613800000000")
    assert (call.talk_s, call.agent_key, call.hangup_by) == (42, "a@x.cn", "customer")
    assert (fetch.call_id, fetch.url) == (call.id, "https://records.example/r-1.mp3")
    [delivery] = deliveries()
    assert json.loads(delivery.body) == CDR
    assert (delivery.state, delivery.events) == (DeliveryState.STORED, 5)


@pytest.mark.parametrize("how", ["bearer", "basic", "address"])
def test_the_key_may_come_in_three_ways_and_is_not_kept(
    client: TestClient, key: str, how: str
) -> None:
    basic = b64encode(f"tccc:{key}".encode()).decode()
    headers = {"bearer": bearer(key), "basic": {"Authorization": f"Basic {basic}"}}.get(how, {})
    params = {"action": "cdr"} | ({"key": key} if how == "address" else {})

    assert push(client, CDR, headers=headers, params=params).status_code == 200

    [delivery] = deliveries()
    assert key not in delivery.url + json.dumps(delivery.headers)
    assert "authorization" not in delivery.headers
    assert "action=cdr" in delivery.url


def test_a_push_that_comes_again_changes_nothing(client: TestClient, key: str) -> None:
    headers = {**bearer(key), "X-TCCC-PUSH-UUID": "p-1"}

    answers = [push(client, CDR, headers=headers) for _ in range(2)]
    answers.append(push(client, CDR, headers=bearer(key)))

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    with transaction() as session:
        assert session.exec(select(Call)).one().version == 1
    assert [(each.events, each.duplicates) for each in deliveries()] == [(5, 0), (5, 5)]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("{", "body"),
        ({"SessionId": "s-1"}, "Direction"),
        ({**CDR, "StartTimestamp": "soon"}, "StartTimestamp"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_kept(
    client: TestClient, key: str, body: Any, field: str
) -> None:
    content = body if isinstance(body, str) else json.dumps(body)

    answer = client.post("/api/v1/hooks/tccc", content=content, headers=bearer(key))

    assert answer.status_code == 422
    assert field in answer.json()["detail"]
    [delivery] = deliveries()
    assert (delivery.state, delivery.body) == (DeliveryState.REFUSED, content.encode())
    assert delivery.notes[0]["sentence"]


def test_nobody_delivers_without_a_key_that_may(client: TestClient, database: None) -> None:
    with transaction() as session:
        reader = make_key(session, KeyScope.CALLS_READ)

    assert push(client, CDR).status_code == 401
    assert push(client, CDR, headers=bearer(reader)).status_code == 403
    assert deliveries() == []


def test_an_unknown_dialer_is_not_found(client: TestClient, key: str) -> None:
    answer = client.post("/api/v1/hooks/nobody", headers=bearer(key))

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/dialer-unknown")


@pytest.mark.parametrize("text", ["o\0k", "\ud800"])
def test_what_cannot_be_stored_is_refused(client: TestClient, key: str, text: str) -> None:
    body = {**CDR, "EndStatusString": text, "ServeParticipants": []}

    answer = push(client, body, headers=bearer(key))

    assert answer.status_code == 422
    assert [delivery.state for delivery in deliveries()] == [DeliveryState.REFUSED]
