"""The weekly meeting: a past hour of the board, played, and from one sale to the next."""

import re
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from services.clock import utc_now
from services.db import transaction
from services.tables import KeyScope
from tests.doors import bearer
from tests.factories import PASSWORD, Company, make_agent, make_company, make_source

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_PATIENCE_MS = 90_000
"""To load a page on a machine that does much else."""


@pytest.fixture
def company(database: None) -> Company:
    with transaction() as session:
        company = make_company(session)
        make_agent(session, company.charlies_team, code="2001", name="Cleo")
        return company


@pytest.fixture
def from_at(served: str, company: Company) -> datetime:
    """An hour of two sales of Alice's and one of Cleo's; returns when it began."""
    now = utc_now().replace(second=0, microsecond=0)
    began = now - timedelta(minutes=now.minute % 5 + 90)
    with transaction() as session:
        headers = bearer(session, make_source(session), KeyScope.EVENTS_WRITE)
    sold = [("1001", "a", 300, 1200), ("2001", "c", 400, 500), ("1001", "b", 700, 3600)]
    with httpx.Client(base_url=served, headers=dict(headers), timeout=30) as dialer:
        events = [each for sale in sold for each in sale_of(began, *sale)]
        answer = dialer.post("/api/v1/events", json=events)
        assert answer.status_code == 202, answer.text
    return began


def sale_of(began: datetime, agent: str, key: str, at_s: int, amount: int) -> list[dict[str, Any]]:
    """A call that is dialed at that second, talks for two minutes, and sells."""
    sold = {"outcome": "sale", "amount": amount, "currency": "CNY"}
    told: list[tuple[str, int, dict[str, Any]]] = [
        ("dialed", 0, {}),
        ("answered", 10, {}),
        ("ended", 130, {}),
        ("disposed", 130, sold),
    ]
    facts = {"call_id": key, "agent": agent}
    return [
        {
            "specversion": "1.0",
            "id": f"{key} {kind}",
            "source": "/dialer",
            "type": f"call.{kind}",
            "time": (began + timedelta(seconds=at_s + after_s)).isoformat(),
            "data": facts | more,
        }
        for kind, after_s, more in told
    ]


@pytest.fixture
def replay(page: Page, from_at: datetime, company: Company) -> Page:
    """Bob has come from his live board to that hour of it."""
    page.set_default_timeout(_PATIENCE_MS)
    page.goto("/sign-in")
    page.get_by_label("Login").fill("bob")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Replay").click()
    expect(page.get_by_text("Nothing here is live.")).to_be_visible()
    asked = f"from={from_at.strftime('%Y-%m-%dT%H:%M:%SZ')}&speed=60"
    page.goto(f"/boards/{company.bobs_team.id}/replay?{asked}")
    expect(alice(page)).to_contain_text("Offline")
    return page


def alice(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile("^Alice"))


def latest(page: Page) -> Locator:
    return page.get_by_role("region", name="Player").get_by_role("status")


def test_a_lead_goes_from_sale_to_sale(replay: Page) -> None:
    totals = replay.get_by_role("region", name="Totals up to this moment")

    replay.keyboard.press("j")
    expect(latest(replay)).to_contain_text("Alice Sale of CN¥1,200")
    expect(alice(replay)).to_contain_text("Wrap-up")
    expect(totals).to_contain_text(re.compile(r"Sales\s*1"))
    replay.keyboard.press("j")
    expect(latest(replay)).to_contain_text("3,600")
    expect(totals).to_contain_text(re.compile(r"Sales\s*2"))
    replay.keyboard.press("k")
    expect(latest(replay)).to_contain_text("1,200")
    expect(totals).to_contain_text(re.compile(r"Sales\s*1"))
    expect(replay.get_by_text("Cleo")).to_have_count(0)


def test_a_lead_plays_pauses_and_finds_the_place_again(replay: Page) -> None:
    replay.keyboard.press("j")
    expect(replay).to_have_url(re.compile("at=430"))
    replay.reload()
    expect(latest(replay)).to_contain_text("1,200")

    replay.keyboard.press("Space")
    expect(replay.get_by_role("button", name="Pause")).to_be_visible()
    expect(latest(replay)).to_contain_text("3,600")
    replay.keyboard.press("Space")
    expect(replay.get_by_role("button", name="Play")).to_be_visible()

    replay.get_by_role("link", name="Live board").click()
    expect(replay.get_by_text("Nothing here is live.")).to_have_count(0)
    expect(alice(replay)).to_be_visible()
