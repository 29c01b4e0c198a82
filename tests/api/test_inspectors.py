"""Inspectors and their load, through the door."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.reviews import tasks
from services.tables import AuditEntry, Deputy, Role
from tests.api.desk import Desk
from tests.doors import sign_in

INSPECTORS = "/api/v1/reviews/inspectors"
WORKLOAD = "/api/v1/reviews/workload"


@pytest.fixture
def desk(client: TestClient) -> Desk:
    with transaction() as session:
        return Desk(session)


def inspectors_of(client: TestClient) -> dict[str, Any]:
    return {each["name"]: each for each in client.get(INSPECTORS).json()["items"]}


def test_settings_are_changed_one_by_one_and_noted(client: TestClient, desk: Desk) -> None:
    sign_in(client, "quinn")
    assert set(inspectors_of(client)) == {"Iris", "Ivan", "Quinn"}
    assert inspectors_of(client)["Iris"]["daily_quota"] == 40
    place = f"{INSPECTORS}/{desk.iris.id}"
    change = {"daily_quota": 12, "campaign_ids": [str(desk.campaign.id)], "languages": ["en"]}
    assert client.patch(place, json=change).status_code == 200
    told = client.patch(place, json={"own_team": True}).json()
    assert told["updated_by"] == "quinn"
    assert {name: told[name] for name in change} == change
    assert told["own_team"] is True
    with transaction() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.act == "inspector.changed").order_by(AuditEntry.id)  # type: ignore[arg-type]
        ).all()
    assert [entry.facts["after"] for entry in entries] == [change, {"own_team": True}]
    assert entries[0].facts["before"]["daily_quota"] == 40


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"daily_quota": -1}, "daily_quota"),
        ({"daily_quota": None}, "daily_quota"),
        ({"languages": ["Klingon"]}, "languages.0"),
        ({"campaign_ids": [str(uuid4())]}, "campaign_ids[0]"),
        ({"away_from": "2026-05-02", "away_until": "2026-05-01"}, "away_until"),
        ({"quota": 3}, "quota"),
    ],
)
def test_wrong_settings_are_refused_by_name(
    client: TestClient, desk: Desk, change: dict[str, Any], field: str
) -> None:
    sign_in(client, "quinn")
    refused = client.patch(f"{INSPECTORS}/{desk.iris.id}", json=change)
    assert refused.status_code == 422, refused.text
    assert refused.json()["field"] == field
    assert inspectors_of(client)["Iris"]["updated_at"] is None


def test_who_is_on_leave_or_has_a_deputy_is_away(client: TestClient, desk: Desk) -> None:
    today = utc_now().date()
    sign_in(client, "quinn")
    leave = {"away_from": str(today - timedelta(days=1)), "away_until": str(today + timedelta(2))}
    assert client.patch(f"{INSPECTORS}/{desk.iris.id}", json=leave).json()["is_away"]
    with transaction() as session:
        session.add(
            Deputy(
                user_id=desk.ivan.id,
                deputy_id=desk.quinn.id,
                permissions=["reviews:write"],
                from_at=utc_now() - timedelta(hours=1),
                until_at=utc_now() + timedelta(hours=1),
                created_by="ivan",
            )
        )
    ivan = inspectors_of(client)["Ivan"]
    assert (ivan["is_away"], ivan["deputy"]["name"]) == (True, "Quinn")
    back = client.patch(f"{INSPECTORS}/{desk.iris.id}", json=dict.fromkeys(leave))
    assert not back.json()["is_away"]


def test_a_lead_of_one_region_sees_those_above_and_changes_own_ones(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        region = desk.company.bobs_team
        desk.reviewer(session, "rita", region, Role.QA_LEAD)
        inside = desk.reviewer(session, "inside", region)
        desk.reviewer(session, "outside", desk.company.charlies_team)
    sign_in(client, "rita")
    assert set(inspectors_of(client)) == {"Iris", "Ivan", "Quinn", "Rita", "Inside"}
    assert inspectors_of(client)["Iris"]["may_change"] is False
    assert client.patch(f"{INSPECTORS}/{inside.id}", json={"share": 2}).status_code == 200
    refused = client.patch(f"{INSPECTORS}/{desk.iris.id}", json={"share": 2})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/inspector-above")
    assert client.patch(f"{INSPECTORS}/{uuid4()}", json={"share": 2}).status_code == 404


def test_workload_tells_what_each_has_and_how_old_it_is(client: TestClient, desk: Desk) -> None:
    now = utc_now()
    with transaction() as session:
        desk.task(session, created_at=now - timedelta(hours=30), due_at=now - timedelta(hours=1))
        given, begun, done = (desk.task(session) for _ in range(3))
        tasks.hand(session, given, desk.iris.id)
        tasks.mark_claimed(session, begun.id, desk.iris.id)
        tasks.mark_done(session, done.id, desk.iris.id)
    sign_in(client, "quinn")
    told = client.get(WORKLOAD).json()
    backlog = told["backlog"]
    assert [backlog[name] for name in ("waiting", "assigned", "claimed", "overdue")] == [1, 1, 1, 1]
    assert backlog["done_24h"] == 1
    assert [(age["from_h"], age["tasks"], age["overdue"]) for age in backlog["ages"]] == [
        (0, 2, 0),
        (4, 0, 0),
        (24, 1, 1),
        (72, 0, 0),
        (168, 0, 0),
    ]
    loads = {each["inspector"]["name"]: each for each in told["inspectors"]["items"]}
    iris = loads["Iris"]
    assert [iris[name] for name in ("waiting", "claimed", "done_today", "room")] == [1, 1, 1, 37]
    assert loads["Ivan"]["room"] == 40

    sign_in(client, "iris")
    own = client.get(f"{WORKLOAD}/mine").json()
    assert own | {"inspector": None} == iris | {"inspector": None}
    assert client.get(WORKLOAD).status_code == 403
    assert client.get(INSPECTORS).status_code == 403


def test_nobody_sees_the_backlog_of_another_team(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        desk.task(session)
        desk.reviewer(session, "rita", desk.company.charlies_team, Role.QA_LEAD)
    sign_in(client, "rita")
    assert client.get(WORKLOAD).json()["backlog"]["waiting"] == 0


def test_inspectors_are_paged_by_name(client: TestClient, desk: Desk) -> None:
    sign_in(client, "quinn")
    first = client.get(INSPECTORS, params={"limit": 2}).json()
    rest = client.get(INSPECTORS, params={"limit": 2, "cursor": first["next"]}).json()
    names = [each["name"] for each in first["items"] + rest["items"]]
    assert (names, rest["next"]) == (["Iris", "Ivan", "Quinn"], None)
