"""Recordings: attached and stored once, retried, listed and missed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from services import jobs
from services.clock import utc_now
from services.db import transaction
from services.errors import TooLarge
from services.jobs import TranscribeRecording
from services.people import callers
from services.recordings import keeping, missing, spool
from services.recordings.attach import attach, store
from services.recordings.play import get_recording_of, sound_of
from services.recordings.storage import (
    DiskNearlyFull,
    require_room,
    spool_folder,
)
from services.recordings.waveform import Rendition, Waveform
from services.settings import get_settings
from services.tables import AuditEntry, Recording, RecordingState
from tests.factories import make_call, make_company, make_recording, make_source
from tests.sounds import attach_sound, tone, wav


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home of each test's own, so that what is left behind can be counted."""
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


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
    (spool_folder() / "sound-killed").mkdir()
    (spool_folder() / "sound-killed" / "0.s16").write_bytes(b"x")

    assert spool.sweep() == 0
    assert spool.sweep(older_than=timedelta(seconds=-1)) == 2
    assert not list(spool_folder().iterdir())


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

    assert missing.count_missing(session, older_than=timedelta(minutes=15)) == {"north": 1}


def test_a_recording_may_come_before_its_call(database: None) -> None:
    with transaction() as session:
        recording = attach_sound(session, uuid4(), wav(tone(1)))

    with transaction() as session:
        assert session.get_one(Recording, recording.id).state is RecordingState.WAITING
