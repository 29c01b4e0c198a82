"""A supervisor moves an agent to another team, on a day that lies ahead."""

import re

from playwright.sync_api import Page, expect

from services.db import transaction
from services.tables import Role, Unit
from tests.factories import PASSWORD, make_company, make_user


def test_an_agent_is_moved_on_a_day_and_the_move_is_taken_back(page: Page) -> None:
    with transaction() as session:
        company = make_company(session)
        floor = session.get_one(Unit, company.bobs_team.parent_id)
        make_user(session, floor, login="sue", role=Role.SUPERVISOR)

    page.goto("/team/agents")
    page.get_by_label("Login").fill("sue")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Alice").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("Bob's team", exact=False).first).to_be_visible()

    drawer.get_by_role("button", name="Move").click()
    drawer.get_by_label("Move to").click()
    page.get_by_title("Charlie's team").last.click()
    drawer.get_by_label("Since").fill("2099-05-01")
    drawer.get_by_label("Since").press("Enter")
    drawer.get_by_role("button", name="Move").click()

    expect(drawer.get_by_text("Ahead", exact=True)).to_be_visible()
    expect(drawer.get_by_text("since 2099-05-01")).to_be_visible()
    drawer.get_by_role("button", name="Take back").click()
    page.get_by_role("tooltip").get_by_role("button", name=re.compile("Take back")).click()
    expect(drawer.get_by_text("Ahead", exact=True)).to_be_hidden()
    expect(drawer.get_by_text("Move taken back")).to_be_visible()
