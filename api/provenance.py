"""Notes from where each request comes, for the audit log."""

from fastapi.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from services.people.origin import come_from


class Provenance:
    """Threads that serve a request know its origin, too: they take its context along."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            address = connection.client.host if connection.client else "unknown"
            come_from(address, connection.headers.get("user-agent"))
        await self._app(scope, receive, send)
