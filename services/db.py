"""The engine, and the one way to open a transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, RowMapping, text
from sqlmodel import Session, create_engine

from services.settings import get_settings


class NoDatabase(Exception):
    """EARSHOT_DATABASE_URL is not set and no embedded database was started."""


def database_url() -> str:
    """The libpq form of the URL, as psycopg, PGQueuer and LISTEN connections take it."""
    url = get_settings().database_url
    if url is None:
        raise NoDatabase(NoDatabase.__doc__)
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@cache
def get_engine() -> Engine:
    return create_engine(
        database_url().replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=get_settings().database_pool_size,
        max_overflow=10,
        pool_pre_ping=True,
    )


@contextmanager
def transaction() -> Iterator[Session]:
    """Open a session; commit when the block ends, roll back if it raises.

    Services never commit. Whoever opens the transaction (a request, a job step, a
    command) owns it, so one unit of work is all-or-nothing.
    """
    with Session(get_engine(), expire_on_commit=False) as session, session.begin():
        yield session


def rows(session: Session, sql: str, params: Mapping[str, Any]) -> list[RowMapping]:
    """Run set-based SQL below the ORM and return all its rows."""
    return list(session.connection().execute(text(sql), params).mappings())


def run(session: Session, sql: str, params: Mapping[str, Any]) -> None:
    """Run set-based SQL below the ORM that returns nothing."""
    session.connection().execute(text(sql), params)
