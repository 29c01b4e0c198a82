import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.tables import KeyScope
from tests.doors import bearer, sign_in
from tests.factories import Company, make_agent, make_campaign, make_company, make_source

LISTS = ["/api/v1/units", "/api/v1/agents", "/api/v1/campaigns"]


@pytest.fixture(autouse=True)
def company(client: TestClient) -> Company:
    with transaction() as session:
        company = make_company(session)
        make_agent(session, company.bobs_team, name="Ann", code="1002")
        make_agent(session, company.charlies_team, name="Carl", code="2001")
        for code in ("cards", "loans"):
            make_campaign(session, code=code)
        return company


@pytest.mark.parametrize(
    ("name", "units", "agents"),
    [
        ("alice", ["Bob's team"], ["Alice"]),
        ("bob", ["Bob's team"], ["Alice", "Ann"]),
        ("charlie", ["Charlie's team"], ["Carl"]),
        (
            "dana",
            ["Bob's team", "Charlie's team", "Earshot", "Floor"],
            ["Alice", "Ann", "Carl"],
        ),
    ],
)
def test_everybody_sees_the_units_and_agents_of_their_place(
    client: TestClient, name: str, units: list[str], agents: list[str]
) -> None:
    sign_in(client, name)

    assert [unit["name"] for unit in client.get("/api/v1/units").json()["items"]] == units
    assert [agent["name"] for agent in client.get("/api/v1/agents").json()["items"]] == agents


@pytest.mark.parametrize(("name", "found"), [("bob", ["Alice", "Ann"]), ("charlie", [])])
def test_asking_for_a_team_outside_ones_scope_finds_nobody(
    client: TestClient, company: Company, name: str, found: list[str]
) -> None:
    sign_in(client, name)

    response = client.get("/api/v1/agents", params={"unit_id": str(company.bobs_team.id)})

    assert [agent["name"] for agent in response.json()["items"]] == found


@pytest.mark.parametrize(("q", "found"), [("an", ["Ann"]), ("100", ["Alice", "Ann"]), ("%", [])])
def test_agents_are_found_by_part_of_name_or_code(
    client: TestClient, q: str, found: list[str]
) -> None:
    sign_in(client, "dana")

    response = client.get("/api/v1/agents", params={"q": q})

    assert [agent["name"] for agent in response.json()["items"]] == found


@pytest.mark.parametrize("url", LISTS)
def test_lists_are_paged_to_the_end_without_gap_or_repeat(client: TestClient, url: str) -> None:
    sign_in(client, "dana")
    whole = client.get(url).json()["items"]

    paged, cursor = [], None
    while True:
        page = client.get(url, params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        paged += page["items"]
        cursor = page["next"]
        if cursor is None:
            break

    assert paged == whole
    assert len(paged) > 1


@pytest.mark.parametrize("url", LISTS)
def test_lists_are_for_people_who_are_signed_in(client: TestClient, url: str) -> None:
    assert client.get(url).status_code == 401
    with transaction() as session:
        headers = bearer(session, make_source(session), *(set(KeyScope) - {KeyScope.SCIM}))
    assert client.get(url, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "WzEsMl0"}, "cursor"),
        ({"limit": 0}, "limit"),
        ({"limit": 501}, "limit"),
        ({"unit_id": "x"}, "unit_id"),
        ({"q": "a\0b"}, "q"),
    ],
)
def test_wrong_questions_are_refused_by_field(
    client: TestClient, params: dict[str, str | int], field: str
) -> None:
    sign_in(client, "dana")

    response = client.get("/api/v1/agents", params=params)

    assert (response.status_code, response.json()["field"]) == (422, field)
