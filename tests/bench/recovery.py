"""A worker killed with its recording: seconds until another has begun the same one.

Compared with the ten seconds that recovery may take. What decides is the time after
which a silent worker's jobs are given to others (`EARSHOT_JOB_HEARTBEAT`).
"""

import os
import signal
import statistics
import subprocess
import time
from uuid import UUID

from services.settings import get_settings
from services.tables import Recording, RecordingState
from tests.bench import frame, processes
from tests.sounds import reread, tone, wav

GOAL = 1.0
WITHIN_S = 10.0
KILLS = 4
_HEARING_S = 3.0


def measure() -> frame.Result:
    with frame.home():
        command = processes.waiting_worker(_HEARING_S)
        with processes.running(KILLS + 1, command, {}) as started:
            took_s = [_recovered_after(started) for _ in range(KILLS)]
    figures = {
        "kills": KILLS,
        "median_s": round(statistics.median(took_s), 2),
        "worst_s": round(max(took_s), 2),
        "heartbeat_s": get_settings().job_heartbeat.total_seconds(),
    }
    return frame.Result("recovery", max(took_s) / WITHIN_S, GOAL, False, figures)


def _recovered_after(started: dict[int, "subprocess.Popen[bytes]"]) -> float:
    """Kill the worker that has begun a recording; seconds until its next try begins."""
    [recording_id] = processes.attach(wav(tone(1)))
    victim = _who_hears(recording_id, started)
    os.kill(victim, signal.SIGKILL)
    killed_at = time.monotonic()
    processes.wait_until(lambda: reread(recording_id).attempts == 2)
    took_s = time.monotonic() - killed_at
    started.pop(victim).wait()
    processes.wait_until(lambda: _is_heard(reread(recording_id)))
    return took_s


def _who_hears(recording_id: UUID, started: dict[int, "subprocess.Popen[bytes]"]) -> int:
    def hearing() -> list[int]:
        return [pid for pid, heard in processes.seen().items() if heard == recording_id]

    processes.wait_until(lambda: bool(hearing()) and reread(recording_id).attempts == 1)
    [pid] = set(hearing()) & set(started)
    return pid


def _is_heard(recording: Recording) -> bool:
    return recording.state is RecordingState.TRANSCRIBED
