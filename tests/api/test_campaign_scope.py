"""Somebody at the top of the company who sees the calls of some campaigns only."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from services.db import transaction
from services.tables import AgentIdentity, Campaign, Role, UserCampaign
from tests.doors import sign_in
from tests.factories import make_campaign, make_company, make_source, make_user

CARDS, LOANS = "cards", "loans"


@pytest.fixture
def campaigns(client: TestClient) -> dict[str, Campaign]:
    """Mia is a manager of the whole company, and sees cards only; Ada is limited in nothing."""
    with transaction() as session:
        company = make_company(session)
        made = {code: make_campaign(session, code=code) for code in (CARDS, LOANS)}
        mia = make_user(session, company.unit, login="mia", role=Role.MANAGER)
        make_user(session, company.unit, login="ada", role=Role.ADMIN)
        session.add(UserCampaign(user_id=mia.id, campaign_id=made[CARDS].id))
        session.add(AgentIdentity(source_id=make_source(session).id, external_id="ext-1"))
    sign_in(client, "mia")
    return made


def names(response: Response) -> list[str]:
    return [each["code"] for each in response.json()["items"]]


def test_campaigns_are_listed_as_far_as_their_calls_are_seen(
    client: TestClient, campaigns: dict[str, Campaign]
) -> None:
    assert names(client.get("/api/v1/campaigns")) == [CARDS]

    sign_in(client, "ada")
    assert names(client.get("/api/v1/campaigns")) == [CARDS, LOANS]


def test_other_campaigns_are_neither_read_nor_changed(
    client: TestClient, campaigns: dict[str, Campaign]
) -> None:
    own, other = (f"/api/v1/campaigns/{campaigns[code].id}" for code in (CARDS, LOANS))
    history = "/api/v1/history?subject=campaign:"

    assert client.get(own).status_code == 200
    assert client.get(other).status_code == 404
    assert client.get(f"{own}/scorecards").status_code == 200
    assert client.get(f"{other}/scorecards").status_code == 404
    assert client.get(f"{history}{campaigns[LOANS].id}").status_code == 404
    assert client.patch(own, json={"product": "Cards"}).status_code == 200
    assert client.patch(other, json={"product": "Cards"}).status_code == 404
    added = client.post("/api/v1/campaigns", json={"code": "new", "name": "New"})
    assert added.status_code == 403


def test_what_concerns_the_whole_centre_is_not_theirs(
    client: TestClient, campaigns: dict[str, Campaign]
) -> None:
    unmatched = "/api/v1/identities/unmatched"

    assert client.get(unmatched).status_code == 403
    assert client.get(f"{unmatched}/count").status_code == 403

    sign_in(client, "ada")
    assert client.get(unmatched).status_code == 200
