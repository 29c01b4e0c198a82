"""Campaigns, and when their customers may be called."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.db import transaction
from services.people.calling_hours import CallingHours, Window, is_allowed, window_of
from services.tables import Role
from tests.doors import sign_in
from tests.factories import Company, make_company, make_user

URL = "/api/v1/campaigns"
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS: dict[str, Any] = {
    "clock": "number",
    "days": {"1": [{"from": "13:30", "to": "18:00"}, {"from": "09:00", "to": "12:00"}]},
    "holidays": ["2026-10-01"],
}


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.bobs_team, login="max", role=Role.MANAGER)
    sign_in(client, "max")
    return company


@pytest.mark.usefixtures("company")
def test_a_campaign_is_added_changed_and_archived(client: TestClient) -> None:
    added = client.post(URL, json={"code": "spring", "name": "Spring", "calling_hours": HOURS})
    assert added.status_code == 201, added.text
    campaign = added.json()
    assert campaign["calling_hours"]["days"]["1"][0] == {"from": "09:00", "to": "12:00"}
    assert (campaign["notice_required"], campaign["effective_talk_s"]) == (True, 30)
    url = f"{URL}/{campaign['id']}"

    changes = {"product": "Loans", "script": ["您好", "", "再见"], "notice_required": False}
    counted = client.patch(url, json={"service_level_s": 10, "list_size": 500}).json()
    assert (counted["service_level_s"], counted["list_size"]) == (10, 500)
    changed = client.patch(url, json=changes | {"calling_hours": None, "list_size": None}).json()
    assert (changed["service_level_s"], changed["list_size"]) == (10, None)

    assert {name: changed[name] for name in changes} == changes
    assert (changed["calling_hours"], changed["name"]) == (None, "Spring")
    archived = client.patch(url, json={"archived": True}).json()
    assert archived["archived_at"] is not None
    assert client.get(URL, params={"archived": False}).json()["items"] == []
    again = client.post(URL, json={"code": "spring", "name": "Again"})
    assert (again.status_code, again.json()["field"]) == (409, "code")
    subject = {"subject": f"campaign:{campaign['id']}"}
    told = client.get("/api/v1/history", params=subject).json()["items"]
    assert [entry["act"] for entry in told] == [
        "campaign.archived",
        *["campaign.changed"] * 7,
        "campaign.created",
    ]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"effective_talk_s": -1}, "effective_talk_s"),
        ({"service_level_s": 0}, "service_level_s"),
        ({"list_size": 0}, "list_size"),
        ({"script": ["a\nb"]}, "script.0"),
        ({"calling_hours": {"days": {"8": []}}}, "calling_hours.days.8.[key]"),
        (
            {"calling_hours": {"days": {"1": [{"from": "18:00", "to": "09:00"}]}}},
            "calling_hours.days.1.0",
        ),
        (
            {"calling_hours": HOURS | {"days": {"1": [HOURS["days"]["1"][0]] * 2}}},
            "calling_hours.days",
        ),
        ({"calling_hours": HOURS | {"holidays": ["soon"]}}, "calling_hours.holidays.0"),
    ],
)
def test_wrong_input_is_refused_by_field(
    client: TestClient, body: dict[str, Any], field: str
) -> None:
    refused = client.post(URL, json={"code": "spring", "name": "Spring", **body})

    assert (refused.status_code, refused.json()["field"]) == (422, field)


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_agents_and_leads_change_no_campaigns(client: TestClient, name: str) -> None:
    [campaign_id] = [client.post(URL, json={"code": "a", "name": "A"}).json()["id"]]
    sign_in(client, name)

    assert client.post(URL, json={"code": "b", "name": "B"}).status_code == 403
    assert client.patch(f"{URL}/{campaign_id}", json={"name": "B"}).status_code == 403
    assert client.get(f"{URL}/{campaign_id}").status_code == 200
    history = {"subject": f"campaign:{campaign_id}"}
    assert client.get("/api/v1/history", params=history).status_code == 403


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2026-03-02T09:00", True),
        ("2026-03-02T12:00", False),
        ("2026-03-02T08:59", False),
        ("2026-03-02T17:59", True),
        ("2026-03-03T10:00", False),
        ("2026-10-01T10:00", False),
    ],
)
def test_a_call_is_allowed_within_the_hours_of_a_weekday(at: str, allowed: bool) -> None:
    window = Window(CallingHours.model_validate(HOURS), (SHANGHAI,))

    assert is_allowed(datetime.fromisoformat(at).replace(tzinfo=SHANGHAI), window) is allowed


def test_the_clock_is_the_customers_or_the_teams() -> None:
    hours = CallingHours.model_validate(HOURS)
    unit_clock = CallingHours.model_validate(HOURS | {"clock": "unit"})

    assert window_of(hours, "+81312345678", SHANGHAI).zones == (ZoneInfo("Asia/Tokyo"),)
    assert len(window_of(hours, "+18005550100", SHANGHAI).zones) > 1
    for number in (None, "138****1234", "10086", "+999"):
        assert window_of(hours, number, SHANGHAI).zones == (SHANGHAI,)
    assert window_of(unit_clock, "+81312345678", SHANGHAI).zones == (SHANGHAI,)


@given(minutes=st.integers(0, 7 * 24 * 60 - 1))
def test_hours_until_midnight_of_every_day_allow_every_minute(minutes: int) -> None:
    always = {str(day): [{"from": "00:00", "to": "00:00"}] for day in range(1, 8)}
    window = Window(CallingHours.model_validate({"days": always}), (SHANGHAI, ZoneInfo("UTC")))

    assert is_allowed(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=minutes), window)
