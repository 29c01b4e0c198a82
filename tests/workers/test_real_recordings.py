"""Recordings that others made, from file to measures; SOURCES.md beside them tells their truth."""

import re
from functools import cache
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from sqlmodel import select

from services.acoustics import Acoustics, SpeakerSound
from services.acoustics.measure import measure
from services.db import transaction
from services.recordings.decode import decoded
from services.recordings.probe import RecordingUnreadable, probe
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.recordings.waveform import speakers_of
from services.settings import AsrSettings
from services.tables import Channel, Measurement, RecordingState
from services.transcripts import Utterance
from tests.sounds import attached, loaded, reread
from workers.asr.fake import FakeTranscriber
from workers.asr.voice import find_speech
from workers.drain import run_waiting

REAL = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not REAL.exists(), reason="the shared sample recordings are not here"
)

MONO = {
    "aws-post-call-analytics/Auto0_GUID_000_AGENT_ChrisL_DT_2025-02-19T06-01-22_Mono.wav": 277.66,
    "google-speech-samples/commercial_mono.wav": 45.30,
    "ietf-vcon-core-examples/ab_call.mp3": 32.93,
    "ietf-vcon-core-examples/ab_call.wav": 4.72,
    "pyannote-sample/sample.wav": 30.00,
    "faster-whisper-tests/multilingual.mp3": 59.9,
    "azure-speech-samples/zhcn_continuous_mode_sample.wav": 52.73,
    "azure-speech-samples/en-us_zh-cn.wav": 20.06,
    "azure-speech-samples/katiesteve.wav": 29.49,
    "zh-multispeaker-voiceprint/test_long.wav": 114.59,
}
TWICE_MONO = {"whisper-diarization/test.opus": 22.57}
STEREO = {
    "genesys-audiohook/test-transcript-connector.wav": 70.85,
    "google-speech-samples/two_channel_16k.wav": 6.7,
    "google-speech-samples/multi.wav": 5.2,
    "faster-whisper-tests/stereo_diarization.wav": 5.00,
}
UNTIMED = ("azure-speech-samples/test_audio_stereo.wav",)
"""SOURCES.md does not say how long it is."""
CODECS = {
    "aws-post-call-analytics/Auto0_GUID_000_AGENT_ChrisL_DT_2025-02-19T06-01-22_Mono.wav": (
        "pcm_u8",
        8000,
        1,
    ),
    "genesys-audiohook/test-transcript-connector.wav": ("pcm_mulaw", 8000, 2),
    "azure-speech-samples/whatstheweatherlike-mulaw.wav": ("pcm_mulaw", 16_000, 1),
    "ietf-vcon-core-examples/ab_call.wav": ("gsm_ms", 8000, 1),
    "ietf-vcon-core-examples/ab_call.mp3": ("mp3", 8000, 1),
    "whisper-diarization/test.opus": ("opus", 48_000, 2),
    "google-speech-samples/multi.wav": ("pcm_s16le", 44_100, 2),
    "azure-speech-samples/en-us_zh-cn.wav": ("pcm_s16le", 44_100, 1),
}
FRAME_S = 0.02
PAUSE_S = 0.5

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@cache
def heard(name: str) -> tuple[Sound, Acoustics]:
    sound = loaded(REAL / name)
    clear, speech = find_speech(sound, AsrSettings())
    speakers = speakers_of(sound.channels, 0 if sound.channels == 2 else None)
    return sound, measure(clear, speakers, speech, [])


def by_energy(sound: Sound, index: int) -> Flags:
    """Speech per 20 ms as energy tells it: within 25 dB of the loudest twentieth, 12 dB
    above the quietest tenth, pauses under 0.5 s closed, bursts under 0.1 s left out."""
    samples = sound.channel(index).astype(np.float64)
    size = round(FRAME_S * SAMPLE_RATE_HZ)
    count = len(samples) // size
    powers = (samples[: count * size].reshape(count, size) ** 2).mean(axis=1)
    levels = 10 * np.log10(np.maximum(powers, 1e-10))
    quiet, loud = np.percentile(levels, [10, 95])
    flags: Flags = np.asarray(levels >= max(loud - 25, quiet + 12))
    spoken = flags.copy()
    for start, end in runs(~flags):
        if (end - start) * FRAME_S < PAUSE_S and start > 0 and end < count:
            spoken[start:end] = True
    for start, end in runs(spoken):
        if (end - start) * FRAME_S < 0.1:
            spoken[start:end] = False
    return spoken


