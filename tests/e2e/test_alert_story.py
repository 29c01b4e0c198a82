"""A lead writes a rule; what a dialer reports sets it off; somebody sees to it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from services.db import transaction
from services.tables import KeyScope
from tests.alerting import watch
from tests.doors import bearer
from tests.factories import PASSWORD, Company, make_company, make_source

RECORDING = """
window.Notification = class extends Notification {
  constructor(title, options) {
    super(title, options);
    const told = `${title}: ${options.body}, ${options.silent ? "silent" : "loud"};`;
    localStorage.setItem("told", (localStorage.getItem("told") ?? "") + told);
  }
};
"""
"""Writes down what the browser is asked to show, for all tabs in one place."""


@pytest.fixture
def dialer(database: None, served: str) -> "Dialer":
    return Dialer(served)


class Dialer:
    """What Alice's dialer posts."""

    def __init__(self, served: str) -> None:
        with transaction() as session:
            self.company: Company = make_company(session)
            self._key = bearer(session, make_source(session), KeyScope.EVENTS_WRITE)
        self._url = f"{served}/api/v1/events"

    def report(self, state: str, ago: timedelta) -> None:
        at = datetime.now(UTC) - ago
        event: dict[str, Any] = {
            "specversion": "1.0",
            "id": f"{state} {at}",
            "source": "/d",
            "type": "agent.state",
            "time": at.isoformat(),
            "data": {"agent": "1001", "state": state},
        }
        assert httpx.post(self._url, json=event, headers=self._key).status_code == 202


def test_a_rule_is_written_warns_is_seen_to_and_is_history(page: Page, dialer: Dialer) -> None:
    _sign_in(page, "bob", "/boards/alert-rules")
    _write_rule(page)

    dialer.report("ready", timedelta(minutes=12))
    watch("states")
    _stands_in_the_bell(page)
    _stands_on_the_board(page)
    _is_seen_to(page)

    dialer.report("talking", timedelta())
    watch("states")
    expect(page.get_by_text("No alerts now")).to_be_visible()
    _is_history(page)


def test_the_browser_tells_of_an_alert_once_over_two_tabs(page: Page, dialer: Dialer) -> None:
    page.context.grant_permissions(["notifications"])
    page.context.add_init_script(RECORDING)
    _sign_in(page, "bob", "/boards/alert-rules")
    _write_rule(page)
    page.get_by_role("button", name=re.compile("^Alerts: 0 waiting")).click()
    page.get_by_text("Critical only", exact=True).click()
    other = page.context.new_page()
    other.goto("/boards/alerts")
    expect(other.get_by_text("No alerts now")).to_be_visible()

    dialer.report("ready", timedelta(minutes=12))
    watch("states")

    for tab in (page, other):
        expect(tab.get_by_role("button", name=re.compile("^Alerts: 1 waiting"))).to_be_visible()
    page.wait_for_function("localStorage.getItem('told') !== null")
    other.reload()
    expect(other.get_by_role("button", name=re.compile("^Alerts: 1 waiting"))).to_be_visible()
    told = page.evaluate("localStorage.getItem('told')")
    assert re.fullmatch(r"Critical · Alice: ready for 1[12]:\d\d, silent;", told)


def _sign_in(page: Page, login: str, to: str) -> None:
    page.goto(to)
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _write_rule(page: Page) -> None:
    page.get_by_role("button", name="New rule").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill("Idle in the east")
    drawer.get_by_role("combobox", name="Severity").click()
    page.get_by_role("option", name="Critical").locator("visible=true").or_(
        page.locator(".ant-select-item-option").filter(has_text="Critical")
    ).first.click()
    drawer.get_by_role("button", name="Create and switch on").click()
    expect(page.get_by_text("Idle in the east", exact=True)).to_be_visible()


def _stands_in_the_bell(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Alerts: 1 waiting")).click()
    warned = page.get_by_role("listitem").filter(has_text=re.compile(r"Alice ready for 1\d:"))
    expect(warned.get_by_role("img", name="Critical")).to_be_visible()
    page.keyboard.press("Escape")


def _stands_on_the_board(page: Page) -> None:
    page.goto("/boards")
    tile = page.get_by_role("listitem").filter(has_text="Alice").first
    tile.get_by_role("button", name="Alice: 1 alerts").click()
    expect(page.get_by_role("tooltip")).to_contain_text("ready for 1")


def _is_seen_to(page: Page) -> None:
    """By keys alone."""
    page.goto("/boards/alerts")
    row = page.get_by_role("row").filter(has_text="Alice")
    expect(row).to_contain_text("limit 10 min")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_label("Note (optional)").fill("Sent her to lunch")
    page.keyboard.press("Enter")
    expect(row).to_contain_text(re.compile("Acknowledged by .*bob", re.I))
    expect(row).to_contain_text("Sent her to lunch")
    expect(page.get_by_role("button", name=re.compile("^Alerts: 0 waiting"))).to_be_visible()


def _is_history(page: Page) -> None:
    page.get_by_text("History", exact=True).click()
    expect(page).to_have_url(re.compile("view=history"))
    past = page.get_by_role("row").filter(has_text="Alice")
    expect(past).to_contain_text("Over at")
    past.get_by_role("link", name=re.compile("^Alice")).click()
    expect(page.get_by_role("dialog")).to_contain_text("Sent nowhere")
