"""Recordings: what is accepted, stored once, decoded, retried and missed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from obstore.store import MemoryStore
from sqlmodel import Session, select

from demo.calls import read_manifest
from services import jobs
from services.clock import utc_now
from services.db import transaction
from services.errors import TooLarge
from services.jobs import TranscribeRecording
from services.people import callers
from services.recordings import keeping, spool
from services.recordings.attach import attach, store
from services.recordings.decode import Decoded, decode, same_sound
from services.recordings.play import get_recording_of, sound_of
from services.recordings.probe import (
    RecordingTooLong,
    RecordingUnreadable,
    RecordingWithoutSound,
    probe,
)
from services.recordings.render import render
from services.recordings.storage import (
    ContentMissing,
    DiskNearlyFull,
    Storage,
    get_storage,
    require_room,
    spool_folder,
)
from services.recordings.waveform import Rendition, Waveform, draw, speakers_of
from services.settings import get_settings
from services.tables import AuditEntry, Channel, Recording, RecordingState
from tests.factories import make_call, make_company, make_recording, make_source
from tests.sounds import CALLS, attach_sound, tone, two, wav

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
    sound = decode(CALLS / name)

    known = next(call for call in read_manifest(CALLS).calls if call.file == name)
    channels = 2 if known.layout == "stereo" else 1
    assert (facts.codec, facts.container, facts.channels) == (*expected, channels)
    assert facts.duration_s == pytest.approx(known.duration_s, abs=0.2)
    assert sound.samples.dtype == np.int16
    assert sound.channels == channels
    assert sound.duration_s == pytest.approx(known.duration_s, abs=0.2)


@pytest.mark.skipif(not REAL.exists(), reason="the shared sample recordings are not here")
def test_gsm_of_a_real_dialer_is_read() -> None:
    facts = probe(REAL / "ietf-vcon-core-examples" / "ab_call.wav")

    assert (facts.codec, facts.sample_rate_hz, facts.duration_s) == ("gsm_ms", 8000, 4.72)
    assert decode(REAL / "ietf-vcon-core-examples" / "ab_call.wav").duration_s == 4.72


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
    assert decode(file).channels == 1


def test_a_quieter_copy_is_the_same_sound_and_another_speaker_is_not() -> None:
    agent, customer = two(2)

    assert same_sound(agent, agent // 4)
    assert not same_sound(agent, customer)
    assert not same_sound(agent, np.zeros_like(agent))


def test_twice_mono_of_the_demo_is_one_channel() -> None:
    assert decode(CALLS / "zh-twice-mono.ogg").channels == 1


def test_peaks_follow_loudness() -> None:
    quiet_then_loud = np.concatenate([np.zeros(16000), np.full(16000, -32768)]).astype(np.int16)

    [peaks] = Decoded(quiet_then_loud.reshape(1, -1)).peaks()

    assert len(peaks) == 80
    assert peaks[:40] == [0.0] * 40
    assert peaks[40:] == [1.0] * 40


def test_a_long_call_has_no_more_slices_than_a_screen_can_show() -> None:
    [peaks] = Decoded(np.ones((1, 16000 * 600), np.int16)).peaks()

    assert len(peaks) == 4000


def test_the_agent_comes_first_whichever_channel_it_is() -> None:
    waveform = draw([[0.1], [0.9]], speakers_of(2, agent_channel=1), 1.0, None)

    assert waveform.speakers == [Channel.AGENT, Channel.CUSTOMER]
    assert waveform.channels == [[0.9], [0.1]]


def test_a_rendition_sounds_like_the_recording() -> None:
    sound = decode(CALLS / "wav-mulaw.wav")

    rendition = render(sound)

    with get_storage().local_copy(rendition.sha256) as file:
        assert probe(file).codec == "opus"
        again = decode(file)
    assert again.channels == 2
    assert again.duration_s == pytest.approx(sound.duration_s, abs=0.1)
    assert rendition == render(sound)


def test_the_same_sound_is_attached_once(session: Session) -> None:
    call_id = uuid4()

    first = attach_sound(session, call_id, wav(tone(1)), file_name="..\\x/../a\nb.wav")
    with spool.received([wav(tone(1))]) as upload:
        facts = store(upload)
        again, duplicate = attach(
            session, call_id=call_id, source_id=first.source_id, upload=upload, facts=facts
        )

    assert duplicate
    assert again.id == first.id
    assert again.file_name == "ab.wav"
    assert len(jobs.waiting(session, TranscribeRecording)) == 1


def test_one_sound_may_belong_to_two_calls(session: Session) -> None:
    first = attach_sound(session, uuid4(), wav(tone(1)))
    second = attach_sound(session, uuid4(), wav(tone(1)))

    assert first.id != second.id
    assert first.sha256 == second.sha256


def test_nothing_is_left_of_an_upload_that_fails() -> None:
    def cut_off() -> Iterator[bytes]:
        yield b"RIFF"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError), spool.received(cut_off()):
        pass

    assert not list(spool_folder().iterdir())


def test_an_upload_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_RECORDING_MAX_BYTES", "1000")
    get_settings.cache_clear()

    with pytest.raises(TooLarge), spool.received(bytes(100) for _ in range(1_000_000)):
        pass

    assert not list(spool_folder().iterdir())


def test_a_nearly_full_disk_refuses_uploads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_RECORDING_MIN_FREE_BYTES", str(2**62))
    get_settings.cache_clear()

    with pytest.raises(DiskNearlyFull):
        require_room()
    with pytest.raises(DiskNearlyFull), spool.received([b"x"]):
        pass


def test_old_leftovers_are_swept_and_new_ones_are_not() -> None:
    (spool_folder() / "in-killed").write_bytes(b"x")

    assert spool.sweep() == 0
    assert spool.sweep(older_than=timedelta(seconds=-1)) == 1
    assert not list(spool_folder().iterdir())


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_storage_keeps_content_under_its_hash(tmp_path: Path, kind: str) -> None:
    storage = get_storage() if kind == "folder" else Storage(MemoryStore())
    for _ in range(2):
        with spool.received([b"0123", b"456789"]) as upload:
            storage.put(upload.path, upload.sha256)
            sha256 = upload.sha256

    assert storage.size_bytes(sha256) == 10
    assert b"".join(storage.read(sha256, 2, 5)) == b"234"
    assert b"".join(storage.read(sha256, 0, 10)) == b"0123456789"
    assert b"".join(storage.read(sha256, 4, 4)) == b""
    with storage.local_copy(sha256) as file:
        assert file.read_bytes() == b"0123456789"
    storage.delete(sha256)
    storage.delete(sha256)
    with pytest.raises(ContentMissing):
        storage.size_bytes(sha256)
    assert not list(spool_folder().iterdir())


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_storage_knows_no_other_names(name: str) -> None:
    with pytest.raises(ContentMissing):
        get_storage().size_bytes(name)


def test_the_newest_recording_of_a_call_is_played(session: Session) -> None:
    call = make_call(session)
    make_recording(session, call, created_at=utc_now() - timedelta(hours=1))
    newer = make_recording(session, call, codec="pcm_mulaw")

    assert get_recording_of(session, call.id) == newer
    assert sound_of(newer).sha256 == newer.sha256
    newer.waveform = Waveform(
        duration_s=1,
        channels=[],
        speakers=[],
        rendition=Rendition(sha256="f" * 64, size_bytes=3),
    ).model_dump(mode="json")
    assert sound_of(newer).sha256 == "f" * 64


def test_retry_gives_a_recording_its_tries_back(session: Session) -> None:
    dana = callers.of_user(session, make_company(session).dana)
    recording = make_recording(
        session,
        make_call(session),
        state=RecordingState.SET_ASIDE,
        attempts=3,
        error="It would not.",
    )

    keeping.retry(session, recording, dana)

    assert (recording.state, recording.attempts) == (RecordingState.WAITING, 0)
    assert recording.error is None
    assert len(jobs.waiting(session, TranscribeRecording)) == 1
    [entry] = session.exec(select(AuditEntry).where(AuditEntry.act == "recording.retried")).all()
    assert (entry.actor, entry.subject) == ("dana", str(recording.id))
    with pytest.raises(keeping.RecordingNotSetAside):
        keeping.retry(session, recording, dana)


def test_recordings_are_listed_newest_first_and_paged(session: Session) -> None:
    call = make_call(session)
    start = utc_now()
    made = [
        make_recording(session, call, created_at=start - timedelta(minutes=n)).id for n in range(5)
    ]
    everything = callers.of_user(session, make_company(session).dana).scope

    seen, cursor = [], None
    while True:
        page = keeping.list_recordings(session, everything, cursor=cursor, limit=2)
        seen += [recording.id for recording in page.items]
        cursor = page.next
        if cursor is None:
            break

    assert seen == made


def test_connected_calls_without_a_recording_are_counted_by_source(session: Session) -> None:
    source = make_source(session, "north")
    quiet = make_source(session, "never records")
    quiet.recordings_expected = False
    hour_ago = utc_now() - timedelta(hours=1)
    ended = {"started_at": hour_ago, "ended_at": hour_ago + timedelta(minutes=1)}
    make_call(session, source_id=source.id, **ended)
    make_call(session, source_id=quiet.id, **ended)
    make_call(session, source_id=source.id, **ended | {"answered_at": None})
    make_call(session, source_id=source.id, started_at=utc_now(), ended_at=utc_now())
    make_recording(session, make_call(session, source_id=source.id, **ended))

    assert keeping.missing(session, older_than=timedelta(minutes=15)) == {"north": 1}


def test_a_recording_may_come_before_its_call(database: None) -> None:
    with transaction() as session:
        recording = attach_sound(session, uuid4(), wav(tone(1)))

    with transaction() as session:
        assert session.get_one(Recording, recording.id).state is RecordingState.WAITING
