"""A whole product that examples are tried on: the demo's company, heard calls, a worker."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import select

from demo import company, desk
from services.db import transaction
from services.serving import is_ready
from services.tables import Agent
from tests.demo_calls import CALLS, be_heard

READY_WITHIN_S = 180
SPEECH = {
    "EARSHOT_ASR_MODEL": "demo/model",
    "EARSHOT_ASR_CHUNK_LENGTH_S": "10",
    "EARSHOT_ASR_VAD_THRESHOLD": "0.25",
}
_CALLS = 12


def fill() -> None:
    """The demo's company, as the demo makes it, with calls that were heard and scored."""
    with transaction() as session:
        company.seed(session)
        for number, each in enumerate(CALLS[:_CALLS]):
            [agent] = session.exec(select(Agent).where(Agent.code == str(1001 + number % 10)))
            be_heard(session, each, agent)
    desk.fill()


@contextmanager
def served(port: int, root: Path) -> Iterator[str]:
    """`earshot serve` with a worker, on the database of the settings; yields the address."""
    command = [sys.executable, "-m", "earshot", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, cwd=root, env={**os.environ, **SPEECH})
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(port, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not is_ready("127.0.0.1", port):
        assert process.poll() is None, "Earshot ended while it was starting"
        assert time.monotonic() < deadline, "Earshot did not become ready"
        time.sleep(0.1)


def environment() -> Mapping[str, str]:
    """Of a reader's shell: `earshot` by its name, and its settings."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "COLUMNS": "160", "NO_COLOR": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
