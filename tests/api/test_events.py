"""The event door: what dialers post, and what they are told."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from services import db
from services.db import transaction
from services.people import keys, organisation
from services.tables import KeyScope

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def dialer(client: TestClient) -> TestClient:
    """A client that holds a dialer's key."""
    client.headers["Authorization"] = f"Bearer {make_key(KeyScope.EVENTS_WRITE)}"
    return client


def make_key(*scopes: KeyScope) -> str:
    with transaction() as session:
        source = organisation.find_or_create_source(session, "dialer")
        return keys.create_key(session, name="k", source=source, scopes=scopes, actor="test")[1]


def event(number: int = 1, kind: str = "call.dialed", **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "/dialer",
        "type": kind,
        "time": (NOW - timedelta(minutes=5) + timedelta(seconds=number)).isoformat(),
        "data": {"call_id": "c1", **data},
    }


def stored_events() -> int:
    with transaction() as session:
        [row] = db.rows(session, "SELECT count(*) AS n FROM event", {})
    return int(row["n"])


def post(client: TestClient, body: Any, content_type: str = "application/json") -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/api/v1/events", content=content, headers={"Content-Type": content_type})


def statuses(response: Any) -> Sequence[str]:
    return [result["status"] for result in response.json()["results"]]


def test_one_event_is_stored_and_its_repetition_harmless(dialer: TestClient) -> None:
    first, again = post(dialer, event()), post(dialer, event())

    assert (first.status_code, statuses(first)) == (202, ["stored"])
    assert (again.status_code, statuses(again)) == (202, ["duplicate"])
    assert stored_events() == 1


def test_a_batch_has_one_result_per_event_in_the_order_sent(dialer: TestClient) -> None:
    wrong = event(2) | {"type": "call.exploded"}

    response = post(
        dialer, [event(1), wrong, event(1), event(3)], "application/cloudevents-batch+json"
    )

    assert response.status_code == 202
    assert statuses(response) == ["stored", "rejected", "duplicate", "stored"]
    rejected = response.json()["results"][1]
    assert (rejected["id"], rejected["field"]) == ("e2", "type")
    assert "call.exploded" in rejected["reason"]


def test_lines_of_json_are_events(dialer: TestClient) -> None:
    lines = b"\n".join(json.dumps(event(n)).encode() for n in range(3)) + b"\n\n"

    assert statuses(post(dialer, lines, "application/x-ndjson")) == ["stored"] * 3


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"time": "1970-01-01T00:00:00Z"}, "time", "older than 366 days"),
        ({"time": (NOW + timedelta(days=2)).isoformat()}, "time", "future"),
        ({"time": "2026-03-02T09:00:00"}, "time", "no zone"),
        ({"time": "yesterday"}, "time", "RFC3339"),
        ({"type": "call.exploded"}, "type", "'call.exploded' is not known"),
        ({"type": "call.answerd"}, "type", "Did you mean call.answered?"),
        ({"type": "?"}, "type", "'?' is not known; known are call.dialed, call.ringing,"),
        ({"specversion": "0.3"}, "specversion", "Invalid"),
        ({"id": ""}, "id", "length"),
        ({"data": {}}, "data.call_id", "required"),
        ({"data": {"call_id": 7}}, "data.call_id", "Expected `str"),
        ({"data": {"call_id": "c", "amount": "much"}}, "data.amount", "Expected `float"),
        ({"data": {"call_id": "c", "direction": "up"}}, "data.direction", "regex"),
        ({"data": {"call_id": "c", "note": "a\0b"}}, "data", "NUL"),
        ({"data": {"call_id": "c", "note": "x" * 70_000}}, "data", "64 KiB"),
        ({"type": "agent.state", "data": {"agent": "1"}}, "data.state", "required"),
        ({"type": "agent.state", "data": {"state": "redy"}}, "data.state", "Did you mean ready?"),
        ({"type": "agent.state", "data": {"state": "ready"}}, "data.agent", "required"),
    ],
)
def test_a_wrong_event_is_a_problem_naming_its_field(
    dialer: TestClient, change: dict[str, Any], field: str, sentence: str
) -> None:
    response = post(dialer, event() | change)

    problem = response.json()
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "/problems/event-rejected"
    assert problem["field"] == field
    assert sentence in problem["detail"]
    assert stored_events() == 0


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"[]", b"[1", b'{"id": "\xff\xfe"}', b"\xff\xfe", b"[" * 5000]
)
def test_what_is_not_json_is_a_problem(dialer: TestClient, body: bytes) -> None:
    response = post(dialer, body)

    assert response.status_code == 422
    assert response.json()["detail"].endswith("Nothing was stored.")
    assert stored_events() == 0


