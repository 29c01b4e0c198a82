"""Two people at one review see each other; two windows never overwrite each other."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import PASSWORD
from tests.reviewing import Desk, make_desk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def enter(page: Page, served: str, login: str) -> None:
    body = {"login": login, "password": PASSWORD}
    answer = page.request.post("/api/v1/session", data=body, headers={"Origin": served})
    assert answer.ok, answer.text()


def window(browser: Browser, served: str, login: str) -> Page:
    """A browser of its own, signed in."""
    page = browser.new_context(base_url=served, locale="en-US").new_page()
    enter(page, served, login)
    return page


def look(page: Page, desk: Desk) -> None:
    page.goto(f"/reviews/calls/{desk.call.id}")
    expect(page.get_by_role("region", name="Hit 1 of 4")).to_be_visible()


def begun(page: Page, served: str, desk: Desk) -> str:
    """The id of a draft of whoever is signed in."""
    answer = page.request.post(
        "/api/v1/reviews", data={"call_id": str(desk.call.id)}, headers={"Origin": served}
    )
    assert answer.ok, answer.text()
    return str(answer.json()["id"])


def stored(page: Page, review_id: str) -> dict[str, Any]:
    found: dict[str, Any] = page.request.get(f"/api/v1/reviews/{review_id}").json()
    return found


def test_two_people_see_each_other_and_one_of_them_only_reads(page: Page, served: str) -> None:
    desk = make_desk()
    enter(page, served, "iris")
    begun(page, served, desk)
    look(page, desk)
    assert page.context.browser
    other = window(page.context.browser, served, "ines")
    look(other, desk)

    expect(page.get_by_text("Also looking: Ines")).to_be_visible()
    expect(other.get_by_text("Also looking: Iris")).to_be_visible()
    expect(other.get_by_text("Read only")).to_be_visible()

    other.close()
    expect(page.get_by_text("Also looking: Ines")).to_be_hidden()


def test_what_two_windows_wrote_is_kept_both(page: Page, served: str) -> None:
    desk = make_desk()
    enter(page, served, "iris")
    review_id = begun(page, served, desk)
    look(page, desk)
    assert page.context.browser
    second = window(page.context.browser, served, "iris")
    look(second, desk)

    page.context.set_offline(True)
    page.keyboard.press("y")
    offline = page.get_by_role("status").filter(has_text="Offline: 1 not saved yet")
    expect(offline).to_be_visible()
    second.keyboard.press("c")
    second.keyboard.type("Said too fast")
    second.keyboard.press("Enter")
    expect(second.get_by_text("Saved", exact=True)).to_be_visible()
    page.context.set_offline(False)

    conflict = page.get_by_role("status").filter(has_text="This review was saved somewhere else")
    expect(conflict).to_be_visible()
    page.get_by_role("button", name="Reload and redo my changes").click()
    expect(page.get_by_text("Said too fast")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    review = stored(page, review_id)
    assert [each["verdict"] for each in review["verdicts"]] == ["confirmed"]
    assert [each["text"] for each in review["comments"]] == ["Said too fast"]
