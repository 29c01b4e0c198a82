"""The inbox of names that dialers use and nobody has, through the door."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.onboarding.guessing import Guesser, Known
from services.tables import AgentIdentity, Role, Source
from tests.doors import sign_in
from tests.factories import (
    Company,
    make_agent,
    make_call,
    make_company,
    make_source,
    make_user,
)

URL = "/api/v1/identities"


@pytest.fixture(autouse=True)
def company(client: TestClient) -> Company:
    """Somebody whom the dialer calls `SIP/1001`, and a queue; Max sees everything, Una a team."""
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.unit, login="max", role=Role.MANAGER)
        make_user(session, company.bobs_team, login="una", role=Role.SUPERVISOR)
        make_agent(session, company.bobs_team, code="7", name="王芳")
        source = make_source(session)
        for name in ("SIP/1001", "wangfang", "queue-9"):
            session.add(AgentIdentity(source_id=source.id, external_id=name))
        for _ in range(2):
            make_call(session, source_id=source.id, agent_key="SIP/1001")
    sign_in(client, "max")
    return company


def listed(client: TestClient, **params: Any) -> dict[str, Any]:
    found = client.get(f"{URL}/unmatched", params=params).json()["items"]
    return {name["external_id"]: name for name in found}


def test_names_are_listed_with_their_calls_and_whose_they_may_be(client: TestClient) -> None:
    names = listed(client)

    assert names["SIP/1001"]["calls"] == 2
    assert names["SIP/1001"]["last_call_at"] == "2026-03-02T09:00:00Z"
    assert names["queue-9"]["last_call_at"] is None
    best = {name: [(each["name"], each["by"]) for each in names[name]["guesses"][:1]]
            for name in names}  # fmt: skip
    assert best["SIP/1001"] == [("Alice", "code")]
    assert best["wangfang"] == [("王芳", "likeness")]
    assert client.get(f"{URL}/unmatched/count").json()["count"] == 3
    first = client.get(f"{URL}/unmatched", params={"limit": 2}).json()
    rest = client.get(f"{URL}/unmatched", params={"cursor": first["next"]}).json()
    assert len({each["id"] for each in first["items"] + rest["items"]}) == 3


def test_many_are_matched_at_once_also_to_somebody_new(
    client: TestClient, company: Company
) -> None:
    names = listed(client)
    new = {"code": "9", "name": "Nina", "unit_id": str(company.charlies_team.id)}

    matched = client.post(
        f"{URL}/match",
        json={
            "items": [
                {
                    "identity_id": names["SIP/1001"]["id"],
                    "agent_id": str(company.alice.agent_id),
                },
                {"identity_id": names["wangfang"]["id"], "new_agent": new},
                {"identity_id": names["queue-9"]["id"], "new_agent": new},
            ]
        },
    )

    assert matched.json() == {"matched": 3}, matched.text
    assert listed(client) == {}
    [nina] = client.get("/api/v1/agents", params={"q": "Nina"}).json()["items"]
    own = client.get(f"/api/v1/agents/{nina['id']}/identities").json()["items"]
    assert [name["external_id"] for name in own] == ["queue-9", "wangfang"]


def test_all_or_none_are_matched(client: TestClient, company: Company) -> None:
    names = listed(client)
    alice = str(company.alice.agent_id)
    items = [
        {"identity_id": names["SIP/1001"]["id"], "agent_id": alice},
        {"identity_id": alice, "agent_id": alice},
    ]

    refused = client.post(f"{URL}/match", json={"items": items})

    assert (refused.status_code, refused.json()["field"]) == (422, "items.1.identity_id")
    assert len(listed(client)) == 3
    neither = client.post(f"{URL}/match", json={"items": [{"identity_id": alice}]})
    assert neither.status_code == 422


def test_a_name_that_is_no_person_waits_no_more_and_can_be_taken_back(client: TestClient) -> None:
    queue = listed(client)["queue-9"]["id"]

    assert client.post(f"{URL}/ignore", json={"identity_ids": [queue]}).status_code == 204
    assert "queue-9" not in listed(client)
    assert list(listed(client, ignored=True)) == ["queue-9"]

    client.post(f"{URL}/ignore", json={"identity_ids": [queue], "ignored": False})
    assert "queue-9" in listed(client)


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 403), ("bob", 403), ("charlie", 403), ("una", 403)]
)
def test_only_who_sees_the_whole_centre_sees_the_inbox(
    client: TestClient, name: str, status: int
) -> None:
    sign_in(client, name)

    assert client.get(f"{URL}/unmatched").status_code == status
    assert client.get(f"{URL}/unmatched/count").status_code == status


def test_nobody_draws_calls_into_their_sight_by_a_name_that_waits(
    client: TestClient, company: Company
) -> None:
    source_id = listed(client)["SIP/1001"]["source_id"]
    sign_in(client, "una")
    team, alice = str(company.bobs_team.id), f"/api/v1/agents/{company.alice.agent_id}"

    waiting, unseen = (
        client.post(
            f"{alice}/identities", json={"source_id": source_id, "external_id": external_id}
        )
        for external_id in ("SIP/1001", "SIP/9999")
    )
    added = client.post(
        "/api/v1/agents", json={"code": "SIP/1001", "name": "Mine", "unit_id": team}
    )

    assert (waiting.status_code, unseen.status_code) == (403, 201)
    assert added.status_code == 201, added.text
    assert client.get("/api/v1/calls").json()["items"] == []
    sign_in(client, "max")
    assert listed(client)["SIP/1001"]["guesses"][0]["name"] in ("Mine", "Alice")


def test_the_same_code_comes_first_then_the_same_name_then_what_is_alike() -> None:
    people = [("8001", "Bob"), ("8002", "8001x"), ("8003", "Ann Li")]
    known = [Known(uuid4(), code, name) for code, name in people]

    for called, by in (("agent:8001@pbx", "code"), ("ann li", "name"), ("An Li", "likeness")):
        assert Guesser(known).guess(called)[0].by == by
    assert Guesser([]).guess("8001") == []


def test_calls_of_today_that_no_board_counts_are_told(client: TestClient) -> None:
    with transaction() as session:
        source = session.exec(select(Source)).one()
        for fatal_hits, ignored in ((0, False), (2, False), (1, True)):
            name = f"fresh-{fatal_hits}"
            identity = AgentIdentity(source_id=source.id, external_id=name)
            identity.ignored_at = utc_now() if ignored else None
            session.add(identity)
            make_call(
                session,
                source_id=source.id,
                agent_key=name,
                started_at=utc_now(),
                fatal_hits=fatal_hits,
            )

    told = client.get(f"{URL}/unmatched/count").json()

    assert told == {"count": 5, "calls_today": 2, "fatal_calls_today": 1}
