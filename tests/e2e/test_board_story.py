"""A lead's board: tiles that follow, a network that fails, goals, and nobody else's agents."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Locator, Page, WebSocket, WebSocketRoute, expect

from services.boards.pace import GoalHours
from services.db import transaction
from services.tables import Goal, GoalMetric, KeyScope
from tests.doors import bearer
from tests.factories import PASSWORD, Company, make_agent, make_company, make_source

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

Say = Callable[..., None]


@pytest.fixture
def company(database: None) -> Company:
    with transaction() as session:
        company = make_company(session)
        make_agent(session, company.charlies_team, code="2001", name="Chen of Charlie")
        return company


@pytest.fixture
def say(served: str, company: Company) -> Say:
    """Post one event as a dialer does; `data` is about Alice unless it says otherwise."""
    with transaction() as session:
        source = make_source(session)
        headers = dict(bearer(session, source, KeyScope.EVENTS_WRITE))

    def post(kind: str, seconds_ago: float = 0, **data: str) -> None:
        at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        event = {
            "specversion": "1.0",
            "id": f"{kind} {at} {data}",
            "source": "/dialer",
            "type": kind,
            "time": at.isoformat(),
            "data": {"agent": "1001", **data},
        }
        answer = httpx.post(
            f"{served}/api/v1/events", content=json.dumps([event]), headers=headers, timeout=30
        )
        assert answer.status_code == 202, answer.text

    return post


def watch(page: Page, team: UUID) -> Locator:
    """Bob signs in and watches the board of a team; returns Alice's tile."""
    page.goto(f"/boards/{team}")
    page.get_by_label("Login").fill("bob")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page.get_by_role("link", name=re.compile("^Alice"))


def test_a_tile_follows_its_agent_and_warns(page: Page, say: Say, company: Company) -> None:
    alice = watch(page, company.bobs_team.id)
    expect(alice).to_contain_text("Offline")

    say("agent.state", 400, state="ready")
    expect(alice).to_contain_text("Ready")
    expect(alice).to_have_accessible_name(re.compile("over 5:00"))

    say("call.dialed", 30, call_id="c-1")
    say("call.answered", 20, call_id="c-1")
    expect(alice).to_contain_text("Talking")
    page.get_by_role("link", name="Open the call Alice is on").click()
    expect(page).to_have_url(re.compile("/calls/"))


def test_a_pinned_agent_stays_in_front_after_a_reload(
    page: Page, say: Say, company: Company
) -> None:
    with transaction() as session:
        make_agent(session, company.bobs_team, code="1002", name="Aaron")
    watch(page, company.bobs_team.id)
    tiles = page.get_by_role("region", name="Agents").get_by_role("listitem")
    expect(tiles.first).to_contain_text("Aaron")

    page.get_by_role("button", name="Keep Alice in front").press("Enter")
    expect(tiles.first).to_contain_text("Alice")
    page.reload()
    expect(tiles.first).to_contain_text("Alice")


def test_a_board_cut_off_says_how_old_it_is_and_catches_up(
    page: Page, say: Say, company: Company
) -> None:
    line = Line()
    page.route_web_socket(re.compile("/live$"), line.carry)
    alice = watch(page, company.bobs_team.id)
    say("agent.state", 5, state="ready")
    expect(alice).to_contain_text("Ready")

    line.cut()
    expect(page.get_by_text(re.compile("Data stopped at"))).to_be_visible()
    say("agent.state", state="break", reason="lunch")
    expect(alice).to_contain_text("Ready")

    line.mend()
    expect(alice).to_contain_text("Lunch")
    expect(page.get_by_text(re.compile("Data stopped at"))).to_have_count(0)


def test_a_lead_is_sent_nothing_about_another_team(page: Page, say: Say, company: Company) -> None:
    frames: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: frames.append(str(frame)))

    page.on("websocket", listen)
    alice = watch(page, company.bobs_team.id)
    expect(alice).to_contain_text("Offline")

    say("agent.state", 9, agent="2001", state="ready")
    say("call.dialed", 8, agent="2001", call_id="c-2")
    say("call.ended", 3, agent="2001", call_id="c-2")
    say("agent.state", 1, state="ready")
    expect(alice).to_contain_text("Ready")

    sent = "".join(frames)
    assert "Alice" in sent
    for theirs in ("Chen of Charlie", "2001", str(company.charlies_team.id)):
        assert theirs not in sent


def test_a_day_that_a_goal_is_not_for_is_outside_working_hours(
    page: Page, say: Say, company: Company
) -> None:
    today = datetime.now(ZoneInfo(company.bobs_team.timezone))
    hours = GoalHours(weekdays=((today + timedelta(days=3)).isoweekday(),))
    with transaction() as session:
        session.add(
            Goal(
                unit_id=company.bobs_team.id,
                metric=GoalMetric.DIALS,
                target=300,
                hours=hours.to_keep(),
                valid_from=(today - timedelta(days=1)).date(),
                created_by="bob",
            )
        )
    say("call.dialed", call_id="c1")

    watch(page, company.bobs_team.id)

    expect(page.get_by_text("of 300 · out of hours").first).to_be_visible()


def test_a_goal_shows_the_pace_and_every_view_opens(page: Page, say: Say, company: Company) -> None:
    alice = watch(page, company.bobs_team.id)
    expect(alice).to_be_visible()
    page.goto("/boards/goals")
    page.get_by_role("button", name="Add goal").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Per day").fill("300")
    for day in ("Sat", "Sun"):
        dialog.get_by_role("checkbox", name=day).check()
    expect(dialog.get_by_text("How it splits")).to_be_visible()
    dialog.get_by_role("checkbox", name="Also set these").check()
    dialog.get_by_role("button", name="Save 2 goals").click()
    expect(page.get_by_role("row", name=re.compile("Alice.*Dials.*300"))).to_be_visible()

    page.goto(f"/boards/{company.bobs_team.id}")
    expect(page.get_by_role("button", name=re.compile("^Dials 0, Goal of 300"))).to_be_visible()
    for view, heading in (
        ("Volume", "Last 4 weeks: hour × weekday"),
        ("Funnel", "From dial to sale"),
        ("Ranking", "Ranking"),
        ("Quality", "Average score by team"),
    ):
        page.get_by_role("navigation", name="View").get_by_role("link", name=view).click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("link", name="Campaigns").click()
    expect(page.get_by_text("No campaign has calls in the last 30 days.")).to_be_visible()


class Line:
    """The way between browser and server, which can be cut."""

    def __init__(self) -> None:
        self._is_cut = False
        self._open: list[WebSocketRoute] = []

    def carry(self, socket: WebSocketRoute) -> None:
        if self._is_cut:
            socket.close(code=1011)
            return
        socket.connect_to_server()
        self._open.append(socket)

    def cut(self) -> None:
        self._is_cut = True
        for socket in self._open:
            socket.close(code=1011)
        self._open.clear()

    def mend(self) -> None:
        self._is_cut = False
