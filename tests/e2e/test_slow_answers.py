"""What somebody did while an answer was on its way is neither lost nor done twice."""

import re

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from services.db import transaction
from services.tables import Role
from tests.factories import PASSWORD, make_company, make_user
from tests.reviewing import make_desk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


class Held:
    """Answers to what is read from some address, which wait until they are let go."""

    def __init__(self, page: Page, address: str) -> None:
        self._waiting: list[tuple[Route, APIResponse]] | None = []
        page.route(re.compile(address), self._take)

    def _take(self, route: Route) -> None:
        if self._waiting is None or route.request.method != "GET":
            return route.continue_()
        answer = route.fetch()
        if self._waiting is None:
            return route.fulfill(response=answer)
        return self._waiting.append((route, answer))

    def let_go(self) -> None:
        waiting, self._waiting = self._waiting or [], None
        for route, answer in waiting:
            route.fulfill(response=answer)


def enter(page: Page, served: str, login: str) -> None:
    body = {"login": login, "password": PASSWORD}
    answer = page.request.post("/api/v1/session", data=body, headers={"Origin": served})
    assert answer.ok, answer.text()


def test_a_goal_asked_for_before_the_units_are_there_has_one(page: Page, served: str) -> None:
    with transaction() as session:
        make_company(session)
    enter(page, served, "bob")
    units = Held(page, r"/api/v1/boards(\?|$)")

    page.goto("/boards/goals")
    page.get_by_role("button", name="Add goal").first.click()
    units.let_go()

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Bob's team")
    dialog.get_by_label("Per day").fill("300")
    expect(dialog.get_by_role("checkbox", name="Also set these")).to_be_visible()


def test_a_goal_for_those_below_is_not_saved_before_it_is_known_who_they_are(
    page: Page, served: str
) -> None:
    with transaction() as session:
        make_company(session)
    enter(page, served, "dana")
    page.goto("/boards/goals")
    page.get_by_role("button", name="Add goal").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Per day").fill("300")
    dialog.get_by_role("checkbox", name="Also set these").check()
    save = dialog.get_by_role("button", name=re.compile("^Save"))
    expect(save).to_have_text("Save 2 goals")

    team = Held(page, "/api/v1/boards/[0-9a-f-]{36}$")
    dialog.get_by_role("combobox", name="Unit").click()
    page.keyboard.type("Bob")
    page.keyboard.press("Enter")
    expect(save).to_be_disabled()
    team.let_go()
    expect(save).to_be_enabled()
    expect(save).to_have_text("Save 2 goals")


def test_what_is_added_while_a_list_is_on_its_way_is_in_it(page: Page, served: str) -> None:
    with transaction() as session:
        make_company(session)
    enter(page, served, "bob")
    listed = Held(page, r"/api/v1/goals\?")
    page.goto("/boards/goals")
    page.get_by_role("button", name="Add goal").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Per day").fill("300")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        dialog.get_by_role("button", name="Save", exact=True).click()
    listed.let_go()
    expect(page.get_by_role("row", name=re.compile("Bob's team.*Dials.*300"))).to_be_visible()


def test_a_discarded_draft_is_not_begun_again(page: Page, served: str) -> None:
    desk = make_desk()
    call_id = str(desk.call.id)
    enter(page, served, "quinn")
    wanted = {"call_ids": [call_id]}
    queued = page.request.post("/api/v1/reviews/tasks", data=wanted, headers={"Origin": served})
    [task] = queued.json()["items"]
    enter(page, served, "iris")
    body = {"call_id": call_id, "task_id": task["id"]}
    page.request.post("/api/v1/reviews", data=body, headers={"Origin": served})
    page.goto(f"/reviews/calls/{call_id}?task={task['id']}")
    expect(page.get_by_role("region", name="Hit 1 of 4")).to_be_visible()

    tasks = Held(page, "/api/v1/reviews/(tasks|workload)")
    page.get_by_role("button", name="Discard the draft…").click()
    page.get_by_role("button", name="Discard the draft", exact=True).click()
    page.wait_for_url(re.compile("/reviews/queue"))
    tasks.let_go()

    expect(page.get_by_role("link", name="Review", exact=True)).to_be_visible()
    kept = page.request.get(f"/api/v1/calls/{call_id}/reviews").json()["items"]
    assert [review for review in kept if review["state"] == "draft"] == []


def test_the_first_draft_of_a_card_leads_to_its_editor(page: Page, served: str) -> None:
    with transaction() as session:
        make_user(session, make_company(session).unit, login="quinn", role=Role.QA_LEAD)
    enter(page, served, "quinn")
    page.goto("/scorecards")
    page.get_by_role("button", name="New scorecard").first.click()
    page.get_by_role("dialog").get_by_label("Scorecard").fill("Wealth calls")
    page.get_by_role("button", name="Create", exact=True).click()
    begin = page.get_by_role("button", name="Write the first rule")
    expect(begin).to_be_visible()

    cards = Held(page, r"/api/v1/scorecards\?")
    begin.click()
    expect(begin).to_be_hidden()
    cards.let_go()
    page.wait_for_url(re.compile("/edit/1"))
