"""The live board: a snapshot, then every change, to those who may see it."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from api import viewing
from services.db import transaction
from services.people import keys, organisation
from services.settings import get_settings
from services.tables import KeyScope
from tests.factories import PASSWORD, Company, make_agent, make_company

Cards = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        return make_company(session)


@pytest.fixture
def report(client: TestClient, company: Company) -> Callable[..., None]:
    """Post events about Alice's calls as her dialer does."""
    with transaction() as session:
        source = organisation.find_or_create_source(session, "dialer")
        _, secret = keys.create_key(
            session, name="k", source=source, scopes=[KeyScope.EVENTS_WRITE], actor="test"
        )

    def post(kind: str, seconds_ago: float, **data: Any) -> None:
        at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        body = {
            "specversion": "1.0",
            "id": f"{kind}{at}{data}",
            "source": "/d",
            "type": kind,
            "time": at.isoformat(),
            "data": {"agent": "1001", **data},
        }
        answer = client.post(
            "/api/v1/events", json=body, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 202, answer.text

    return post


def sign_in(client: TestClient, login: str) -> None:
    answer = client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201, answer.text


def follow(socket: WebSocketTestSession, until: Callable[[Cards], bool]) -> Cards:
    """Apply messages as the browser does, newest wins, until `until` holds."""
    cards: Cards = {}
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        message = socket.receive_json()
        for card in message.get("cards", []):
            name = (card["kind"], card["key"])
            if name not in cards or cards[name]["version"] < card["version"]:
                cards[name] = card
        if until(cards):
            return cards
    raise AssertionError(f"never came: {cards}")


def agent_card(cards: Cards) -> dict[str, Any]:
    return next((card for (kind, _), card in cards.items() if kind == "agent"), {})


def live(unit_id: Any) -> str:
    return f"/api/v1/boards/{unit_id}/live"


def test_a_board_starts_with_a_snapshot_then_follows_changes(
    client: TestClient, company: Company, report: Callable[..., None]
) -> None:
    sign_in(client, "bob")
    report("agent.state", 60, state="ready")

    with client.websocket_connect(live(company.bobs_team.id)) as socket:
        cards = follow(socket, lambda cards: bool(agent_card(cards)))
        assert agent_card(cards)["state"] == "ready"

        report("call.dialed", 30, call_id="c1")
        report("call.answered", 25, call_id="c1")
        report("call.ended", 1, call_id="c1")
        cards = follow(
            socket, lambda cards: agent_card(cards).get("today", {}).get("connects") == 1
        )

    assert agent_card(cards)["state"] == "wrap_up"
    assert agent_card(cards)["today"]["talk_s"] == pytest.approx(24, abs=1)


def test_team_totals_and_volume_move_with_the_calls(
    client: TestClient, company: Company, report: Callable[..., None]
) -> None:
    sign_in(client, "dana")
    with client.websocket_connect(live(company.unit.id)) as socket:
        report("call.dialed", 50, call_id="c1")
        report("call.ended", 40, call_id="c1")
        cards = follow(
            socket,
            lambda cards: (
                any(kind == "volume" for kind, _ in cards)
                and cards[("unit", str(company.bobs_team.id))]["today"]["dials"] == 1
            ),
        )

    [volume] = [card for (kind, _), card in cards.items() if kind == "volume"]
    assert (volume["dials"], volume["connects"]) == (1, 0)
    assert cards[("unit", str(company.charlies_team.id))]["today"]["dials"] == 0


def test_alice_sees_only_herself(
    client: TestClient, company: Company, report: Callable[..., None]
) -> None:
    sign_in(client, "alice")
    report("call.dialed", 50, call_id="c1")
    report("call.ended", 40, call_id="c1")

    board = client.get(f"/api/v1/boards/{company.bobs_team.id}").json()

    assert [(card["kind"], card["name"]) for card in board["cards"]] == [("agent", "Alice")]


@pytest.mark.parametrize(
    ("login", "code"),
    [("charlie", viewing.NO_SUCH_BOARD), (None, viewing.SIGNED_OUT)],
)
def test_a_board_outside_scope_is_refused(
    client: TestClient, company: Company, login: str | None, code: int
) -> None:
    if login:
        sign_in(client, login)

    with (
        client.websocket_connect(live(company.bobs_team.id)) as socket,
        pytest.raises(WebSocketDisconnect) as refusal,
    ):
        socket.receive_json()

    assert refusal.value.code == code


@pytest.fixture
def eager_recheck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_BOARD_RECHECK", "PT0.1S")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_board_closes_when_its_viewer_signs_out(
    eager_recheck: None, client: TestClient, company: Company
) -> None:
    sign_in(client, "bob")

    with client.websocket_connect(live(company.bobs_team.id)) as socket:
        socket.receive_json()
        client.delete("/api/v1/session")
        with pytest.raises(WebSocketDisconnect) as end:
            socket.receive_json()

    assert end.value.code == viewing.SIGNED_OUT


def test_another_web_site_cannot_open_a_board(client: TestClient, company: Company) -> None:
    sign_in(client, "bob")

    headers = {"Origin": "https://evil.example"}
    with (
        client.websocket_connect(live(company.bobs_team.id), headers=headers) as socket,
        pytest.raises(WebSocketDisconnect) as refusal,
    ):
        socket.receive_json()

    assert refusal.value.code == viewing.NOT_ALLOWED


def test_charlie_does_not_hear_of_bobs_team(
    client: TestClient, company: Company, report: Callable[..., None]
) -> None:
    with transaction() as session:
        make_agent(session, company.charlies_team, code="2001", name="Cleo")
    sign_in(client, "charlie")
    with client.websocket_connect(live(company.charlies_team.id)) as socket:
        report("agent.state", 5, state="ready")
        report("agent.state", 4, state="ready", agent="2001")
        cards = follow(socket, lambda cards: agent_card(cards).get("state") == "ready")

    assert {card["unit_id"] for card in cards.values()} == {str(company.charlies_team.id)}
    assert agent_card(cards)["name"] == "Cleo"
