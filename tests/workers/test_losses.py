"""What a worker says, and does, when the database or its model is not there."""

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from pgqueuer.qm import QueueManager

from services.db import database_url
from services.jobs import ScoreCall
from services.processes import CANNOT_WORK
from services.tables import RecordingState
from tests.sounds import attached, reread, tone, wav
from workers.asr.fake import FakeTranscribers
from workers.claims import Claims, TwoConnections
from workers.runner import APPLICATION, Worker

_PATIENCE_S = 40


async def until(holds: Callable[[], bool], within_s: float = _PATIENCE_S) -> None:
    async with asyncio.timeout(within_s):
        while not await asyncio.to_thread(holds):
            await asyncio.sleep(0.05)


def test_the_first_probe_is_not_sent_before_anybody_listens(database: None) -> None:
    """LISTEN and the probe travel on two connections, in any order."""

    async def run() -> None:
        work, listen = [
            await psycopg.AsyncConnection.connect(database_url(), autocommit=True) for _ in range(2)
        ]
        async with work, listen:
            manager = QueueManager(Claims(TwoConnections(work, listen)))
            async with listen.lock:
                running = asyncio.create_task(manager.run(dequeue_timeout=timedelta(seconds=0.1)))
                await until(lambda: bool(manager.pending_health_check), 5)
                await asyncio.sleep(0.2)
            await until(lambda: not manager.pending_health_check, 3)
            manager.shutdown.set()
            await running

    asyncio.run(run())


def _score_nothing(_: ScoreCall) -> None:
    pass


def while_working(story: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        worker = Worker(FakeTranscribers, score=_score_nothing)
        running = asyncio.create_task(worker.run())
        await story()
        worker.stop()
        await running

    asyncio.run(run())


def is_heard(recording_id: UUID) -> Callable[[], bool]:
    return lambda: reread(recording_id).state is RecordingState.TRANSCRIBED


def is_idle() -> bool:
    """Whether the worker has even told the queue of everything it did."""
    with psycopg.connect(database_url()) as connection:
        return connection.execute("SELECT count(*) FROM pgqueuer").fetchone() == (0,)


def cut_off(which: str = "%") -> int:
    """End the workers' connections whose last statement is like `which`; how many."""
    with psycopg.connect(database_url()) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = %s AND query ILIKE %s",
            [APPLICATION, which],
        )
        return len(ended.fetchall())


@pytest.mark.processes
def test_a_lost_database_is_told_in_one_line(
    database: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first, second = attached(uuid4(), wav(tone(1))), uuid4()

    async def story() -> None:
        await until(is_heard(first))
        await until(is_idle)
        assert await asyncio.to_thread(cut_off) == 2
        await until(is_heard(attached(second, wav(tone(1)))))

    while_working(story)

    [told] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert told.getMessage().startswith("the database does not answer")
    assert "terminating connection" in told.getMessage()
    assert "connected to the database again" in caplog.messages


@pytest.mark.processes
def test_a_deaf_worker_says_so_and_hears_again(
    database: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first = attached(uuid4(), wav(tone(1)))

    async def story() -> None:
        await until(is_heard(first))
        await until(is_idle)
        assert await asyncio.to_thread(cut_off, "LISTEN%") == 1
        await until(lambda: "connected to the database again" in caplog.messages)
        await until(is_heard(attached(uuid4(), wav(tone(1)))))

    while_working(story)

    [told] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert told.getMessage().startswith("news of jobs no longer comes through")


def a_worker(**environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "workers"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.processes
def test_a_missing_model_is_one_sentence_that_says_what_to_set(
    database: None, tmp_path: Path
) -> None:
    ended = a_worker(EARSHOT_ASR_MODEL=str(tmp_path))

    assert ended.returncode == CANNOT_WORK
    [line] = ended.stderr.splitlines()
    assert f"The speech model '{tmp_path}' cannot be loaded (Unable to open file" in line
    assert "Set EARSHOT_ASR_MODEL" in line
    assert "HF_ENDPOINT" in line


@pytest.mark.processes
def test_a_model_that_cannot_be_fetched_is_the_same_sentence(
    database: None, tmp_path: Path
) -> None:
    offline = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path)}
    ended = a_worker(EARSHOT_ASR_MODEL="small", EARSHOT_LOG_LEVEL="debug", **offline)

    assert ended.returncode == CANNOT_WORK
    assert "The speech model 'small' cannot be loaded" in ended.stderr.splitlines()[-1]
    assert "Traceback" in ended.stderr
