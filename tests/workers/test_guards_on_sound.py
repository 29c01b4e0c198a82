"""Guards beside sound: how loud an utterance is, what the demo's calls say, and the job."""

from uuid import uuid4

import numpy as np
import pytest
from sqlmodel import select

from demo.calls import MODEL, read_manifest
from services.db import transaction
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel, Transcript
from services.transcripts import Utterance
from tests.sounds import CALLS, attached, loaded, task_of, two, wav
from workers.asr import Signs, Task, in_order
from workers.asr.fake import FakeTranscriber
from workers.asr.guards import guard
from workers.asr.guards.levels import levels_db
from workers.asr.whisper import WhisperTranscriber
from workers.drain import run_waiting

SETTINGS = AsrSettings()
SURE = Signs(avg_logprob=-0.2, no_speech_prob=0.01, compression_ratio=1.1)
BOTH = (Channel.AGENT, Channel.CUSTOMER)


def said(text: str, at_s: float, seconds: float, channel: Channel = Channel.AGENT) -> Utterance:
    return Utterance(channel=channel, start_s=at_s, end_s=at_s + seconds, text=text)


def task(channels: list[list[float]], *speakers: Channel) -> Task:
    """Each channel is seconds of noise; numbers say how loud, in dB of full scale."""
    noise = np.random.default_rng(5).normal(0, 1, (len(channels[0]), SAMPLE_RATE_HZ))
    samples = [
        np.concatenate([10 ** (db / 20) * second for db, second in zip(levels, noise, strict=True)])
        for levels in channels
    ]
    return Task(Sound.of((np.stack(samples) * 32767).astype(np.int16)), speakers, ((),))


def test_what_lies_far_below_its_speakers_usual_level_is_faint() -> None:
    both = task([[-20, -25, -46, -18], [-50, -45, -52, -50]], *BOTH)
    spoken = [said("您好", second, 1, speaker) for speaker in BOTH for second in range(4)]

    heard = guard(both, in_order([(each, SURE) for each in spoken]), SETTINGS)

    faint = [(each.channel, each.start_s) for each in heard.utterances if each.doubts]
    assert faint == [(Channel.AGENT, 2)]
    levels = levels_db(both, spoken)
    assert levels[:4] == pytest.approx([2.5, -2.5, -23.5, 4.5], abs=0.5)


def test_pauses_and_what_was_taken_for_echo_have_their_levels() -> None:
    agent = task([[-20, -90, -90, -20, -20, -20]], Channel.AGENT)
    silenced = Task(
        agent.sound.without([(0, 4 * SAMPLE_RATE_HZ, 5 * SAMPLE_RATE_HZ)]), agent.speakers, ()
    )
    spoken = [said("您好", at_s, seconds) for at_s, seconds in [(0, 3), (3, 1), (4, 1), (5, 1)]]

    levels = levels_db(silenced, spoken)

    assert levels == pytest.approx([0, 0, -76, 0], abs=1)


def test_levels_say_nothing_where_speakers_share_a_channel() -> None:
    mixed = task([[-20, -20, -60]], Channel.MIXED)
    spoken = [said("您好", second, 1, Channel.MIXED) for second in range(3)]

    assert levels_db(mixed, spoken) == [None, None, None]


def test_hardly_anything_true_is_doubted_and_nothing_true_left_out() -> None:
    settings = AsrSettings(
        model=str(MODEL), device="cpu", chunk_length_s=10, vad_threshold=0.25, word_times=False
    )
    whisper = WhisperTranscriber(settings)
    heard_texts = doubted = 0
    for call in read_manifest(CALLS).calls:
        sound = loaded(CALLS / call.file)
        speakers = BOTH if sound.channels == 2 else (Channel.MIXED,)
        task = task_of(sound, speakers, whisper)
        [heard] = whisper.transcribe([task], lambda *_: None)

        guarded = guard(task, heard, settings)

        heard_texts += len(heard.utterances)
        doubted += sum(bool(each.doubts) for each in guarded.utterances)
        out = [each.text for each in guarded.left_out if each not in heard.left_out]
        assert [text for text in out if any(map(str.isalnum, text))] == []

    assert heard_texts > 50
    assert doubted / heard_texts <= 0.03


def test_a_transcript_keeps_what_was_doubted_and_what_was_left_out(database: None) -> None:
    recording_id = attached(uuid4(), wav(*two(8)))
    transcriber = FakeTranscriber(
        [
            said("您好", 0, 2),
            said("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目", 2, 3),
            said("我们的产品很好" * 4, 5, 3),
        ]
    )

    run_waiting(transcriber, lambda _: None)

    with transaction() as session:
        query = select(Transcript).where(Transcript.recording_id == recording_id)
        transcript = session.exec(query).one()
    doubts = [(each["text"], each["doubts"]) for each in transcript.utterances]
    assert doubts == [("您好", []), ("我们的产品很好" * 4, ["repetition"])]
    [out] = transcript.left_out
    assert (out["text"][:4], out["start_s"], out["doubts"]) == ("请不吝点", 2, ["known_phrase"])
