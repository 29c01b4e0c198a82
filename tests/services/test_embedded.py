"""The bundled PostgreSQL: one per folder, and no harm from an unclean stop."""

import contextlib
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from services.embedded import EmbeddedPostgres, borrowed
from services.holding import AlreadyRunning, only_one

pytestmark = pytest.mark.processes


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="earshot-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def kill_server(folder: Path) -> None:
    pid = int((folder / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(pid, signal.SIGKILL)


def test_what_was_committed_survives_a_kill(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder)
    with psycopg.connect(postgres.start(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    kill_server(folder)
    deadline = time.monotonic() + 10
    while postgres.running and time.monotonic() < deadline:
        time.sleep(0.02)

    try:
        with psycopg.connect(postgres.start()) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    finally:
        postgres.stop()


def test_a_command_joins_a_running_server_and_leaves_it_running(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder)
    url = postgres.start()
    try:
        with borrowed(folder) as joined:
            assert joined == url
        assert postgres.running
    finally:
        postgres.stop()


def test_a_command_stops_the_server_it_started(folder: Path) -> None:
    with borrowed(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("earshot",)

    assert not EmbeddedPostgres(folder).running


def test_the_last_of_several_commands_stops_the_server_that_the_first_started(
    folder: Path,
) -> None:
    with contextlib.ExitStack() as second:
        with borrowed(folder) as url:
            second.enter_context(borrowed(folder))
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

    assert not EmbeddedPostgres(folder).running


def test_commands_may_come_and_go_at_the_same_moment(folder: Path) -> None:
    def come(number: int) -> int:
        with borrowed(folder) as url, psycopg.connect(url) as connection:
            found = connection.execute("SELECT %s::int", [number]).fetchone()
            return found[0] if found else -1

    with ThreadPoolExecutor(4) as at_once:
        assert list(at_once.map(come, range(8))) == list(range(8))

    assert not EmbeddedPostgres(folder).running


def test_a_second_instance_on_one_folder_is_refused_with_a_sentence(folder: Path) -> None:
    with only_one(folder), pytest.raises(AlreadyRunning) as refusal, only_one(folder):
        pass

    assert str(os.getpid()) in str(refusal.value)
    assert "EARSHOT_HOME" in str(refusal.value)
