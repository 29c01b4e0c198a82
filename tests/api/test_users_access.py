"""Users, roles and deputies as administrators keep them, through the API."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.people import users
from services.tables import AuditEntry, Role
from tests.doors import sign_in
from tests.factories import Company, make_call, make_campaign, make_company, make_user

URL = "/api/v1/users"


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        company = make_company(session)
        for team in (company.bobs_team, company.charlies_team):
            for code in ("loans", "cards"):
                make_call(session, unit_id=team.id, call_key=f"{team.name} {code}")
        make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)
        return company


def keys(client: TestClient) -> set[str]:
    """The calls that whoever is signed in sees."""
    return {call["call_key"] for call in client.get("/api/v1/calls").json()["items"]}


def acts(act: str) -> list[dict[str, Any]]:
    with transaction() as session:
        return [
            each.facts for each in session.exec(select(AuditEntry).where(AuditEntry.act == act))
        ]


def test_a_user_is_made_with_a_password_for_once(client: TestClient, company: Company) -> None:
    sign_in(client, "dana")
    wanted = {"login": "Eve", "name": "Eve", "role": "lead", "unit_id": str(company.bobs_team.id)}

    made = client.post(URL, json=wanted).json()

    assert (made["login"], made["must_change_password"]) == ("eve", True)
    assert made["password"] not in client.get(URL).text
    assert client.post(URL, json=wanted).status_code == 409
    session = {"login": "eve", "password": made["password"]}
    assert client.post("/api/v1/session", json=session).status_code == 202


def test_units_and_campaigns_decide_at_once_what_a_user_sees(
    client: TestClient, company: Company
) -> None:
    with transaction() as session:
        loans = make_campaign(session)
        for team in (company.bobs_team, company.charlies_team):
            make_call(session, unit_id=team.id, campaign_id=loans.id, call_key=f"{team.name} x")
    url, both = f"{URL}/{company.bob.id}", [str(company.charlies_team.id)]

    def seen_by_bob_after(**change: Any) -> set[str]:
        sign_in(client, "dana")
        assert client.patch(url, json=change).status_code == 200
        sign_in(client, "bob")
        return keys(client)

    own = {"Bob's team loans", "Bob's team cards", "Bob's team x"}
    theirs = {each.replace("Bob", "Charlie") for each in own}
    assert seen_by_bob_after(unit_ids=both) == own | theirs
    assert seen_by_bob_after(campaign_ids=[str(loans.id)]) == {"Bob's team x", "Charlie's team x"}
    assert seen_by_bob_after(unit_ids=[], campaign_ids=[]) == own
    told = [facts["after"] for facts in acts("user.access_set")]
    assert told[0] == {"unit_ids": both}


def test_the_last_administrator_stays(client: TestClient, company: Company) -> None:
    sign_in(client, "dana")
    url = f"{URL}/{company.dana.id}"

    stopped = client.patch(url, json={"active": False})
    demoted = client.patch(url, json={"role": "lead"})

    assert {stopped.status_code, demoted.status_code} == {409}
    assert stopped.json()["type"] == "/problems/last-administrator"
    with transaction() as session:
        make_user(session, company.unit, login="dora", role=Role.ADMIN)
    assert client.patch(url, json={"role": "lead"}).status_code == 200
    assert client.get(URL).status_code == 403


def test_nobody_gives_more_than_they_have(client: TestClient, company: Company) -> None:
    keeper = {
        "name_zh": "账号员",
        "name_en": "Keeper",
        "based_on": "lead",
        "permissions": ["users:manage", "board:read", "calls:read"],
    }
    sign_in(client, "dana")
    role = client.post("/api/v1/roles", json=keeper).json()
    client.patch(f"{URL}/{company.bob.id}", json={"role_id": role["id"]})
    sign_in(client, "bob")
    here, there = str(company.bobs_team.id), str(company.charlies_team.id)
    wanted = {"login": "eve", "name": "Eve", "unit_id": here}

    made = client.post(URL, json={**wanted, "role_id": role["id"]})
    tried = [
        client.post(URL, json={**wanted, "login": "e2", "role": "admin"}),
        client.post(URL, json={**wanted, "login": "e3", "role_id": role["id"], "unit_id": there}),
        client.post("/api/v1/roles", json={**keeper, "permissions": ["pii:read"]}),
        client.patch(f"/api/v1/roles/{role['id']}", json={"permissions": ["pii:read"]}),
    ]

    assert made.status_code == 201
    assert [each.json()["type"] for each in tried] == ["/problems/beyond-your-own"] * 4
    for unseen in (company.dana, company.charlie):
        assert client.patch(f"{URL}/{unseen.id}", json={"name": "x"}).status_code == 404
        assert client.post(f"{URL}/{unseen.id}/password").status_code == 404


def test_a_role_decides_for_all_who_have_it_and_stays_while_they_do(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "dana")
    wanted = {"name_zh": "听", "name_en": "Ear", "based_on": "lead", "permissions": ["calls:read"]}
    role = client.post("/api/v1/roles", json=wanted).json()
    client.patch(f"{URL}/{company.bob.id}", json={"role_id": role["id"]})
    url = f"/api/v1/roles/{role['id']}"

    kept = client.delete(url)
    sign_in(client, "bob")
    before = client.get("/api/v1/boards").status_code
    sign_in(client, "dana")
    client.patch(url, json={"permissions": ["calls:read", "board:read"]})
    sign_in(client, "bob")
    after = client.get("/api/v1/boards").status_code
    me = client.get("/api/v1/session").json()
    sign_in(client, "dana")
    client.patch(f"{URL}/{company.bob.id}", json={"role": "lead"})

    assert kept.json()["type"] == "/problems/role-in-use"
    assert (before, after) == (403, 200)
    assert (me["role"], me["role_name_en"]) == ("lead", "Ear")
    assert client.delete(url).status_code == 204
    assert client.post("/api/v1/roles", json=wanted).status_code == 201
    assert client.post("/api/v1/roles", json=wanted).status_code == 409


def test_a_deputy_sees_and_may_for_a_while_what_who_is_away_does(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "bob")
    wanted = {
        "user_id": str(company.bob.id),
        "deputy_id": str(company.charlie.id),
        "from_at": "2026-01-01T00:00:00Z",
        "until_at": "2999-01-01T00:00:00Z",
    }
    too_long = client.post("/api/v1/deputies", json=wanted)
    now = utc_now()
    period = {"from_at": now.isoformat(), "until_at": (now + timedelta(days=2)).isoformat()}
    made = client.post("/api/v1/deputies", json={**wanted, **period})

    sign_in(client, "charlie")
    during, me = keys(client), client.get("/api/v1/session").json()
    notices = client.get("/api/v1/notices").json()
    ended = client.delete(f"/api/v1/deputies/{made.json()['id']}")

    assert too_long.json()["type"] == "/problems/deputy-period-wrong"
    assert during == {
        f"{name}'s team {code}" for name in ("Bob", "Charlie") for code in ("loans", "cards")
    }
    assert [each["name"] for each in me["deputising"]] == ["Bob"]
    assert [each["kind"] for each in notices["items"]] == ["deputy.appointed"]
    assert notices["unread"] == 1
    assert client.post("/api/v1/notices/read", json={}).json() == {"unread": 0}
    assert ended.status_code == 204
    assert keys(client) == {"Charlie's team loans", "Charlie's team cards"}
    assert acts("deputy.ended")[0]["acts_for"] == ["bob"]


@pytest.mark.parametrize(
    ("who", "user", "permissions", "problem"),
    [
        ("alice", "bob", None, "not-permitted"),
        ("alice", "alice", None, "deputy-unsuitable"),
        ("bob", "bob", ["users:manage"], "beyond-your-own"),
        ("dana", "dana", ["users:manage"], "beyond-your-own"),
    ],
)
def test_who_may_lend_what(
    client: TestClient, company: Company, who: str, user: str, permissions: Any, problem: str
) -> None:
    sign_in(client, who)
    wanted = {
        "user_id": str(company.user(user).id),
        "deputy_id": str(company.charlie.id),
        "from_at": "2999-01-01T00:00:00Z",
        "until_at": "2999-01-02T00:00:00Z",
        "permissions": permissions,
    }

    assert client.post("/api/v1/deputies", json=wanted).json()["type"] == f"/problems/{problem}"


def test_colleagues_to_choose_from_are_of_the_whole_centre_and_no_agents(
    client: TestClient, company: Company
) -> None:
    def names(login: str, **query: str) -> list[str]:
        sign_in(client, login)
        page = client.get("/api/v1/deputies/stand_ins", params=query).json()
        return [each["name"] for each in page["items"]]

    everybody = names("bob")

    assert "Charlie" in everybody
    assert not {"Alice", "Bob"} & set(everybody)
    assert names("bob", q="harl") == ["Charlie"]
    assert names("bob", q="%") == []
    assert names("alice") == []
    with transaction() as session:
        users.set_active(session, company.charlie, False, actor="dana")
    assert names("bob", q="harl") == []
