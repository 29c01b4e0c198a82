"""A worker fetches beside hearing, and lets go when it stops."""

import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlmodel import select

from services import jobs
from services.db import transaction
from services.dialers import RecordingLink
from services.dialers.fetching import remember
from services.settings import get_settings
from services.tables import FetchState, Recording, RecordingFetch, RecordingState
from tests.dialer_server import Dialer, Request, dialer_server
from tests.factories import make_source
from tests.sounds import tone, wav
from tests.workers.working import work_until
from workers.asr.fake import FakeTranscribers


@pytest.fixture
def dialer(quick: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dialer]:
    monkeypatch.setenv("EARSHOT_FETCH_PRIVATE", "127.0.0.0/8")
    get_settings.cache_clear()
    with dialer_server() as dialer:
        yield dialer


def announce(*urls: str) -> list[UUID]:
    with transaction() as session:
        links = [RecordingLink(f"c-{number}", url) for number, url in enumerate(urls)]
        remember(session, make_source(session), links)
    with transaction() as session:
        return [fetch.id for fetch in session.exec(select(RecordingFetch))]


def states() -> set[FetchState]:
    with transaction() as session:
        return {fetch.state for fetch in session.exec(select(RecordingFetch))}


def test_what_is_fetched_is_heard_however_slow_other_dialers_are(dialer: Dialer) -> None:
    def slow(_: Request) -> None:
        dialer.over.wait()

    dialer.pages["/slow"] = slow
    announce(*(f"{dialer.url}/slow?{number}" for number in range(3)))
    announce(dialer.serve("/7.wav", wav(tone(1))))

    def is_heard() -> bool:
        with transaction() as session:
            found = session.exec(select(Recording)).all()
            return [each.state for each in found] == [RecordingState.TRANSCRIBED]

    work_until(is_heard, FakeTranscribers)

    assert states() == {FetchState.FETCHED, FetchState.WAITING}
    with transaction() as session:
        assert len(jobs.waiting(session, jobs.FetchRecording)) == 3


def test_a_fetch_that_is_cut_short_is_taken_up_by_another_worker(dialer: Dialer) -> None:
    asked = threading.Event()

    def first_slow(request: Request) -> None:
        if asked.is_set():
            request.answer(200, wav(tone(1)))
        else:
            asked.set()
            dialer.over.wait()

    dialer.pages["/7.wav"] = first_slow
    [fetch_id] = announce(f"{dialer.url}/7.wav")

    work_until(asked.is_set, FakeTranscribers)
    assert states() == {FetchState.WAITING}
    work_until(lambda: states() == {FetchState.FETCHED}, FakeTranscribers)

    with transaction() as session:
        assert session.get_one(RecordingFetch, fetch_id).attempts == 1
