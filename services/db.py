"""The engine, and the one way to open a transaction."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from typing import Any, LiteralString
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec
import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import set_json_loads
from sqlalchemy import Connection, Engine, NullPool, event
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlmodel import Session, create_engine

from services.clock import CLOCKS
from services.settings import Settings, get_settings
from services.statements import WatchedCursor

set_json_loads(msgspec.json.decode)

AWAY = (OperationalError, InterfaceError, TimeoutError)
"""What is raised when the database does not answer, or has no connection left to give."""
_POOL_WAIT_S = 10
_PATIENCE: Mapping[str, str] = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""Of connections: one whose server is gone without a word ends in half a minute, not in hours."""


class NoDatabase(Exception):
    """EARSHOT_DATABASE_URL is not set and no embedded database was started."""


class _Undone(Exception):
    """The rehearsal is over."""


def database_url() -> str:
    """The libpq form of the URL, as psycopg takes it.

    How long a silent server is waited for is added, where the URL itself does not say.
    """
    url = get_settings().database_url
    if url is None:
        raise NoDatabase(NoDatabase.__doc__)
    return _patient(url)


def direct_url() -> str:
    """Likewise the server's own address, past a pooler.

    For what a server keeps for one session: LISTEN, a migration's lock, a moment that a backup
    is taken of. A pooler gives every transaction another session.
    """
    url = get_settings().database_direct_url
    return database_url() if url is None else _patient(url)


def _patient(url: str) -> str:
    place, _, given = url.replace("postgresql+psycopg://", "postgresql://", 1).partition("?")
    return f"{place}?{urlencode({**_PATIENCE, **dict(parse_qsl(given))})}"


_SERVER_PATIENCE: LiteralString = """
SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
SET tcp_user_timeout = 20000
"""
"""Of the server: a client that is gone without a word must not keep its locks for hours."""


def use(url: str) -> None:
    """Make `url` this process's database, and that of every process it starts."""
    os.environ["EARSHOT_DATABASE_URL"] = url
    get_settings.cache_clear()
    get_engine.cache_clear()


@cache
def get_engine() -> Engine:
    engine = create_engine(
        _dialect(database_url()),
        pool_size=get_settings().database_pool_size,
        max_overflow=10,
        pool_pre_ping=True,
        pool_timeout=_POOL_WAIT_S,
        connect_args={"cursor_factory": WatchedCursor, **_preparing(get_settings())},
    )
    event.listen(engine, "connect", _get_acquainted)
    return engine


@contextmanager
def own_connection() -> Iterator[Connection]:
    """A connection of one server session until the block ends, for locks that a session holds."""
    if get_settings().database_direct_url is None:
        with get_engine().connect() as connection:
            yield connection
        return
    engine = create_engine(_dialect(direct_url()), poolclass=NullPool)
    event.listen(engine, "connect", _get_acquainted)
    with engine.connect() as connection:
        yield connection


def _dialect(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _preparing(settings: Settings) -> Mapping[str, Any]:
    """A pooler that does not pass preparations on would answer with errors now and then."""
    prepared = settings.database_prepared
    if prepared is None:
        prepared = settings.database_direct_url is None
    return {} if prepared else {"prepare_threshold": None}


def _get_acquainted(connection: psycopg.Connection[Any], _: object) -> None:
    connection.autocommit = True
    connection.execute(_SERVER_PATIENCE)
    [at] = connection.execute("SELECT clock_timestamp()").fetchone() or [None]
    if isinstance(at, datetime):
        CLOCKS.learn(at)
    connection.autocommit = False


@contextmanager
def transaction() -> Iterator[Session]:
    """Open a session; commit when the block ends, roll back if it raises.

    Services never commit. Whoever opens the transaction (a request, a job step, a
    command) owns it, so one unit of work is all-or-nothing. Raises `AWAY`.
    """
    with _told_alike(), Session(get_engine(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def pipelined_transaction() -> Iterator[Session]:
    """Like `transaction`, as one pipeline: its end is sent and waited for with the last writes.

    An error of a statement whose answer nobody reads shows at the end.
    """
    with (
        _told_alike(),
        get_engine().connect() as connection,
        Session(connection, expire_on_commit=False) as session,
        _one_pipeline(_psycopg(connection)),
    ):
        yield session
        session.commit()


@contextmanager
def _one_pipeline(connection: psycopg.Connection[Any]) -> Iterator[None]:
    try:
        with connection.pipeline():
            yield
    except BaseException:
        # Only now: an aborted pipeline cannot. SQLAlchemy believes that what it could not
        # commit is over.
        with suppress(psycopg.Error):
            connection.rollback()
        raise


@contextmanager
def standing() -> Iterator[Session]:
    """Open a session for one that reads on and on: each statement is a transaction of its own.

    It keeps one connection, saves beginning and ending, and is worth nothing once that is
    lost. Raises `AWAY`.
    """
    engine = get_engine().execution_options(isolation_level="AUTOCOMMIT")
    with _told_alike(), Session(engine, expire_on_commit=False) as session:
        yield session


@contextmanager
def _told_alike() -> Iterator[None]:
    """A lost connection is told in SQLAlchemy's way also by what runs below it (`rows`, `run`)."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise OperationalError(None, None, error) from error
    except psycopg.InterfaceError as error:
        raise InterfaceError(None, None, error) from error


@contextmanager
def rehearsal() -> Iterator[Session]:
    """Like `transaction`, and undo it all when the block ends."""
    with suppress(_Undone), transaction() as session:
        yield session
        raise _Undone


@contextmanager
def pipelined(session: Session) -> Iterator[None]:
    """Send statements that nobody waits for together with the next one that is read.

    Saves the event path half of its round trips. Errors show at the next read or at the
    end of the block; either way the transaction is over.
    """
    connection = _driver(session)
    if connection.pgconn.pipeline_status:
        yield  # It is all one already.
        return
    with connection.pipeline():
        yield


def as_json(values: Any) -> str:
    """Rows as one parameter, for `json_to_recordset`: far cheaper to send than arrays."""
    return msgspec.json.encode(values).decode()


def array(values: Iterable[UUID | int]) -> str:
    """An array as one text, to be cast: psycopg looks at each element of a list in Python."""
    return f"{{{','.join(map(str, values))}}}"


def rows(session: Session, sql: LiteralString, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run set-based SQL of the session's transaction and return all its rows.

    Below SQLAlchemy on purpose: psycopg's own placeholders (`%(name)s`), lists as
    arrays, and none of the ORM's cost per statement on the event path.
    """
    with _driver(session).cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql, params).fetchall()


def tuples(session: Session, sql: LiteralString, params: Mapping[str, Any]) -> list[Any]:
    """Like `rows`, as tuples: for the one query that reads thousands of them."""
    return _driver(session).execute(sql, params).fetchall()


def ask(
    session: Session, sql: LiteralString, params: Mapping[str, Any]
) -> psycopg.Cursor[dict[str, Any]]:
    """Like `rows`, within `pipelined`, for rows that are fetched after more has been asked."""
    return _driver(session).cursor(row_factory=dict_row).execute(sql, params)


def run(session: Session, sql: LiteralString, params: Mapping[str, Any]) -> None:
    """Run set-based SQL of the session's transaction that returns nothing."""
    _driver(session).execute(sql, params)


def _driver(session: Session) -> psycopg.Connection[Any]:
    """The psycopg connection that the session's transaction runs on."""
    session.flush()
    return _psycopg(session.connection())


def _psycopg(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver
