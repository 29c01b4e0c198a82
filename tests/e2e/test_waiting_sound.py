"""A recording that no worker has heard yet: what its page says, and that it plays afterwards."""

import pytest
from playwright.sync_api import Page, expect

from services.db import transaction
from tests.api.calling import World
from tests.factories import PASSWORD
from tests.sounds import attached, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_sound_that_waits_for_a_worker_is_not_called_broken(page: Page) -> None:
    with transaction() as session:
        call = World(session).call
    attached(call.id, wav(*two(2), codec="pcm_mulaw"))
    answer = page.request.post("/api/v1/session", data={"login": "bob", "password": PASSWORD})
    assert answer.ok
    page.goto(f"/calls/{call.id}")

    expect(page.get_by_text("It can be played once a worker has transcribed it.")).to_be_visible()
    expect(page.get_by_text("The waveform is drawn with the transcript.")).to_be_visible()
    expect(page.get_by_text("You can listen already.")).to_be_hidden()
    expect(page.get_by_text("The recording cannot be played")).to_be_hidden()

    run_waiting(FakeTranscriber())

    page.wait_for_function("() => document.querySelector('audio')?.readyState >= 1")
    expect(page.get_by_text("It can be played once a worker has transcribed it.")).to_be_hidden()
