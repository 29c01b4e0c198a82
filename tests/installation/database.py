"""PostgreSQL as a process of its own, on a port; kill -9 and another start are its daily bread."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from signal import Signals
from typing import Any

import psycopg
from psycopg.rows import dict_row

from services.embedded import DATABASE, EmbeddedPostgres, program
from tests.installation.process import Process, steady_port


class Database(Process):
    """The bundled PostgreSQL's programs and settings on `folder/pg`."""

    def __init__(self, folder: Path, *, max_connections: int = 200) -> None:
        home = folder / "database"
        made = EmbeddedPostgres(home)
        made.start()
        made.stop()
        files = (home / "pg").resolve()
        port = steady_port()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "max_connections": str(max_connections),
            "log_line_prefix": "%m [%p] %a ",
        }
        owner = files.stat()
        super().__init__(
            name="database",
            command=[
                *(program("postgres"), "-D", str(files)),
                *(f"--{name}={value}" for name, value in options.items()),
            ],
            port=port,
            log=folder / "database.log",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            is_ready=self.accepts,
            # SIGTERM would wait until everybody has gone.
            stop_signal=Signals.SIGINT,
            user_id=owner.st_uid if os.geteuid() == 0 else None,
            group_id=owner.st_gid if os.geteuid() == 0 else None,
        )

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{DATABASE}"

    def accepts(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url, connect_timeout=2).close()
            return True
        return False

    def rows(self, query: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Ask the database itself, on a connection of its own."""
        with psycopg.connect(self.url, row_factory=dict_row, autocommit=True) as connection:
            return connection.execute(query.encode(), params).fetchall()

    def value(self, query: str, params: Mapping[str, Any] | None = None) -> Any:
        """The only column of the only row."""
        [row] = self.rows(query, params)
        [value] = row.values()
        return value

    def connections(self) -> dict[str, int]:
        """How many clients' connections are open, by the name they give themselves."""
        found = self.rows(
            "SELECT application_name AS name, count(*) AS open FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() GROUP BY 1"
        )
        return {row["name"]: row["open"] for row in found}
