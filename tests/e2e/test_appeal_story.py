"""An agent appeals one hit of a result on a phone, and wins at the second step."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, ViewportSize, expect

from services.db import transaction
from services.tables import Call
from tests.factories import PASSWORD
from tests.reviewing import Desk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
RULE = "Guaranteed return"


@pytest.fixture
def call(database: None) -> Call:
    """Alice's call, scored 0 for a promise."""
    with transaction() as session:
        return Desk(session).call


@pytest.fixture
def review_id(served: str, call: Call) -> str:
    """Its result as Iris finished it: she agreed with everything that the machine found."""
    with httpx.Client(base_url=served, headers={"Origin": served}, timeout=30) as iris:
        credentials = {"login": "iris", "password": PASSWORD}
        told(iris.post("/api/v1/session", json=credentials))
        review = told(iris.post("/api/v1/reviews", json={"call_id": str(call.id)}))
        path = f"/api/v1/reviews/{review['id']}"
        for point in review["open"]:
            review = told(answer(iris, path, review["revision"], point))
        told(iris.post(f"{path}/finalise", json={"revision": review["revision"]}))
    return str(review["id"])


def answer(iris: httpx.Client, path: str, revision: int, point: dict[str, Any]) -> httpx.Response:
    if point["kind"] == "hit":
        body = {"revision": revision, "verdict": "confirmed"}
        return iris.put(f"{path}/verdicts/{point['hit_id']}", json=body)
    body = {"revision": revision, "answer": "passed"}
    return iris.put(f"{path}/answers/{point['rule_key']}", json=body)


def told(response: httpx.Response) -> Any:
    assert response.is_success, response.text
    return response.json()


def sign_in(page: Page, login: str) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def appeal(page: Page) -> None:
    """From Alice's own page to the line that took everything."""
    page.set_viewport_size(PHONE)
    sign_in(page, "alice")
    page.wait_for_url(re.compile("/me$"))
    page.get_by_role("region", name="Results to acknowledge").get_by_role("link").click()
    expect(page.get_by_role("region", name="Reviewed score")).to_contain_text("0.0")
    page.get_by_role("button", name=f"Appeal “{RULE}”").click()
    dialog = page.get_by_role("dialog", name=f"Appeal “{RULE}”")
    dialog.get_by_text("Repeated, denied or asked").click()
    dialog.get_by_label("In your words").fill("I only repeated what the customer asked")
    dialog.get_by_role("button", name="Send the appeal").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Being decided")).to_be_visible()


def decide(page: Page, login: str, key: str, words: str) -> None:
    """By keys, from the inbox; the appeal leaves it."""
    page.set_viewport_size(DESKTOP)
    sign_in(page, login)
    page.goto("/reviews/appeals")
    view = page.get_by_role("region", name=f"Alice appeals “{RULE}”")
    expect(view).to_contain_text("I only repeated what the customer asked")
    page.keyboard.press(key)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("No appeal waits for you")).to_be_visible()


def precision(page: Page) -> dict[str, Any]:
    listed = page.request.get("/api/v1/rules/precision").json()["items"]
    return next(dict(rule) for rule in listed if rule["rule_name"] == RULE)


@pytest.fixture
def versions(page: Page, call: Call) -> Callable[[], list[tuple[int, str]]]:
    def read() -> list[tuple[int, str]]:
        listed = page.request.get(f"/api/v1/calls/{call.id}/reviews").json()["items"]
        return [(each["number"], each["purpose"]) for each in listed]

    return read


def test_agent_appeals_one_hit_and_wins(
    page: Page, call: Call, review_id: str, versions: Callable[[], list[tuple[int, str]]]
) -> None:
    appeal(page)
    decide(page, "bob", "d", "You did say it")
    assert versions() == [(1, "review")]

    sign_in(page, "quinn")
    before = precision(page)
    decide(page, "quinn", "a", "He asked, she repeated")
    after = precision(page)

    assert versions() == [(1, "review"), (2, "appeal")]
    assert after["told"]["rejected"] == before["told"]["rejected"] + 1
    assert page.request.get(f"/api/v1/calls/{call.id}").json()["score"] > 0

    page.set_viewport_size(PHONE)
    sign_in(page, "alice")
    page.goto(f"/me/results/{review_id}")
    expect(page.get_by_text("A newer result has taken the place")).to_be_visible()
    page.get_by_role("link", name="See the new result").click()
    expect(page.get_by_role("region", name="Reviewed score")).to_contain_text("65.0")
    expect(page.get_by_text("Earlier results")).to_be_visible()
