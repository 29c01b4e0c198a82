"""Links to walls: made once, changed, given new tokens and revoked, by those who may."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import AuditEntry, WallLink
from tests.api.walls import AGENTS, URL, hang, only_wall, wall
from tests.doors import sign_in
from tests.factories import Company, make_company

TILE = {"id": "a", "kind": "number", "metric": "sales"}


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        return make_company(session)


def make_board(client: TestClient, unit_id: object, **fields: object) -> str:
    body = {"name": "B", "unit_id": str(unit_id), "layout": {"tiles": [TILE]}, **fields}
    answer = client.post("/api/v1/own-boards", json=body)
    assert answer.status_code == 201, answer.text
    board_id: str = answer.json()["id"]
    return board_id


def test_the_token_is_shown_once_and_kept_nowhere(client: TestClient, company: Company) -> None:
    made = hang(client, "bob", company.bobs_team.id)

    assert made["link"] == f"http://testserver/wall#{made['token']}"
    assert made["qr_svg"].startswith("<svg")
    read = client.get(f"{URL}/{made['id']}").json()
    assert read.keys().isdisjoint({"token", "link", "qr_svg", "token_hash"})
    assert (read["state"], read["last_used_at"]) == ("active", None)
    with transaction() as session:
        kept = session.exec(select(WallLink)).one()
        told = [entry.facts for entry in session.exec(select(AuditEntry))]
    assert made["token"] not in kept.model_dump_json()
    assert not [secret for secret in (made["token"], kept.token_hash) if secret in str(told)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"views": []}, "views"),
        ({"views": [AGENTS | {"seconds": 5}]}, "views.0.built_in.seconds"),
        ({"views": [AGENTS | {"view": "weather"}]}, "views.0.built_in.view"),
        ({"views": [AGENTS] * 21}, "views"),
        ({"language": "fr"}, "language"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"name": " "}, "name"),
        ({"token": "my own"}, "token"),
    ],
)
def test_what_is_wrong_with_a_wall_is_named(
    client: TestClient, company: Company, change: dict[str, object], field: str
) -> None:
    sign_in(client, "bob")
    answer = client.post(URL, json=wall(company.bobs_team.id) | change)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_wall_shows_boards_its_maker_sees_about_its_unit(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "charlie")
    charlies = make_board(client, company.charlies_team.id)
    sign_in(client, "dana")
    above = make_board(client, company.unit.id, shared_with=[str(company.unit.id)])

    for login, board_id, problem in (
        ("bob", charlies, "/problems/wall-board-unknown"),
        ("dana", above, "/problems/wall-board-elsewhere"),
    ):
        sign_in(client, login)
        view = {"kind": "own_board", "own_board_id": board_id}
        answer = client.post(URL, json=wall(company.bobs_team.id, views=[AGENTS, view]))
        assert (answer.status_code, answer.json()["type"]) == (422, problem)
        assert answer.json()["field"] == "views.1.own_board_id"


def test_bob_hangs_no_wall_about_another_team(client: TestClient, company: Company) -> None:
    sign_in(client, "bob")
    answer = client.post(URL, json=wall(company.charlies_team.id))
    assert (answer.status_code, answer.json()["field"]) == (422, "unit_id")


def test_alice_hangs_none_at_all(client: TestClient, company: Company) -> None:
    sign_in(client, "alice")
    assert client.post(URL, json=wall(company.bobs_team.id)).status_code == 403
    assert client.get(URL).status_code == 403


def test_only_its_maker_changes_a_wall_and_colleagues_revoke_it(
    client: TestClient, company: Company
) -> None:
    made = hang(client, "dana", company.bobs_team.id)
    url, body = f"{URL}/{made['id']}", wall(company.bobs_team.id, name="Lobby")

    sign_in(client, "bob")
    assert client.get(url).json()["is_own"] is False
    assert client.put(url, json=body).status_code == 404
    assert client.post(f"{url}/token").status_code == 404
    sign_in(client, "charlie")
    assert client.get(url).status_code == client.delete(url).status_code == 404
    sign_in(client, "bob")
    assert client.delete(url).status_code == client.delete(url).status_code == 204
    assert client.get(url).json()["state"] == "revoked"

    sign_in(client, "dana")
    assert client.put(url, json=body).json()["type"] == "/problems/wall-revoked"
    assert client.post(f"{url}/token").status_code == 409


def test_a_new_token_ends_the_old_one(client: TestClient, company: Company) -> None:
    made = hang(client, "bob", company.bobs_team.id)
    again = client.post(f"{URL}/{made['id']}/token").json()
    client.cookies.clear()

    assert client.get("/api/v1/wall", headers=only_wall(again["token"])).status_code == 200
    refused = client.get("/api/v1/wall", headers=only_wall(made["token"]))
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/wall-token-unknown")


def test_walls_come_in_pages_newest_first_and_by_state(
    client: TestClient, company: Company
) -> None:
    for name in ("A", "B", "C"):
        made = hang(client, "bob", company.bobs_team.id, name=name)
    client.delete(f"{URL}/{made['id']}")

    first = client.get(f"{URL}?limit=2").json()
    rest = client.get(f"{URL}?limit=2&cursor={first['next']}").json()
    active = client.get(f"{URL}?state=active").json()["items"]

    assert [each["name"] for each in first["items"] + rest["items"]] == ["C", "B", "A"]
    assert [each["name"] for each in active] == ["B", "A"]


def test_what_is_done_to_a_wall_is_audited(client: TestClient, company: Company) -> None:
    made = hang(client, "bob", company.bobs_team.id)
    url = f"{URL}/{made['id']}"
    soon = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    client.put(url, json=wall(company.bobs_team.id, sound=True, expires_at=soon))
    client.post(f"{url}/token")
    client.delete(url)

    with transaction() as session:
        found = session.exec(select(AuditEntry).where(AuditEntry.subject == made["id"]))
        acts = {entry.act: entry for entry in found}
    assert acts.keys() == {"wall.created", "wall.changed", "wall.rotated", "wall.revoked"}
    assert acts["wall.changed"].facts["before"]["sound"] is False
    assert acts["wall.changed"].facts["after"]["sound"] is True
