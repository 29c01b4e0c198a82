"""Servers that take messages: a mail server, and one that answers as chat services do."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class Heard:
    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class ChatServer:
    """Keeps what it hears, and answers each request with the next of `answers`, then the last."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=lambda: [(200, {})])

    def client(self) -> httpx.Client:
        """A client for which every host of the world is this server."""
        return httpx.Client(transport=_Rerouted(self.url))

    def next_answer(self) -> tuple[int, bytes]:
        status, body = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        return status, body.encode() if isinstance(body, str) else json.dumps(body).encode()


class _Rerouted(httpx.HTTPTransport):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._to = httpx.URL(url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(
            scheme=self._to.scheme, host=self._to.host, port=self._to.port
        )
        return super().handle_request(request)


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    chat = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            chat.heard.append(Heard(self.path, headers, content))
            status, body = chat.next_answer()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chat.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Mailbox:
    """Takes every mail, of `user` with `password` where these are given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.port = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = BytesParser(policy=default).parsebytes(envelope.content)
        self.mails.append(mail)
        return "250 taken"


@contextmanager
def mail_server(user: str | None = None, password: str = "") -> Iterator[Mailbox]:
    box = Mailbox()

    def known(*args: Any) -> AuthResult:
        given = args[-1]
        fits = isinstance(given, LoginPassword) and given.login.decode() == user
        return AuthResult(success=fits and given.password.decode() == password)

    asks: dict[str, Any] = {}
    if user is not None:
        asks = {"authenticator": known, "auth_required": True, "auth_require_tls": False}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **asks)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
