"""Screens on walls: what a link opens, for how long, and that it opens nothing else."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select, update
from starlette.websockets import WebSocketDisconnect

from api.app import create_api
from api.deps import SESSION_COOKIE, WALL_COOKIE
from api.viewing import SIGNED_OUT
from services.db import transaction
from services.people import users
from services.settings import get_settings
from services.tables import Call, KeyScope, Role, WallLink
from tests.api.access_rows import Who
from tests.api.access_table import TABLE
from tests.api.walls import URL, hang, only_wall
from tests.doors import bearer
from tests.factories import Company, make_company, make_source

WALL = "/api/v1/wall"
LIVE = f"{WALL}/live"


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        return make_company(session)


@pytest.fixture
def report(client: TestClient, company: Company) -> Callable[..., None]:
    """Post an event about Alice's call."""
    with transaction() as session:
        key = dict(bearer(session, make_source(session), KeyScope.EVENTS_WRITE))

    def post(kind: str, seconds_ago: float, **data: Any) -> None:
        at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        event = {
            "specversion": "1.0",
            "id": f"{kind}{at}",
            "source": "/d",
            "type": kind,
            "time": at.isoformat(),
            "data": {"agent": "1001", **data},
        }
        answer = client.post("/api/v1/events", json=event, headers=key)
        assert answer.status_code == 202, answer.text

    return post


@pytest.fixture
def eager_recheck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_BOARD_RECHECK", "PT0.1S")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def look(client: TestClient, token: str) -> dict[str, Any]:
    client.cookies.clear()
    answer = client.get(WALL, headers=only_wall(token))
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


def refusal(client: TestClient, token: str) -> str:
    client.cookies.clear()
    answer = client.get(WALL, headers=only_wall(token))
    assert answer.status_code == 401, answer.text
    return str(answer.json()["type"]).removeprefix("/problems/")


def test_the_token_becomes_a_cookie_of_the_wall_alone(client: TestClient, company: Company) -> None:
    token = hang(client, "bob", company.bobs_team.id)["token"]
    client.cookies.clear()

    opened = client.post("/api/v1/wall-sessions", json={"token": token})

    cookie = opened.headers["set-cookie"]
    assert opened.status_code == 204
    assert cookie.startswith(f"{WALL_COOKIE}={token};")
    assert {"HttpOnly", "Path=/api/v1/wall", "SameSite=strict", "Max-Age=34560000"} <= set(
        cookie.split("; ")
    )
    assert client.get(WALL).status_code == 200
    assert client.post("/api/v1/wall-sessions", json={"token": token[:-1]}).status_code == 401


def test_the_cookie_opens_nothing_else(client: TestClient, company: Company) -> None:
    """Sent everywhere as the session's, too, though browsers send it to walls only."""
    token = hang(client, "dana", company.unit.id)["token"]
    client.cookies.clear()
    asked = {row.operation for row in TABLE if row.needs is not Who.ANYBODY}
    headers = {"cookie": f"{SESSION_COOKIE}={token}; {WALL_COOKIE}={token}"}
    reached = {}
    for path, methods in create_api().openapi()["paths"].items():
        url = re.sub(r"\{\w+\}", str(company.bobs_team.id), path)
        for method, described in methods.items():
            if isinstance(described, dict) and described.get("operationId") in asked:
                answer = client.request(method, url, headers=headers)
                reached[method, path] = answer.status_code

    # 422 where the body is read before the cookie is.
    assert set(reached.values()) <= {401, 422}, reached
    assert len(reached) > 200


def test_nor_is_its_token_a_key(client: TestClient, company: Company) -> None:
    token = hang(client, "dana", company.unit.id)["token"]
    client.cookies.clear()
    as_key = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/calls", headers=as_key).status_code == 401
    assert client.get(WALL, headers=as_key).status_code == 401


def test_nor_does_it_open_another_board(client: TestClient, company: Company) -> None:
    token = hang(client, "dana", company.unit.id)["token"]
    client.cookies.clear()
    live = f"/api/v1/boards/{company.bobs_team.id}/live"

    with (
        client.websocket_connect(live, headers=only_wall(token)) as socket,
        pytest.raises(WebSocketDisconnect) as refused,
    ):
        socket.receive_json()

    assert refused.value.code == SIGNED_OUT


def test_a_screen_is_told_what_to_show(client: TestClient, company: Company) -> None:
    token = hang(client, "dana", company.unit.id, language="en", sound=True)["token"]

    seen = look(client, token)

    assert seen["views"] == [{"seconds": 30, "view": "agents", "board": None}]
    assert (seen["name"], seen["unit_name"], seen["language"]) == ("Floor", "Earshot", "en")
    assert (seen["sound"], seen["celebrate"]) == (True, True)
    assert {unit["name"] for unit in seen["units"]} == {
        *("Earshot", "Floor", "Bob's team", "Charlie's team")
    }
    assert {"token", "token_hash", "maker_id"}.isdisjoint(seen)


