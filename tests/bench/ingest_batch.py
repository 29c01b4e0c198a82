"""A thousand events per POST, as NDJSON: stored, folded and counted before the answer.

Compared with what the database alone does with the same rows in the same run: COPY into
a temporary table, then INSERT ... ON CONFLICT DO NOTHING into a table like `event`.
"""

import time
from typing import Any

import psycopg

from services.calls.cloudevents import read
from services.calls.events import CallEvent
from services.db import database_url, transaction
from services.people.organisation import find_or_create_source
from services.settings import get_settings
from tests.bench import centre, frame

GOAL = 0.4
SECONDS = 5.0
CONNECTIONS = 4
EVENTS = 1_000
AGENTS = 10
"""At work at the same time in one batch."""
_COLUMNS = "source_id, origin, event_id, type, at, received_at, call_id, data"


def measure() -> frame.Result:
    with frame.home(), frame.server("api.app:create_app", "--factory") as ours:
        built = centre.build(teams=26, agents_each=10)
        headers = {
            "Authorization": f"Bearer {built.key}",
            "Content-Type": "application/x-ndjson",
        }
        rounds = [_round(number, ours, headers, built.agents) for number in range(-1, 3)]
    figures = frame.medians(rounds[1:])
    return frame.Result("ingest-batch", figures["ratio"], GOAL, True, figures)


def _round(number: int, ours: int, headers: dict[str, str], agents: list[str]) -> dict[str, float]:
    def body(connection: int, n: int) -> bytes:
        return b"\n".join(_batch(number, connection, n, agents))

    copied = _copy_rate(number, agents)
    posts = frame.post_rate(ours, "/api/v1/events", headers, body, SECONDS, connections=CONNECTIONS)
    stored = posts * EVENTS
    return {"copied_per_s": copied, "events_per_s": stored, "ratio": stored / copied}


def _batch(number: int, connection: int, n: int, agents: list[str]) -> list[bytes]:
    """The n-th of a connection: what its agents do next, one beside the other."""
    first = connection * AGENTS
    return [
        centre.one_event(
            number,
            first + at % AGENTS,
            n * EVENTS // AGENTS + at // AGENTS,
            agents[(number + 1) * CONNECTIONS * AGENTS + first + at % AGENTS],
        )
        for at in range(EVENTS)
    ]


def _copy_rate(number: int, agents: list[str]) -> float:
    """Rows a second that the database takes, one batch to a transaction, nothing else done."""
    with transaction() as session:
        source_id = find_or_create_source(session, "bench").id
    batches = [
        [
            event
            for piece in _batch(number, 0, n, agents)
            if isinstance(event := read(piece, source_id, get_settings()), CallEvent)
        ]
        for n in range(20)
    ]
    with psycopg.connect(database_url(), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_event")
        connection.execute("CREATE TABLE bench_event (LIKE event INCLUDING ALL)")
        connection.execute("CREATE UNIQUE INDEX ON bench_event (source_id, origin, event_id)")
        connection.execute("CREATE TEMPORARY TABLE given (LIKE event)")
        connection.execute("ALTER TABLE given ALTER id DROP NOT NULL")
        start = time.monotonic()
        for batch in batches:
            _copy(connection, batch)
        elapsed = time.monotonic() - start
    return len(batches) * EVENTS / elapsed


def _copy(connection: psycopg.Connection[Any], batch: list[CallEvent]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        with cursor.copy(f"COPY given ({_COLUMNS}) FROM STDIN") as rows:
            for event in batch:
                rows.write_row(_row(event))
        cursor.execute(
            f"INSERT INTO bench_event ({_COLUMNS}) SELECT {_COLUMNS} FROM given"
            " ON CONFLICT (source_id, origin, event_id) DO NOTHING"
        )
        cursor.execute("TRUNCATE given")


def _row(event: CallEvent) -> tuple[Any, ...]:
    data = psycopg.types.json.Jsonb(event.data)
    kind = event.type.value
    of_event = (event.source_id, event.origin, event.event_id, kind, event.at, event.at)
    return (*of_event, event.call_id, data)
