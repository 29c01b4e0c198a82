"""Talking to a speech server that is busy, slow, broken, strict or not there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Barrier, Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import ServiceError
from services.settings import AsrSettings
from tests.workers.speech_server import FakeServer, speech_server
from tests.workers.test_remote import task
from workers.asr import Heard
from workers.asr.remote import RemoteTranscriber
from workers.asr.server import (
    SpeechKeyRefused,
    SpeechServerDown,
    SpeechServerRefuses,
    SpeechServerSlow,
    _retry_after_s,
)

HELLO = {"text": "hello", "segments": [{"text": "hello", "start": 0.4, "end": 1.4}]}


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with speech_server() as server:
        yield server


class Asking:
    """Asks, and notes how long it would have waited."""

    def __init__(self, url: str, **settings: Any) -> None:
        self.waits: list[float] = []
        asked: dict[str, Any] = {"remote_url": url, "remote_concurrency": 1} | settings
        self._transcriber = RemoteTranscriber(AsrSettings(**asked), self.waits.append)

    def __call__(self, *, channels: int = 1) -> Heard:
        [heard] = self._transcriber.transcribe(
            [task([((5.0, 6.0),)] * channels, seconds=10)], lambda *_: None
        )
        return heard


@pytest.mark.parametrize(
    "trouble", [429, 503, 500, 408, b'{"text": "hel', b"<html>Sign in</html>", {"segments": "none"}]
)
def test_trouble_that_passes_is_waited_for(server: FakeServer, trouble: Any) -> None:
    server.answers = [trouble, trouble, HELLO]
    ask = Asking(server.url)

    assert [said.text for said in ask().utterances] == ["hello"]
    assert len(ask.waits) == 2
    assert 1 <= ask.waits[0] < ask.waits[1]
    assert [len(request.sound) for request in server.requests] == [
        len(server.requests[0].sound)
    ] * 3


@pytest.mark.parametrize("trouble", [429, 500, b'{"text": "hel', {}])
def test_trouble_that_stays_is_worth_another_try_later(server: FakeServer, trouble: Any) -> None:
    server.answers = [trouble]
    ask = Asking(server.url, remote_attempts=3)

    with pytest.raises(SpeechServerDown) as caught:
        ask()

    assert caught.value.retryable
    assert len(server.requests) == 3


def test_a_busy_server_says_for_how_long(server: FakeServer) -> None:
    server.headers = {"Retry-After": "7"}
    server.answers = [429, HELLO]
    ask = Asking(server.url)

    ask()

    assert ask.waits == [7.0]


def test_a_server_that_is_busy_for_long_is_left_alone(server: FakeServer) -> None:
    server.headers = {"Retry-After": "3600"}
    server.answers = [503]
    ask = Asking(server.url)

    with pytest.raises(SpeechServerDown):
        ask()

    assert len(server.requests) == 1
    assert ask.waits == []


def test_a_server_that_is_not_there_is_worth_another_try(unused_port: int) -> None:
    ask = Asking(f"http://127.0.0.1:{unused_port}/v1")

    with pytest.raises(SpeechServerDown) as caught:
        ask()

    assert len(ask.waits) == 3
    assert "refused" in caught.value.facts["detail"]


def test_a_slow_server_is_not_asked_again_at_once(server: FakeServer) -> None:
    go_on = Event()
    server.answers = [lambda _: go_on.wait(10) and HELLO]
    ask = Asking(server.url, remote_timeout=0.2)

    with pytest.raises(SpeechServerSlow) as caught:
        ask()
    go_on.set()

    assert caught.value.retryable
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (
            (404, {"error": {"message": "The model `x` does not exist."}}),
            SpeechServerRefuses,
            "The speech server refuses what it is sent (404 The model `x` does not exist.).",
        ),
        (
            (400, {"detail": "bad s3cret\n"}),
            SpeechServerRefuses,
            "The speech server refuses what it is sent (400 bad ***).",
        ),
        ((422, {"detail": [{"loc": ["file"]}]}), SpeechServerRefuses, "(422 "),
        ((302, b""), SpeechServerRefuses, "(302 Found)"),
        ((401, {"error": "wrong key s3cret"}), SpeechKeyRefused, "EARSHOT_ASR_REMOTE_KEY"),
        ((403, b""), SpeechKeyRefused, "EARSHOT_ASR_REMOTE_KEY"),
    ],
)
def test_what_will_never_work_is_said_and_not_tried_again(
    server: FakeServer, answer: Any, error: type[ServiceError], sentence: str
) -> None:
    server.answers = [lambda _: answer]
    ask = Asking(server.url, remote_key="s3cret")

    with pytest.raises(error) as caught:
        ask()

    said = str(caught.value.facts.get("detail") or caught.value.message())
    assert sentence in said
    assert "s3cret" not in str(caught.value)
    assert not caught.value.retryable
    assert len(server.requests) == 1


def test_channels_are_heard_at_the_same_time(server: FakeServer) -> None:
    """Each request is answered when the other has come."""
    both = Barrier(2)

    def together(_: object) -> Any:
        both.wait(10)
        return HELLO

    server.answers = [together]

    heard = Asking(server.url, remote_concurrency=2)(channels=2)

    assert len(heard.utterances) == 2


def test_no_more_requests_than_allowed_are_under_way(server: FakeServer) -> None:
    server.answers = [HELLO]
    asked = AsrSettings(remote_url=server.url, remote_concurrency=2)
    tasks = [task([((5.0, 6.0),)], seconds=10) for _ in range(8)]

    heard = RemoteTranscriber(asked).transcribe(tasks, lambda *_: None)

    assert [len(each.utterances) for each in heard] == [1] * 8
    assert server.most_at_once <= 2


def test_what_waits_is_not_sent_once_one_is_refused(server: FakeServer) -> None:
    server.answers = [400]
    asked = AsrSettings(remote_url=server.url, remote_concurrency=1)
    tasks = [task([((5.0, 6.0),)], seconds=10) for _ in range(5)]

    with pytest.raises(SpeechServerRefuses):
        RemoteTranscriber(asked).transcribe(tasks, lambda *_: None)

    assert len(server.requests) < 5


def test_nothing_is_waited_for_longer_than_a_date_says() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=30)

    assert 28 < (_retry_after_s(format_datetime(soon, usegmt=True)) or 0) <= 30
    assert _retry_after_s(format_datetime(soon - timedelta(days=1), usegmt=True)) == 0


@given(st.text() | st.sampled_from(["nan", "inf", "-5", "1e400", "Mon, 99 Jan 2026 00:00:00 GMT"]))
def test_any_wish_to_be_left_alone_is_seconds_or_nothing(header: str) -> None:
    seconds = _retry_after_s(header)

    assert seconds is None or 0 <= seconds < float("inf")