def test_a_screen_compares_with_other_days_and_tells_goals_of_units_only(
    client: TestClient, company: Company, report: Callable[..., None]
) -> None:
    token = hang(client, "bob", company.bobs_team.id)["token"]
    goal = {"metric": "dials", "target": 100}
    whose = [{"unit_id": str(company.bobs_team.id)}, {"agent_id": str(company.alice.agent_id)}]
    for each in whose:
        set_goal = client.post("/api/v1/goals", json=goal | each)
        assert set_goal.status_code == 201, set_goal.text
    report("call.dialed", 20, call_id="c1")
    report("call.ended", 10, call_id="c1")
    client.cookies.clear()

    told = client.get(f"{WALL}/comparison", headers=only_wall(token)).json()

    [paced] = told["goals"]
    assert (paced["unit_id"], paced["metric"]) == (str(company.bobs_team.id), "dials")
    assert told["today"]["by_now"]["dials"] <= 1
    assert "Alice" not in str(told)


def test_a_wall_goes_on_without_a_board_that_is_gone(client: TestClient, company: Company) -> None:
    hang(client, "bob", company.bobs_team.id)
    tile = {"id": "a", "kind": "number", "metric": "sales"}
    body = {"name": "B", "unit_id": str(company.bobs_team.id), "layout": {"tiles": [tile]}}
    board_id = client.post("/api/v1/own-boards", json=body).json()["id"]
    view = {"kind": "own_board", "own_board_id": board_id, "seconds": 10}
    token = hang(client, "bob", company.bobs_team.id, views=[view])["token"]

    [shown] = look(client, token)["views"]
    assert shown["board"]["layout"]["tiles"][0]["metric"] == "sales"

    hang(client, "bob", company.bobs_team.id)
    assert client.delete(f"/api/v1/own-boards/{board_id}").status_code == 204
    assert look(client, token)["views"] == []


def test_the_wall_lives_without_calls_quotes_and_codes(
    client: TestClient, company: Company, report: Callable[..., None]
) -> None:
    token = hang(client, "bob", company.bobs_team.id, names="initials")["token"]
    client.cookies.clear()
    texts: list[str] = []
    with client.websocket_connect(LIVE, headers=only_wall(token)) as socket:
        texts.append(socket.receive_text())
        report("call.dialed", 50, call_id="c1", customer_number="13800138000")
        report("call.answered", 40, call_id="c1")
        report("call.ended", 10, call_id="c1", outcome="sale", amount=12.5, currency="CNY")
        while '"kind":"sale"' not in texts[-1]:
            texts.append(socket.receive_text())

    with transaction() as session:
        call_id = str(session.exec(select(Call.id)).one())
    told = "".join(texts)
    assert '"A."' in told
    assert not [each for each in (call_id, "13800138000", "Alice", "1001") if each in told]


def test_a_wall_of_bobs_team_never_shows_charlies(client: TestClient, company: Company) -> None:
    token = hang(client, "bob", company.bobs_team.id)["token"]
    client.cookies.clear()
    with client.websocket_connect(LIVE, headers=only_wall(token)) as socket:
        told = socket.receive_text()

    assert str(company.bobs_team.id) in told
    assert str(company.charlies_team.id) not in told


def test_an_expired_link_opens_nothing(client: TestClient, company: Company) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    made = hang(client, "bob", company.bobs_team.id, expires_at=soon.isoformat())
    look(client, made["token"])
    with transaction() as session:
        gone = update(WallLink).values(expires_at=datetime.now(UTC))
        session.exec(gone.where(col(WallLink.revoked_at).is_(None)))

    assert refusal(client, made["token"]) == "wall-link-expired"


def test_a_wall_closes_when_its_maker_is_stopped_or_sees_no_more(
    client: TestClient, company: Company
) -> None:
    made = hang(client, "bob", company.bobs_team.id)
    looked = look(client, made["token"])
    assert looked["unit_id"] == str(company.bobs_team.id)

    with transaction() as session:
        bob = users.get_user(session, "bob")
        bob.role = Role.TRAINER
        session.add(bob)
    assert refusal(client, made["token"]) == "wall-maker-left"

    with transaction() as session:
        bob = users.get_user(session, "bob")
        bob.role, bob.unit_id = Role.LEAD, company.charlies_team.id
        session.add(bob)
    assert refusal(client, made["token"]) == "wall-maker-left"

    with transaction() as session:
        bob = users.get_user(session, "bob")
        bob.unit_id, bob.active = company.bobs_team.id, False
        session.add(bob)
    assert refusal(client, made["token"]) == "wall-maker-left"


def test_a_revoked_wall_closes_its_screens(
    eager_recheck: None, client: TestClient, company: Company
) -> None:
    made = hang(client, "bob", company.bobs_team.id)
    headers = only_wall(made["token"])
    with client.websocket_connect(LIVE, headers=headers) as socket:
        socket.receive_json()
        assert client.delete(f"{URL}/{made['id']}").status_code == 204
        with pytest.raises(WebSocketDisconnect) as end:
            socket.receive_json()

    assert end.value.code == SIGNED_OUT
    assert refusal(client, made["token"]) == "wall-link-revoked"


def test_its_use_is_noted(client: TestClient, company: Company) -> None:
    made = hang(client, "bob", company.bobs_team.id)
    look(client, made["token"])
    with transaction() as session:
        assert session.exec(select(WallLink)).one().last_used_at is not None


def test_a_screen_of_another_site_is_refused(client: TestClient, company: Company) -> None:
    token = hang(client, "bob", company.bobs_team.id)["token"]
    client.cookies.clear()
    headers = only_wall(token) | {"Origin": "https://evil.example"}

    answer = client.post("/api/v1/wall-sessions", json={"token": token}, headers=headers)

    assert answer.status_code == 403
