"""The tree of units, through the door."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.tables import Role
from tests.doors import sign_in
from tests.factories import Company, make_agent, make_company, make_unit, make_user

URL = "/api/v1/units"


@pytest.fixture(autouse=True)
def company(client: TestClient) -> Company:
    """And Sue, who supervises the floor."""
    with transaction() as session:
        company = make_company(session)
        floor_id = company.bobs_team.parent_id
        floor = session.get_one(type(company.unit), floor_id)
        make_user(session, floor, login="sue", role=Role.SUPERVISOR)
        return company


def floor_of(company: Company) -> UUID:
    assert company.bobs_team.parent_id is not None
    return company.bobs_team.parent_id


def add(client: TestClient, above: UUID, **fields: Any) -> Any:
    body = {"name": "North", "kind": "team", "parent_id": str(above)} | fields
    return client.post(URL, json=body)


def test_a_unit_is_added_renamed_and_moved_and_all_of_it_is_told(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "dana")
    added = add(client, company.unit.id, timezone="Asia/Singapore")
    assert added.status_code == 201, added.text
    unit = added.json()
    assert (unit["timezone"], unit["agents"], unit["archived_at"]) == ("Asia/Singapore", 0, None)

    url = f"{URL}/{unit['id']}"
    changes = {"name": "South", "parent_id": str(floor_of(company)), "timezone": "Asia/Tokyo"}
    changed = client.patch(url, json=changes).json()

    assert {name: changed[name] for name in changes} == changes
    assert client.get(url).json() == changed
    told = client.get("/api/v1/history", params={"subject": f"unit:{unit['id']}"}).json()["items"]
    assert [(entry["act"], entry["facts"].get("before")) for entry in told] == [
        ("unit.changed", {"timezone": "Asia/Singapore"}),
        ("unit.moved", {"parent": "Earshot"}),
        ("unit.renamed", {"name": "North"}),
        ("unit.created", None),
    ]
    assert {entry["actor"] for entry in told} == {"dana"}


def test_a_new_unit_has_the_zone_of_the_one_above(client: TestClient, company: Company) -> None:
    sign_in(client, "dana")

    assert add(client, company.unit.id).json()["timezone"] == company.unit.timezone


def test_a_unit_never_stands_below_itself(client: TestClient, company: Company) -> None:
    sign_in(client, "dana")
    floor_id = floor_of(company)

    for below in (floor_id, company.bobs_team.id):
        refused = client.patch(f"{URL}/{floor_id}", json={"parent_id": str(below)})
        assert refused.status_code == 422
        assert refused.json()["type"] == "/problems/unit-below-itself"
        assert refused.json()["field"] == "parent_id"


def test_two_units_beside_each_other_have_two_names(client: TestClient, company: Company) -> None:
    sign_in(client, "dana")

    taken = add(client, floor_of(company), name="Bob's team")
    elsewhere = add(client, company.unit.id, name="Bob's team")

    assert (taken.status_code, taken.json()["field"]) == (409, "name")
    assert elsewhere.status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"kind": "company"}, "kind"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"parent_id": "00000000-0000-0000-0000-000000000000"}, "parent_id"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_wrong_input_is_refused_by_field(
    client: TestClient, company: Company, body: dict[str, Any], field: str
) -> None:
    sign_in(client, "dana")

    refused = add(client, company.unit.id, **body)

    assert (refused.status_code, refused.json()["field"]) == (422, field)


def test_a_unit_in_which_something_lives_is_not_archived(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "dana")

    floor = client.delete(f"{URL}/{floor_of(company)}")
    team = client.delete(f"{URL}/{company.bobs_team.id}")

    assert "2 units, 1 users" in floor.json()["detail"]
    assert "1 agents, 2 users" in team.json()["detail"]
    assert (floor.status_code, team.json()["type"]) == (409, "/problems/unit-in-use")


def test_an_empty_unit_is_archived_hidden_from_boards_and_taken_back(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "dana")
    unit = add(client, floor_of(company)).json()

    for _ in range(2):
        assert client.delete(f"{URL}/{unit['id']}").status_code == 204

    boards = [board["name"] for board in client.get("/api/v1/boards").json()["items"]]
    assert "North" not in boards
    archived = client.get(URL, params={"archived": True}).json()["items"]
    assert [each["name"] for each in archived] == ["North"]
    assert add(client, UUID(unit["id"]), name="Below").json()["field"] == "parent_id"
    back = client.patch(f"{URL}/{unit['id']}", json={"archived": False})
    assert back.json()["archived_at"] is None
    assert client.get(URL, params={"archived": True}).json()["items"] == []


def test_an_agent_who_is_yet_to_come_keeps_a_team_from_being_archived(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "dana")
    unit = add(client, floor_of(company)).json()
    agent = {"code": "1", "name": "Ann", "unit_id": unit["id"], "since_date": "2099-01-01"}
    assert client.post("/api/v1/agents", json=agent).status_code == 201

    assert client.delete(f"{URL}/{unit['id']}").status_code == 409
    kind = client.patch(f"{URL}/{unit['id']}", json={"kind": "department"})
    assert kind.json()["type"] == "/problems/unit-has-agents"


def test_the_company_is_renamed_but_neither_moved_nor_archived(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "dana")
    url = f"{URL}/{company.unit.id}"

    assert client.patch(url, json={"name": "Harbour"}).json()["name"] == "Harbour"
    for refused in (
        client.delete(url),
        client.patch(url, json={"parent_id": str(company.bobs_team.id)}),
        client.patch(url, json={"kind": "region"}),
    ):
        assert refused.json()["type"] == "/problems/company-stays"


def test_a_supervisor_changes_what_is_below_and_nothing_above_or_beside(
    client: TestClient, company: Company
) -> None:
    with transaction() as session:
        beside = make_unit(session, parent=company.unit, name="Beside")
        make_agent(session, beside, name="Ben")
    sign_in(client, "sue")

    assert add(client, floor_of(company)).status_code == 201
    rename = {"name": "Bob's crew"}
    assert client.patch(f"{URL}/{company.bobs_team.id}", json=rename).status_code == 200
    for unit_id in (beside.id, company.unit.id):
        assert client.get(f"{URL}/{unit_id}").status_code == 404
        assert client.patch(f"{URL}/{unit_id}", json=rename).status_code == 404
        assert client.delete(f"{URL}/{unit_id}").status_code == 404
        assert add(client, unit_id).json()["field"] == "parent_id"
        history = {"subject": f"unit:{unit_id}"}
        assert client.get("/api/v1/history", params=history).status_code == 404
    own = client.patch(f"{URL}/{floor_of(company)}", json={"parent_id": str(company.bobs_team.id)})
    assert own.json()["type"] == "/problems/unit-above-scope"


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_agents_and_leads_change_no_units(client: TestClient, company: Company, name: str) -> None:
    sign_in(client, name)
    url = f"{URL}/{company.bobs_team.id}"

    assert add(client, company.bobs_team.id).status_code == 403
    assert client.patch(url, json={"name": "Mine"}).status_code == 403
    assert client.delete(url).status_code == 403
    assert client.get(url).status_code == (404 if name == "charlie" else 200)
