"""A board's numbers beside those of other days, and by campaign."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, update

from services.boards.days import today
from services.clock import utc_now
from services.db import transaction
from services.tables import Counter, CounterKind, Unit
from tests.factories import PASSWORD, Company, make_call, make_campaign, make_company

FIVE = timedelta(minutes=5)
NOON_ZONE = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"
"""Where it is about noon while these tests run."""
NOBODY = UUID(int=0)
Count = Callable[..., None]


@pytest.fixture
def company(client: TestClient) -> Company:
    """Where it is about noon, whenever tests run."""
    with transaction() as session:
        company = make_company(session)
        session.exec(update(Unit).where(col(Unit.id).is_not(None)).values(timezone=NOON_ZONE))
    return company


@pytest.fixture
def count(company: Company) -> Count:
    """Count for Bob's team and Alice, in five minutes of a day some days ago."""
    midnight = today(utc_now(), ZoneInfo(NOON_ZONE)).since

    def add(days_ago: int, after: timedelta, campaign: UUID = NOBODY, **numbers: float) -> None:
        at = midnight - timedelta(days=days_ago) + after
        team = CounterKind.CAMPAIGN if campaign != NOBODY else CounterKind.UNIT
        with transaction() as session:
            fields: dict[str, Any] = {"bucket_at": at, "campaign_id": campaign, **numbers}
            session.add(Counter(kind=team, key=company.bobs_team.id, **fields))
            if campaign == NOBODY and company.alice.agent_id:
                session.add(Counter(kind=CounterKind.AGENT, key=company.alice.agent_id, **fields))

    return add


def sign_in(client: TestClient, login: str) -> None:
    answer = client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201, answer.text


