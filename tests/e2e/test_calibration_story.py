"""A calibration meeting: three raters have judged, the lead closes it, and a tie is settled."""

import re

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Locator, Page, expect

from tests.api.test_calibrations import Session
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SAID = {
    "iris": [("passed", "passed"), ("passed", "failed")],
    "ines": [("passed", "failed"), ("failed", "failed")],
    "quinn": [("passed", "not_applicable"), ("passed", "failed")],
}
"""Greeting and manner, of each call: on the first call's manner everybody says another thing."""


@pytest.fixture
def held(client: TestClient) -> Session:
    """Open, and judged by all of them."""
    session = Session(client)
    assert session.start().status_code == 201
    for login, answers in SAID.items():
        for call, (greeting, manner) in zip(session.calls, answers, strict=True):
            rater = session.open(login, call)
            rater.do("PUT", "/answers/greeting", answer=greeting)
            rater.do("PUT", "/answers/manner", answer=manner)
            rater.finalise()
    return session


def sign_in(page: Page, login: str) -> None:
    page.goto("/")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(boards|reviews)"))


def row(page: Page, table: str, name: str) -> Locator:
    return page.get_by_role("table", name=table).get_by_role("row", name=re.compile(f"^{name}"))


def close(page: Page) -> None:
    page.get_by_role("button", name="Close it").click()
    dialog = page.get_by_role("dialog").filter(has_text="Close “November” now?")
    dialog.get_by_role("button", name="Close it").click()
    expect(dialog).to_be_hidden()


def settle(page: Page) -> None:
    page.get_by_role("button", name="Show the ties").click()
    page.get_by_role("button", name="Settle Manner").click()
    dialog = page.get_by_role("dialog", name="What is right for “Manner”?")
    dialog.get_by_label("Met", exact=True).check()
    dialog.get_by_label("Why (optional)").fill("She apologises at once")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()


def test_a_session_is_closed_read_and_settled(page: Page, held: Session) -> None:
    sign_in(page, "quinn")
    page.goto("/reviews/calibrations")
    expect(page.get_by_text("6 of 6")).to_be_visible()
    page.get_by_role("link", name="November").click()
    expect(page.get_by_text("2 of 2")).to_have_count(3)

    close(page)

    expect(page.get_by_text("1 item is tied and left out")).to_be_visible()
    # Ines missed the second call's greeting: two of three items right.
    expect(row(page, "Everybody against the key", "Ines")).to_contain_text("66.7%")
    expect(row(page, "Everybody against the key", "Machine")).to_contain_text("100.0%")
    # Everybody failed the second call's manner, nobody agrees on the first.
    expect(row(page, "Items", "Manner")).to_contain_text("50.0%")

    settle(page)

    expect(page.get_by_text("Settled · She apologises at once")).to_be_visible()
    expect(page.get_by_text("tied and left out")).to_be_hidden()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(row(page, "Everybody against the key", "Ines")).to_contain_text("50.0%")
