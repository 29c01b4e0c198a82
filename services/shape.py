"""Which shape of the database this process was made for, and which one it finds.

An update migrates while processes of the version before still run: most migrations let them
go on, some do not. Which processes can go on is written beside the database's version.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from sqlmodel import Session

from services import db
from services.errors import Unavailable

log = logging.getLogger(__name__)

KNOWN = max(
    path.name[:4]
    for path in (Path(__file__).parent / "migrations" / "versions").glob("[0-9]*_*.py")
)
"""The newest migration when this process was started: an update replaces the files under it."""
OLDEST = "0024"
"""Processes that know less than this get errors from the database as this version leaves it.

Raise it in the change that adds such a migration. Events moved into months in 0024.
"""


class DatabaseBehind(Unavailable):
    """The database is older than this process. Run `earshot migrate`, or restart this process."""


class DatabaseAhead(Unavailable):
    """A newer version has changed the database so that this process cannot use it. Restart it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a database: its migration, and the least that a process must know to use it.

    None where neither was ever said.
    """

    migration: str | None
    oldest: str | None

    @property
    def is_newer(self) -> bool:
        return (self.migration or "") > KNOWN

    @property
    def is_usable(self) -> bool:
        return (self.migration or "") >= KNOWN >= (self.oldest or "")

    def require_usable(self) -> None:
        """Raises DatabaseBehind, DatabaseAhead."""
        if self.is_usable:
            return
        if self.is_newer:
            raise DatabaseAhead(migration=self.migration, known=KNOWN)
        raise DatabaseBehind(migration=self.migration, known=KNOWN)

    def sentence(self) -> str | None:
        """For whoever runs this process; None when the database is as it should be."""
        if self.migration == KNOWN:
            return None
        found = f"the database is at {self.migration}, this process knows {KNOWN}"
        if not self.is_newer:
            return f"{found}: run `earshot migrate`, or restart it, which migrates"
        if self.is_usable:
            return f"{found}: it goes on, but restart it with the new version soon"
        return f"{found}: it cannot store what comes until it is restarted with the new version"


def read(session: Session) -> Shape:
    try:
        [row] = db.rows(session, _SHAPE, {})
    except psycopg.errors.UndefinedTable:
        return Shape(None, None)
    return Shape(**row)


def tell_changes(told: str | None) -> str | None:
    """Log what a process should know of its database unless it was `told`; returns what is so."""
    with db.transaction() as session:
        sentence = read(session).sentence()
    if sentence != told and sentence is not None:
        log.warning("%s", sentence)
    return sentence


def note_oldest(session: Session) -> None:
    """Say which processes can go on with the database as this version leaves it."""
    if read(session).oldest != OLDEST:
        comment = f"COMMENT ON TABLE alembic_version IS 'processes from {OLDEST} on'"
        session.connection().exec_driver_sql(comment)


_SHAPE: LiteralString = r"""
SELECT (SELECT version_num FROM alembic_version) AS migration,
    substring(obj_description('alembic_version'::regclass, 'pg_class')
        FROM '^processes from (\d{4}) on$') AS oldest
"""
