"""A dialer's web server, in this process, that behaves as badly as a test tells it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Request(BaseHTTPRequestHandler):
    """What a page is written with."""

    protocol_version = "HTTP/1.1"
    dialer: "Dialer"

    def do_GET(self) -> None:
        self.dialer.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        try:
            self.dialer.pages[self.path.partition("?")[0]](self)
        except KeyError:
            self.answer(404)
        except OSError:
            pass  # The client is gone: that is what some tests are about.

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


Page = Callable[[Request], None]


@dataclass
class Dialer:
    url: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Every request: path with query, and headers."""
    over: threading.Event = field(default_factory=threading.Event)
    """Set at the end, for pages that take for ever."""

    def serve(self, path: str, *bodies: bytes | int) -> str:
        """Answer `path` with one after the other, the last for ever; returns its URL."""
        left = list(bodies)

        def page(request: Request) -> None:
            body = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(body, int):
                request.answer(body)
            else:
                request.answer(200, body)

        self.pages[path] = page
        return self.url + path

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        self.pages[path] = lambda request: request.answer(status, Location=to)
        return self.url + path


@contextmanager
def dialer_server(host: str = "127.0.0.1") -> Iterator[Dialer]:
    handler = type("Handler", (Request,), {})
    with ThreadingHTTPServer((host, 0), handler) as server:
        server.daemon_threads = True
        dialer = Dialer(f"http://{host}:{server.server_port}")
        handler.dialer = dialer  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield dialer
        dialer.over.set()
        server.shutdown()
        thread.join()
