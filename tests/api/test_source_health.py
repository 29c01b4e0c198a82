"""How a dialer is, and what it sent: right numbers, for those who see all calls."""

from base64 import b64decode
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.clock import utc_now
from services.db import transaction
from services.tables import (
    AuditEntry,
    Call,
    Delivery,
    DeliveryState,
    Event,
    KeyScope,
    Role,
    Source,
)
from tests.api.calling import World
from tests.doors import DIALERS_SCOPES, bearer, sign_in
from tests.factories import make_call, make_recording, make_source, make_user

DRIFT = {"reason": "clock_drift", "sentence": "in the future", "field": "time", "refuses": True}
ALL_DAY = {"from": "00:00", "to": "00:00"}


@pytest.fixture
def world(client: TestClient) -> World:
    with transaction() as session:
        world = World(session)
        make_user(session, world.company.unit, login="quinn", role=Role.QA_LEAD)
        make_user(session, world.company.unit, login="max", role=Role.MANAGER)
        make_user(session, world.company.bobs_team, login="rita", role=Role.MANAGER)
    sign_in(client, "dana")
    return world


def hear(session: Session, source: Source, minutes_ago: float, lag_s: float) -> None:
    """An event that came then."""
    received_at = utc_now() - timedelta(minutes=minutes_ago)
    session.add(
        Event(
            source_id=source.id,
            origin="tests",
            event_id=uuid4().hex,
            type="call.dialed",
            at=received_at - timedelta(seconds=lag_s),
            received_at=received_at,
        )
    )


def deliver(session: Session, source: Source, hours_ago: float = 0, **fields: Any) -> Delivery:
    values = {"dialer": "asterisk", "url": "/api/v1/hooks/asterisk", "body": b"{}"}
    delivery = Delivery(
        source_id=source.id,
        received_at=utc_now() - timedelta(hours=hours_ago),
        **{"state": DeliveryState.STORED} | values | fields,
    )
    session.add(delivery)
    session.flush()
    return delivery


def health(client: TestClient, source: Source) -> dict[str, Any]:
    answer = client.get(f"/api/v1/sources/{source.id}/health")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def listed(client: TestClient, source: Source, **params: Any) -> Any:
    return client.get(f"/api/v1/sources/{source.id}/deliveries", params=params)


def test_a_new_source_has_nothing_to_tell(client: TestClient, world: World) -> None:
    with transaction() as session:
        session.delete(session.get_one(Call, world.call.id))

    found = health(client, world.source)

    assert found.pop("at")
    assert found == {
        "last_seen_at": None,
        "silent_since": None,
        "events_per_minute": [0] * 60,
        "lag": {"p50_s": None, "p95_s": None},
        "clock_off_s": None,
        "deliveries": {"stored": 0, "partly": 0, "refused": 0, "ignored": 0},
        "events": 0,
        "duplicates": 0,
        "direct": {"duplicates": 0, "refused": 0},
        "notes": {},
        "samples": [],
        "missing_recordings": 0,
    }


def test_events_of_the_last_hour_are_counted_by_minute(client: TestClient, world: World) -> None:
    with transaction() as session:
        other = make_source(session, "other")
        for minutes_ago in (0.5, 0.5, 10.5, 59.5, 61):
            hear(session, world.source, minutes_ago, lag_s=2)
        hear(session, other, 0.5, lag_s=900)

    found = health(client, world.source)

    counted = {n: count for n, count in enumerate(found["events_per_minute"]) if count}
    assert counted == {59: 2, 49: 1, 0: 1}
    assert found["lag"] == {"p50_s": 2, "p95_s": 2}
    assert found["clock_off_s"] is None
    assert found["last_seen_at"] is not None


@pytest.mark.parametrize(
    ("lags", "off"),
    [([-30, -30, 5], -30), ([0.2, 1, 400], None), ([28_800] * 3, 28_800), ([-0.5], None)],
)
def test_a_clock_is_off_when_half_of_what_comes_is(
    client: TestClient, world: World, lags: list[float], off: float | None
) -> None:
    with transaction() as session:
        for lag_s in lags:
            hear(session, world.source, 5, lag_s)

    assert health(client, world.source)["clock_off_s"] == off


def test_records_written_after_the_call_are_not_late(client: TestClient, world: World) -> None:
    """The first event of a record is as old as its call is long; the newest tells the lag."""
    with transaction() as session:
        hear(session, world.source, 5, lag_s=900)
        for lag_s in (1.0, 2.0, 3.0):
            deliver(session, world.source, 0.1, lag_s=lag_s, events=4)
        deliver(session, world.source, 2, lag_s=500)

    found = health(client, world.source)

    assert found["lag"] == {"p50_s": 2, "p95_s": 2.9}
    assert found["clock_off_s"] is None


def test_a_day_of_deliveries_is_summed_up_with_samples(client: TestClient, world: World) -> None:
    with transaction() as session:
        deliver(session, world.source, 1, events=5, duplicates=2)
        deliver(session, world.source, 2, state=DeliveryState.IGNORED)
        refused = deliver(session, world.source, 3, state=DeliveryState.REFUSED, notes=[DRIFT])
        zone = {"reason": "zone_mismatch", "sentence": "8 h off", "field": None, "line": 3}
        partly = deliver(
            session, world.source, 4, state=DeliveryState.PARTLY, events=1, notes=[DRIFT, zone]
        )
        deliver(session, world.source, 25, state=DeliveryState.REFUSED, notes=[DRIFT])

    found = health(client, world.source)

    assert found["deliveries"] == {"stored": 1, "partly": 1, "refused": 1, "ignored": 1}
    assert (found["events"], found["duplicates"]) == (6, 2)
    assert found["notes"] == {"clock_drift": 2, "zone_mismatch": 1}
    assert [sample["id"] for sample in found["samples"]] == [refused.id, partly.id]
    assert found["samples"][0]["notes"] == [DRIFT | {"line": None}]