def runs(flags: Flags) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [(start, end) for start, end in edges.reshape(-1, 2).tolist()]


def by_measure(speaker: SpeakerSound, count: int) -> Flags:
    at_s = np.arange(count) * FRAME_S + FRAME_S / 2
    flags = np.zeros(count, np.bool_)
    for span in speaker.speech:
        flags |= (at_s >= span.start_s) & (at_s < span.end_s)
    return flags


def reference() -> list[tuple[float, float, str]]:
    """Start, end and speaker of each turn that somebody marked in the call."""
    lines = (REAL / "pyannote-sample" / "sample.rttm").read_text().splitlines()
    fields = [line.split() for line in lines]
    return [(float(each[3]), float(each[3]) + float(each[4]), each[7]) for each in fields]


@pytest.mark.parametrize(("name", "duration_s"), {**MONO, **TWICE_MONO, **STEREO}.items())
def test_length_and_channels_are_those_of_the_sources(name: str, duration_s: float) -> None:
    sound, found = heard(name)

    assert sound.channels == (2 if name in STEREO else 1)
    assert [each.channel for each in found.speakers] == (
        [Channel.AGENT, Channel.CUSTOMER] if name in STEREO else [Channel.MIXED]
    )
    told = len(str(duration_s).partition(".")[2])
    assert found.duration_s == pytest.approx(duration_s, abs=0.6 * 10**-told)


@pytest.mark.parametrize(("name", "expected"), CODECS.items())
def test_every_codec_is_read(name: str, expected: tuple[str, int, int]) -> None:
    facts = probe(REAL / name)
    sound, found = heard(name)

    assert (facts.codec, facts.sample_rate_hz, facts.channels) == expected
    assert sound.duration_s == pytest.approx(facts.duration_s, abs=0.2)
    assert any(each.speech for each in found.speakers)


@pytest.mark.parametrize("name", [*STEREO, *UNTIMED])
def test_speech_and_overlap_agree_with_energy(name: str) -> None:
    """Within a tenth; of less than 10 s a frame of voice activity at each edge is granted."""
    sound, found = heard(name)
    energy = [by_energy(sound, index) for index in (0, 1)]

    for speaker, flags in zip(found.speakers, energy, strict=True):
        expected_s = float(flags.sum()) * FRAME_S
        granted_s = 0.032 * 2 * len(speaker.speech) if expected_s < 10 else 0
        assert speaker.speech_s == pytest.approx(expected_s, abs=0.1 * expected_s + granted_s)
    overlap_s = float((energy[0] & energy[1]).sum()) * FRAME_S
    assert found.overlap_s == pytest.approx(overlap_s, abs=0.1 * overlap_s + 0.05)


@pytest.mark.parametrize(
    "name", ["google-speech-samples/commercial_mono.wav", "ietf-vcon-core-examples/ab_call.mp3"]
)
def test_speech_of_calls_on_one_channel_agrees_with_energy(name: str) -> None:
    sound, found = heard(name)

    expected_s = float(by_energy(sound, 0).sum()) * FRAME_S
    assert found.speakers[0].speech_s == pytest.approx(expected_s, rel=0.1)


def test_speech_of_a_call_agrees_with_who_marked_it() -> None:
    sound, found = heard("pyannote-sample/sample.wav")

    count = round(sound.duration_s / FRAME_S)
    marked = np.zeros(count, np.bool_)
    for start_s, end_s, _ in reference():
        marked[round(start_s / FRAME_S) : round(end_s / FRAME_S)] = True
    agree = by_measure(found.speakers[0], count) == marked
    assert agree.mean() >= 0.97


