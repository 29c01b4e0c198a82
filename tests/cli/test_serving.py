"""A start that cannot succeed says why and leaves nothing behind."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.processes


def serve(home: Path, port: int, **env: str) -> "subprocess.CompletedProcess[str]":
    """`earshot serve` until it ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "earshot", "serve", "--port", str(port)],
        env={**os.environ, "EARSHOT_HOME": str(home), **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def served_on(port: int) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if {"uvicorn", str(port)} <= set(process.info["cmdline"] or ())
    ]


def test_without_a_database_the_api_that_was_loading_ends_too(
    tmp_path: Path, unused_port: int
) -> None:
    done = serve(tmp_path, unused_port, EARSHOT_DATABASE_URL="postgresql://127.0.0.1:1/earshot")

    assert done.returncode == 1
    assert "127.0.0.1" in done.stderr + done.stdout
    assert not served_on(unused_port)


def test_a_taken_port_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port: int = other.getsockname()[1]
        done = serve(tmp_path, port)

    assert done.returncode == 1
    assert "Another program listens on this port." in " ".join(done.stdout.split())
    assert not (tmp_path / "pg").exists()
