"""One recording, from its upload to its score, is one trace, and has nobody's words in it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue

from services.embedded import EmbeddedPostgres
from tests.flows.test_kill import Earshot, answers, wait_until
from tests.sounds import CALLS

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]

NUMBER = "13800138000"
CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
UPLOAD = "POST /api/v1/recordings"


@dataclass(frozen=True, slots=True)
class Told:
    """A span as a collector gets it."""

    name: str
    service: str
    trace: str
    id: str
    parent: str
    attributes: dict[str, Any]


class Collector(ThreadingHTTPServer):
    """An OTLP/HTTP receiver that keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiver)
        self.spans: list[Told] = []
        self.bodies: list[bytes] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def named(self, name: str) -> list[Told]:
        return [span for span in self.spans if span.name == name]


class _Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.path == "/v1/traces"
        self.server.bodies.append(body)
        self.server.spans += decoded(body)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


def decoded(body: bytes) -> Iterator[Told]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        named = {each.key: value_of(each.value) for each in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield Told(
                    span.name,
                    named["service.name"],
                    span.trace_id.hex(),
                    span.span_id.hex(),
                    span.parent_span_id.hex(),
                    {each.key: value_of(each.value) for each in span.attributes},
                )


def value_of(value: AnyValue) -> Any:
    return getattr(value, value.WhichOneof("value") or "string_value")


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        yield collector
        collector.shutdown()


@pytest.fixture
def earshot(
    collector: Collector, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Earshot]:
    monkeypatch.setenv("EARSHOT_TRACES", collector.url)
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
    with TemporaryDirectory(prefix="earshot-", ignore_cleanup_errors=True) as home:
        running = Earshot(Path(home), unused_port)
        try:
            wait_until(lambda: answers(running.url), 150)
            yield running
        finally:
            if running.process.poll() is None:
                running.stop()
            EmbeddedPostgres(Path(home)).stop()


def dialed() -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": "c-1-dialed",
        "source": "/dialer",
        "type": "call.dialed",
        "time": datetime.now(UTC).isoformat(),
        "data": {"call_id": "c-1", "agent": "1001", "customer_number": NUMBER},
    }


def test_a_recording_is_one_trace_from_upload_to_score(
    collector: Collector, earshot: Earshot
) -> None:
    recording_id = upload_one(collector, earshot)

    [upload] = collector.named(UPLOAD)
    spans = {span.id: span for span in collector.spans if span.trace == upload.trace}
    [hearing] = [span for span in spans.values() if span.name == "hear recording"]
    [scoring] = [span for span in spans.values() if span.name == "score call"]
    assert upload.trace == CALLER.split("-")[1], "the dialer's own trace goes on"
    assert upload.service == "earshot-api"
    assert hearing.service == scoring.service == "earshot-worker"
    assert UPLOAD in ancestors(hearing, spans)
    assert {"process score_call", "hear recording"} <= set(ancestors(scoring, spans))
    assert hearing.attributes["earshot.call_id"] == scoring.attributes["earshot.call_id"]
    assert hearing.attributes["earshot.recording_id"] == recording_id
    assert hearing.attributes["earshot.real_time_factor"] > 0
    assert hearing.attributes["earshot.audio_s"] > 1
    asked_by = {span.attributes.get("code.function.name", "") for span in spans.values()}
    assert "services.people.keys.find_key" in asked_by, sorted(asked_by)
    check_discretion(collector)


def upload_one(collector: Collector, earshot: Earshot) -> str:
    """Send a call and its sound, look for it by its number, and wait for its score."""
    scopes = ("events:write", "recordings:write", "calls:read")
    wanted = [word for scope in scopes for word in ("--scope", scope)]
    key = earshot.command("key", "create", "d", "--source", "dialer", *wanted).splitlines()[-1]
    with httpx.Client(
        base_url=earshot.url, headers={"Authorization": f"Bearer {key}"}, timeout=30
    ) as dialer:
        assert dialer.post("/api/v1/events", json=dialed()).status_code == 202
        uploaded = dialer.post(
            "/api/v1/recordings",
            data={"call_id": "c-1"},
            files={"file": (f"{NUMBER}.ogg", (CALLS / "zh-clean.ogg").read_bytes())},
            headers={"traceparent": CALLER},
        )
        assert uploaded.status_code == 202, uploaded.text
        dialer.get(f"/api/v1/calls?q={NUMBER}")
    wait_until(lambda: bool(collector.named("process score_call")), 120)
    wait_until(lambda: bool(collector.named("hear recording")), 30)
    return str(uploaded.json()["id"])


def check_discretion(collector: Collector) -> None:
    assert collector.named("POST /api/v1/events")
    assert not collector.named("GET /readyz")
    told = b"".join(collector.bodies)
    assert NUMBER.encode() not in told, "in no address, and in no name of a file"
    assert "您好".encode() not in told


def ancestors(span: Told, spans: dict[str, Told]) -> list[str]:
    names = []
    while span.parent in spans:
        span = spans[span.parent]
        names.append(span.name)
    return names
