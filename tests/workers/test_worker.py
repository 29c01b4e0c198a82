"""A real worker with a real child process: what it survives, and what it does when stopped."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import psutil
import pytest

from demo.calls import MODEL
from services.hearing import tries
from services.settings import get_settings
from services.tables import RecordingState
from tests.sounds import CALLS, attached, reread, tone, wav
from tests.workers.working import PATIENCE_S, is_in, is_settled, queue_is_empty, work_until
from workers.asr import ModelUnavailable
from workers.asr.choose import make_transcribers
from workers.asr.fake import Dies, FakeTranscribers, Hangs
from workers.runner import Worker

pytestmark = pytest.mark.processes


@pytest.mark.usefixtures("quick")
def test_a_child_that_dies_costs_a_try_and_no_job(tmp_path: Path) -> None:
    recording_id = attached(uuid4(), wav(tone(1)))
    behave = Dies(at_s=1, mark=tmp_path / "died")

    work_until(is_settled(recording_id), partial(FakeTranscribers, behave=behave))

    recording = reread(recording_id)
    assert (recording.state, recording.attempts) == (RecordingState.TRANSCRIBED, 2)


@pytest.mark.usefixtures("quick")
def test_a_recording_that_kills_every_child_is_set_aside_and_others_are_heard() -> None:
    poison, good = attached(uuid4(), wav(tone(1))), attached(uuid4(), wav(tone(2)))

    work_until(is_settled(poison, good), partial(FakeTranscribers, behave=Dies(at_s=1)))

    recording = reread(poison)
    assert (recording.state, recording.attempts) == (RecordingState.SET_ASIDE, 3)
    assert recording.error_kind == tries.DIED.kind
    assert reread(good).attempts == 1


@pytest.mark.usefixtures("quick")
def test_a_child_that_hangs_is_stopped() -> None:
    hung, good = attached(uuid4(), wav(tone(1))), attached(uuid4(), wav(tone(2)))

    work_until(is_settled(hung, good), partial(FakeTranscribers, behave=Hangs(at_s=1)))

    recording = reread(hung)
    assert recording.state is RecordingState.SET_ASIDE
    assert recording.error == "Transcribing it took longer than 3 seconds and was stopped."
    assert reread(good).state is RecordingState.TRANSCRIBED


@pytest.mark.usefixtures("quick")
def test_a_stopped_worker_gives_back_what_it_was_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_TRANSCRIBE_TIMEOUT", "PT60S")
    get_settings.cache_clear()
    recording_id = attached(uuid4(), wav(tone(1)))
    slow = partial(FakeTranscribers, behave=Hangs(at_s=1, seconds=60))

    work_until(is_in(RecordingState.TRANSCRIBING, recording_id), slow)

    recording = reread(recording_id)
    assert (recording.state, recording.attempts) == (RecordingState.WAITING, 0)
    assert not queue_is_empty()


@pytest.mark.usefixtures("quick")
def test_a_worker_without_a_model_stops_and_harms_no_recording(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EARSHOT_ASR_MODEL", str(tmp_path))
    recording_id = attached(uuid4(), wav(tone(1)))

    with pytest.raises(ModelUnavailable):
        asyncio.run(Worker(make_transcribers).run())

    assert reread(recording_id).attempts == 0


@pytest.fixture
def start(quick: None) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts `python -m workers` with the demo's model; whatever still runs is killed after."""
    started: list[subprocess.Popen[bytes]] = []

    def worker() -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "EARSHOT_ASR_MODEL": str(MODEL),
            "EARSHOT_ASR_CHUNK_LENGTH_S": "10",
            "EARSHOT_ASR_VAD_THRESHOLD": "0.25",
            "EARSHOT_TRANSCRIBE_TIMEOUT": "PT60S",
        }
        started.append(subprocess.Popen([sys.executable, "-m", "workers"], env=environment))
        return started[-1]

    yield worker
    for process in started:
        process.kill()
        process.wait()


def wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def test_a_killed_worker_loses_no_job_and_leaves_no_child(
    start: Callable[[], "subprocess.Popen[bytes]"],
) -> None:
    sound = (CALLS / "zh-guarantee.ogg").read_bytes()
    recording_id = attached(uuid4(), sound)
    first = start()
    wait_for(is_in(RecordingState.TRANSCRIBING, recording_id))
    children = psutil.Process(first.pid).children(recursive=True)
    first.kill()
    second = start()

    wait_for(is_in(RecordingState.TRANSCRIBED, recording_id))
    assert reread(recording_id).attempts == 2
    _, alive = psutil.wait_procs(children, timeout=5)
    assert not alive
    second.send_signal(signal.SIGTERM)
    assert second.wait(15) == 0
