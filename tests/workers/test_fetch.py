"""Recordings are fetched from dialers: when they are there, from where it is allowed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from services import jobs
from services.calls.identity import call_id_for
from services.clock import utc_now
from services.db import transaction
from services.dialers import RecordingLink
from services.dialers.fetching import remember
from services.recordings.fetches import wait_after
from services.recordings.storage import spool_folder
from services.settings import get_settings
from services.tables import FetchState, Recording, RecordingFetch, Source
from tests.dialer_server import Dialer, Request, dialer_server
from tests.factories import make_source
from tests.sounds import tone, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting
from workers.jobs.fetch import fetch_recording

SOUND = wav(tone(1))


@pytest.fixture
def dialer() -> Iterator[Dialer]:
    with dialer_server() as dialer:
        yield dialer


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Set EARSHOT_* until the end of the test."""

    def change(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"EARSHOT_{name.upper()}", value)
        get_settings.cache_clear()

    change(fetch_private="127.0.0.0/8")
    yield change
    monkeypatch.undo()
    get_settings.cache_clear()


def announced(url: str, call_key: str = "c-1", **link: Any) -> UUID:
    """The id of what is to be fetched from `url`, as an adapter's link makes it."""
    with transaction() as session:
        remember(session, make_source(session), [RecordingLink(call_key, url, **link)])
        fetch = session.exec(select(RecordingFetch).where(RecordingFetch.url == url)).one()
        return fetch.id


def work(*, hurry: bool = True) -> None:
    if hurry:
        with transaction() as session:
            jobs.hurry(session)
    run_waiting(FakeTranscriber())


def reread(fetch_id: UUID) -> RecordingFetch:
    with transaction() as session:
        return session.get_one(RecordingFetch, fetch_id)


def recordings() -> list[Recording]:
    with transaction() as session:
        return list(session.exec(select(Recording)))


def fetched(url: str, **link: Any) -> RecordingFetch:
    fetch_id = announced(url, **link)
    work()
    return reread(fetch_id)


def outcome(fetch: RecordingFetch) -> tuple[FetchState, str | None]:
    return fetch.state, fetch.error_kind


def arrange(settings: dict[str, Any], **secrets: str) -> None:
    with transaction() as session:
        source: Source = make_source(session)
        source.settings, source.secrets = settings, secrets
        session.add(source)


pytestmark = pytest.mark.usefixtures("database", "setting")


def test_a_recording_is_fetched_and_attached_to_its_call(dialer: Dialer) -> None:
    url = dialer.serve("/rec/7.wav", SOUND)

    fetch = fetched(url, file_name="7.wav")

    [recording] = recordings()
    assert outcome(fetch) == (FetchState.FETCHED, None)
    assert fetch.recording_id == recording.id
    assert recording.call_id == call_id_for(recording.source_id, "c-1")
    assert (recording.file_name, recording.size_bytes) == ("7.wav", len(SOUND))
    assert not list(spool_folder().iterdir())
    [(_, headers)] = dialer.asked
    assert headers["Host"] == url.split("/")[2]
    assert headers["Accept-Encoding"] == "identity"


def test_a_link_that_comes_again_is_fetched_once(dialer: Dialer) -> None:
    url = dialer.serve("/7.wav", SOUND)
    fetched(url)
    fetched(url)
    other = fetched(dialer.serve("/the-same-sound.wav", SOUND))

    assert len(dialer.asked) == 2
    [recording] = recordings()
    assert other.recording_id == recording.id


def test_it_is_not_asked_for_before_it_is_ready(dialer: Dialer) -> None:
    announced(dialer.serve("/7.wav", SOUND), ready_in_s=60)

    work(hurry=False)

    assert dialer.asked == []


def test_where_the_dialer_says_the_agent_is_holds_for_this_recording(dialer: Dialer) -> None:
    fetched(dialer.serve("/two.wav", wav(*two(1))), agent_channel=1)
    fetched(dialer.serve("/one.wav", SOUND), call_key="c-2", agent_channel=1)

    found = {each.channels: (each.agent_channel, each.agent_channel_by) for each in recordings()}
    assert found == {2: (1, "dialer"), 1: (None, None)}


@pytest.mark.parametrize("not_yet", [401, 403, 404, 409, 429, 500, 503, b""])
def test_it_is_asked_for_again_until_the_dialer_has_it(
    dialer: Dialer, not_yet: int | bytes
) -> None:
    fetch = fetched(dialer.serve("/7.wav", not_yet, not_yet, SOUND))

    assert outcome(fetch) == (FetchState.WAITING, "recording-not-ready")
    assert timedelta(seconds=50) < fetch.not_before - utc_now() <= timedelta(minutes=1)
    work()
    assert reread(fetch.id).not_before - utc_now() > timedelta(seconds=110)
    work()
    done = reread(fetch.id)
    assert (outcome(done), done.attempts) == ((FetchState.FETCHED, None), 3)