def test_missing_recordings_of_the_last_week_are_counted(client: TestClient, world: World) -> None:
    now = utc_now()
    with transaction() as session:
        other = make_source(session, "other")
        for days_ago, source in (
            (1, world.source),
            (2, world.source),
            (8, world.source),
            (1, other),
        ):
            make_call(session, source_id=source.id, started_at=now - timedelta(days=days_ago))
        there = make_call(session, source_id=world.source.id, started_at=now - timedelta(days=1))
        make_recording(session, there)

    assert health(client, world.source)["missing_recordings"] == 2


@pytest.mark.parametrize(
    ("seen_minutes_ago", "hours", "alarmed"),
    [(20, ALL_DAY, True), (10, ALL_DAY, False), (20, None, False), (60 * 24 * 9, ALL_DAY, True)],
)
def test_silence_is_alarming_in_working_hours(
    client: TestClient, world: World, seen_minutes_ago: int, hours: Any, alarmed: bool
) -> None:
    # A zone in which it is about noon now, whenever this runs.
    zone = f"Etc/GMT{utc_now().hour - 12:+d}"
    with transaction() as session:
        source = session.get_one(Source, world.source.id)
        source.working_hours, source.timezone = hours, zone
        source.last_seen_at = utc_now() - timedelta(minutes=seen_minutes_ago)

    assert (health(client, world.source)["silent_since"] is not None) is alarmed


def test_deliveries_are_paged_newest_first_by_state(client: TestClient, world: World) -> None:
    with transaction() as session:
        other = make_source(session, "other")
        deliver(session, other)
        for hour in range(5):
            state = DeliveryState.REFUSED if hour % 2 else DeliveryState.STORED
            deliver(session, world.source, hour, state=state, key=f"k{hour}")

    keys: list[str] = []
    cursor = None
    while not keys or cursor:
        page = listed(
            client, world.source, limit=2, **({"cursor": cursor} if cursor else {})
        ).json()
        keys += [each["key"] for each in page["items"]]
        cursor = page["next"]
    refused = listed(client, world.source, state=["refused", "partly"]).json()["items"]

    assert keys == ["k0", "k1", "k2", "k3", "k4"]
    assert [each["key"] for each in refused] == ["k1", "k3"]
    assert "body" not in refused[0]
    assert listed(client, world.source, state="lost").json()["field"].startswith("state")
    assert listed(client, world.source, cursor="x").json()["field"] == "cursor"


@pytest.mark.parametrize(
    ("body", "encoding"), [("通话".encode(), "text"), (b"\xff\x00", "base64"), (b"", "text")]
)
def test_what_came_is_read_whole_and_that_is_noted(
    client: TestClient, world: World, body: bytes, encoding: str
) -> None:
    with transaction() as session:
        delivery = deliver(session, world.source, body=body, headers={"user-agent": "pbx"})

    found = client.get(f"/api/v1/deliveries/{delivery.id}").json()

    assert (found["encoding"], found["headers"]) == (encoding, {"user-agent": "pbx"})
    text = found["body"]
    assert (text.encode() if encoding == "text" else b64decode(text)) == body
    with transaction() as session:
        [entry] = session.exec(select(AuditEntry).where(AuditEntry.act == "delivery.read"))
    assert (entry.actor, entry.subject) == ("dana", str(delivery.id))
    assert entry.facts == {"source_id": str(world.source.id)}


@pytest.mark.parametrize("delivery_id", ["0", "-1", str(2**63), str(-(2**70)), "12345"])
def test_there_is_no_such_delivery(client: TestClient, world: World, delivery_id: str) -> None:
    answer = client.get(f"/api/v1/deliveries/{delivery_id}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/delivery-not-found")


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("alice", 403),
        ("bob", 403),
        ("charlie", 403),
        ("quinn", 403),
        ("rita", 403),
        ("max", 200),
        ("dana", 200),
    ],
)
def test_only_who_sees_all_calls_and_manages_sources_looks(
    client: TestClient, world: World, login: str, status: int
) -> None:
    with transaction() as session:
        delivery = deliver(session, world.source, body=b"13800000000")
    sign_in(client, login)

    for path in (
        f"sources/{world.source.id}/health",
        f"sources/{world.source.id}/deliveries",
        f"deliveries/{delivery.id}",
    ):
        assert client.get(f"/api/v1/{path}").status_code == status, path


@pytest.mark.parametrize("key_scope", DIALERS_SCOPES)
def test_no_key_looks(client: TestClient, world: World, key_scope: KeyScope) -> None:
    client.cookies.clear()
    with transaction() as session:
        delivery = deliver(session, world.source)
        headers = bearer(session, world.source, key_scope)

    for path in (f"sources/{world.source.id}/health", f"deliveries/{delivery.id}"):
        assert client.get(f"/api/v1/{path}", headers=headers).status_code == 403
