"""Commands and `earshot serve` share the bundled PostgreSQL, whoever of them starts it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from services.embedded import EmbeddedPostgres, borrowed

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]


class Serving:
    """`earshot serve` on a new folder, by somebody to whom it tells that it has started."""

    def __init__(self, home: Path, port: int, manager: socket.socket) -> None:
        self.home, self.url, self._manager = home, f"http://127.0.0.1:{port}", manager
        self.env = {
            **os.environ,
            "EARSHOT_HOME": str(home),
            "EARSHOT_PORT": str(port),
            "NOTIFY_SOCKET": str(manager.getsockname()),
        }
        self.env.pop("EARSHOT_DATABASE_URL", None)
        self._said = (home / "said").open("w+")
        self._process = subprocess.Popen(
            self.command("serve", "--workers", "0"),
            env=self.env,
            stdout=self._said,
            stderr=subprocess.STDOUT,
        )

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "earshot", *words]

    def wait_until_it_tells(self) -> None:
        assert self._manager.recv(100) == b"READY=1"

    def database(self) -> str:
        return (self.home / "pg" / "postmaster.pid").read_text().split("\n", 1)[0]

    def refuses_strangers(self) -> bool:
        """Which its database has to know."""
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(base_url=self.url, timeout=60, transport=transport) as client:
            asked = {"login": "nobody", "password": "nothing"}
            return client.post("/api/v1/session", json=asked).status_code == 401

    def stop(self) -> str:
        """All that it said."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._process.wait(60)
        with self._said:
            self._said.seek(0)
            return self._said.read()


@pytest.fixture
def serving(unused_port: int) -> Iterator[Serving]:
    with (
        tempfile.TemporaryDirectory(prefix="earshot-", ignore_cleanup_errors=True) as home,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager,
    ):
        manager.bind(f"{home}/manager")
        manager.settimeout(120)
        yield Serving(Path(home), unused_port, manager)
        EmbeddedPostgres(Path(home)).stop()


def test_a_backup_is_taken_while_earshot_starts(serving: Serving, tmp_path: Path) -> None:
    backup = serving.command("backup", str(tmp_path))
    done = subprocess.run(backup, env=serving.env, capture_output=True, text=True, timeout=120)
    serving.wait_until_it_tells()

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.glob("*/manifest.json"))) == 1
    assert serving.refuses_strangers()
    said = serving.stop()
    assert "database ended" not in said, said
    assert not EmbeddedPostgres(serving.home).running


def test_a_command_that_came_first_takes_the_database_from_nobody(serving: Serving) -> None:
    with borrowed(serving.home) as url:
        serving.wait_until_it_tells()
        first = serving.database()

    assert serving.database() == first
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM app_user").fetchone() == (1,)
    assert serving.refuses_strangers()
    assert "database ended" not in serving.stop()
    assert not EmbeddedPostgres(serving.home).running