def test_waits_grow_until_it_is_given_up() -> None:
    waits = [wait_after(attempts, timedelta(days=1)) for attempts in range(1, 60)]

    minutes = [wait and wait / timedelta(minutes=1) for wait in waits]
    assert minutes[:7] == [1, 2, 5, 10, 30, 30, 30]
    assert sum(each for each in minutes if each) == pytest.approx(24 * 60, abs=30)
    assert minutes[-1] is None


def test_it_is_given_up_with_the_reason(dialer: Dialer, setting: Callable[..., None]) -> None:
    setting(fetch_give_up_after="PT3M")
    fetch = fetched(dialer.serve("/7.wav", 404))
    work()
    assert reread(fetch.id).state is FetchState.WAITING
    work()

    given_up = reread(fetch.id)
    assert outcome(given_up) == (FetchState.GIVEN_UP, "recording-not-ready")
    assert "404" in str(given_up.error)
    work()
    assert len(dialer.asked) == 3


@pytest.mark.parametrize("status", [400, 405, 410])
def test_what_the_dialer_will_never_give_is_given_up_at_once(dialer: Dialer, status: int) -> None:
    fetch = fetched(dialer.serve("/7.wav", status))

    assert outcome(fetch) == (FetchState.GIVEN_UP, "dialer-refuses")


def test_what_is_not_sound_is_given_up_at_once(dialer: Dialer) -> None:
    fetch = fetched(dialer.serve("/7.wav", b"<html>Please sign in</html>"))

    assert outcome(fetch) == (FetchState.GIVEN_UP, "recording-unreadable")
    assert recordings() == []


@pytest.mark.parametrize("known", [True, False], ids=["length said", "endless"])
def test_what_is_too_large_is_not_read_to_its_end(
    dialer: Dialer, setting: Callable[..., None], known: bool
) -> None:
    setting(recording_max_bytes="100000")

    def page(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "100001") if known else None
        request.end_headers()
        while not dialer.over.is_set():
            request.wfile.write(bytes(10_000))

    dialer.pages["/7.wav"] = page
    fetch = fetched(dialer.url + "/7.wav")

    assert outcome(fetch) == (FetchState.GIVEN_UP, "recording-too-large")
    assert not list(spool_folder().iterdir())


def drip_body(dialer: Dialer) -> Callable[[Request], None]:
    def page(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000000")
        request.end_headers()
        while not dialer.over.wait(0.1):
            request.wfile.write(b"x")

    return page


def drip_headers(dialer: Dialer) -> Callable[[Request], None]:
    def page(request: Request) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not dialer.over.wait(0.1):
            request.wfile.write(b"x: y\r\n")

    return page


@pytest.mark.parametrize("how", [drip_body, drip_headers])
def test_a_dialer_that_drips_is_left_at_the_deadline(
    dialer: Dialer, setting: Callable[..., None], how: Callable[[Dialer], Any]
) -> None:
    setting(fetch_timeout="PT0.5S")
    dialer.pages["/7.wav"] = how(dialer)

    fetch = fetched(dialer.url + "/7.wav")

    assert outcome(fetch) == (FetchState.WAITING, "fetch-too-slow")


def test_a_dialer_that_says_nothing_is_left_when_the_worker_stops(dialer: Dialer) -> None:
    stopping = Event()

    def page(request: Request) -> None:
        stopping.set()
        dialer.over.wait()

    dialer.pages["/7.wav"] = page
    fetch_id = announced(dialer.url + "/7.wav")
    fetch_recording(jobs.FetchRecording(fetch_id=fetch_id), stopping)

    assert (reread(fetch_id).attempts, reread(fetch_id).state) == (0, FetchState.WAITING)
    with transaction() as session:
        assert len(jobs.waiting(session, jobs.FetchRecording)) == 1


@pytest.mark.parametrize("how", ["closed", "half", "nobody"])
def test_a_dialer_that_breaks_off_is_asked_again(dialer: Dialer, how: str) -> None:
    def half(request: Request) -> None:
        request.answer(200, SOUND[:100], Content_Length=str(len(SOUND)))

    dialer.pages["/closed"] = lambda request: request.connection.close()
    dialer.pages["/half"] = half
    url = f"{dialer.url}/{how}" if how != "nobody" else "http://127.0.0.1:1/7.wav"

    fetch = fetched(url)

    assert outcome(fetch) == (FetchState.WAITING, "dialer-silent")
    assert recordings() == []


def test_redirects_are_followed(dialer: Dialer) -> None:
    dialer.serve("/there.wav", SOUND)
    for step in range(1, 5):
        dialer.redirect(f"/{step}", f"/{step + 1}")
    dialer.redirect("/5", dialer.url + "/there.wav", status=307)

    assert fetched(dialer.url + "/1").state is FetchState.FETCHED


def test_a_loop_of_redirects_is_left(dialer: Dialer) -> None:
    fetch = fetched(dialer.redirect("/7.wav", "/7.wav"))

    assert outcome(fetch) == (FetchState.GIVEN_UP, "too-many-redirects")
    assert len(dialer.asked) == 6


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/7.wav",
        "http://localhost:{port}/7.wav",
        "http://2130706433:{port}/7.wav",
        "http://[::ffff:127.0.0.1]:{port}/7.wav",
        "http://0.0.0.0:{port}/7.wav",
        "http://10.1.2.3/7.wav",
        "http://169.254.169.254/latest/meta-data",
        "http://[fd00::1]/7.wav",
        "http://[64:ff9b::7f00:1]:{port}/7.wav",
    ],
)
def test_addresses_that_are_not_public_are_not_asked(
    dialer: Dialer, setting: Callable[..., None], url: str
) -> None:
    setting(fetch_private="192.168.7.0/24")
    dialer.serve("/7.wav", SOUND)

    fetch = fetched(url.format(port=dialer.url.rpartition(":")[2]))

    assert outcome(fetch) == (FetchState.GIVEN_UP, "address-not-allowed")
    assert (dialer.asked, fetch.attempts) == ([], 1)


