"""The database that commands and the server use: the configured one, or the embedded one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from services.db import AWAY, get_engine, use
from services.embedded import EmbeddedPostgres, borrowed
from services.errors import Unavailable
from services.migrations import migrate
from services.settings import Settings, get_settings

log = logging.getLogger(__name__)


class DatabaseUnusable(Unavailable):
    """The database cannot be reached or used."""


@contextmanager
def answering() -> Iterator[None]:
    """Raises DatabaseUnusable, with what PostgreSQL said."""
    try:
        yield
    except (*AWAY, psycopg.OperationalError, psycopg.InterfaceError) as error:
        said = " ".join(str(getattr(error, "orig", None) or error).split())
        raise DatabaseUnusable(said=said) from error


@contextmanager
def connected(*, migrated: bool = True) -> Iterator[None]:
    """A database for one command. Raises DatabaseUnusable."""
    settings = get_settings()
    prepare = migrate if migrated else lambda: None
    if settings.database_url is not None:
        with answering():
            prepare()
            yield
        return
    with borrowed(settings.home) as url:
        use(url)
        try:
            prepare()
            yield
        finally:
            disconnect()


@dataclass(frozen=True, slots=True)
class Kept:
    """A database that the server keeps up."""

    postgres: EmbeddedPostgres | None = None
    embedded_url: str | None = None

    def keep_alive(self) -> None:
        """Start the embedded one again when it was killed; everybody else reconnects."""
        if self.postgres and not self.postgres.running:
            log.warning("the database ended; starting it again")
            self.postgres.start()


@contextmanager
def kept(settings: Settings) -> Iterator[Kept]:
    """A database for as long as the server runs, migrated. Raises DatabaseUnusable."""
    if settings.database_url is not None:
        with answering():
            migrate()
        yield Kept()
        return
    postgres = EmbeddedPostgres(settings.home)
    try:
        url = postgres.start()
        use(url)
        migrate()
        yield Kept(postgres, url)
    finally:
        postgres.stop()


def disconnect() -> None:
    """Close the connections of this process; it makes new ones when it needs them."""
    get_engine().dispose()
