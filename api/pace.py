"""How fast one client may ask. Events and hooks have a limit of their own: what fits."""

from hashlib import sha256
from time import time

from fastapi.requests import HTTPConnection
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deps import SESSION_COOKIE, WALL_COOKIE, bearer_secret
from api.errors import problem_of, respond
from services.errors import TooMany
from services.settings import get_settings

_REFUSALS = RateLimitItemPerMinute(300, 1, "refused")
"""Answers 401 to one address: a whole call centre may share it, a guesser needs far more."""
_PACED = ("/api/", "/scim/")
_AT_THEIR_OWN_PACE = ("/api/v1/events", "/api/v1/hooks/")


class TooFast(TooMany):
    """You ask more often than this server answers one client. Wait a moment, then go on."""


class Pace:
    """Counts requests by key, session or address, and refused ones by address.

    In the memory of this process: with N API processes a client may ask up to N times
    as fast, and nothing is shared or waited for.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        per_minute = get_settings().requests_per_minute
        if not per_minute or not _is_paced(scope):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        address = connection.client.host if connection.client else "unknown"
        wanted = RateLimitItemPerMinute(per_minute)
        client = _client(connection) or address
        if not await self._limiter.test(_REFUSALS, address):
            await _refuse(await self._wait_s(_REFUSALS, address), scope, receive, send)
        elif not await self._limiter.hit(wanted, client):
            await _refuse(await self._wait_s(wanted, client), scope, receive, send)
        else:
            await self._app(scope, receive, self._counting(send, address))

    async def _wait_s(self, limit: RateLimitItemPerMinute, client: str) -> int:
        stats = await self._limiter.get_window_stats(limit, client)
        return max(1, round(stats.reset_time - time()))

    def _counting(self, send: Send, address: str) -> Send:
        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 401:
                await self._limiter.hit(_REFUSALS, address)
            await send(message)

        return send_and_count


def _is_paced(scope: Scope) -> bool:
    path = scope.get("path", "")
    return (
        scope["type"] == "http"
        and path.startswith(_PACED)
        and not path.startswith(_AT_THEIR_OWN_PACE)
    )


async def _refuse(wait_s: int, scope: Scope, receive: Receive, send: Send) -> None:
    error = TooFast(retry_after_s=wait_s)
    await respond(problem_of(error), error)(scope, receive, send)


def _client(connection: HTTPConnection) -> str | None:
    """A digest of the key or cookie: secrets are not kept, not even for a minute."""
    cookies = connection.cookies
    secret = bearer_secret(connection) or cookies.get(SESSION_COOKIE) or cookies.get(WALL_COOKIE)
    return sha256(secret.encode()).hexdigest() if secret else None
