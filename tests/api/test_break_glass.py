"""Sight of calls outside one's scope, with a reason, which administrators hear of."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import AuditEntry, Role
from tests.doors import sign_in
from tests.factories import make_agent, make_call, make_company, make_user

URL = "/api/v1/break_glass"
WHY = "a complaint of 2 March came in"


@pytest.fixture
def calls(client: TestClient) -> dict[str, str]:
    """Calls of Charlie's team, which Quinn, who leads QA in Bob's, does not see."""
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.bobs_team, login="quinn", role=Role.QA_LEAD)
        carl = make_agent(session, company.charlies_team, name="Carl")
        made = {
            number: make_call(
                session,
                unit_id=company.charlies_team.id,
                agent_id=carl.id,
                customer_number=number,
            )
            for number in ("13800138000", "13900139000")
        }
        return {number: str(call.id) for number, call in made.items()} | {"carl": str(carl.id)}


def seen(client: TestClient) -> set[str]:
    return {call["id"] for call in client.get("/api/v1/calls").json()["items"]}


def test_exactly_those_calls_are_seen_until_it_ends(
    client: TestClient, calls: dict[str, str]
) -> None:
    sign_in(client, "quinn")
    first, second = calls["13800138000"], calls["13900139000"]
    assert client.get(f"/api/v1/calls/{first}").status_code == 404

    glass = client.post(URL, json={"customer_number": "13800138000", "reason": WHY}).json()

    assert (glass["call_ids"], glass["customer"]) == ([first], "138****8000")
    assert seen(client) == {first}
    assert client.get(f"/api/v1/calls/{first}").status_code == 200
    assert client.get(f"/api/v1/calls/{second}").status_code == 404
    assert client.delete(f"{URL}/{glass['id']}").status_code == 204
    assert seen(client) == set()
    with transaction() as session:
        told = {each.act for each in session.exec(select(AuditEntry))}
    assert {"broken_glass.opened", "broken_glass.used", "broken_glass.revoked"} <= told


def test_administrators_hear_of_it_and_can_end_it(
    client: TestClient, calls: dict[str, str]
) -> None:
    sign_in(client, "quinn")
    client.post(URL, json={"agent_id": calls["carl"], "reason": WHY})
    assert len(seen(client)) == 2

    sign_in(client, "dana")
    [notice] = client.get("/api/v1/notices").json()["items"]
    [glass] = client.get(URL).json()["items"]
    client.delete(f"{URL}/{glass['id']}")

    assert notice["kind"] == "broken_glass.opened"
    assert (notice["facts"]["reason"], notice["facts"]["agent"]) == (WHY, "Carl")
    sign_in(client, "quinn")
    assert seen(client) == set()
    [told] = client.get("/api/v1/notices").json()["items"]
    assert told["kind"] == "broken_glass.revoked"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason": WHY}, "call_id"),
        ({"agent_id": None, "customer_number": "1", "reason": "  too short"}, "reason"),
        ({"customer_number": "110", "reason": WHY}, "customer_number"),
        ({"customer_number": "13800138000", "reason": WHY, "minutes": 241}, "minutes"),
    ],
)
def test_what_cannot_be_broken_is_said_by_field(
    client: TestClient, calls: dict[str, str], body: dict[str, Any], field: str
) -> None:
    sign_in(client, "quinn")

    answer = client.post(URL, json=body)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_most_may_not(client: TestClient, calls: dict[str, str], who: str) -> None:
    sign_in(client, who)

    answer = client.post(URL, json={"call_id": calls["13800138000"], "reason": WHY})

    assert answer.status_code == 403
