"""An inspector's morning: three calls from the queue to final, by keyboard alone."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from services.db import transaction
from services.scoring.card import Grade
from services.tables import KeyScope, Role
from tests.doors import bearer
from tests.factories import (
    PASSWORD,
    Company,
    make_campaign,
    make_company,
    make_scorecard,
    make_source,
    make_user,
)
from tests.reviewing import BODY, TALK
from tests.sounds import two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

KEYS = ("first", "second", "third")
GRADES = (Grade(name="Good", from_score=60), Grade(name="Failed", from_score=0))


@pytest.fixture
def company(database: None) -> Company:
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.unit, login="iris", role=Role.INSPECTOR)
        make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)
        card, _ = make_scorecard(session, BODY.model_copy(update={"grades": GRADES}))
        make_campaign(session, scorecard_id=card.id, code="wealth")
        return company


@pytest.fixture
def calls(served: str, company: Company) -> list[str]:
    """Three calls of Alice's, heard, scored 0 for a promise, and put in the queue in turn."""
    with transaction() as session:
        source = make_source(session)
        headers = bearer(session, source, KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE)
    with httpx.Client(base_url=served, headers=dict(headers), timeout=30) as dialer:
        found = [dial(dialer, key) for key in KEYS]
    run_waiting(FakeTranscriber(TALK))
    with httpx.Client(base_url=served, headers={"Origin": served}, timeout=30) as lead:
        told(lead.post("/api/v1/session", json={"login": "quinn", "password": PASSWORD}))
        for call_id in found:
            told(lead.post("/api/v1/reviews/tasks", json={"call_ids": [call_id]}))
    return found


def dial(dialer: httpx.Client, key: str) -> str:
    """Returns the id of a call that has ended, with its recording."""
    ended_at = datetime.now(UTC) - timedelta(seconds=5)
    events = [
        {
            "specversion": "1.0",
            "id": f"{key} {kind}",
            "source": "/dialer",
            "type": kind,
            "time": (ended_at - timedelta(seconds=before_s)).isoformat(),
            "data": {"call_id": key, "agent": "1001", "campaign": "wealth"},
        }
        for kind, before_s in (("call.dialed", 40), ("call.answered", 30), ("call.ended", 0))
    ]
    told(dialer.post("/api/v1/events", content=json.dumps(events)))
    files = {"file": (f"{key}.wav", wav(*two(20)))}
    answer = dialer.post("/api/v1/recordings", data={"call_id": key}, files=files)
    return str(told(answer)["call_id"])


def told(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Login").fill("iris")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(boards|reviews)"))


def begin(page: Page) -> None:
    """From the queue, where an inspector's day begins, into its first call."""
    page.wait_for_url(re.compile("/reviews/queue"))
    expect(page.get_by_text("0 of 40 done today")).to_be_visible()
    expect(page.get_by_role("link", name="Review", exact=True)).to_have_count(len(KEYS))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reviews/calls/.+\?task="))


def hit(page: Page, place: int, all_: int) -> Locator:
    return page.get_by_role("region", name=f"Hit {place} of {all_}")


def finalise(page: Page, key: str) -> None:
    """Asks once, and the second key says yes."""
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="Finalise this review?")
    expect(dialog.get_by_role("button", name=re.compile("^Finalise"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def reject_what_was_quoted(page: Page) -> None:
    """Every hit but the promise is one; a comment, a word and a missed hit are left behind."""
    expect(hit(page, 1, 4)).to_contain_text("Greeting")
    page.keyboard.press("j")
    page.wait_for_function("() => !document.querySelector('audio').paused")
    page.keyboard.press("y")
    expect(hit(page, 2, 4)).to_contain_text("Guaranteed return")
    page.keyboard.press("n")
    expect(page.get_by_text("Why is it wrong?")).to_be_visible()
    page.keyboard.press("3")
    expect(hit(page, 3, 4)).to_contain_text("Pressure")
    page.keyboard.press("y")
    page.keyboard.press("u")
    expect(page.get_by_text("1 still open")).to_be_visible()


def correct_a_word(page: Page) -> None:
    """The last words of the call were misheard."""
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("e")
    for _ in TALK:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("通话会录音")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Corrected words")).to_be_visible()


def add_what_was_missed(page: Page) -> None:
    page.keyboard.press("h")
    for _ in TALK:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Rule")).to_be_focused()
    page.keyboard.type("Notice")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Added by me · Notice"))).to_be_visible()


def comment(page: Page, text: str) -> None:
    page.keyboard.press("c")
    expect(page.get_by_role("textbox", name=re.compile("^Comment at"))).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_text(text, exact=True)).to_be_visible()


def first_call(page: Page) -> None:
    """Something of everything."""
    reject_what_was_quoted(page)
    page.keyboard.press("1")
    expect(page.get_by_text("Nothing open")).to_be_visible()
    correct_a_word(page)
    add_what_was_missed(page)
    comment(page, "Said too fast")
    page.keyboard.press("p")
    page.keyboard.type("A warm greeting")
    page.keyboard.press("Escape")
    finalise(page, "Shift+Enter")


def second_call(page: Page) -> None:
    """Confirms in one go what was right, and undoes one act."""
    expect(hit(page, 1, 4)).to_contain_text("Open")
    page.keyboard.press("Shift+Y")
    for _ in range(3):
        page.keyboard.press("y")
    page.keyboard.press("1")
    page.keyboard.press("z")
    expect(page.get_by_text("1 still open")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text("Nothing open")).to_be_visible()
    finalise(page, "Enter")
    expect(page.get_by_text("Version 1, final")).to_be_visible()
    page.keyboard.press("Enter")


def third_call(page: Page) -> None:
    expect(hit(page, 1, 4)).to_contain_text("Open")
    for _ in range(4):
        page.keyboard.press("y")
    page.keyboard.press("1")
    expect(page.get_by_text("Nothing open")).to_be_visible()
    finalise(page, "Shift+Enter")


def call_of(page: Page) -> str:
    return page.url.split("/reviews/calls/")[1].split("?")[0]


def wait_for_another(page: Page, call_id: str) -> None:
    page.wait_for_url(lambda url: "/reviews/calls/" in url and call_id not in url)


def test_a_dialog_opened_by_mouse_is_answered_by_key(page: Page, calls: list[str]) -> None:
    sign_in(page)
    begin(page)
    score = page.locator("p").filter(has=page.get_by_text("Reviewed score", exact=True))
    expect(score).to_have_text(re.compile(r"^\D*0\.0\s*Failed\s*Machine"))
    expect(hit(page, 1, 4)).to_contain_text("Open")
    for _ in range(4):
        page.keyboard.press("y")
    page.keyboard.press("1")
    expect(page.get_by_text("Nothing open")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    page.get_by_role("button", name="Finalise Enter", exact=True).click()
    expect(page.get_by_role("dialog", name="Finalise this review?")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Version 1, final")).to_be_visible()


def test_three_calls_by_keyboard_from_the_queue_to_final(page: Page, calls: list[str]) -> None:
    sign_in(page)
    begin(page)
    first = call_of(page)
    first_call(page)
    wait_for_another(page, first)
    second = call_of(page)
    expect(page.get_by_text("1 of 40 done today")).to_be_visible()
    second_call(page)
    wait_for_another(page, second)
    third_call(page)
    page.wait_for_url(re.compile("/reviews/queue"))

    scores = {each: page.request.get(f"/api/v1/calls/{each}").json()["score"] for each in calls}
    assert scores[first] > 0
    assert [score for each, score in scores.items() if each != first] == [0, 0]
