"""How the database itself is, as its own statistics say."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from sqlmodel import Session

from services import db
from services.clock import utc_now


@dataclass(frozen=True, slots=True)
class Standby:
    """A server that follows. `lag_s` is None where our role may not see it, or it is idle."""

    name: str
    lag_s: float | None


@dataclass(frozen=True, slots=True)
class Database:
    version: str
    migration: str
    size_bytes: int
    started_at: datetime
    connections: int
    connections_max: int
    answer_s: float
    """How long it took to answer a question that is no work."""
    clock_apart_s: float
    """This machine's clock less the database's."""
    oldest_transaction_at: datetime | None
    """When the oldest one that is open began; backups, which take long, are left out."""
    oldest_transaction_of: str | None
    """What its program calls itself."""
    standbys: Sequence[Standby]


def read_database(session: Session) -> Database:
    begun = time.perf_counter()
    [clock] = db.rows(session, "SELECT clock_timestamp() AS now", {})
    answer_s = time.perf_counter() - begun
    apart_s = (utc_now() - clock["now"]).total_seconds()
    [facts] = db.rows(session, _FACTS, {})
    oldest = next(iter(db.rows(session, _OLDEST, {})), {})
    return Database(
        **facts,
        answer_s=answer_s,
        clock_apart_s=apart_s,
        oldest_transaction_at=oldest.get("xact_start"),
        oldest_transaction_of=oldest.get("application_name") or None,
        standbys=[Standby(**row) for row in db.rows(session, _STANDBYS, {})],
    )


_FACTS: LiteralString = """
SELECT current_setting('server_version') AS version,
    (SELECT version_num FROM alembic_version) AS migration,
    pg_database_size(current_database()) AS size_bytes,
    pg_postmaster_start_time() AS started_at,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
    current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int AS connections_max
"""

_OLDEST: LiteralString = """
SELECT xact_start, application_name FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend'
    AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
    AND application_name NOT IN ('pg_dump', 'earshot backup')
ORDER BY xact_start LIMIT 1
"""

_STANDBYS: LiteralString = """
SELECT coalesce(nullif(application_name, ''), host(client_addr), 'standby') AS name,
    extract(epoch FROM replay_lag)::float8 AS lag_s
FROM pg_stat_replication WHERE application_name NOT LIKE 'pg_%%' ORDER BY 1
"""
