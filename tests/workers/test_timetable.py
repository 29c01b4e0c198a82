"""Jobs by the clock: queued once however many workers there are, and run by one of them."""

import asyncio
import time
from contextlib import AsyncExitStack

import pytest

from services import db
from services.db import transaction
from workers.timetable import timetable_kept

PATIENCE_S = 20
JOBS = [
    "close_silent_calls",
    "forget_deliveries",
    "guard_calls",
    "index_transcripts",
    "keep_desk",
    "keep_months",
    "keep_retention",
    "note_sightings",
    "stream_audit",
]


def due_now() -> None:
    with transaction() as session:
        db.run(session, "UPDATE pgqueuer_schedules SET next_run = now() - interval '1 s'", {})


def schedules() -> list[dict[str, object]]:
    with transaction() as session:
        return db.rows(session, "SELECT entrypoint, last_run FROM pgqueuer_schedules", {})


def queued() -> list[str]:
    with transaction() as session:
        found = db.rows(session, "SELECT entrypoint FROM pgqueuer ORDER BY entrypoint", {})
    return [row["entrypoint"] for row in found]


@pytest.fixture
def no_schedules(database: None) -> None:
    with transaction() as session:
        db.run(session, "DELETE FROM pgqueuer_schedules", {})


def until_all_ran() -> None:
    deadline = time.monotonic() + PATIENCE_S
    while len(found := schedules()) < len(JOBS) or not all(each["last_run"] for each in found):
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def test_a_time_that_comes_queues_each_job_once_for_all_workers(no_schedules: None) -> None:
    async def run() -> None:
        async with timetable_kept():
            while len(await asyncio.to_thread(schedules)) < len(JOBS):
                await asyncio.sleep(0.05)
        await asyncio.to_thread(due_now)
        async with AsyncExitStack() as stack:
            for _ in range(3):
                await stack.enter_async_context(timetable_kept())
            await asyncio.to_thread(until_all_ran)

    asyncio.run(run())

    assert queued() == JOBS
