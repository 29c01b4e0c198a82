"""The database, out and in, by PostgreSQL's own `pg_dump` and `pg_restore`.

Those that come with the bundled PostgreSQL serve every server that is not newer than it.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from services.db import database_url
from services.embedded import program
from services.errors import Conflict, Unavailable

_EMPTY: LiteralString = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
"""


class DumpFailed(Unavailable):
    """PostgreSQL could not write or read the copy of the database."""


class DatabaseNotEmpty(Conflict):
    """There is something in this database already. A backup is restored into an empty one only."""


@contextmanager
def moment() -> Iterator[tuple[Connection[TupleRow], str]]:
    """A transaction that sees one moment, and the name by which others see the same."""
    with psycopg.connect(database_url()) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        [name] = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        yield connection, name


def dump(to: Path, moment_name: str) -> None:
    """Raises DumpFailed."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment_name}"]
    _run("pg_dump", [*options, f"--file={to}"])


def restore(file: Path) -> None:
    """All or nothing, into an empty database. Raises DumpFailed."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", [*options, str(file)])


def require_empty() -> None:
    """Raises DatabaseNotEmpty."""
    with psycopg.connect(database_url()) as connection:
        [tables] = connection.execute(_EMPTY).fetchone() or (0,)
    if tables:
        raise DatabaseNotEmpty(tables=tables)


def _run(name: str, options: Sequence[str]) -> None:
    """The password goes by the environment: a command line is for all to read."""
    target = conninfo_to_dict(database_url())
    password = target.pop("password", None)
    own = {} if password is None else {"PGPASSWORD": str(password)}
    where = make_conninfo(**{name: str(value) for name, value in target.items()})
    command = [program(name), f"--dbname={where}", *options]
    done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True)
    if done.returncode:
        raise DumpFailed(program=name, said=done.stderr.strip()[-500:])
