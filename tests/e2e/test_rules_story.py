"""The story of a rule: written, seen to hit, tried on past calls, published, and scored with."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from services.db import transaction
from services.tables import Channel, KeyScope
from tests.doors import bearer
from tests.factories import (
    PASSWORD,
    Company,
    make_campaign,
    make_company,
    make_scorecard,
    make_source,
    said,
)
from tests.sounds import CALLS
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

DIALOGUE = [
    said("您好，请问是王先生吗", 0),
    said("你是哪里", 3, Channel.CUSTOMER),
    said("这款产品稳赚不赔", 6),
]


@pytest.fixture
def company(database: None) -> Company:
    with transaction() as session:
        company = make_company(session)
        scorecard, _ = make_scorecard(session)
        make_campaign(session, scorecard_id=scorecard.id, code="wealth")
        return company


@pytest.fixture
def dialer(served: str, company: Company) -> Iterator[httpx.Client]:
    with transaction() as session:
        source = make_source(session)
        headers = bearer(session, source, KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE)
    with httpx.Client(base_url=served, headers=dict(headers), timeout=30) as client:
        yield client


def hear_a_call(dialer: httpx.Client, key: str) -> str:
    """Alice has a call of `wealth`, which is heard and scored; returns its id."""
    ended_at = datetime.now(UTC) - timedelta(seconds=5)
    facts = {"call_id": key, "agent": "1001", "campaign": "wealth"}
    events = [
        {
            "specversion": "1.0",
            "id": f"{key} {kind}",
            "source": "/dialer",
            "type": kind,
            "time": (ended_at - timedelta(seconds=before_s)).isoformat(),
            "data": facts,
        }
        for kind, before_s in (("call.dialed", 40), ("call.answered", 30), ("call.ended", 0))
    ]
    assert dialer.post("/api/v1/events", content=json.dumps(events)).status_code == 202
    sound = (CALLS / "zh-guarantee.ogg").read_bytes()
    answer = dialer.post(
        "/api/v1/recordings", data={"call_id": key}, files={"file": (f"{key}.ogg", sound)}
    )
    assert answer.status_code == 202, answer.text
    run_waiting(FakeTranscriber(DIALOGUE))
    return str(answer.json()["call_id"])


def sign_in(page: Page, login: str) -> None:
    page.goto("/")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def write_a_rule(page: Page, phrase: str) -> None:
    """`No sure profits`, on a draft of `Telesales`."""
    page.get_by_role("link", name="Scorecards").click()
    page.get_by_role("link", name="Telesales").click()
    page.get_by_role("button", name=re.compile("Edit .draft from v1")).click()
    page.get_by_role("button", name="Add a rule").click()
    page.get_by_role("menuitem", name=re.compile("^Never say it")).click()
    name = page.get_by_role("textbox", name="Name of the rule")
    expect(name).to_be_focused()
    name.fill("No sure profits")
    phrases = page.get_by_role("combobox", name="Phrases")
    phrases.fill(phrase)
    phrases.press("Enter")


def see_it_hit(page: Page, phrase: str) -> None:
    """On the only call there is."""
    page.get_by_role("combobox", name="Choose a call that has been heard").click()
    page.get_by_title(re.compile("Alice .* Wealth")).first.click()
    preview = page.get_by_role("region", name="Live preview")
    expect(preview.get_by_role("button", name=phrase, exact=True)).to_be_visible()
    expect(preview.get_by_role("button", name=re.compile("Broken No sure profits"))).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def backtest_it(page: Page) -> None:
    page.get_by_role("tab", name="Backtest").click()
    page.get_by_role("button", name="Backtest").click()
    expect(page.get_by_text("Waiting", exact=True)).to_be_visible()
    run_waiting(FakeTranscriber())
    hits = page.get_by_role("button", name=re.compile("No sure profits: New hits 1"))
    expect(hits).to_be_visible()


def publish_it(page: Page, phrase: str) -> None:
    page.get_by_role("button", name="Publish…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"The agent must not say “{phrase}” anywhere in the call")
    expect(dialog).to_contain_text("Wealth")
    dialog.get_by_role("button", name="Publish v2").click()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()


def test_from_the_first_word_of_a_rule_to_the_call_that_breaks_it(
    page: Page, dialer: httpx.Client
) -> None:
    hear_a_call(dialer, "past")
    sign_in(page, "dana")

    write_a_rule(page, "稳赚")
    see_it_hit(page, "稳赚")
    backtest_it(page)
    publish_it(page, "稳赚")

    call_id = hear_a_call(dialer, "next")
    page.goto(f"/calls/{call_id}")
    expect(page.get_by_role("row", name=re.compile("No sure profits"))).to_be_visible()
