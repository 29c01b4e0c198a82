"""What is accepted as sound, and what is made of it."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from demo.calls import read_manifest
from services.recordings.decode import same_sound
from services.recordings.probe import (
    RecordingTooLong,
    RecordingUnreadable,
    RecordingWithoutSound,
    probe,
)
from services.recordings.render import render
from services.recordings.sound import InMemory, Sound
from services.recordings.storage import (
    get_storage,
)
from services.recordings.waveform import draw, speakers_of
from services.settings import get_settings
from services.tables import Channel
from tests.sounds import CALLS, loaded, tone, two, wav

REAL = Path(__file__).parents[3] / "shared" / "data"

FORMATS = {
    "wav-pcm16.wav": ("pcm_s16le", "wav"),
    "wav-u8.wav": ("pcm_u8", "wav"),
    "wav-mulaw.wav": ("pcm_mulaw", "wav"),
    "wav-alaw.wav": ("pcm_alaw", "wav"),
    "wav-gsm.wav": ("gsm_ms", "wav"),
    "mp3.mp3": ("mp3", "mp3"),
    "m4a.m4a": ("aac", "mp4"),
    "flac.flac": ("flac", "flac"),
    "webm.webm": ("opus", "webm"),
}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home of each test's own, so that what is left behind can be counted."""
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.mark.parametrize(("name", "expected"), FORMATS.items())
def test_what_dialers_record_is_read(name: str, expected: tuple[str, str]) -> None:
    facts = probe(CALLS / name)
    sound = loaded(CALLS / name)

    known = next(call for call in read_manifest(CALLS).calls if call.file == name)
    channels = 2 if known.layout == "stereo" else 1
    assert (facts.codec, facts.container, facts.channels) == (*expected, channels)
    assert facts.duration_s == pytest.approx(known.duration_s, abs=0.2)
    assert sound.channels == channels
    assert sound.duration_s == pytest.approx(known.duration_s, abs=0.2)


@pytest.mark.skipif(not REAL.exists(), reason="the shared sample recordings are not here")
def test_gsm_of_a_real_dialer_is_read() -> None:
    facts = probe(REAL / "ietf-vcon-core-examples" / "ab_call.wav")

    assert (facts.codec, facts.sample_rate_hz, facts.duration_s) == ("gsm_ms", 8000, 4.72)
    assert loaded(REAL / "ietf-vcon-core-examples" / "ab_call.wav").duration_s == 4.72


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"RIFF\x24\x08\x00\x00WAVEfmt \x10\x00\x00\x00",
        b"Not a sound: meeting notes somebody named .wav.\n" * 50,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/hostname\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
        b"PK\x03\x04" + bytes(1000),
        bytes(100_000),
    ],
    ids=["empty", "four bytes", "cut header", "text", "playlist", "concat", "zip", "zeros"],
)
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "upload.wav"
    file.write_bytes(content)

    with pytest.raises(RecordingUnreadable):
        probe(file)


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        assert isinstance(stream, VideoStream)
        stream.width = stream.height = 32
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    with pytest.raises(RecordingWithoutSound):
        probe(file)


def test_seven_hours_in_a_small_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.webm"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libopus", rate=48_000)
        for hours in (0, 7):
            frame = av.AudioFrame.from_ndarray(
                np.zeros((1, 960), np.int16), format="s16", layout="mono"
            )
            frame.sample_rate = 48_000
            frame.pts = hours * 3600 * 48_000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert file.stat().st_size < 10_000

    with pytest.raises(RecordingTooLong):
        probe(file)


def test_two_channels_with_the_same_sound_are_one(tmp_path: Path) -> None:
    file = tmp_path / "same.wav"
    file.write_bytes(wav(tone(2), tone(2)))

    assert probe(file).channels == 2
    assert loaded(file).channels == 1


def test_a_quieter_copy_is_the_same_sound_and_another_speaker_is_not() -> None:
    agent, customer = two(2)
    faint, silent = InMemory(agent // 4), InMemory(np.zeros_like(agent))

    assert same_sound(InMemory(agent), faint)
    assert not same_sound(InMemory(agent), InMemory(customer))
    assert not same_sound(InMemory(agent), silent)


def test_twice_mono_of_the_demo_is_one_channel() -> None:
    assert loaded(CALLS / "zh-twice-mono.ogg").channels == 1


def test_peaks_follow_loudness() -> None:
    quiet_then_loud = np.concatenate([np.zeros(16000), np.full(16000, -32768)]).astype(np.int16)

    [peaks] = Sound.of(quiet_then_loud.reshape(1, -1)).peaks()

    assert len(peaks) == 80
    assert peaks[:40] == [0.0] * 40
    assert peaks[40:] == [1.0] * 40


def test_a_long_call_has_no_more_slices_than_a_screen_can_show() -> None:
    [peaks] = Sound.of(np.ones((1, 16000 * 600), np.int16)).peaks()

    assert len(peaks) == 4000


def test_the_agent_comes_first_whichever_channel_it_is() -> None:
    waveform = draw([[0.1], [0.9]], speakers_of(2, agent_channel=1), 1.0, None)

    assert waveform.speakers == [Channel.AGENT, Channel.CUSTOMER]
    assert waveform.channels == [[0.9], [0.1]]


def test_a_rendition_sounds_like_the_recording() -> None:
    sound = loaded(CALLS / "wav-mulaw.wav")

    rendition = render(sound)

    with get_storage().local_copy(rendition.sha256) as file:
        assert probe(file).codec == "opus"
        again = loaded(file)
    assert again.channels == 2
    assert again.duration_s == pytest.approx(sound.duration_s, abs=0.1)
    assert rendition == render(sound)
