"""Which web pages may act with a signed-in user's cookie."""

from urllib.parse import urlsplit

from fastapi.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem_of, respond
from services.errors import Forbidden
from services.settings import get_settings

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OriginRefused(Forbidden):
    """This request comes from another web site. Open Earshot itself and try again."""


class OriginCheck:
    """Refuses unsafe requests that a foreign page sends with the user's cookie.

    SameSite keeps most of them away already; this holds where a browser does not.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        unsafe = scope["type"] == "http" and scope["method"] not in _SAFE
        if unsafe and not is_allowed_origin(HTTPConnection(scope)):
            await respond(problem_of(OriginRefused()))(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_allowed_origin(connection: HTTPConnection) -> bool:
    """Whether the request's Origin, if a browser sent one, is Earshot's own."""
    origin = connection.headers.get("origin")
    if origin is None or origin in get_settings().public_origins:
        return True
    return urlsplit(origin).netloc == connection.headers.get("host")
