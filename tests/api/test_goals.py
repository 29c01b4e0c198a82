"""Goals: who sets them for whom, which one counts, and how far the day is."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import AuditEntry, Goal, Role, Unit, UserCampaign
from tests.factories import (
    PASSWORD,
    Company,
    make_agent,
    make_campaign,
    make_company,
    make_user,
)

ALL_DAY = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "work": {"from": "00:00", "to": "00:00"}}


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        return make_company(session)


def sign_in(client: TestClient, login: str) -> None:
    answer = client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201, answer.text


def set_goal(client: TestClient, **wanted: Any) -> Any:
    body = {"metric": "dials", "target": 100, "hours": ALL_DAY, **wanted}
    return client.post("/api/v1/goals", json=jsonable(body))


def jsonable(body: dict[str, Any]) -> dict[str, Any]:
    plain = (int, float, dict, list)
    return {k: v if v is None or isinstance(v, plain) else str(v) for k, v in body.items()}


def listed(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/goals", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def today(company: Company) -> date:
    with transaction() as session:
        zone = ZoneInfo(session.get_one(Unit, company.bobs_team.id).timezone)
    return datetime.now(UTC).astimezone(zone).date()


def test_a_lead_sets_goals_of_the_team_and_its_agents_and_the_newest_counts(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "bob")

    first = set_goal(client, unit_id=company.bobs_team.id)
    second = set_goal(client, unit_id=company.bobs_team.id, target=120)
    own = set_goal(client, agent_id=company.alice.agent_id, metric="sales", target=2)

    assert [each.status_code for each in (first, second, own)] == [201, 201, 201]
    assert [(g["metric"], g["target"], g["state"]) for g in listed(client)] == [
        ("sales", 2, "current"),
        ("dials", 120, "current"),
    ]
    assert [(g["target"], g["state"]) for g in listed(client, past="true", metric="dials")] == [
        (120, "current"),
        (100, "past"),
    ]
    assert own.json()["agent_name"] == "Alice"
    with transaction() as session:
        acts = session.exec(select(AuditEntry).where(AuditEntry.act == "goal.set")).all()
        told = [(each.facts["before"], each.facts["after"]["target"]) for each in acts]
    assert told == [({"target": None}, 100), ({"target": 100}, 120), ({"target": None}, 2)]


def test_a_planned_goal_waits_for_its_day_and_can_be_called_off(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "bob")
    set_goal(client, unit_id=company.bobs_team.id)
    monday = today(company) + timedelta(days=3)
    planned = set_goal(client, unit_id=company.bobs_team.id, target=200, valid_from=monday).json()

    assert [(g["target"], g["state"]) for g in listed(client)] == [
        (200, "planned"),
        (100, "current"),
    ]
    for _ in range(2):
        assert client.delete(f"/api/v1/goals/{planned['id']}").status_code == 204

    assert [(g["target"], g["state"]) for g in listed(client)] == [(100, "current")]
    [current] = listed(client)
    client.delete(f"/api/v1/goals/{current['id']}")
    assert listed(client) == []
    with transaction() as session:
        assert [goal.target for goal in session.exec(select(Goal)).all()].count(None) == 2


def test_alice_sees_her_goal_and_her_teams_but_not_her_colleagues(
    client: TestClient, company: Company
) -> None:
    with transaction() as session:
        colleague = make_agent(session, session.get_one(Unit, company.bobs_team.id), name="Ann")
        colleague_id = colleague.id
    sign_in(client, "dana")
    for subject in (
        {"agent_id": company.alice.agent_id},
        {"agent_id": colleague_id},
        {"unit_id": company.bobs_team.id},
        {"unit_id": company.charlies_team.id},
    ):
        assert set_goal(client, **subject).status_code == 201

    seen = {}
    for login in ("alice", "bob", "charlie"):
        sign_in(client, login)
        seen[login] = {g["agent_name"] or g["unit_name"] for g in listed(client)}

    assert seen == {
        "alice": {"Alice", "Bob's team"},
        "bob": {"Alice", "Ann", "Bob's team"},
        "charlie": {"Charlie's team"},
    }
    sign_in(client, "alice")
    assert set_goal(client, agent_id=company.alice.agent_id).status_code == 403
    board = client.get(f"/api/v1/boards/{company.bobs_team.id}/comparison").json()
    assert [each["goal"]["agent_name"] for each in board["goals"]] == ["Alice"]


@pytest.mark.parametrize(
    ("wanted", "status", "field"),
    [
        ({}, 422, "unit_id"),
        ({"unit_id": "bobs_team", "agent_id": "alice"}, 422, "unit_id"),
        ({"unit_id": "bobs_team", "target": 0}, 422, "target"),
        ({"unit_id": "bobs_team", "metric": "luck"}, 422, "metric"),
        ({"unit_id": "bobs_team", "valid_from": date(2020, 1, 1)}, 422, "valid_from"),
        ({"agent_id": "alice", "campaign_id": "spring"}, 422, "campaign_id"),
        (
            {
                "unit_id": "bobs_team",
                "hours": {**ALL_DAY, "pause": {"from": "12:00", "to": "11:00"}},
            },
            422,
            "hours.pause",
        ),
        (
            {
                "unit_id": "bobs_team",
                "hours": {
                    "work": {"from": "09:00", "to": "17:00"},
                    "pause": {"from": "08:00", "to": "10:00"},
                },
            },
            422,
            "hours",
        ),
        ({"unit_id": "charlies_team"}, 404, None),
    ],
)
def test_what_is_wrong_with_a_goal_is_said_of_its_field(
    client: TestClient, company: Company, wanted: dict[str, Any], status: int, field: str | None
) -> None:
    with transaction() as session:
        spring = make_campaign(session, code="spring").id
    ids = {
        "bobs_team": company.bobs_team.id,
        "charlies_team": company.charlies_team.id,
        "alice": company.alice.agent_id,
        "spring": spring,
    }
    sign_in(client, "bob")

    given = {k: ids.get(v, v) if isinstance(v, str) else v for k, v in wanted.items()}
    answer = set_goal(client, **given)

    assert answer.status_code == status, answer.text
    if field:
        assert field in str(answer.json()), answer.text
    with transaction() as session:
        assert session.exec(select(Goal)).all() == []


def test_goals_of_other_campaigns_are_not_for_who_sees_some(
    client: TestClient, company: Company
) -> None:
    with transaction() as session:
        own, other = (make_campaign(session, code=code).id for code in ("cards", "loans"))
        mia = make_user(session, company.unit, login="mia", role=Role.MANAGER)
        session.add(UserCampaign(user_id=mia.id, campaign_id=own))
    sign_in(client, "dana")
    for campaign in (own, other, None):
        answer = set_goal(client, unit_id=company.unit.id, campaign_id=campaign)
        assert answer.status_code == 201, answer.text
    sign_in(client, "mia")

    board = client.get(f"/api/v1/boards/{company.unit.id}/comparison").json()

    for goals in (listed(client), [each["goal"] for each in board["goals"]]):
        assert {goal["campaign_name"] for goal in goals} == {"Cards", None}
    assert set_goal(client, unit_id=company.unit.id, campaign_id=other).status_code == 404
    assert set_goal(client, unit_id=company.unit.id, campaign_id=own).status_code == 201
