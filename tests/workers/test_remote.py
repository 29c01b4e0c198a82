"""What a speech server's several ways of answering become, in the seconds of the call."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import Hints
from tests.workers.speech_server import FakeServer, speech_server
from workers.asr import Heard, Spoken, Task
from workers.asr.remote import RemoteTranscriber

BOTH = (Channel.AGENT, Channel.CUSTOMER)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with speech_server() as server:
        yield server


def transcriber(server: FakeServer, **settings: Any) -> RemoteTranscriber:
    one_by_one: dict[str, Any] = {"remote_concurrency": 1, "vad_speech_pad": 0.5}
    return RemoteTranscriber(
        AsrSettings(model="large-v3", remote_url=server.url, **one_by_one | settings)
    )


def task(speech: Sequence[Spoken], *, hints: Hints | None = None, seconds: float = 60) -> Task:
    """A sound with as many channels as `speech` has; that it is noise does not matter here."""
    noise = np.random.default_rng(7).integers(
        -3000, 3000, (len(speech), round(seconds * SAMPLE_RATE_HZ)), np.int16
    )
    speakers = BOTH if len(speech) == 2 else (Channel.MIXED,)
    return Task(Sound.of(noise), speakers, tuple(speech), hints or Hints())


def heard(server: FakeServer, *speech: Spoken, **settings: Any) -> Heard:
    [heard] = transcriber(server, **settings).transcribe([task(speech)], lambda *_: None)
    return heard


def test_each_channel_is_sent_on_its_own_and_put_in_order(server: FakeServer) -> None:
    server.answers = [
        {
            "text": "您好,请问",
            "language": "chinese",
            "segments": [{"text": "您好,请问", "start": 0.5, "end": 1.5, "avg_logprob": -0.1}],
            "words": [
                {"word": "您好", "start": 0.5, "end": 0.9},
                {"word": "请问", "start": 1.0, "end": 1.5},
            ],
        },
        {
            "text": "喂",
            "language": "zh-CN",
            "segments": [
                {"text": " 喂 ", "start": 0.5, "end": 0.9},
                {"text": "  ", "start": 0.9, "end": 1.0},
            ],
        },
    ]

    found = heard(server, ((20.0, 21.0),), ((18.0, 19.0),), remote_key="s3cret", language="zh")

    assert found.language == "zh"
    assert [(said.channel, said.text) for said in found.utterances] == [
        (Channel.CUSTOMER, "喂"),
        (Channel.AGENT, "您好,请问"),
    ]
    agent = found.utterances[1]
    assert [(word.text, word.start_s) for word in agent.words] == [("您好,", 20.0), ("请问", 20.5)]
    assert agent.confidence == pytest.approx(0.905)
    assert {word.confidence for word in agent.words} == {0.905}
    for request in server.requests:
        assert request.key == "Bearer s3cret"
        assert request.fields["response_format"] == ["verbose_json"]
        assert request.fields["language"] == ["zh"]
        assert request.fields["model"] == ["large-v3"]
        assert request.fields["timestamp_granularities[]"] == ["segment", "word"]
        assert "prompt" not in request.fields
        assert request.sound.startswith(b"OggS")


def test_only_speech_is_sent_and_times_come_back_to_the_call(server: FakeServer) -> None:
    """Sent are 9.5 to 12.5 and 29.5 to 33.5, end to end."""
    server.answers = [
        {
            "text": "one two three",
            "segments": [
                {"text": " one", "start": 0.5, "end": 2.5},
                {"text": " two three", "start": 3.5, "end": 6.5},
            ],
        }
    ]

    found = heard(server, ((10.0, 12.0), (30.0, 33.0)))

    [request] = server.requests
    assert request.seconds == pytest.approx(7.0, abs=0.1)
    assert [(said.text, said.start_s, said.end_s) for said in found.utterances] == [
        ("one", 10.0, 12.0),
        ("two three", 30.0, 33.0),
    ]


@pytest.mark.parametrize("with_words", [True, False])
def test_text_across_a_silence_is_parted_there(server: FakeServer, with_words: bool) -> None:
    words = [
        {"word": " one", "start": 0.5, "end": 2.4, "probability": 0.8},
        {"word": " two", "start": 3.6, "end": 6.4, "probability": 0.6},
    ]
    segment = {"text": " one two", "start": 0.5, "end": 6.5}
    server.answers = [
        {"text": "one two", "segments": [segment | ({"words": words} if with_words else {})]}
    ]

    first, second = heard(server, ((10.0, 12.0), (30.0, 33.0))).utterances

    assert (first.text, second.text) == ("one", "two")
    assert 10.0 <= first.start_s < first.end_s <= 12.1
    assert 29.9 <= second.start_s < second.end_s <= 33.1
    if with_words:
        assert (first.confidence, second.confidence) == (0.8, 0.6)


def test_a_channel_without_speech_is_not_sent(server: FakeServer) -> None:
    server.answers = [{"text": "hello", "segments": [{"text": "hello", "start": 0, "end": 1}]}]

    found = heard(server, (), ((5.0, 6.0),))

    assert len(server.requests) == 1
    assert [said.channel for said in found.utterances] == [Channel.CUSTOMER]
    assert heard(server, (), ()).utterances == ()


def test_long_speech_goes_in_windows_and_its_times_go_on(server: FakeServer) -> None:
    """Five stretches of 30 s make three requests of a minute at most."""
    speech = tuple((start, start + 29.0) for start in (0.5, 40.5, 80.5, 120.5, 160.5))
    server.answers = [{"text": "hello", "segments": [{"text": "hello", "start": 0.5, "end": 1.5}]}]
    told: list[float] = []
    asked = task([speech], seconds=200)

    [found] = transcriber(server, remote_window=60).transcribe(
        [asked], lambda _, done: told.append(done)
    )

    assert [round(request.seconds) for request in server.requests] == [60, 60, 30]
    assert [said.start_s for said in found.utterances] == [0.5, 80.5, 160.5]
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_several_tasks_keep_their_own(server: FakeServer) -> None:
    server.answers = [
        {"text": text, "segments": [{"text": text, "start": 0.5, "end": 1.5}]}
        for text in ("first", "second")
    ]
    told: list[tuple[int, float]] = []
    tasks = [task([((3.0, 4.0),)]), task([((5.0, 6.0),)])]

    found = transcriber(server).transcribe(tasks, lambda *each: told.append(each))

    assert [[said.text for said in each.utterances] for each in found] == [["first"], ["second"]]
    assert told == [(0, 1.0), (1, 1.0)]


def test_hot_words_and_the_campaigns_language_are_sent(server: FakeServer) -> None:
    server.answers = [{"text": ""}]
    words = ("安心宝", "X" * 390, "too much")
    hints = Hints(language="zh", hot_words=words)

    [found] = transcriber(server, language="en").transcribe(
        [task([((3.0, 4.0),)], hints=hints)], lambda *_: None
    )

    [request] = server.requests
    assert found.parameters == {"language": "zh", "hot_words": list(words[:2])}
    assert request.fields["language"] == ["zh"]
    assert request.fields["prompt"] == [f"安心宝, {'X' * 390}"]


def test_hot_words_are_kept_from_a_model_that_never_learnt_from_them(server: FakeServer) -> None:
    server.answers = [{"text": ""}]
    hints = Hints(language="zh", hot_words=("安心宝",))

    transcriber(server, prompt_hot_words=False).transcribe(
        [task([((3.0, 4.0),)], hints=hints)], lambda *_: None
    )

    [request] = server.requests
    assert "prompt" not in request.fields


def test_words_of_a_segment_keep_their_spaces_and_confidence(server: FakeServer) -> None:
    words = [
        {"word": " Good", "start": 0.5, "end": 0.8, "probability": 0.5},
        {"word": " morning.", "start": 0.8, "end": 1.4, "probability": 0.75},
    ]
    segment = {
        "text": " Good morning.",
        "start": 0.5,
        "end": 1.5,
        "words": words,
        "no_speech_prob": 0.2,
        "compression_ratio": 1.1,
    }
    server.answers = [{"text": "Good morning.", "language": "english", "segments": [segment]}]

    found = heard(server, ((5.0, 6.0),))

    [said] = found.utterances
    assert [(word.text, word.confidence) for word in said.words] == [
        ("Good", 0.5),
        (" morning.", 0.75),
    ]
    [signs] = found.signs
    assert (signs.avg_logprob, signs.no_speech_prob, signs.compression_ratio) == (None, 0.2, 1.1)


def test_words_that_do_not_fit_the_text_are_spread_evenly(server: FakeServer) -> None:
    words = [{"word": "else", "start": 0.5, "end": 0.8}]
    segment = {"text": "ab cd", "start": 0.5, "end": 1.5, "avg_logprob": -1.0, "words": words}
    server.answers = [{"text": "ab cd", "segments": [segment]}]

    [said] = heard(server, ((5.0, 6.0),)).utterances

    assert [(word.text, word.start_s, word.end_s) for word in said.words] == [
        ("ab", 5.0, 5.4),
        (" cd", 5.4, 6.0),
    ]
    assert {word.confidence for word in said.words} == {said.confidence}


def test_text_without_segments_lies_in_the_speech(server: FakeServer) -> None:
    server.answers = [{"text": "您好,我是客服"}]

    [said] = heard(server, ((5.0, 8.0),)).utterances

    assert said.text == "您好,我是客服"
    assert said.start_s >= 4.9
    assert said.end_s <= 8.1


def test_what_a_server_adds_after_the_end_is_left_out(server: FakeServer) -> None:
    segments = [
        {"text": "hello", "start": 0.5, "end": 1.5},
        {"text": "Thanks for watching!", "start": 2.0, "end": 9.0},
    ]
    server.answers = [{"text": "hello Thanks for watching!", "segments": segments}]

    found = heard(server, ((5.0, 6.0),))

    assert [said.text for said in found.utterances] == ["hello"]
    [invented] = found.left_out
    assert (invented.text, invented.start_s) == ("Thanks for watching!", 6.0)


@pytest.mark.parametrize(
    ("named", "code"),
    [("Chinese", "zh"), ("zh-CN", "zh"), ("yue", "yue"), ("klingon!", "en"), ("", "en")],
)
def test_languages_become_codes(server: FakeServer, named: str, code: str) -> None:
    server.answers = [
        {"text": "x", "language": named, "segments": [{"text": "x", "start": 0.5, "end": 1.0}]}
    ]

    assert heard(server, ((5.0, 6.0),), language="en").language == code


def test_a_model_that_knows_no_prompts_gets_none(server: FakeServer) -> None:
    server.answers = [{"text": ""}]
    asked = task([((3.0, 4.0),)], hints=Hints(hot_words=("安心宝",)))

    [found] = transcriber(server, prompt_hot_words=False).transcribe([asked], lambda *_: None)

    assert "prompt" not in server.requests[0].fields
    assert found.parameters == {}
