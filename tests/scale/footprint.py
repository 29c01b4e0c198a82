"""What events cost a database: bytes stored and written ahead for each. For docs/scale.md.

    python -m tests.scale.footprint [EVENTS]

Batches are of the size that single events make under load. Growing tables are measured with
their indexes, as they are: with the room that PostgreSQL keeps free in them.
"""

import json
import sys
from collections.abc import Sequence

from services import db
from services.calls.cloudevents import read
from services.calls.events import CallEvent
from services.calls.memory import Memory
from services.calls.record import record_events
from services.db import transaction
from services.people.organisation import find_or_create_source
from services.settings import get_settings
from tests.bench import centre, frame
from tests.bench.shift import events_of_a_shift

EVENTS = 30_000
BATCH = 30
_TABLES = ("event", "call", "counter", "agent_state_change")


def measure(count: int) -> dict[str, float]:
    """Bytes, and rows of calls and counters, for each event."""
    with frame.home():
        events = _read(count, centre.build(teams=4, agents_each=25).agents)
        before, wal_before = _sizes(), _wal_bytes()
        memory = Memory()
        for start in range(0, len(events), BATCH):
            with transaction() as session:
                record_events(session, events[start : start + BATCH], memory)
        after, wal = _sizes(), _wal_bytes() - wal_before
    grown = {name: (after[name] - before[name]) / count for name in after}
    return {"events": count, "wal_bytes": wal / count} | grown


def _read(count: int, agents: Sequence[str]) -> list[CallEvent]:
    with transaction() as session:
        source_id = find_or_create_source(session, "bench").id
    told = (read(each, source_id, get_settings()) for each in events_of_a_shift(count, agents))
    return [event for event in told if isinstance(event, CallEvent)]


def _sizes() -> dict[str, float]:
    """Bytes of each table, its parts and all their indexes, and rows."""
    sizes: dict[str, float] = {}
    with transaction() as session:
        for name in _TABLES:
            [bytes_] = db.rows(
                session,
                "SELECT coalesce(sum(pg_total_relation_size(relid)), 0) AS n"
                " FROM (SELECT relid FROM pg_partition_tree(%(name)s::regclass)"
                " UNION SELECT %(name)s::regclass) parts",
                {"name": name},
            )
            sizes[f"{name}_bytes"] = float(bytes_["n"])
        for name, query in (
            ("call_rows", "SELECT count(*) AS n FROM call"),
            ("counter_rows", "SELECT count(*) AS n FROM counter"),
        ):
            sizes[name] = float(session.connection().exec_driver_sql(query).scalar_one())
    return sizes


def _wal_bytes() -> float:
    with transaction() as session:
        asked = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS n"
        return float(db.rows(session, asked, {})[0]["n"])


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    figures = {name: round(value, 3) for name, value in measure(count).items()}
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
