"""`earshot sweep` removes sound that no recording speaks of, and nothing else."""

import os
import time
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from earshot import app
from services.db import transaction
from services.recordings.attach import store
from services.recordings.spool import received
from services.recordings.storage import ContentMissing, get_storage
from services.settings import get_settings
from services.tables import UnmatchedRecording
from tests.factories import make_call, make_recording, make_source
from tests.sounds import tone, wav

pytestmark = pytest.mark.usefixtures("database")


def stored(pitch_hz: float, *, old: bool = True) -> str:
    """The SHA-256 of new sound in storage, put there two days ago unless told otherwise."""
    with received([wav(tone(1, pitch_hz))]) as upload:
        store(upload)
    if old:
        two_days_ago = time.time() - 2 * 24 * 3600
        os.utime(file_of(upload.sha256), (two_days_ago, two_days_ago))
    return upload.sha256


def file_of(sha256: str) -> Path:
    folder = get_settings().home.absolute() / "recordings"
    return folder / sha256[:2] / sha256[2:4] / sha256


def sweep(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["sweep", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def is_there(sha256: str) -> bool:
    try:
        return get_storage().size_bytes(sha256) > 0
    except ContentMissing:
        return False


def test_only_what_nothing_speaks_of_is_removed() -> None:
    left, young = stored(301), stored(302, old=False)
    recorded, played, unmatched = stored(303), stored(304), stored(305)
    with transaction() as session:
        call = make_call(session)
        make_recording(session, call, sha256=recorded)
        make_recording(session, call, waveform={"rendition": {"sha256": played}})
        session.add(
            UnmatchedRecording(
                source_id=make_source(session).id,
                sha256=unmatched,
                size_bytes=1,
                audio={},
                file_name="x.wav",
                named={},
            )
        )

    assert "1 would be removed" in sweep("--dry-run")
    assert is_there(left)
    assert "1 removed" in sweep()

    assert [is_there(each) for each in (left, young, recorded, played, unmatched)] == [
        *(False, True, True, True, True)
    ]
    assert "0 removed" in sweep()


def test_what_is_put_again_is_young_again() -> None:
    sha256 = stored(306)
    with received([wav(tone(1, 306))]) as upload:
        store(upload)

    sweep()

    assert is_there(sha256)


def test_other_files_are_left_alone() -> None:
    folder = get_settings().home.absolute() / "recordings"
    folder.mkdir(exist_ok=True)
    file = folder / f"{uuid4().hex}.txt"
    file.write_text("a note")
    os.utime(file, (0, 0))

    sweep()

    assert file.exists()
    file.unlink()