def test_half_of_a_surrogate_pair_is_refused(dialer: TestClient) -> None:
    for half in ("\ud800", "\udc00"):
        assert post(dialer, event(note=half)).status_code == 422


def test_a_missing_attribute_is_named(dialer: TestClient) -> None:
    incomplete = event()
    del incomplete["time"]

    assert post(dialer, incomplete).json()["field"] == "time"


def test_too_many_events_store_nothing(dialer: TestClient) -> None:
    lines = b"\n".join([json.dumps(event()).encode()] * 100_000)

    for body in (lines, lines[:5_000_000]):
        response = post(dialer, body, "application/x-ndjson")
        assert response.status_code == 413
        assert "accepts" in response.json()["detail"] or "accepted" in response.json()["detail"]
    assert stored_events() == 0


def test_a_batch_of_nothing_but_wrong_events_is_a_problem_with_results(dialer: TestClient) -> None:
    response = post(dialer, [event() | {"id": ""}, event() | {"time": "never"}])

    assert response.status_code == 422
    assert [result["field"] for result in response.json()["results"]] == ["id", "time"]


@pytest.mark.parametrize("header", [None, "Bearer ek_wrong", "Basic YTpi", "Bearer", "ek_x"])
def test_a_wrong_key_is_401(client: TestClient, header: str | None) -> None:
    if header:
        client.headers["Authorization"] = header

    response = post(client, event())

    assert response.status_code == 401
    assert response.json()["type"] == "/problems/key-unknown"
    assert response.json()["detail"].startswith("No API key came with this request, or one")


def test_a_key_for_recordings_may_not_send_events(client: TestClient) -> None:
    client.headers["Authorization"] = f"Bearer {make_key(KeyScope.RECORDINGS_WRITE)}"

    refused = post(client, event())
    assert (refused.status_code, refused.json()["facts"]) == (403, {"key_scope": "events:write"})


def test_half_a_request_stores_nothing_and_is_not_answered(dialer: TestClient) -> None:
    half = json.dumps(event()).encode()[:-20]
    coming = [
        {"type": "http.request", "body": half, "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Any] = []

    async def hang_up() -> None:
        async def receive() -> Any:
            return coming.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        key = dialer.headers["Authorization"].encode()
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/api/v1/events",
            "headers": [(b"authorization", key)],
        }
        await dialer.app(scope, receive, send)

    assert dialer.portal is not None
    dialer.portal.call(hang_up)

    assert sent == []
    assert stored_events() == 0


def test_two_dialers_may_use_the_same_names(dialer: TestClient) -> None:
    post(dialer, event())
    with transaction() as session:
        other = organisation.find_or_create_source(session, "other")
        _, secret = keys.create_key(
            session, name="k", source=other, scopes=[KeyScope.EVENTS_WRITE], actor="test"
        )
    dialer.headers["Authorization"] = f"Bearer {secret}"

    assert statuses(post(dialer, event())) == ["stored"]


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "specversion": st.just("1.0") | json_values,
            "id": st.text() | json_values,
            "source": st.text() | json_values,
            "type": st.sampled_from(["call.dialed", "agent.state"]) | json_values,
            "time": st.just(NOW.isoformat()) | json_values,
            "data": st.fixed_dictionaries(
                {"call_id": st.text(max_size=20)},
                optional={"agent": json_values, "campaign": json_values, "x": json_values},
            )
            | json_values,
        },
    )
)
def test_nothing_a_dialer_sends_is_a_server_error(dialer: TestClient, body: Any) -> None:
    response = post(dialer, json.dumps(body).encode())

    assert response.status_code in (202, 422)
