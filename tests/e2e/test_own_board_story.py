"""A lead's own board: made of tiles, looked at, and changed."""

import re

import pytest
from playwright.sync_api import Page, expect

from services.db import transaction
from tests.factories import PASSWORD, make_company

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(autouse=True)
def company(database: None) -> None:
    with transaction() as session:
        make_company(session)


def test_a_board_is_made_of_tiles_and_changed(page: Page) -> None:
    page.goto("/boards/own/new")
    page.get_by_label("Login").fill("bob")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Morning")
    page.get_by_role("button", name="Number").click()
    page.get_by_role("textbox", name="Title", exact=True).fill("Dialled so far")
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url(re.compile("/boards/own/[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", name="Morning")).to_be_visible()
    expect(page.get_by_role("heading", name="Dialled so far")).to_be_visible()

    page.get_by_role("link", name="Edit").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Afternoon")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Afternoon")).to_be_visible()
