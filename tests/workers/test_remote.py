"""A speech server elsewhere: what is sent, and what its several ways of answering become."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from services.recordings.sound import Sound
from services.settings import AsrSettings
from services.tables import Channel
from tests.sounds import heard_by, two
from workers.asr.remote import RemoteTranscriber, SpeechServerDown

BOTH = (Channel.AGENT, Channel.CUSTOMER)


class SpeechServer(HTTPServer):
    """Answers each request with the next of `answers`; keeps what it was sent."""

    answers: list[Any]
    bodies: list[bytes]
    keys: list[str | None]


class Handler(BaseHTTPRequestHandler):
    server: SpeechServer

    def do_POST(self) -> None:
        assert self.path == "/v1/audio/transcriptions"
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.keys.append(self.headers["Authorization"])
        answer = self.server.answers.pop(0)
        status, body = (answer, b"") if isinstance(answer, int) else (200, json.dumps(answer))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else body.encode())

    def log_message(self, *_: object) -> None:
        """Tests need no access log."""


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    server = SpeechServer(("127.0.0.1", 0), Handler)
    server.answers, server.bodies, server.keys = [], [], []
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def transcriber(server: SpeechServer, **settings: Any) -> RemoteTranscriber:
    url = f"http://127.0.0.1:{server.server_port}/v1"
    return RemoteTranscriber(AsrSettings(model="large-v3", remote_url=url, **settings))


def sound() -> Sound:
    return Sound.of(np.stack(two(1)))


def test_each_channel_is_sent_on_its_own_and_put_in_order(server: SpeechServer) -> None:
    server.answers = [
        {
            "language": "chinese",
            "segments": [{"text": "您好,请问", "start": 1.0, "end": 2.0, "avg_logprob": -0.1}],
            "words": [
                {"word": "您好", "start": 1.0, "end": 1.4},
                {"word": "请问", "start": 1.5, "end": 2.0},
            ],
        },
        {
            "language": "zh",
            "segments": [
                {"text": " 喂 ", "start": 0.2, "end": 0.6},
                {"text": "  ", "start": 3, "end": 4},
            ],
        },
    ]

    heard = heard_by(transcriber(server, remote_key="s3cret", language="zh"), sound(), BOTH)

    assert heard.language == "zh"
    assert [(said.channel, said.text) for said in heard.utterances] == [
        (Channel.CUSTOMER, "喂"),
        (Channel.AGENT, "您好,请问"),
    ]
    agent = heard.utterances[1]
    assert [(word.text, word.start_s) for word in agent.words] == [("您好,", 1.0), ("请问", 1.5)]
    assert agent.confidence == pytest.approx(0.905)
    assert server.keys == ["Bearer s3cret"] * 2
    for body in server.bodies:
        assert b'name="response_format"\r\n\r\nverbose_json' in body
        assert b'name="language"\r\n\r\nzh' in body
        assert body.count(b'name="timestamp_granularities[]"') == 2
        assert b"OggS" in body


def test_words_of_a_segment_keep_their_spaces_and_confidence(server: SpeechServer) -> None:
    words = [
        {"word": " Good", "start": 0.0, "end": 0.3, "probability": 0.5},
        {"word": " morning.", "start": 0.3, "end": 0.9, "probability": 0.75},
    ]
    segment = {"text": " Good morning.", "start": 0, "end": 1, "words": words}
    server.answers = [{"language": "english", "segments": [segment]}]

    heard = heard_by(transcriber(server), sound(), [Channel.MIXED])

    [said] = heard.utterances
    assert [(word.text, word.confidence) for word in said.words] == [
        ("Good", 0.5),
        (" morning.", 0.75),
    ]


def test_words_that_do_not_fit_the_text_are_spread_evenly(server: SpeechServer) -> None:
    words = [{"word": "else", "start": 0.0, "end": 0.3}]
    segment = {"text": "ab cd", "start": 1, "end": 2, "avg_logprob": -1.0, "words": words}
    server.answers = [{"segments": [segment]}]

    [said] = heard_by(transcriber(server), sound(), [Channel.MIXED]).utterances

    assert [(word.text, word.start_s, word.end_s) for word in said.words] == [
        ("ab", 1.0, 1.4),
        (" cd", 1.4, 2.0),
    ]
    assert {word.confidence for word in said.words} == {said.confidence}


@pytest.mark.parametrize("answer", [500, 401, {"segments": "none"}])
def test_a_server_that_fails_is_worth_another_try(server: SpeechServer, answer: Any) -> None:
    server.answers = [answer]

    with pytest.raises(SpeechServerDown) as caught:
        heard_by(transcriber(server), sound(), BOTH)

    assert caught.value.retryable


def test_a_server_that_is_not_there_is_worth_another_try() -> None:
    settings = AsrSettings(remote_url="http://127.0.0.1:9/v1")

    with pytest.raises(SpeechServerDown):
        heard_by(RemoteTranscriber(settings), sound(), BOTH)
