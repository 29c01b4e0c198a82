"""kill -9 of API, database and worker in the middle of a run loses and doubles nothing."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
import pytest
from psycopg.rows import dict_row

from demo.calls import MODEL
from services.embedded import EmbeddedPostgres
from tests.sounds import CALLS

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]

RECORDINGS = ("zh-guarantee.ogg", "zh-clean.ogg", "en-clean.ogg")
CALLS_DURING = 120


class Earshot:
    """`earshot serve` in a folder of its own, as an administrator starts it."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.url = f"http://127.0.0.1:{port}"
        self.env = {
            **os.environ,
            "EARSHOT_HOME": str(home),
            "EARSHOT_PORT": str(port),
            "EARSHOT_ASR_MODEL": str(MODEL),
            "EARSHOT_ASR_CHUNK_LENGTH_S": "10",
            "EARSHOT_ASR_VAD_THRESHOLD": "0.25",
            "EARSHOT_ASR_WORD_TIMES": "false",
        }
        self.env.pop("EARSHOT_DATABASE_URL", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "earshot", "serve"], env=self.env, stdout=subprocess.DEVNULL
        )

    def command(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "earshot", *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def kill(self, module: str) -> None:
        """kill -9 of the process that runs `module`."""
        children = psutil.Process(self.process.pid).children()
        [victim] = [child for child in children if child.cmdline()[2] == module]
        victim.send_signal(signal.SIGKILL)

    def kill_database(self) -> None:
        pid = int((self.home / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(60) == 0


@pytest.fixture
def earshot(unused_port: int) -> Iterator[Earshot]:
    with tempfile.TemporaryDirectory(prefix="earshot-", ignore_cleanup_errors=True) as home:
        running = Earshot(Path(home), unused_port)
        try:
            wait_until(lambda: answers(running.url), 60)
            yield running
        finally:
            if running.process.poll() is None:
                running.stop()
            EmbeddedPostgres(Path(home)).stop()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def wait_until(holds: Callable[[], bool], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


class Dialer(threading.Thread):
    """Reports calls until done; sends again whatever was not acknowledged, as dialers do."""

    def __init__(self, earshot: Earshot, key: str) -> None:
        super().__init__()
        self.acknowledged: set[str] = set()
        self._client = httpx.Client(
            base_url=earshot.url, headers={"Authorization": f"Bearer {key}"}, timeout=10
        )

    def run(self) -> None:
        for number in range(CALLS_DURING):
            for event in a_call(f"c-{number}"):
                self.deliver(lambda event=event: self._post(event))  # type: ignore[misc]
                self.acknowledged.add(event["id"])
            time.sleep(0.03)

    def close(self) -> None:
        self.join(120)
        self._client.close()

    def upload(self, call: str, file: str) -> None:
        sound = (CALLS / file).read_bytes()
        self.deliver(
            lambda: self._client.post(
                "/api/v1/recordings", data={"call_id": call}, files={"file": (file, sound)}
            )
        )

    def deliver(self, send: Callable[[], httpx.Response]) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                answer = send()
                if answer.status_code == 202:
                    return
                assert answer.status_code >= 500, answer.text
            except httpx.HTTPError:
                pass
            assert time.monotonic() < deadline
            time.sleep(0.2)

    def _post(self, event: dict[str, Any]) -> httpx.Response:
        return self._client.post("/api/v1/events", content=json.dumps(event))


def a_call(name: str) -> list[dict[str, Any]]:
    start = datetime.now(UTC) - timedelta(minutes=2)
    return [
        {
            "specversion": "1.0",
            "id": f"{name}-{kind}",
            "source": "/dialer",
            "type": kind,
            "time": (start + timedelta(seconds=after_s)).isoformat(),
            "data": {"call_id": name, "agent": "1001", "campaign": "spring"},
        }
        for kind, after_s in (("call.dialed", 0), ("call.answered", 9), ("call.ended", 60))
    ]


def test_nothing_is_lost_and_nothing_doubled(earshot: Earshot) -> None:
    key = earshot.command(
        *("key", "create", "dialer", "--source", "dialer"),
        *("--scope", "events:write", "--scope", "recordings:write"),
    ).splitlines()[-1]
    dialer = Dialer(earshot, key)
    dialer.start()
    for number, file in enumerate(RECORDINGS):
        dialer.upload(f"c-{number}", file)

    time.sleep(1)
    earshot.kill("workers")
    time.sleep(1)
    earshot.kill("uvicorn")
    time.sleep(2)
    earshot.kill_database()
    dialer.close()

    assert len(dialer.acknowledged) == 3 * CALLS_DURING
    wait_until(lambda: answers(earshot.url), 60)
    wait_until(lambda: transcribed(earshot) == len(RECORDINGS), 120)
    found = rows(
        earshot,
        "SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM call) AS calls,"
        " (SELECT sum(dials) FROM counter WHERE kind = 'all') AS dials,"
        " (SELECT sum(connects) FROM counter WHERE kind = 'all') AS connects,"
        " (SELECT count(*) FROM transcript) AS transcripts",
    )[0]
    assert found == {
        "events": 3 * CALLS_DURING,
        "calls": CALLS_DURING,
        "dials": CALLS_DURING,
        "connects": CALLS_DURING,
        "transcripts": len(RECORDINGS),
    }
    counters = [json.loads(line) for line in earshot_doctor(earshot) if '"counters"' in line]
    assert counters[0]["ok"], counters


def transcribed(earshot: Earshot) -> int:
    done = rows(earshot, "SELECT count(*) AS n FROM recording WHERE state = 'transcribed'")
    count: int = done[0]["n"]
    return count


def rows(earshot: Earshot, query: str) -> list[dict[str, Any]]:
    folder = (earshot.home / "pg").resolve()
    url = f"postgresql:///earshot?host={folder}&user=postgres"
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(query).fetchall()


def earshot_doctor(earshot: Earshot) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "earshot", "doctor", "--recount", "--json"],
        env=earshot.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.stdout.splitlines()
