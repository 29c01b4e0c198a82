"""Boards that people compose: checked, shared, and never more than their reader may see."""

from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.db import transaction
from services.tables import AuditEntry
from tests.doors import sign_in
from tests.factories import Company, make_campaign, make_company

URL = "/api/v1/own-boards"


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        return make_company(session)


def tile(tile_id: str = "a", **fields: Any) -> dict[str, Any]:
    return {"id": tile_id, "kind": "number", "metric": "dials", **fields}


def board(unit_id: UUID, *tiles: dict[str, Any], **fields: Any) -> dict[str, Any]:
    layout = {"tiles": list(tiles) or [tile()]}
    return {"name": "Morning", "unit_id": str(unit_id), "layout": layout, **fields}


def make(client: TestClient, login: str, body: dict[str, Any]) -> dict[str, Any]:
    sign_in(client, login)
    answer = client.post(URL, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def names(client: TestClient, login: str, query: str = "") -> list[str]:
    sign_in(client, login)
    return [each["name"] for each in client.get(f"{URL}{query}").json()["items"]]


def wrong(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("field", "")


def test_a_board_is_read_back_as_it_was_composed(client: TestClient, company: Company) -> None:
    limits = {"amber": 0.2, "red": 0.1, "direction": "below"}
    tiles = (
        tile("rate", metric="connect_rate", period="quarter", thresholds=limits, columns=2),
        {"id": "who", "kind": "ranking", "metric": "sales", "places": 5, "columns": 4},
        {"id": "pace", "kind": "pace", "metric": "talk"},
    )
    made = make(client, "bob", board(company.bobs_team.id, *tiles))

    read = client.get(f"{URL}/{made['id']}").json()

    assert read == made
    assert [each["id"] for each in read["layout"]["tiles"]] == ["rate", "who", "pace"]
    assert read["layout"]["tiles"][0]["thresholds"] == limits
    assert (read["version"], read["is_own"], read["owner_name"]) == (1, True, "Bob")


@pytest.mark.parametrize(
    ("tiles", "field"),
    [
        ([], "layout.tiles"),
        ([tile(str(n)) for n in range(41)], "layout.tiles"),
        ([tile("a"), tile("a")], "layout"),
        ([tile(metric="happiness")], "layout.tiles.0.number.metric"),
        ([tile(columns=5)], "layout.tiles.0.number.columns"),
        ([tile("a"), {"id": "b", "kind": "weather"}], "layout.tiles.1"),
        (
            [tile(thresholds={"amber": 9, "red": 5, "direction": "above"})],
            "layout.tiles.0.number.thresholds",
        ),
        ([{"id": "a", "kind": "ranking", "campaign_id": str(uuid4())}], "campaign_id"),
        ([tile(metric="talking", campaign_id=str(uuid4()))], "layout.tiles.0.number"),
        ([tile(unit_id=str(uuid4()))], "layout.tiles.0.unit_id"),
        ([tile(campaign_id=str(uuid4()))], "layout.tiles.0.campaign_id"),
    ],
)
def test_what_is_wrong_with_a_layout_is_named(
    client: TestClient, company: Company, tiles: list[dict[str, Any]], field: str
) -> None:
    sign_in(client, "bob")
    body = board(company.bobs_team.id) | {"layout": {"tiles": tiles}}

    answer = client.post(URL, json=body)

    assert answer.status_code == 422
    assert answer.json()["field"].endswith(field)
    assert client.get(URL).json()["items"] == []


def test_a_tile_narrows_to_a_unit_below_or_a_campaign(client: TestClient, company: Company) -> None:
    with transaction() as session:
        campaign_id = str(make_campaign(session).id)
    tiles = (
        tile("a", unit_id=str(company.bobs_team.id)),
        {"id": "b", "kind": "fatals", "campaign_id": campaign_id},
    )

    made = make(client, "dana", board(company.unit.id, *tiles))

    assert made["layout"]["tiles"][0]["unit_id"] == str(company.bobs_team.id)
    assert made["layout"]["tiles"][1]["campaign_id"] == campaign_id


def test_the_second_of_two_changes_of_one_version_is_refused(
    client: TestClient, company: Company
) -> None:
    made = make(client, "bob", board(company.bobs_team.id))
    url, body = f"{URL}/{made['id']}", board(company.bobs_team.id, name="Noon", version=1)

    first, second = client.put(url, json=body), client.put(url, json=body | {"name": "Night"})

    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert wrong(second) == (409, "version")
    assert second.json()["facts"] == {"version": 2}
    assert client.get(url).json()["name"] == "Noon"


def test_a_board_is_ones_own_until_it_is_shared(client: TestClient, company: Company) -> None:
    make(client, "dana", board(company.bobs_team.id, name="Mine"))
    make(
        client,
        "dana",
        board(company.bobs_team.id, name="Ours", shared_with=[str(company.unit.id)]),
    )

    assert names(client, "bob") == ["Ours"]
    assert names(client, "alice") == ["Ours"]
    assert names(client, "dana", "?own=false") == []
    assert names(client, "dana", "?own=true") == ["Mine", "Ours"]


def test_charlie_does_not_hear_of_a_board_about_bobs_team(
    client: TestClient, company: Company
) -> None:
    body = board(company.bobs_team.id, shared_with=[str(company.unit.id)])
    made = make(client, "dana", body)

    assert names(client, "charlie") == []
    assert client.get(f"{URL}/{made['id']}").status_code == 404


def test_who_is_shared_with_reads_and_does_not_change(client: TestClient, company: Company) -> None:
    shared = [str(company.bobs_team.id)]
    made = make(client, "dana", board(company.bobs_team.id, shared_with=shared))
    url = f"{URL}/{made['id']}"
    sign_in(client, "bob")

    assert client.get(url).json()["is_own"] is False
    changed = client.put(url, json=board(company.bobs_team.id, version=1))
    assert (changed.status_code, client.delete(url).status_code) == (404, 403)


def test_agents_compose_and_do_not_share(client: TestClient, company: Company) -> None:
    made = make(client, "alice", board(company.bobs_team.id))
    shared = board(company.bobs_team.id, shared_with=[str(company.bobs_team.id)], version=1)

    assert client.put(f"{URL}/{made['id']}", json=shared).status_code == 403
    assert client.post(URL, json=board(company.charlies_team.id)).status_code == 422


def test_bob_shares_with_units_he_sees_only(client: TestClient, company: Company) -> None:
    sign_in(client, "bob")
    body = board(company.bobs_team.id, shared_with=[str(company.charlies_team.id)])
    assert wrong(client.post(URL, json=body)) == (422, "shared_with")


def test_sharing_and_deleting_are_audited(client: TestClient, company: Company) -> None:
    team = str(company.bobs_team.id)
    made = make(client, "bob", board(company.bobs_team.id, shared_with=[team]))
    url = f"{URL}/{made['id']}"

    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    with transaction() as session:
        acts = {entry.act: entry for entry in _of(session, made["id"])}
    assert acts["own_board.shared"].facts["after"] == [team]
    assert acts["own_board.deleted"].actor == "bob"


def test_boards_come_in_pages(client: TestClient, company: Company) -> None:
    sign_in(client, "bob")
    for name in ("C", "A", "B"):
        make(client, "bob", board(company.bobs_team.id, name=name))

    first = client.get(f"{URL}?limit=2").json()
    rest = client.get(f"{URL}?limit=2&cursor={first['next']}").json()

    assert [each["name"] for each in first["items"] + rest["items"]] == ["A", "B", "C"]
    assert rest["next"] is None
    assert client.get(f"{URL}?cursor=broken").status_code == 422


def _of(session: Session, subject: str) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.subject == subject)))
