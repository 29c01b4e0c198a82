"""Delivering what a dialer wrote to Earshot's door, until it is stored."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, wait_random_exponential

from services.errors import Forbidden

log = logging.getLogger(__name__)

_TIMEOUT_S = 60.0
_LONGEST_PAUSE_S = 60.0
_KEY_WRONG = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


class DoorClosed(Forbidden):
    """Earshot refuses the key, or there is no Earshot at this address."""


class _Later(Exception):
    """Not stored yet; the same may be sent again."""


class Door:
    """`/api/v1/hooks/{dialer}` of an Earshot that may be away for a while."""

    def __init__(
        self,
        url: str,
        key: str,
        dialer: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        first_pause_s: float = 1.0,
    ) -> None:
        self._address = f"{url.rstrip('/')}/api/v1/hooks/{dialer}"
        self._first_pause_s = first_pause_s
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {key}"}, timeout=_TIMEOUT_S, transport=transport
        )

    async def deliver(self, body: bytes, media_type: str, params: Mapping[str, str]) -> None:
        """Returns once it is stored, or kept with the reason why it cannot be used.

        Waits for an Earshot that is away or busy, however long. Raises DoorClosed.
        """
        pauses = wait_random_exponential(self._first_pause_s, max=_LONGEST_PAUSE_S)
        async for attempt in AsyncRetrying(
            wait=pauses, retry=retry_if_exception_type(_Later), before_sleep=_tell
        ):
            with attempt:
                await self._try(body, media_type, params)

    async def close(self) -> None:
        await self._client.aclose()

    async def _try(self, body: bytes, media_type: str, params: Mapping[str, str]) -> None:
        try:
            answer = await self._client.post(
                self._address, content=body, params=params, headers={"Content-Type": media_type}
            )
        except httpx.TransportError as error:
            raise _Later(f"{type(error).__name__}: {error}") from error
        if answer.status_code in _KEY_WRONG:
            raise DoorClosed(status=answer.status_code)
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or answer.is_server_error:
            raise _Later(f"answered {answer.status_code}")
        if answer.is_error:
            # Kept with its reason; sending the same again would be no better.
            log.warning("not used", extra={"status": answer.status_code, "why": answer.text[:500]})


def _tell(state: object) -> None:
    outcome = getattr(state, "outcome", None)
    log.warning("trying again", extra={"why": str(outcome.exception()) if outcome else ""})
