"""Signed events: nobody else's, not old ones, and none twice."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from services.clock import utc_now
from services.db import transaction
from services.dialers import Payload, PayloadUnreadable, Setting, SignatureWrong, ZoneNeeded
from services.dialers.standard_webhooks import adapter
from services.tables import DeliveryState
from tests.deliveries import calls, deliveries, make_dialer, post, the_call

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
SENT_AT = datetime.fromtimestamp(1614265330, UTC)
VECTOR = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
BODY = b'{"test": 2432232314}'


def event(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"c-1-{number}",
        "source": "/dialer/1",
        "type": "call.dialed",
        "time": "2026-03-02T09:00:00+08:00",
        "data": {"call_id": "c-1", "agent": "8002"},
    } | changes


ENDED = event(2, type="call.ended", time="2026-03-02T09:01:00+08:00")


@pytest.fixture
def key(database: None) -> str:
    with transaction() as session:
        return make_dialer(session, dialer="standard_webhooks", secrets={"secret": SECRET})


def send(
    client: TestClient,
    key: str,
    body: Any,
    *,
    name: str = "msg_1",
    at: datetime | None = None,
    secret: str = SECRET,
    prefix: str = "webhook-",
) -> Any:
    content = body if isinstance(body, str) else json.dumps(body)
    sent_at = at or utc_now()
    headers = {
        f"{prefix}id": name,
        f"{prefix}timestamp": str(int(sent_at.timestamp())),
        f"{prefix}signature": Webhook(secret).sign(name, sent_at, content),
    }
    return post(client, "standard_webhooks", key, content, headers=headers)


def check(
    secrets: dict[str, str], received_at: datetime = SENT_AT, headers: dict[str, str] | None = None
) -> None:
    adapter.verify(Payload(BODY, VECTOR | (headers or {}), received_at=received_at), secrets)


def test_the_published_vector_is_right() -> None:
    check({"secret": SECRET})
    check({"secret": SECRET.removeprefix("whsec_")})


def test_one_of_several_signatures_is_enough() -> None:
    """While a sender changes its secret it signs with both; and so may we know two."""
    several = f"v1,AAAA v1a,BBBB {VECTOR['webhook-signature']}"
    check({"secret": SECRET}, headers={"webhook-signature": several})
    check({"secret": OTHER, "previous_secret": SECRET})


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-signature": VECTOR["webhook-signature"].replace("v1,", "v1a,")},
        {"webhook-signature": "v1"},
        {"webhook-id": "msg_other"},
        {"webhook-timestamp": "1614265331"},
        {"webhook-timestamp": "1614265330.0"},
        {"webhook-timestamp": "+1614265330"},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "9" * 30},
        {"webhook-timestamp": ""},
    ],
)
def test_what_was_changed_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(SignatureWrong):
        check({"secret": SECRET}, headers=headers)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_old_and_future_timestamps_are_refused(minutes: int) -> None:
    check({"secret": SECRET}, SENT_AT + timedelta(minutes=minutes / 2))
    with pytest.raises(SignatureWrong) as refusal:
        check({"secret": SECRET}, SENT_AT + timedelta(minutes=minutes))
    assert refusal.value.field == "webhook-timestamp"


def test_signed_events_are_stored(client: TestClient, key: str) -> None:
    answer = send(client, key, [event(), ENDED])

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    call = the_call()
    assert (call.call_key, call.agent_key, call.ended_at) == (
        "c-1",
        "8002",
        datetime(2026, 3, 2, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("form", ["one", "list", "lines"])
def test_one_event_a_list_or_lines(client: TestClient, key: str, form: str) -> None:
    bodies: dict[str, Any] = {
        "one": event(),
        "list": [event()],
        "lines": f"{json.dumps(event())}\n{json.dumps(ENDED)}\n",
    }

    assert send(client, key, bodies[form]).status_code == 200
    assert deliveries()[0].events == (2 if form == "lines" else 1)


def test_the_body_that_the_specification_suggests_is_read(client: TestClient, key: str) -> None:
    """It has a `timestamp`, and no id but that of the delivery."""
    thin = {"type": "call.dialed", "timestamp": "2026-03-02T01:00:00Z", "data": {"call_id": "c-1"}}

    assert send(client, key, thin).status_code == 200
    assert the_call().started_at == datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_a_replayed_delivery_is_harmless(client: TestClient, key: str) -> None:
    """Even with another body, and a signature that is right."""
    for body in (event(), event(), ENDED):
        assert send(client, key, body).status_code == 200

    assert len(deliveries()) == 1
    assert (the_call().version, the_call().ended_at) == (1, None)


def test_a_replay_after_five_minutes_is_refused(client: TestClient, key: str) -> None:
    answer = send(client, key, event(), at=utc_now() - timedelta(minutes=6))

    assert answer.status_code == 403
    assert "webhook-timestamp" in answer.json()["detail"]
    assert (deliveries(), calls()) == ([], [])


def test_a_wrong_signature_is_refused_and_nothing_kept(client: TestClient, key: str) -> None:
    answer = send(client, key, event(), secret=OTHER)

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/signature-wrong")
    assert (deliveries(), calls()) == ([], [])


@pytest.mark.parametrize("secrets", [{}, {"secret": "whsec_"}, {"secret": "whsec_a"}])
def test_a_source_without_a_good_secret_says_so(
    client: TestClient, secrets: dict[str, str]
) -> None:
    with transaction() as session:
        key = make_dialer(session, dialer="standard_webhooks", secrets=secrets)

    answer = send(client, key, event())

    assert answer.status_code == 403
    assert "whsec_" in answer.json()["detail"]


def test_the_headers_of_svix_are_the_same(client: TestClient, key: str) -> None:
    assert send(client, key, event(), prefix="svix-").status_code == 200
    assert deliveries()[0].key == "msg_1"


def test_events_that_cannot_be_used_do_not_harm_the_others(client: TestClient, key: str) -> None:
    body = [event(), event(2, type="call.sung"), event(3, time=None), event(4, data=1), 5]

    assert send(client, key, body).status_code == 200

    [delivery] = deliveries()
    assert (delivery.state, delivery.events) == (DeliveryState.PARTLY, 1)
    assert [(note["field"], note["line"]) for note in delivery.notes] == [
        ("type", 2),
        ("time", 3),
        ("data", 4),
        ("body", 5),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [("", "body"), ("[]", "body"), ("{", "body"), ("1", "body"), (event(type="x"), "type")],
)
def test_what_cannot_be_read_is_refused_by_name(
    client: TestClient, key: str, body: Any, field: str
) -> None:
    answer = send(client, key, body)

    assert (answer.status_code, answer.json()["detail"].split(":")[0]) == (422, field)
    assert calls() == []


def test_a_time_without_a_zone_needs_that_of_the_source(client: TestClient, key: str) -> None:
    answer = send(client, key, event(time="2026-03-02T09:00:00"))
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/zone-needed")


@given(st.binary(max_size=60) | st.recursive(st.integers() | st.text(), st.lists).map(json.dumps))
def test_anything_is_read_or_refused(body: bytes | str) -> None:
    content = body if isinstance(body, bytes) else body.encode()
    try:
        told = adapter.translate(Payload(content), Setting())
    except (PayloadUnreadable, ZoneNeeded):
        return
    assert told.events == ()
    assert all(note.refuses for note in told.notes)
