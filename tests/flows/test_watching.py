"""Recordings are taken from watched folders and buckets: once each, complete, and left there."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from earshot.watcher import Tally, Watcher
from services.calls.identity import call_id_for
from services.db import transaction
from services.recordings.places import Bucket, Folder, PlaceAway, place_of
from services.recordings.storage import get_storage, spool_folder
from services.settings import get_settings
from services.tables import Recording, UnmatchedRecording, WatchedFile
from tests.bucket import storing_in_bucket
from tests.factories import make_source
from tests.sounds import tone, wav

SOUND = wav(tone(1))
PATIENCE_S = 60

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _source(database: None) -> None:
    with transaction() as session:
        make_source(session).settings = {"file_patterns": ["{call_id}"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "monitor"


def put(file: Path, content: bytes = SOUND, *, old: bool = True) -> Path:
    """A file that nobody has touched for an hour, unless told otherwise."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if old:
        an_hour_ago = time.time() - 3600
        os.utime(file, (an_hour_ago, an_hour_ago))
    return file


def look(folder: Path, *, still_s: float = 10) -> Tally:
    """One look through all of it, by a process of its own as far as memory goes."""
    watcher = Watcher("dialer", Folder(folder), threading.Event(), still_s=still_s)
    watcher.sweep()
    return watcher.tally


def recordings() -> list[Recording]:
    with transaction() as session:
        return list(session.exec(select(Recording)))


def files() -> list[WatchedFile]:
    with transaction() as session:
        return list(session.exec(select(WatchedFile)))


def test_what_lies_there_is_attached_to_its_call_and_left(folder: Path) -> None:
    file = put(folder / "2026" / "03" / "c-1.wav")

    tally = look(folder)

    assert tally == Tally(attached=1)
    [recording] = recordings()
    assert recording.call_id == call_id_for(recording.source_id, "c-1")
    assert (recording.file_name, recording.match) == (
        "c-1.wav",
        {"by": "call_id", "confidence": 1.0},
    )
    assert file.read_bytes() == SOUND
    assert get_storage().size_bytes(recording.sha256) == len(SOUND)
    assert not list(spool_folder().iterdir())


def test_a_restart_takes_nothing_twice_and_loses_nothing(folder: Path) -> None:
    put(folder / "c-1.wav")
    look(folder)
    put(folder / "c-2.wav")

    assert look(folder) == Tally(attached=1)
    assert look(folder) == Tally()
    assert len(recordings()) == len(files()) == 2


