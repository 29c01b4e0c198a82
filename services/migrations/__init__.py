"""Bring a database to the shape this version needs.

Safe on a database in use: what needs a table for itself waits a few seconds for it, lets the
others go on, says who they are, and tries again. A migration is done whole or not at all;
those that build an index beside their transaction find it again.
"""

import asyncio
import logging
import time
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pgqueuer.queries import Queries
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from services import shape
from services.db import direct_url, own_connection
from services.errors import Unavailable
from services.migrations.live import LOCK_TIMEOUT

log = logging.getLogger(__name__)

_ADVISORY_LOCK = 0x45415253  # "EARS"
_PAUSE_S = 0.2
_PAUSES_S = (0.2, 1.0, 2.0, *[5.0] * 60)
"""Between tries to get a table: some five minutes, and as many times the lock timeout."""
_PASSING = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


class TableBusy(Unavailable):
    """Another program keeps a table locked for too long to bring the database up to date."""


def migrate() -> None:
    """Upgrade to the newest version. Many processes may call this at once; one does the work.

    A database of a newer version stays as it is. Raises TableBusy, DatabaseAhead.
    """
    with own_connection() as connection:
        _be_alone(connection)
        try:
            if not _is_newer(connection):
                _retried(connection)
                asyncio.run(_upgrade_queue())
                _note_oldest(connection)
        finally:
            connection.rollback()
            connection.execute(text("RESET lock_timeout"))
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_LOCK})
            connection.commit()


def newest() -> str:
    """The last migration that this version knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def config(connection: Connection) -> Config:
    """Alembic's configuration, bound to an open connection that is in no transaction."""
    settings = _config()
    settings.attributes["connection"] = connection
    return settings


def _config() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    return settings


def _be_alone(connection: Connection) -> None:
    """Wait without a statement under way: building an index waits for all that are."""
    told = False
    while not _locked(connection):
        if not told:
            log.info("another process brings the database up to date")
        told = True
        time.sleep(_PAUSE_S)
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.commit()


def _is_newer(connection: Connection) -> bool:
    """Whether a newer version was here, and this one can go on. Raises DatabaseAhead."""
    with Session(connection) as session:
        found = shape.read(session)
    if not found.is_newer:
        return False
    found.require_usable()
    log.warning("%s", found.sentence())
    return True


def _note_oldest(connection: Connection) -> None:
    with Session(connection) as session:
        shape.note_oldest(session)
        session.commit()


def _locked(connection: Connection) -> bool:
    locked = connection.scalar(text("SELECT pg_try_advisory_lock(:k)"), {"k": _ADVISORY_LOCK})
    connection.commit()
    return bool(locked)


def _retried(connection: Connection) -> None:
    for pause_s in (*_PAUSES_S, None):
        try:
            command.upgrade(config(connection), "head")
            connection.commit()
        except OperationalError as error:
            connection.rollback()
            if not isinstance(error.orig, _PASSING):
                raise
            log.warning("waiting for a table", extra=_who(connection, error))
            if pause_s is None:
                raise TableBusy(statement=error.statement) from error
            time.sleep(pause_s)
        else:
            return


def _who(connection: Connection, error: OperationalError) -> dict[str, Any]:
    """The statement that could not go on, and transactions that may be why, the oldest first."""
    rows = connection.execute(text(_OPEN)).mappings()
    found: dict[str, Any] = {
        "statement": " ".join((error.statement or "").split()),
        "open_transactions": [dict(row) for row in rows],
    }
    connection.rollback()
    return found


_OPEN = """
SELECT pid, application_name, state,
    extract(epoch FROM clock_timestamp() - xact_start)::int AS open_s, left(query, 200) AS query
FROM pg_stat_activity
WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY xact_start LIMIT 5
"""


async def _upgrade_queue() -> None:
    """The job queue brings its own tables, and its own upgrades of them."""
    async with await psycopg.AsyncConnection.connect(direct_url(), autocommit=True) as connection:
        queries = Queries.from_psycopg_connection(connection)
        if not await queries.schema_is_installed():
            await queries.install()
        else:
            await queries.apply_upgrade()
