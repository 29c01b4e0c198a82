"""The table of events becomes months, and one table again, while events are written into it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from psycopg import sql
from sqlalchemy import create_engine

from services.migrations import config, live
from services.shape import KNOWN

ROWS = 3_000
PATIENCE_S = 30
_WRITE = """
INSERT INTO event (source_id, origin, event_id, type, at, received_at, call_id, data)
VALUES (%(source)s, '/dialer', %(event)s, 'call.dialed', now(), now(), NULL, '{}')
ON CONFLICT DO NOTHING
"""
_FILL = """
INSERT INTO event (source_id, origin, event_id, type, at, received_at, call_id, data)
SELECT %(source)s, '/dialer', 'old' || n, 'call.dialed', now() - n * interval '1 hour',
    now(), gen_random_uuid(), '{}'
FROM generate_series(1, %(rows)s) AS n
"""
_WILD = """
INSERT INTO event (source_id, origin, event_id, type, at, received_at, call_id, data)
VALUES (%(source)s, '/dialer', 'wild1', 'call.dialed', now() + interval '1 year', now(), NULL, '{}')
"""


@pytest.fixture
def before(server: str) -> Iterator[str]:
    """A database of its own, as it was before there were months, with events in it."""
    name = f"months_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = server.replace("/earshot?", f"/{name}?", 1)
    move(url, "0023")
    with psycopg.connect(url) as connection:
        given = {"source": SOURCE, "rows": ROWS}
        connection.execute(_SOURCE, given)
        connection.execute(_FILL, given)
        # Somebody allowed what claims to be of the future.
        connection.execute(_WILD, given)
    yield url
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


SOURCE = uuid4()
_SOURCE = """
INSERT INTO source (id, name, agent_channel, recordings_expected, dialer, region, settings, secrets)
VALUES (%(source)s, 'dialer', 0, false, 'events', 'CN', '{}', '{}')
"""


def move(url: str, revision: str) -> None:
    """Up or down, as the migrations' own door does it."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    go = command.downgrade if revision == "0023" and is_at(url, "0024") else command.upgrade
    with engine.connect() as connection:
        go(config(connection), revision)
    engine.dispose()


def is_at(url: str, revision: str) -> bool:
    with psycopg.connect(url) as connection:
        [there] = connection.execute("SELECT to_regclass('alembic_version')").fetchone() or (None,)
        if there is None:
            return False
        return connection.execute("SELECT version_num FROM alembic_version").fetchone() == (
            revision,
        )


@contextmanager
def written(url: str) -> Iterator[list[str]]:
    """Events, one after the other, while the block runs: those that were acknowledged."""
    begun, over = threading.Event(), threading.Event()
    acknowledged, failed = list[str](), list[Exception]()

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not over.is_set():
                event = uuid4().hex
                try:
                    connection.execute(_WRITE, {"source": SOURCE, "event": event})
                except psycopg.Error as error:
                    failed.append(error)
                    return
                acknowledged.append(event)
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(PATIENCE_S)
    try:
        yield acknowledged
    finally:
        over.set()
        writer.join()
    assert failed == []
    assert acknowledged


def stored(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {name for (name,) in connection.execute("SELECT event_id FROM event")}


def parts(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {
            name
            for (name,) in connection.execute(
                "SELECT inhrelid::regclass::text FROM pg_inherits"
                " WHERE inhparent = to_regclass('event')"
            )
        }


def test_there_and_back_while_events_are_written(before: str) -> None:
    old = {f"old{n}" for n in range(1, ROWS + 1)} | {"wild1"}
    with written(before) as up:
        move(before, "0024")
    assert stored(before) == old | set(up)
    assert {"event_before", "event_other"} < parts(before)
    assert len(parts(before)) == 5

    with written(before) as more:
        pass
    move(before, "0023")
    assert stored(before) == old | set(up) | set(more)
    assert parts(before) == set()
    with psycopg.connect(before, autocommit=True) as connection:
        again = {"source": SOURCE, "event": "old7"}
        strictly = _WRITE.replace("CONFLICT", "CONFLICT (source_id, origin, event_id)")
        assert connection.execute(strictly, again).rowcount == 0

    with written(before):
        move(before, "0024")
    assert stored(before) > old
    assert "event_before" in parts(before)


def test_what_was_killed_half_way_is_gone_on_with(before: str) -> None:
    with psycopg.connect(before, autocommit=True) as connection:
        # What is left where proving when the table ends was broken off.
        connection.execute("CREATE TABLE event_other (LIKE event INCLUDING DEFAULTS)")
        connection.execute(
            "ALTER TABLE event ADD CONSTRAINT ck_event_ends CHECK (at < '2020-01-01') NOT VALID"
        )

    move(before, "0024")

    assert len(stored(before)) == ROWS + 1
    assert len(parts(before)) == 5


def test_an_empty_table_starts_with_months_alone(server: str, before: str) -> None:
    with psycopg.connect(before, autocommit=True) as connection:
        connection.execute("DELETE FROM event")

    move(before, "0024")

    assert "event_before" not in parts(before)
    assert len(parts(before)) == 4


@pytest.mark.processes
def test_it_waits_for_a_table_says_so_and_lets_others_go_on(before: str) -> None:
    env = {**os.environ, "EARSHOT_DATABASE_URL": before, "EARSHOT_LOG_FORMAT": "json"}
    with psycopg.connect(before) as busy:
        busy.execute("SELECT FROM event LIMIT 1")
        migrating = subprocess.Popen(
            [sys.executable, "-m", "earshot", "migrate"],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert migrating.stdout is not None
        told = next(line for line in migrating.stdout if "waiting for a table" in line)
        assert "open_transactions" in told
        # It stands aside: nobody queues behind it for longer than its patience.
        with written(before):
            busy.execute("SELECT FROM event LIMIT 1")
    rest, _ = migrating.communicate(timeout=180)

    assert migrating.returncode == 0, rest
    assert is_at(before, KNOWN)
    assert "event_before" in parts(before)


def test_later_migrations_build_on_a_large_table_beside_the_work(before: str) -> None:
    engine = create_engine(before.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection, written(before):
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            for _ in range(2):
                live.add_index("ix_event_type", "event", "(type)")
                live.add_check("ck_event_named", "event", "event_id <> ''")
    engine.dispose()

    with psycopg.connect(before) as connection:
        built = connection.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_event_type'::regclass"
            " UNION ALL SELECT convalidated FROM pg_constraint WHERE conname = 'ck_event_named'"
        ).fetchall()
        assert built == [(True,), (True,)]
