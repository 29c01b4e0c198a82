"""A worker in the test's own process, and what to wait for."""

import asyncio
import time
from collections.abc import Callable
from uuid import UUID

from services import jobs
from services.db import transaction
from services.jobs import ScoreCall, TranscribeRecording
from services.tables import RecordingState
from tests.sounds import reread
from workers.child import MakeTranscribers
from workers.runner import Worker

PATIENCE_S = 120


def work_until(done: Callable[[], bool], *makes: MakeTranscribers) -> None:
    """Run a worker for each of `makes` in this process until `done`; retries do not wait."""

    async def run() -> None:
        workers = [Worker(make, score=_score_nothing) for make in makes]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        deadline = time.monotonic() + PATIENCE_S
        while not await asyncio.to_thread(done):
            assert time.monotonic() < deadline, "the worker did not get there"
            assert not any(each.done() and each.result() for each in running)
            await asyncio.to_thread(_let_retries_run)
            await asyncio.sleep(0.1)
        for worker in workers:
            worker.stop()
        await asyncio.gather(*running)

    asyncio.run(run())


def _score_nothing(_: ScoreCall) -> None:
    pass


def _let_retries_run() -> None:
    with transaction() as session:
        jobs.hurry(session)


def is_in(state: RecordingState, *recording_ids: UUID) -> Callable[[], bool]:
    return lambda: all(reread(recording_id).state is state for recording_id in recording_ids)


def is_settled(*recording_ids: UUID) -> Callable[[], bool]:
    settled = (RecordingState.TRANSCRIBED, RecordingState.SET_ASIDE)
    return lambda: all(reread(recording_id).state in settled for recording_id in recording_ids)


def queue_is_empty() -> bool:
    with transaction() as session:
        return not jobs.waiting(session, TranscribeRecording, ScoreCall)