def read(client: TestClient, unit: Unit, what: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/api/v1/boards/{unit.id}/{what}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_today_stands_beside_yesterday_and_last_week_by_this_time_and_whole(
    client: TestClient, company: Company, count: Count
) -> None:
    count(0, FIVE, dials=10, connects=4)
    count(1, FIVE, dials=8, sales=1)
    count(1, timedelta(hours=23), dials=5, sales=2)
    count(7, timedelta(hours=1), dials=6, talk_s=90.5)
    count(2, FIVE, dials=99)
    sign_in(client, "bob")

    for query in ({}, {"agent_id": company.alice.agent_id}):
        found = read(client, company.bobs_team, "comparison", **query)

        now, before, week = found["today"], found["yesterday"], found["week_ago"]
        assert (now["by_now"]["dials"], now["whole"]["connects"]) == (10, 4)
        assert (before["by_now"]["dials"], before["whole"]["dials"]) == (8, 13)
        assert (before["by_now"]["sales"], before["whole"]["sales"]) == (1, 3)
        assert (week["by_now"]["talk_s"], week["whole"]["dials"]) == (90.5, 6)
        assert before["running"]["dials"][:3] == [0, 8, 8]
        assert (len(before["running"]["dials"]), before["running"]["dials"][-1]) == (288, 13)
        assert 144 <= len(now["running"]["dials"]) <= 200
        assert (week["date"], before["date"], now["date"]) == tuple(
            str(datetime.fromisoformat(now["date"]).date() - timedelta(days=ago))
            for ago in (7, 1, 0)
        )


def test_goals_come_with_their_pace_and_records_with_their_day(
    client: TestClient, company: Company, count: Count
) -> None:
    count(0, FIVE, dials=10)
    count(1, FIVE, dials=8, sales=1)
    count(3, FIVE, dials=30)
    count(4, FIVE, dials=30)
    count(91, FIVE, dials=999)
    sign_in(client, "bob")
    hours = {"weekdays": list(range(1, 8)), "work": {"from": "00:00", "to": "00:00"}}
    team = {"unit_id": str(company.bobs_team.id)}
    for goal in (team, {"agent_id": str(company.alice.agent_id)}):
        body = {"metric": "dials", "target": 100, "hours": hours, **goal}
        assert client.post("/api/v1/goals", json=body).status_code == 201

    found = read(client, company.bobs_team, "comparison")

    assert [each["done"] for each in found["goals"]] == [10, 10]
    assert all(50 <= each["expected"] <= 70 for each in found["goals"])
    day = datetime.fromisoformat(found["today"]["date"]).date()
    records = {(each["agent_id"], each["metric"]): each for each in found["records"]}
    of_team, of_alice = records[(None, "dials")], records[(str(company.alice.agent_id), "sales")]
    assert (of_team["number"], of_team["date"]) == (30, str(day - timedelta(days=4)))
    assert (of_alice["number"], of_alice["date"]) == (1, str(day - timedelta(days=1)))

    sign_in(client, "alice")
    own = read(client, company.bobs_team, "comparison")
    assert own["today"]["whole"]["dials"] == 10
    assert {each["agent_id"] for each in own["records"]} == {str(company.alice.agent_id)}


def test_a_day_by_hours_and_four_weeks_by_weekday(
    client: TestClient, company: Company, count: Count
) -> None:
    count(1, timedelta(hours=9), dials=3)
    count(1, timedelta(hours=9, minutes=55), dials=4)
    count(8, timedelta(hours=9), dials=5)
    count(30, timedelta(hours=9), dials=99)
    count(0, FIVE, dials=7)
    sign_in(client, "bob")

    heat = read(client, company.bobs_team, "heat_map")
    day = datetime.fromisoformat(read(client, company.bobs_team, "series")["date"]).date()
    yesterday = day - timedelta(days=1)
    hours = read(client, company.bobs_team, "series", period="60", date=str(yesterday))

    [cell] = heat["cells"]
    assert (cell["weekday"], cell["hour"]) == (yesterday.isoweekday(), 9)
    assert cell["numbers"]["dials"] == 12
    assert [each["numbers"]["dials"] for each in hours["intervals"]] == [0] * 9 + [7] + [0] * 14
    refused = client.get(f"/api/v1/boards/{company.bobs_team.id}/series", params={"period": "7"})
    assert refused.status_code == 422


def test_campaigns_have_their_abandon_rate_as_a_whole_and_their_list(
    client: TestClient, company: Company, count: Count
) -> None:
    with transaction() as session:
        listed = make_campaign(session, code="spring")
        listed.list_size = 10
        spring, stray = listed.id, make_campaign(session, code="stray").id
        for number in ("+1", "+2", "+2", None):
            make_call(session, campaign_id=spring, customer_number=number)
        charlies = Counter(
            kind=CounterKind.CAMPAIGN,
            key=company.charlies_team.id,
            campaign_id=spring,
            bucket_at=utc_now() - timedelta(days=3),
            live_answers=50,
            abandoned=2,
        )
        lost = Counter(
            kind=CounterKind.CAMPAIGN,
            key=NOBODY,
            campaign_id=stray,
            bucket_at=utc_now() - timedelta(days=3),
            live_answers=5,
            abandoned=5,
        )
        session.add_all([charlies, lost])
    count(2, FIVE, spring, live_answers=150, abandoned=4, dials=400)
    count(40, FIVE, spring, live_answers=99, abandoned=99)
    sign_in(client, "bob")

    [campaign] = read(client, company.bobs_team, "campaigns")["items"]

    abandon = campaign["abandon"]
    assert (abandon["live_answers"], abandon["abandoned"], abandon["rate"]) == (200, 6, 0.03)
    assert abandon["upper"] == pytest.approx(0.0639, abs=1e-4)
    assert (campaign["list_size"], campaign["numbers_called"]) == (10, 2)
    compared = read(client, company.bobs_team, "comparison", campaign_id=spring)
    assert compared["today"]["whole"]["dials"] == 0

    sign_in(client, "dana")
    page = read(client, company.unit, "campaigns", limit=1)
    rest = read(client, company.unit, "campaigns", limit=1, cursor=page["next"])
    assert [each["items"][0]["code"] for each in (page, rest)] == ["spring", "stray"]
    assert rest["items"][0]["abandon"]["rate"] == 1

    sign_in(client, "alice")
    assert read(client, company.bobs_team, "campaigns")["items"] == []


def test_charlie_is_told_nothing_of_bobs_team(client: TestClient, company: Company) -> None:
    sign_in(client, "charlie")

    for what in ("comparison", "series", "heat_map", "campaigns"):
        assert client.get(f"/api/v1/boards/{company.bobs_team.id}/{what}").status_code == 404
    own = f"/api/v1/boards/{company.charlies_team.id}/comparison"
    stranger = client.get(own, params={"agent_id": str(company.alice.agent_id)})
    assert (stranger.status_code, stranger.json()["field"]) == (404, "agent_id")