def test_voices_told_apart_by_who_marked_them_are_measured_as_marked() -> None:
    """As far as one channel allows: who began first gets what both say at once."""
    sound = loaded(REAL / "pyannote-sample" / "sample.wav")
    _, speech = find_speech(sound, AsrSettings())
    sides = dict(zip(("speaker90", "speaker91"), (Channel.AGENT, Channel.CUSTOMER), strict=True))
    said = [
        Utterance(channel=sides[who], start_s=start_s, end_s=end_s, text="……")
        for start_s, end_s, who in reference()
    ]

    found = measure(sound, [Channel.MIXED], speech, said)

    floor = [""] * round(sound.duration_s / FRAME_S)
    for start_s, end_s, who in reversed(reference()):
        first, end = round(start_s / FRAME_S), round(end_s / FRAME_S)
        floor[first:end] = [sides[who]] * (end - first)
    marked_s = {side: floor.count(side) * FRAME_S for side in sides.values()}
    for each in found.speakers:
        assert each.speech_s == pytest.approx(marked_s[each.channel], rel=0.1)
    assert found.talk_ratio == pytest.approx(
        marked_s[Channel.AGENT] / sum(marked_s.values()), abs=0.03
    )
    assert [each.turns for each in found.speakers] == [5, 4]
    assert found.overlap_s is None


def test_mandarin_read_aloud_has_the_rate_of_its_reference_text() -> None:
    folder = REAL / "azure-speech-samples"
    text = (folder / "zhcn_continuous_mode_sample.txt").read_text(encoding="utf-8-sig")
    sound, found = heard("azure-speech-samples/zhcn_continuous_mode_sample.wav")
    [mixed] = found.speakers
    said = Utterance(channel=Channel.MIXED, start_s=0, end_s=sound.duration_s, text=text)
    spans = [(span.start_s, span.end_s) for span in mixed.speech]

    [again] = measure(sound, [Channel.MIXED], [spans], [said]).speakers

    spoken_s = float(by_energy(sound, 0).sum()) * FRAME_S
    characters = len(re.findall(r"[\u4e00-\u9fff]", text))
    assert again.speech_rate == pytest.approx(characters * 60 / spoken_s, rel=0.1)


def test_hold_music_in_a_recording_is_found() -> None:
    _, found = heard("zh-multispeaker-voiceprint/test_long.wav")

    [music] = found.music
    assert music.start_s == pytest.approx(94, abs=1)
    assert 104 < music.end_s < 112


@pytest.mark.parametrize("name", [*MONO, *STEREO])
def test_people_who_talk_are_neither_ringing_nor_machines(name: str) -> None:
    _, found = heard(name)

    assert found.ringing == ()
    assert not found.music or "test_long" in name


@pytest.mark.parametrize(
    "name",
    [
        "azure-speech-samples/broken/missing_wav_header.wav",
        "azure-speech-samples/zhcn_continuous_mode_sample.txt",
        "pyannote-sample/sample.rttm",
        "ietf-vcon-core-examples/ab.vcon",
    ],
)
def test_what_is_broken_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(RecordingUnreadable, match="not an audio format"):
        probe(REAL / name)


@pytest.mark.parametrize("name", ["ietf-vcon-core-examples/ab_call.wav", *TWICE_MONO])
@pytest.mark.parametrize("keep", [20, 60, 3000])
def test_what_breaks_off_is_refused_or_heard_as_far_as_it_goes(
    tmp_path: Path, name: str, keep: int
) -> None:
    file = tmp_path / "cut"
    file.write_bytes((REAL / name).read_bytes()[:keep])

    try:
        with decoded(file) as sound:
            assert 0 < sound.duration_s < 5
    except RecordingUnreadable:
        assert keep < 3000 or name in TWICE_MONO


def test_all_of_them_go_through_the_worker(database: None) -> None:
    """From stored bytes to stored measures, whatever they are of."""
    names = {*CODECS, *TWICE_MONO, *STEREO}
    ids = {name: attached(uuid4(), (REAL / name).read_bytes()) for name in names}

    run_waiting(FakeTranscriber(), lambda _: None)

    for name, recording_id in ids.items():
        recording = reread(recording_id)
        assert recording.state is RecordingState.TRANSCRIBED, (name, recording.error)
        with transaction() as session:
            query = select(Measurement).where(Measurement.call_id == recording.call_id)
            [kept] = session.exec(query).all()
        assert Acoustics.model_validate(kept.body) == heard(name)[1], name
