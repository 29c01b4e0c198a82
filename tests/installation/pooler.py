"""PgBouncer between an installation and PostgreSQL, with the file that docs/deploy ships."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from signal import Signals
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import dict_row

from services.embedded import DATABASE
from tests.installation.database import Database
from tests.installation.process import Process, steady_port
from tests.installation.proxies import DEPLOY, UNPACKED, find, replaced

ROOM = 6
"""Connections to PostgreSQL; far fewer than processes would take by themselves."""


class Pooler(Process):
    """In front of `database`, which starts before it."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        *,
        program: str | None = None,
        changes: Mapping[str, str] | None = None,
    ) -> None:
        """`changes` to the shipped file, part by part. Raises proxies.Missing."""
        port = steady_port()
        home = folder / "pooler"
        home.mkdir()
        file = home / "pgbouncer.ini"
        ours = pooler_config(home, port, database.port)
        file.write_text(replaced(ours, dict(changes or {})))
        (home / "userlist.txt").write_text('"postgres" ""\n')
        # It does not run as root, and may enter no folder that is root's alone.
        for each in (home, folder):
            each.chmod(0o755)
        super().__init__(
            name="pooler",
            command=[program or find("pgbouncer"), str(file)],
            port=port,
            log=folder / "pooler.log",
            env={"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": _libraries()},
            is_ready=self._answers,
            stop_signal=Signals.SIGINT,
            user_id=database.user_id,
            group_id=database.group_id,
        )

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{DATABASE}"

    def pools(self) -> list[dict[str, Any]]:
        """What it says of the connections that it keeps, in PgBouncer's own words."""
        console = urlsplit(self.url)._replace(path="/pgbouncer").geturl()
        # Its console knows no prepared statements and no transactions.
        with psycopg.connect(console, autocommit=True, cursor_factory=psycopg.ClientCursor) as it:
            shown = it.cursor(row_factory=dict_row).execute("SHOW POOLS").fetchall()
        return [row for row in shown if row["database"] == DATABASE]

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url, connect_timeout=2).close()
            return True
        return False


def pooler_config(home: Path, port: int, database_port: int) -> str:
    """The shipped file with our ports, and with PostgreSQL's trust in who comes from here."""
    shipped = (DEPLOY / "pgbouncer.ini").read_text()
    return replaced(
        shipped,
        {
            "earshot = host=127.0.0.1 port=5432 dbname=earshot": (
                f"{DATABASE} = host=127.0.0.1 port={database_port} dbname={DATABASE}"
            ),
            "listen_port = 6432": f"listen_port = {port}",
            "auth_type = scram-sha-256": "auth_type = trust\nadmin_users = postgres",
            "/etc/pgbouncer/": f"{home}/",
            "default_pool_size = 20": f"default_pool_size = {ROOM}",
        },
    )


def _libraries() -> str:
    """Where its own ones are, when it was unpacked and not installed."""
    return os.pathsep.join(str(each) for each in (UNPACKED / "usr" / "lib").glob("*-linux-*"))