def test_a_file_that_grows_is_left_until_it_is_still(folder: Path) -> None:
    file = put(folder / "c-1.wav", SOUND[: len(SOUND) // 2], old=False)
    watcher = Watcher("dialer", Folder(folder), threading.Event(), still_s=0)
    patient = Watcher("dialer", Folder(folder), threading.Event(), still_s=3600)

    patient.sweep()
    patient.sweep()
    assert recordings() == []
    put(file, old=False)
    watcher.run_once()

    [recording] = recordings()
    assert recording.size_bytes == len(SOUND)


def test_a_file_that_changes_later_is_another_one(folder: Path) -> None:
    put(folder / "c-1.wav", SOUND[: len(SOUND) // 2])
    look(folder)
    put(folder / "c-1.wav")

    assert look(folder) == Tally(attached=1)
    assert {each.size_bytes for each in recordings()} == {len(SOUND) // 2, len(SOUND)}


def test_what_is_not_sound_is_refused_once_with_its_reason(folder: Path) -> None:
    put(folder / "c-1.wav", b"no sound")
    put(folder / "c-2.wav", b"")
    put(folder / "c-3.wav")

    assert look(folder) == Tally(attached=1, refused=2)
    assert look(folder) == Tally()
    refused = [file for file in files() if file.error]
    assert {file.error_kind for file in refused} == {"recording-unreadable"}


def test_only_recordings_are_looked_at(folder: Path, tmp_path: Path) -> None:
    outside = put(tmp_path / "outside.wav")
    put(folder / "notes.txt")
    put(folder / ".c-1.wav")
    put(folder / ".hidden" / "c-2.wav")
    (folder / "c-3.wav").symlink_to(outside)
    (folder / "c-4.wav").mkdir()
    os.mkfifo(folder / "c-5.wav")

    assert look(folder) == Tally()


def test_names_that_are_no_text_are_taken_too(folder: Path) -> None:
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/c-\xff.wav")).write_bytes(SOUND)

    watcher = Watcher("dialer", Folder(folder), threading.Event(), still_s=0)
    watcher.run_once()

    assert [each.file_name for each in recordings()] == ["c-\ufffd.wav"]


def test_what_no_pattern_fits_waits_for_a_person(folder: Path) -> None:
    with transaction() as session:
        make_source(session).settings = {"file_patterns": ["rec-{call_id}"]}
    put(folder / "c-1.wav")

    assert look(folder) == Tally(unmatched=1)
    assert look(folder) == Tally()
    with transaction() as session:
        [unmatched] = session.exec(select(UnmatchedRecording)).all()
    assert unmatched.file_name == "c-1.wav"
    assert get_storage().size_bytes(unmatched.sha256) == len(SOUND)


def test_a_folder_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(PlaceAway):
        look(folder)


def watching(place: Folder | Bucket) -> tuple[threading.Thread, threading.Event]:
    stopping = threading.Event()
    watcher = Watcher("dialer", place, stopping, still_s=0.2)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    return thread, stopping


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline, "the watcher did not get there"
        time.sleep(0.1)


@pytest.fixture
def every(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Say how often a place is looked through."""

    def change(interval: str) -> None:
        monkeypatch.setenv("EARSHOT_WATCH_INTERVAL", interval)
        get_settings.cache_clear()

    yield change
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_new_file_is_taken_without_waiting_for_the_next_look_through(
    folder: Path, every: Callable[[str], None]
) -> None:
    every("P1D")
    # A file in a folder that is made at the same moment may be seen at the next look only.
    (folder / "today").mkdir(parents=True)
    thread, stopping = watching(Folder(folder))
    try:
        put(folder / "c-0.wav", old=False)
        wait_until(lambda: len(recordings()) == 1)
        put(folder / "today" / "c-1.wav", old=False)
        wait_until(lambda: len(recordings()) == 2)
    finally:
        stopping.set()
        thread.join()


def test_a_folder_may_come_later(folder: Path, every: Callable[[str], None]) -> None:
    every("PT0.5S")
    put(folder / "c-1.wav")
    away = folder.with_name("away")
    folder.rename(away)
    thread, stopping = watching(Folder(folder))
    try:
        away.rename(folder)
        wait_until(lambda: len(recordings()) == 1)
    finally:
        stopping.set()
        thread.join()


def test_a_bucket_is_watched_like_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    with storing_in_bucket(monkeypatch) as bucket:
        bucket.overwrite("calls/2026/c-1.wav", SOUND)
        bucket.overwrite("calls/2026/notes.txt", SOUND)
        bucket.overwrite("elsewhere/c-2.wav", SOUND)
        place = place_of(f"s3://{bucket.name}/calls/")
        watcher = Watcher("dialer", place, threading.Event())

        watcher.sweep()
        watcher.sweep()

        assert watcher.tally == Tally(attached=1)
        [file] = files()
        assert file.place == f"s3://{bucket.name}/calls/2026/c-1.wav"
        bucket.overwrite("calls/2026/c-1.wav", wav(tone(1, 500)))
        watcher.sweep()
        assert len(recordings()) == 2
        assert bucket.keys().count("calls/2026/c-1.wav") == 1


def test_a_bucket_that_is_away_is_said() -> None:
    with pytest.raises(PlaceAway):
        Watcher("dialer", Bucket("nonsense://x"), threading.Event()).sweep()
