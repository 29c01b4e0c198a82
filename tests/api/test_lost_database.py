"""What is answered when the database ends in the middle of a request, or has no room left."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

import psycopg
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from api.intake import recording
from services import db
from services.calls.cloudevents import Refusal, read
from services.calls.memory import Memory
from services.db import AWAY, database_url, transaction
from services.settings import get_settings
from services.tables import KeyScope
from tests.bench.shift import events_of_a_shift
from tests.doors import bearer
from tests.factories import make_source
from tests.installation.process import wait_until

EVENT = {
    "specversion": "1.0",
    "id": "1",
    "source": "/dialer",
    "type": "agent.state",
    "time": "2026-11-22T04:00:00Z",
    "data": {"agent": "1001", "state": "ready"},
}
_FULL = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION no_room();
"""
"""How a disk without room looks to whoever writes to a table."""


@pytest.fixture
def key(session: Session) -> Mapping[str, str]:
    head = bearer(session, make_source(session), KeyScope.EVENTS_WRITE)
    session.commit()
    return head


def test_a_connection_that_ends_in_the_middle_is_no_fault_of_earshot(
    client: TestClient, key: Mapping[str, str]
) -> None:
    with _locked("event"), ThreadPoolExecutor(1) as sender:
        answer = sender.submit(_post, client, key)
        wait_until(lambda: _end_those_that_wait() > 0, 30)

        assert _told(answer.result(30)) == (503, "/problems/database-away")

    assert _post(client, key).json()["results"] == [{"id": "1", "status": "stored"}]


def test_a_full_disk_of_the_database_is_said_to_be_one(
    client: TestClient, key: Mapping[str, str]
) -> None:
    with _full_disk():
        answer = _post(client, key)

        assert _told(answer) == (503, "/problems/database-full")
        assert answer.json()["detail"].startswith("The disk of the database is full.")

    assert _post(client, key).json()["results"] == [{"id": "1", "status": "stored"}]


def test_what_runs_below_the_engine_tells_a_lost_connection_as_the_engine_does(
    database: None,
) -> None:
    with pytest.raises(AWAY), transaction() as session:
        db.rows(session, "SELECT pg_terminate_backend(pg_backend_pid())", {})


def test_a_silent_server_is_not_waited_for_for_hours(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_DATABASE_URL", "postgresql://db.example/earshot?connect_timeout=3")
    get_settings.cache_clear()
    try:
        known = psycopg.conninfo.conninfo_to_dict(database_url())
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()

    assert known["connect_timeout"] == "3"
    assert int(str(known["tcp_user_timeout"])) <= 30_000


def test_a_client_that_is_silent_does_not_keep_its_locks_for_hours(database: None) -> None:
    """What the server itself asks, where it is asked through a network; sockets know no such."""
    with transaction() as session:
        row = db.rows(
            session,
            "SELECT current_setting('tcp_keepalives_idle')::int AS idle_s,"
            " inet_server_addr() IS NULL AS is_local",
            {},
        )

    assert row == [{"idle_s": 0, "is_local": True}] or row == [{"idle_s": 10, "is_local": False}]


def test_nothing_is_remembered_of_a_transaction_that_failed(database: None) -> None:
    """A number that PostgreSQL never wrote down before it was killed goes to another one."""
    with transaction() as session:
        source_id = make_source(session).id
    pieces = list(islice(events_of_a_shift(40, ["1001"]), 40))
    told = [read(piece, source_id, get_settings()) for piece in pieces]
    events = [each for each in told if not isinstance(each, Refusal)]
    memory = Memory()
    record = recording(memory)
    record(events[:20])
    assert len(memory) > 0

    with _full_disk(), pytest.raises(OperationalError):
        record(events[20:])

    assert len(memory) == 0


def _post(client: TestClient, key: Mapping[str, str]) -> Response:
    return client.post("/api/v1/events", content=json.dumps(EVENT), headers=key)


def _told(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]


@contextmanager
def _locked(table: str) -> Iterator[None]:
    """Nobody writes to `table` meanwhile; whoever wants to waits."""
    with psycopg.connect(database_url()) as connection:
        connection.execute(f"LOCK TABLE {table} IN SHARE MODE".encode())
        yield


def _end_those_that_wait() -> int:
    """How many connections waited for a lock, and were ended."""
    with psycopg.connect(database_url()) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        )
        return ended.rowcount


@contextmanager
def _full_disk() -> Iterator[None]:
    _execute(_FULL)
    try:
        yield
    finally:
        _execute("DROP TRIGGER no_room ON event; DROP FUNCTION no_room")


def _execute(sql: str) -> None:
    with psycopg.connect(database_url()) as connection:
        connection.execute(sql.encode())
