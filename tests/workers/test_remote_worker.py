"""A real worker whose engines are speech servers: what becomes of recordings when one fails."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from services.db import transaction
from services.settings import get_asr_settings
from services.tables import Recording, RecordingState, Transcript
from tests.sounds import CALLS, attached, reread
from tests.workers.speech_server import FakeServer, speech_server
from tests.workers.working import is_settled, work_until
from workers.asr.choose import make_transcribers
from workers.asr.server import SpeechKeyRefused

pytestmark = pytest.mark.processes

HELLO = {"text": "hello", "segments": [{"text": "hello", "start": 0.5, "end": 1.0}]}
SOUND = (CALLS / "zh-clean.ogg").read_bytes()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, database: None) -> Iterator[FakeServer]:
    """The default engine is this server, `other` the same one with a key."""
    with speech_server() as server:
        monkeypatch.setenv("EARSHOT_ASR_REMOTE_URL", server.url)
        monkeypatch.setenv("EARSHOT_ASR_REMOTE_ATTEMPTS", "1")
        monkeypatch.setenv("EARSHOT_ASR_VAD_THRESHOLD", "0.25")
        monkeypatch.setenv("EARSHOT_ASR_ENGINES", '{"other": {"remote_key": "s3cret"}}')
        get_asr_settings.cache_clear()
        yield server
    monkeypatch.undo()
    get_asr_settings.cache_clear()


def transcripts() -> list[Transcript]:
    with transaction() as session:
        return list(session.exec(select(Transcript)))


def test_a_server_that_fails_costs_a_try_and_its_reason_is_kept(server: FakeServer) -> None:
    seen: list[str | None] = []

    def fail_twice(_: object) -> Any:
        seen.append(reread(recording_id).error)
        return 503 if seen.count(None) == len(seen) else HELLO

    server.answers = [fail_twice]
    recording_id = attached(uuid4(), SOUND)

    work_until(is_settled(recording_id), make_transcribers)

    recording = reread(recording_id)
    assert (recording.state, recording.attempts) == (RecordingState.TRANSCRIBED, 2)
    assert "The speech server cannot hear this now (503 Service Unavailable)." in seen
    assert [transcript.engine for transcript in transcripts()] == ["remote"]


def test_a_wrong_key_sets_aside_at_once_and_each_engine_has_its_own(server: FakeServer) -> None:
    server.answers = [lambda request: 401 if request.key else HELLO]
    good, refused = attached(uuid4(), SOUND), attached(uuid4(), SOUND)
    with transaction() as session:
        session.get_one(Recording, refused).engine = "other"

    work_until(is_settled(good, refused), make_transcribers)

    assert reread(good).state is RecordingState.TRANSCRIBED
    recording = reread(refused)
    assert (recording.state, recording.attempts) == (RecordingState.SET_ASIDE, 1)
    assert recording.error == SpeechKeyRefused.message()
