"""Real worker processes for benchmarks, and recordings for them to hear."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from services.db import transaction
from services.hearing import workers
from services.recordings.sound import Sound
from tests.sounds import attach_sound
from workers.asr.fake import FakeTranscribers
from workers.runner import Worker

_PATIENCE_S = 120.0


@dataclass(frozen=True)
class Waits:
    """Takes its time without using this machine, as a GPU or a speech server does."""

    seconds: float

    def __call__(self, _: Sound) -> None:
        time.sleep(self.seconds)


@contextmanager
def running(
    count: int, command: list[str], settings: Mapping[str, str]
) -> Iterator[dict[int, "subprocess.Popen[bytes]"]]:
    """`count` worker processes by their ids, all of them ready; stopped in order after."""
    environment = os.environ | settings
    started = [subprocess.Popen(command, env=environment) for _ in range(count)]
    try:
        wait_until(lambda: len(seen()) >= count)
        yield {process.pid: process for process in started}
    finally:
        for process in started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(30)


def waiting_worker(seconds: float) -> list[str]:
    """A worker whose fake model needs `seconds` for a recording, whatever is in it."""
    return [sys.executable, "-m", "tests.bench.processes", str(seconds)]


def seen() -> dict[int, UUID | None]:
    """What each worker hears, by its process."""
    with transaction() as session:
        return {
            int(worker.name.rpartition(":")[2]): worker.recording_id
            for worker in workers.list_workers(session)
        }


def attach(sound: bytes, count: int = 1) -> list[UUID]:
    """Recordings of as many calls, queued at one moment."""
    with transaction() as session:
        return [attach_sound(session, uuid4(), sound).id for _ in range(count)]


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)


def demo_model(threads: int) -> dict[str, str]:
    """Settings of the demo's speech model."""
    return {
        "EARSHOT_ASR_MODEL": str(Path("demo/model").absolute()),
        "EARSHOT_ASR_CPU_THREADS": str(threads),
        "EARSHOT_ASR_CHUNK_LENGTH_S": "10",
        "EARSHOT_ASR_VAD_THRESHOLD": "0.25",
        "OMP_NUM_THREADS": str(threads),
    }


def main() -> None:
    worker = Worker(partial(FakeTranscribers, behave=Waits(float(sys.argv[1]))))

    async def work() -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
        await worker.run()

    asyncio.run(work())


if __name__ == "__main__":
    main()