def test_a_host_may_be_allowed_by_its_name(dialer: Dialer, setting: Callable[..., None]) -> None:
    setting(fetch_private="LocalHost")
    dialer.serve("/7.wav", SOUND)

    by_name = fetched(dialer.url.replace("127.0.0.1", "localhost") + "/7.wav")
    by_address = fetched(dialer.url + "/7.wav")

    assert by_name.state is FetchState.FETCHED
    assert outcome(by_address) == (FetchState.GIVEN_UP, "address-not-allowed")


def test_a_redirect_to_a_private_address_is_not_followed(dialer: Dialer) -> None:
    fetch = fetched(dialer.redirect("/7.wav", "http://10.0.0.1/admin"))

    assert outcome(fetch) == (FetchState.GIVEN_UP, "address-not-allowed")
    assert "10.0.0.1" in str(fetch.error)


@pytest.mark.parametrize(
    "url",
    ["ftp://dialer.example/7.wav", "file:///etc/passwd", "//x/7.wav", "http://", "http://x:99999/"],
)
def test_only_http_is_spoken(url: str) -> None:
    assert outcome(fetched(url)) == (FetchState.GIVEN_UP, "url-unusable")


@pytest.mark.parametrize("to", ["file:///etc/passwd", "gopher://x/", "http://x:99999/"])
def test_redirects_lead_to_http_only(dialer: Dialer, to: str) -> None:
    assert fetched(dialer.redirect("/7.wav", to)).error_kind == "url-unusable"


def test_the_environment_names_no_proxy(dialer: Dialer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    assert fetched(dialer.serve("/7.wav", SOUND)).state is FetchState.FETCHED


def test_the_password_is_said_to_the_hosts_named_and_to_no_other(dialer: Dialer) -> None:
    host = dialer.url.removeprefix("http://")
    with dialer_server("127.0.0.2") as storage:
        storage.serve("/stored.wav", SOUND)
        dialer.redirect("/7.wav", storage.url + "/stored.wav")
        arrange({"fetch_hosts": [host]}, fetch_user="AC1", fetch_password="s3cret")

        assert fetched(dialer.url + "/7.wav").state is FetchState.FETCHED

        assert [headers.get("Authorization") for _, headers in dialer.asked] == [
            "Basic QUMxOnMzY3JldA=="
        ]
        assert [headers.get("Authorization") for _, headers in storage.asked] == [None]


def test_without_hosts_nothing_is_said(dialer: Dialer) -> None:
    arrange({}, fetch_authorization="Bearer s3cret")

    fetched(dialer.serve("/7.wav", SOUND))

    assert "Authorization" not in dialer.asked[0][1]


def test_another_header_may_sign_in(dialer: Dialer) -> None:
    arrange({"fetch_hosts": ["127.0.0.1"]}, fetch_authorization="Bearer s3cret")

    fetched(dialer.serve("/7.wav", SOUND))

    assert dialer.asked[0][1]["Authorization"] == "Bearer s3cret"


def test_a_password_in_the_address_is_said_to_its_host(dialer: Dialer) -> None:
    dialer.serve("/7.wav", SOUND)

    fetched(dialer.url.replace("://", "://me:s3cret@") + "/7.wav?token=1")

    [(path, headers)] = dialer.asked
    assert path == "/7.wav?token=1"
    assert headers["Authorization"] == "Basic bWU6czNjcmV0"


def test_a_try_that_was_taken_for_dead_changes_nothing(dialer: Dialer) -> None:
    fetch_id = announced(dialer.url + "/7.wav")

    def page(request: Request) -> None:
        with transaction() as session:
            session.get_one(RecordingFetch, fetch_id, with_for_update=True).attempts += 1
        request.answer(410)

    dialer.pages["/7.wav"] = page
    work()

    assert reread(fetch_id).state is FetchState.WAITING
