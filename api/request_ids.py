"""Gives every request a name that its log lines, its answer and its problems carry."""

import re
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services import logs

HEADER = b"x-request-id"
_SANE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
"""Whatever else somebody sends stays out of our logs."""
_ABOUT = re.compile(r"/(call|recording)s/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/|$)")


class RequestIds:
    """The first to see a request, so that whatever is said of it has its id.

    A sender or a proxy in front may bring an id of its own in `X-Request-Id`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request_id = _given(scope) or uuid4().hex
        ids = {f"{thing}_id": name for thing, name in _ABOUT.findall(scope["path"])}
        # Never taken back: the server logs what broke a request after we have left it.
        logs.carry(request_id=request_id, **ids)
        header = (HEADER, request_id.encode())

        async def send_with_id(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        await self._app(scope, receive, send_with_id)


def _given(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == HEADER and _SANE.fullmatch(value):
            return str(value, "ascii")
    return None
