"""Who says what when both speakers share a channel, with voices told apart or not."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from services.db import transaction
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel, Measurement, Transcript
from services.transcripts import Utterance
from services.transcripts.roles import read_cues
from tests.factories import said
from tests.sounds import attached, wav
from tests.voices import HIGH_HZ, LOW_HZ, write_models
from workers.asr import ModelUnavailable, Task
from workers.asr.diarizing import VoiceSpan, diarizer_of
from workers.asr.fake import FakeTranscriber
from workers.asr.words import spread_evenly
from workers.drain import run_waiting
from workers.speakers import assign, be_ready, who_speaks

CALLS = Path(__file__).parents[1] / "data" / "calls"
AGENT, CUSTOMER, MIXED = Channel.AGENT, Channel.CUSTOMER, Channel.MIXED


class FakeDiarizer:
    """Knows who speaks when."""

    name = "fake"

    def __init__(self, spans: Sequence[VoiceSpan]) -> None:
        self.spans = spans
        self.asked = 0

    def diarize(self, sound: Sound) -> Sequence[VoiceSpan]:
        self.asked += 1
        return self.spans


def timed(text: str, start_s: float, end_s: float) -> Utterance:
    """Said by nobody known, its words spread evenly."""
    return Utterance(
        channel=MIXED,
        start_s=start_s,
        end_s=end_s,
        text=text,
        confidence=0.9,
        words=spread_evenly(text, start_s, end_s, 0.9),
    )


def silence(seconds: float, *speakers: Channel) -> Task:
    samples = np.zeros((len(speakers), int(seconds * SAMPLE_RATE_HZ)), np.int16)
    return Task(Sound.of(samples), speakers, ((),) * len(speakers))


def mono_calls() -> dict[str, list[Utterance]]:
    """With who said what, for each."""
    calls = json.loads((CALLS / "manifest.json").read_text())["calls"]
    return {
        call["file"]: [
            timed(turn["text"], turn["start_s"], turn["end_s"]).model_copy(
                update={"channel": Channel(turn["channel"])}
            )
            for turn in call["turns"]
        ]
        for call in calls
        if call["layout"] in ("mono", "twice_mono") and len(call["turns"]) > 3
    }


MONO = mono_calls()


def spans_of(utterances: Sequence[Utterance], *, agent: int = 0) -> list[VoiceSpan]:
    numbers = {AGENT: agent, CUSTOMER: 1 - agent}
    return [VoiceSpan(each.start_s, each.end_s, numbers[each.channel]) for each in utterances]


def nobody_knows(utterances: Sequence[Utterance]) -> list[Utterance]:
    return [each.model_copy(update={"channel": MIXED}) for each in utterances]


@pytest.mark.parametrize("agent", [0, 1])
@pytest.mark.parametrize("file", MONO)
def test_what_is_said_tells_which_voice_is_the_agents(file: str, agent: int) -> None:
    told = assign(nobody_knows(MONO[file]), spans_of(MONO[file], agent=agent), read_cues(), 0.9)

    assert told == tuple(MONO[file])


def test_an_utterance_is_parted_where_the_voice_changes() -> None:
    told = assign(
        [
            timed("本次通话将会录音", 0, 2),
            timed("你是哪里我是安心理财的小李", 2, 6),
            timed("Thank you for your time, how much is it?", 10, 15),
        ],
        [
            VoiceSpan(0, 2, 7),
            VoiceSpan(2, 2 + 4 * 4 / 13, 3),
            VoiceSpan(2 + 4 * 4 / 13, 6.1, 7),
            VoiceSpan(9.9, 12.9, 7),
            VoiceSpan(13.0, 15, 3),
        ],
        read_cues(),
        0.9,
    )

    assert told is not None
    assert [(each.channel, each.text) for each in told] == [
        (AGENT, "本次通话将会录音"),
        (CUSTOMER, "你是哪里"),
        (AGENT, "我是安心理财的小李"),
        (AGENT, "Thank you for your time,"),
        (CUSTOMER, "how much is it?"),
    ]
    assert all("".join(word.text for word in each.words) == each.text for each in told)
    assert told[1].end_s == pytest.approx(told[2].start_s)


def test_words_far_from_every_voice_stay_nobodys() -> None:
    told = assign(
        [timed("本次通话将会录音", 0, 2), timed("感谢您的接听", 3, 5), timed("嗯", 9, 9.5)],
        [VoiceSpan(0, 2, 0), VoiceSpan(2.9, 5.2, 0), VoiceSpan(20, 22, 1)],
        read_cues(),
        0.9,
    )

    assert told is not None
    assert [each.channel for each in told] == [AGENT, AGENT, MIXED]


@pytest.mark.parametrize(
    ("texts", "voices"),
    [
        (["今天天气不错", "是啊"], [0, 1]),
        (["本次通话将会录音", "感谢您的接听"], [0, 0]),
        (["本次通话将会录音", "感谢您的接听"], [0, 1]),
        (["本次通话将会录音", "感谢您的接听", "喂"], [0, 0, 2, 1]),
        (["本次通话将会录音", "感谢您的接听"], []),
    ],
    ids=["no cues", "one voice", "both sound like agents", "three voices", "no voice"],
)
def test_where_it_stays_unclear_nobody_is_guessed(texts: list[str], voices: list[int]) -> None:
    utterances = [timed(text, 5 * at, 5 * at + 3) for at, text in enumerate(texts)]
    spans = [VoiceSpan(5 * at, 5 * at + 3, voice) for at, voice in enumerate(voices)]

    assert assign(utterances, spans, read_cues(), 0.9) is None


@given(
    st.lists(st.tuples(st.floats(0, 30), st.floats(0.1, 5), st.integers(0, 1)), max_size=8),
    st.lists(st.tuples(st.floats(0, 30), st.floats(0.1, 8)), min_size=1, max_size=5),
)
def test_no_word_is_lost_or_moved(
    voices: list[tuple[float, float, int]], turns: list[tuple[float, float]]
) -> None:
    spans = [VoiceSpan(at, at + length, voice) for at, length, voice in voices]
    texts = ["本次通话将会录音", "感谢您的接听", "How can I help you? Fine.", "嗯", "你说吧"]
    utterances = [
        timed(text, at, at + length) for text, (at, length) in zip(texts, turns, strict=False)
    ]

    told = assign(utterances, spans, read_cues(), 0.9)

    if told is not None:
        assert _words(told) == _words(utterances)
        assert all("".join(word.text for word in each.words) == each.text for each in told)


def _words(utterances: Sequence[Utterance]) -> list[tuple[float, float, str]]:
    return [
        (word.start_s, word.end_s, word.text.strip()) for each in utterances for word in each.words
    ]


def test_without_a_diarizer_nobody_is_known() -> None:
    told = who_speaks(silence(60, MIXED), [said("感谢您的接听", 0, MIXED)], AsrSettings(), None)

    assert [each.channel for each in told.utterances] == [MIXED]
    assert (told.swap, told.diarizer) == (None, None)


@pytest.mark.parametrize(
    ("task", "utterances"),
    [
        (silence(60, AGENT, CUSTOMER), [said("喂")]),
        (silence(60, MIXED), []),
        (silence(3601, MIXED), [said("喂", 0, MIXED)]),
    ],
    ids=["two channels", "nothing said", "too long"],
)
def test_voices_are_compared_only_where_it_helps(task: Task, utterances: list[Utterance]) -> None:
    diarizer = FakeDiarizer([])

    told = who_speaks(task, utterances, AsrSettings(), diarizer)

    assert (diarizer.asked, told.utterances) == (0, tuple(utterances))


def test_a_swap_is_suspected_above_the_set_likelihood_only() -> None:
    utterances = [said("你说吧"), said("感谢您的接听", 3, CUSTOMER)]
    task = silence(9, AGENT, CUSTOMER)
    # 1 + 2.5 for a swap: 0.97.

    below, above = (
        who_speaks(task, utterances, AsrSettings(swap_likelihood=set_to), None).swap
        for set_to in (0.98, 0.96)
    )

    assert below is None
    assert above is not None
    assert above.likelihood == pytest.approx(0.9707, abs=1e-4)


def voices(seconds: Sequence[tuple[float, float, int]], length_s: float) -> Any:
    """Two voices as tones: int16[n] at 8 kHz."""
    at_s = np.arange(int(length_s * 8000)) / 8000
    sound = np.random.default_rng(1).normal(0, 0.002, len(at_s))
    for start_s, end_s, pitch_hz in seconds:
        speaks = (at_s >= start_s) & (at_s < end_s)
        sound += speaks * np.sin(2 * np.pi * pitch_hz * at_s) * 0.3
    return (sound * 32767).astype(np.int16)


TURNS = [(1, 4, LOW_HZ), (5, 7, HIGH_HZ), (8, 14, LOW_HZ), (14.5, 18, HIGH_HZ), (21, 27, LOW_HZ)]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> AsrSettings:
    pytest.importorskip("sherpa_onnx", reason="sherpa-onnx is an extra")
    segmentation, embedding = write_models(tmp_path_factory.mktemp("voices"))
    return AsrSettings(diarize_segmentation=segmentation, diarize_embedding=embedding)


def test_sherpa_onnx_tells_two_voices_apart(models: AsrSettings) -> None:
    diarizer = diarizer_of(models)
    sound = Sound.of(np.repeat(voices(TURNS, 30), 2)[None])

    assert diarizer is not None
    assert diarizer.name == "sherpa-onnx segmentation.onnx embedding.onnx"
    spans = diarizer.diarize(sound)
    assert len(spans) == len(TURNS)
    number = {LOW_HZ: spans[0].voice, HIGH_HZ: spans[1].voice}
    assert number[LOW_HZ] != number[HIGH_HZ]
    for span, (start_s, end_s, pitch_hz) in zip(spans, TURNS, strict=True):
        assert span.voice == number[pitch_hz]
        assert (span.start_s, span.end_s) == pytest.approx((start_s, end_s), abs=0.1)


def test_a_mono_recording_gets_its_speakers_and_says_from_what(
    database: None, models: AsrSettings
) -> None:
    recording_id = attached(uuid4(), wav(voices(TURNS, 30)))
    heard = (
        timed("您好,我是安心理财的小李", 1, 4),
        timed("你是哪里", 5, 7),
        timed("本次通话将会录音打扰您一分钟可以吗", 8, 14),
        timed("多少钱", 14.5, 18),
        timed("感谢您的接听", 21, 27),
    )

    run_waiting(FakeTranscriber(heard, settings=models), lambda _: None)

    with transaction() as session:
        query = select(Transcript).where(Transcript.recording_id == recording_id)
        transcript = session.exec(query).one()
        measured = session.get_one(Measurement, transcript.id).body
    sides = [said["channel"] for said in transcript.utterances]
    assert sides == ["agent", "customer", "agent", "customer", "agent"]
    name = "sherpa-onnx segmentation.onnx embedding.onnx"
    assert transcript.parameters["diarizer"] == name
    assert (transcript.agent_channel, transcript.swap) == (None, None)
    assert measured["interruptions"] is None
    assert measured["not_measurable"]["interruptions"] == "one_channel"


def test_models_that_are_not_there_are_named(tmp_path: Path, models: AsrSettings) -> None:
    missing = tmp_path / "nowhere.onnx"

    with pytest.raises(ModelUnavailable, match=r"nowhere\.onnx.*DIARIZE_EMBEDDING"):
        diarizer_of(models.model_copy(update={"diarize_embedding": missing}))


def test_one_model_is_not_enough(models: AsrSettings) -> None:
    with pytest.raises(ModelUnavailable, match="neither"):
        diarizer_of(models.model_copy(update={"diarize_embedding": None}))


def test_a_file_that_is_no_model_is_refused(tmp_path: Path, models: AsrSettings) -> None:
    file = tmp_path / "voices.onnx"
    file.write_bytes(b"not a model")

    with pytest.raises(ModelUnavailable, match=r"voices\.onnx.*DIARIZE_SEGMENTATION"):
        diarizer_of(models.model_copy(update={"diarize_segmentation": file}))


def test_models_in_the_wrong_places_are_refused(models: AsrSettings) -> None:
    """sherpa-onnx would end the process."""
    with pytest.raises(ModelUnavailable, match="does not say its num_classes"):
        diarizer_of(
            models.model_copy(
                update={
                    "diarize_segmentation": models.diarize_embedding,
                    "diarize_embedding": models.diarize_segmentation,
                }
            )
        )


def test_models_for_another_sample_rate_are_refused(tmp_path: Path) -> None:
    segmentation, embedding = write_models(tmp_path, sample_rate_hz=8000)

    with pytest.raises(ModelUnavailable, match="8000 Hz"):
        diarizer_of(AsrSettings(diarize_segmentation=segmentation, diarize_embedding=embedding))


def test_a_worker_does_not_begin_with_broken_cues(tmp_path: Path) -> None:
    file = tmp_path / "cues.toml"

    with pytest.raises(ModelUnavailable, match=r"EARSHOT_ASR_ROLE_CUES.*cues\.toml"):
        be_ready(AsrSettings(role_cues=file))
    be_ready(AsrSettings())
