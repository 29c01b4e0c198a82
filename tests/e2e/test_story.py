"""The story a newcomer lives: sign in, watch a call arrive, hear the second that broke a rule."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from demo.calls import MODEL, read_manifest
from services.db import transaction
from services.scoring.card import ScorecardBody
from services.settings import AsrSettings
from services.tables import KeyScope
from tests.doors import bearer
from tests.factories import (
    PASSWORD,
    Company,
    make_campaign,
    make_company,
    make_scorecard,
    make_source,
)
from tests.flows.dialing import report, upload
from tests.sounds import CALLS
from workers.asr.whisper import WhisperTranscriber
from workers.drain import run_waiting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PLANTED = next(call for call in read_manifest(CALLS).calls if call.file == "zh-guarantee.ogg")


@pytest.fixture
def company(database: None) -> Company:
    with transaction() as session:
        company = make_company(session)
        wealth = (MODEL.parent / "scorecards" / "wealth.json").read_text()
        scorecard, _ = make_scorecard(session, ScorecardBody.model_validate_json(wealth))
        make_campaign(session, scorecard_id=scorecard.id, code=PLANTED.campaign)
        return company


@pytest.fixture
def dialer(served: str) -> Iterator[httpx.Client]:
    with transaction() as session:
        source = make_source(session)
        headers = bearer(session, source, KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE)
    with httpx.Client(base_url=served, headers=dict(headers), timeout=30) as client:
        yield client


def test_from_sign_in_to_the_second_that_broke_a_rule(
    page: Page, dialer: httpx.Client, company: Company
) -> None:
    page.goto("/")
    page.get_by_label("Login").fill("bob")
    page.get_by_label("Password").fill("a wrong one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(re.compile("wrong", re.IGNORECASE))).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    alice = page.get_by_role("link", name=re.compile("^Alice"))
    expect(alice).to_contain_text("Offline")
    report(dialer, PLANTED)
    expect(alice).to_contain_text("Wrap-up")

    upload(dialer, PLANTED)
    run_waiting(
        WhisperTranscriber(
            AsrSettings(
                model=str(MODEL),
                device="cpu",
                chunk_length_s=10,
                vad_threshold=0.25,
                word_times=False,
            )
        )
    )
    news = page.get_by_role("link", name=re.compile("Alice.*(保证|收益)"))
    news.click()

    expect(page).to_have_url(re.compile(r"/calls/.+\?t=3\d"))
    expect(page.get_by_text("保证收益").first).to_be_visible()
    planted_at = PLANTED.violations[0].at_s
    assert planted_at is not None
    page.get_by_role("button", name=re.compile("^Play.*(保证|收益)")).first.click()
    page.wait_for_function(
        "at => { const a = document.querySelector('audio');"
        " return a && !a.paused && Math.abs(a.currentTime - at) < 2 }",
        arg=planted_at,
    )
