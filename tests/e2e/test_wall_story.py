"""A screen on a wall: opened by its link, cheers for a sale, begins a new day, is taken down."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from services.db import transaction
from services.tables import KeyScope
from tests.doors import bearer
from tests.factories import PASSWORD, Company, make_company, make_source

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

WALL = {"name": "Lobby", "language": "en"}
AGENTS = {"kind": "built_in", "view": "agents", "seconds": 30}


@pytest.fixture
def company(database: None) -> Company:
    with transaction() as session:
        return make_company(session)


@pytest.fixture
def bob(served: str, company: Company) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served, timeout=30) as client:
        signed_in = client.post("/api/v1/session", json={"login": "bob", "password": PASSWORD})
        assert signed_in.status_code == 201, signed_in.text
        yield client


@pytest.fixture
def wall(bob: httpx.Client, company: Company) -> dict[str, Any]:
    body = {**WALL, "unit_id": str(company.bobs_team.id), "views": [AGENTS]}
    answer = bob.post("/api/v1/walls", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def sell(served: str) -> None:
    """Alice sells something, as her dialer tells."""
    with transaction() as session:
        headers = dict(bearer(session, make_source(session), KeyScope.EVENTS_WRITE))
    now = datetime.now(UTC)
    steps: list[tuple[str, int, dict[str, Any]]] = [
        ("call.dialed", 60, {}),
        ("call.answered", 50, {}),
        ("call.ended", 5, {}),
        ("call.disposed", 4, {"outcome": "sale", "amount": 1200, "currency": "USD"}),
    ]
    events = [
        {
            "specversion": "1.0",
            "id": kind,
            "source": "/dialer",
            "type": kind,
            "time": (now - timedelta(seconds=ago)).isoformat(),
            "data": {"agent": "1001", "call_id": "c1", **data},
        }
        for kind, ago, data in steps
    ]
    answer = httpx.post(
        f"{served}/api/v1/events", content=json.dumps(events), headers=headers, timeout=30
    )
    assert answer.status_code == 202, answer.text


def test_a_wall_cheers_for_a_sale_and_ends_when_it_is_revoked(
    page: Page, served: str, bob: httpx.Client, wall: dict[str, Any]
) -> None:
    page.goto(f"/wall#{wall['token']}")
    expect(page.get_by_role("heading", name="Bob's team")).to_be_visible()
    expect(page.get_by_role("heading", name="Sales ranking")).to_be_visible()
    assert wall["token"] not in page.url

    sell(served)
    banner = page.get_by_role("status").filter(has_text="Sold!")
    expect(banner).to_contain_text("Alice")
    expect(banner).to_contain_text("$1,200.00")
    expect(page.get_by_role("listitem").filter(has_text="Alice")).to_contain_text("1")
    expect(banner).to_be_hidden()

    # The cookie opens the wall again without its link, and nothing but the wall.
    page.goto("/wall")
    expect(page.get_by_role("heading", name="Bob's team")).to_be_visible()
    page.goto("/boards")
    expect(page.get_by_label("Login")).to_be_visible()

    assert bob.delete(f"/api/v1/walls/{wall['id']}").status_code == 204
    page.goto("/wall")
    expect(page.get_by_role("alert")).to_contain_text("Its link was revoked.")


def test_midnight_begins_an_empty_day_and_a_lost_line_shows(
    page: Page, company: Company, wall: dict[str, Any]
) -> None:
    """Days pass in the browser's clock; what the server says is made up."""
    noon = datetime(2026, 11, 20, 4, tzinfo=UTC)
    midnight = datetime(2026, 11, 20, 16, tzinfo=UTC)
    page.clock.install(time=noon)
    connections: list[WebSocketRoute] = []

    def serve(socket: WebSocketRoute) -> None:
        connections.append(socket)
        is_first = len(connections) == 1
        begins = midnight - timedelta(days=1) if is_first else midnight
        now = noon if is_first else midnight + timedelta(seconds=2)
        socket.send(json.dumps(snapshot(company, begins, now, 41 if is_first else 0)))

    page.route_web_socket("**/api/v1/wall/live", serve)
    page.goto(f"/wall#{wall['token']}")
    dials = page.get_by_role("listitem").filter(has_text="Dials")
    expect(dials).to_contain_text("41")
    expect(page.get_by_text("12:00", exact=True)).to_be_visible()

    page.clock.fast_forward(timedelta(hours=12, seconds=15) // timedelta(milliseconds=1))
    expect(dials).not_to_contain_text("41")
    expect(page.get_by_text("00:00", exact=True)).to_be_visible()

    page.route_web_socket("**/api/v1/wall/live", lambda socket: socket.close())
    connections[-1].close()
    for _ in range(4):
        page.clock.run_for(5000)
    expect(page.get_by_text("As of 00:00")).to_be_visible()


def snapshot(company: Company, begins: datetime, now: datetime, dials: int) -> dict[str, Any]:
    unit_id = str(company.bobs_team.id)
    names = (
        "dials connects effective_talks sales talk_s hold_s scored score_sum fatal_hits ready_s"
        " wrap_s break_s meeting_s training_s logged_s live_answers abandoned queued in_time"
        " gave_up wait_s"
    )
    nothing = dict.fromkeys(names.split(), 0)
    team = {
        "kind": "unit",
        "key": unit_id,
        "version": round(now.timestamp()),
        "unit_id": unit_id,
        "name": "Bob's team",
        "today": {**nothing, "dials": dials},
        "hour": nothing,
        "quarter": nothing,
    }
    board = {
        "id": unit_id,
        "name": "Bob's team",
        "timezone": "Asia/Shanghai",
        "day_starts_at": begins.isoformat(),
        "day_ends_at": (begins + timedelta(days=1)).isoformat(),
    }
    return {"type": "snapshot", "now": now.isoformat(), "board": board, "cards": [team]}
