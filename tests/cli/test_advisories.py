"""Known faults of pinned libraries are found, by a server that answers as OSV does."""

import importlib.util
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "advisories.py"


class Advisories(BaseHTTPRequestHandler):
    """Knows one fault, of one version of one library."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        faults = [FAULT] if asked["package"]["name"] == "httpx" else []
        body = json.dumps({"vulns": faults} if faults else {}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


FAULT = {
    "id": "PYSEC-2026-1",
    "summary": "It can be made to wait for ever.",
    "aliases": ["CVE-2026-1"],
    "published": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "httpx", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999.0"}]}],
        }
    ],
}


@pytest.fixture(scope="module")
def advisories() -> ModuleType:
    spec = importlib.util.spec_from_file_location("advisories", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Advisories) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


def test_a_known_fault_is_told_with_the_release_that_mends_it(
    advisories: ModuleType, server: str, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        f"httpx==0.28.1 --hash=sha256:{'0' * 64}\nanyio==4.0.0 --hash=sha256:{'0' * 64}\n"
    )

    answer = advisories.python_faults(["--vulnerability-service", "osv", "--osv-url", server], lock)

    assert answer.asked == 2
    assert answer.faults == ["httpx 0.28.1: PYSEC-2026-1, mended in 999.0"]
    assert answer.silence is None


def test_a_server_that_is_away_is_told_and_is_no_fault(
    advisories: ModuleType, unused_port: int
) -> None:
    away = f"http://127.0.0.1:{unused_port}/v1/query"

    answer = advisories.python_faults(["--vulnerability-service", "osv", "--osv-url", away])

    assert answer.faults == []
    assert answer.silence
