"""The database, out and in, by PostgreSQL's own `pg_dump` and `pg_restore`.

Those that come with the bundled PostgreSQL serve every server that is not newer than it.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import LiteralString

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from services.db import direct_url
from services.embedded import program
from services.errors import Conflict, Unavailable

MOMENT = "earshot backup"
"""What the transaction is called that holds the moment: it is open for as long as `pg_dump`."""
_EMPTY: LiteralString = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
AND NOT EXISTS (
    SELECT 1 FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
)
"""
"""What extensions brought, such as the view pg_stat_statements, is nobody's data."""
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
"""`pg_restore` says it to every server, near the beginning."""


class DumpFailed(Unavailable):
    """PostgreSQL could not write or read the copy of the database."""


class DatabaseNotEmpty(Conflict):
    """There is something in this database already. A backup is restored into an empty one only."""


@contextmanager
def moment() -> Iterator[tuple[Connection[TupleRow], str]]:
    """A transaction that sees one moment, and the name by which others see the same."""
    with psycopg.connect(direct_url(), application_name=MOMENT) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        [name] = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        yield connection, name


def dump(to: Path, moment_name: str) -> None:
    """Raises DumpFailed."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment_name}"]
    # None is ours, and who restores may not be allowed to make them.
    _run("pg_dump", [*options, "--exclude-extension=*", f"--file={to}"])


def restore(file: Path) -> None:
    """All or nothing, into an empty database, of an older server too. Raises DumpFailed."""
    where, own = _target()
    script = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    into = [program("psql"), f"--dbname={where}", *options]
    with tempfile.TemporaryFile() as said:
        with (
            # One that stopped early says why; that it takes no more is no news.
            suppress(BrokenPipeError),
            Popen(script, stdout=PIPE, stderr=said) as reading,
            Popen(into, stdin=PIPE, stdout=DEVNULL, stderr=said, env=own) as writing,
        ):
            _pour(reading, writing)
        if reading.returncode or writing.returncode:
            said.seek(0)
            raise DumpFailed(program="pg_restore", said=_last(said.read().decode(errors="replace")))


def _pour(reading: Popen[bytes], writing: Popen[bytes]) -> None:
    """Half a script ends without the COMMIT, whatever ended it."""
    if reading.stdout is None or writing.stdin is None:
        return
    writing.stdin.write(b"BEGIN;\n")
    for line in reading.stdout:
        if line == _UNKNOWN_BEFORE_17:
            break
        writing.stdin.write(line)
    shutil.copyfileobj(reading.stdout, writing.stdin)
    if reading.wait() == 0:
        writing.stdin.write(b"COMMIT;\n")


def require_empty() -> None:
    """Raises DatabaseNotEmpty."""
    with psycopg.connect(direct_url()) as connection:
        [tables] = connection.execute(_EMPTY).fetchone() or (0,)
    if tables:
        raise DatabaseNotEmpty(tables=tables)


def _run(name: str, options: Sequence[str]) -> None:
    where, own = _target()
    command = [program(name), f"--dbname={where}", *options]
    done = subprocess.run(command, env=own, capture_output=True, text=True)
    if done.returncode:
        raise DumpFailed(program=name, said=_last(done.stderr))


def _target() -> tuple[str, dict[str, str]]:
    """The password goes by the environment: a command line is for all to read."""
    target = conninfo_to_dict(direct_url())
    password = target.pop("password", None)
    own = {} if password is None else {"PGPASSWORD": str(password)}
    where = make_conninfo(**{name: str(value) for name, value in target.items()})
    return where, os.environ | own


def _last(said: str) -> str:
    return said.strip()[-500:]
