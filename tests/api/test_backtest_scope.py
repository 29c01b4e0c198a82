"""Who may try rules, on whose calls, and who sees what was found."""

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from tests.api.trying import PERIOD, WIDER, Centre, finished
from tests.doors import sign_in


@pytest.fixture
def centre(client: TestClient) -> Centre:
    with transaction() as session:
        return Centre(session)


def test_a_lead_of_quality_of_one_team_tries_on_its_calls_alone(
    client: TestClient, centre: Centre
) -> None:
    sign_in(client, "quinn-ours")
    told = finished(client, centre, WIDER)

    assert told["calls_total"] == 4
    assert [shift["name"] for shift in told["summary"]["agents"]] == ["Alice"]
    theirs = str(centre.company.charlies_team.id)
    asked = {"scorecard_id": str(centre.card.id), "body": WIDER, **PERIOD, "unit_ids": [theirs]}
    refused = client.post("/api/v1/backtests", json=asked)
    assert (refused.status_code, refused.json()["field"]) == (422, "unit_ids[0]")


def test_who_sees_one_team_does_not_see_what_others_tried(
    client: TestClient, centre: Centre
) -> None:
    sign_in(client, "quinn")
    told = finished(client, centre, WIDER)
    sign_in(client, "quinn-ours")

    assert client.get(f"/api/v1/backtests/{told['id']}").status_code == 404
    assert client.get(f"/api/v1/backtests/{told['id']}/calls").status_code == 404
    assert client.post(f"/api/v1/backtests/{told['id']}/cancel").status_code == 404
    assert client.get("/api/v1/backtests").json()["items"] == []


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_trying_rules_is_for_those_who_write_them(
    client: TestClient, centre: Centre, who: str
) -> None:
    sign_in(client, who)

    wanted = {"scorecard_id": str(centre.card.id), **PERIOD, "number": 1}
    assert client.get("/api/v1/backtests").status_code == 403
    assert client.post("/api/v1/backtests", json=wanted).status_code == 403
    assert client.get("/api/v1/rescores").status_code == 403
    assert client.post("/api/v1/rescores", json=wanted | {"name": "March"}).status_code == 403
