"""A speech server as tests need it: it says what it is told to, over real HTTP."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import av

Answer = dict[str, Any] | int | bytes | Callable[["Request"], Any]
"""JSON, a status without a body, a body as it is, or whatever a function makes of the request."""


class Request:
    """One request, its form taken apart."""

    def __init__(self, headers: Any, body: bytes) -> None:
        self.key = headers["Authorization"]
        head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
        form = message_from_bytes(head + body, policy=policy.HTTP)
        assert isinstance(form, EmailMessage)
        self.fields: dict[str, list[str]] = {}
        self.sound = b""
        for part in form.iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            if name == "file":
                self.sound = content
            else:
                self.fields.setdefault(str(name), []).append(content.decode())

    @property
    def seconds(self) -> float:
        """Of the sound that was sent."""
        with av.open(io.BytesIO(self.sound), "r") as file:
            stream = file.streams.audio[0]
            samples = sum(frame.samples for frame in file.decode(stream))
            return samples / stream.codec_context.sample_rate


class FakeServer(ThreadingHTTPServer):
    """Answers each request with the next of `answers`, the last one again and again."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[Answer] = []
        self.headers: dict[str, str] = {}
        self.on_get = 404
        self.requests: list[Request] = []
        self.at_once = self.most_at_once = 0
        self.lock = Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def take(self, request: Request) -> Answer:
        with self.lock:
            self.requests.append(request)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def count(self, change: int) -> None:
        with self.lock:
            self.at_once += change
            self.most_at_once = max(self.most_at_once, self.at_once)


class _Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def do_POST(self) -> None:
        self.server.count(1)
        try:
            self._answer()
        finally:
            self.server.count(-1)

    def do_GET(self) -> None:
        self.send_response(self.server.on_get)
        self.end_headers()

    def _answer(self) -> None:
        assert self.path == "/v1/audio/transcriptions"
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = Request(self.headers, body)
        answer = self.server.take(request)
        if callable(answer):
            answer = answer(request)
        status, content = 200, answer
        if isinstance(answer, tuple):
            status, content = answer
        elif isinstance(answer, int):
            status, content = answer, b""
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content if isinstance(content, bytes) else json.dumps(content).encode())

    def log_message(self, *_: object) -> None:
        """Tests need no access log."""


@contextmanager
def speech_server() -> Iterator[FakeServer]:
    server = FakeServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
