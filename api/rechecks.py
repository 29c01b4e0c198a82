"""Asks again and again whether the viewers of open boards may see them."""

import asyncio
import heapq
import random
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from api.frames import Outlet
from api.viewing import START_AGAIN, Viewing, close_code
from services.activity.board import Audience
from services.errors import ServiceError
from services.settings import get_settings

_Key: TypeAlias = tuple[Hashable, Hashable, Audience]


class _Watched:
    """Viewers about whom one question is asked."""

    def __init__(self, viewing: Viewing, audience: Audience) -> None:
        self.viewing = viewing
        self.audience = audience
        self.outlets: set[Outlet] = set()

    def close(self, code: int, reason: str) -> None:
        for outlet in self.outlets:
            outlet.hang_up(code, reason)


class Rechecks:
    """One question at a time, so thousands of viewers never ask the database at once."""

    def __init__(self) -> None:
        self._watched: dict[_Key, _Watched] = {}
        self._due: list[tuple[float, int, _Watched]] = []
        """A heap: when, a number that makes entries differ, and whom."""
        self._numbers = 0

    @contextmanager
    def watch(self, viewing: Viewing, audience: Audience, outlet: Outlet) -> Iterator[None]:
        """Close `outlet` once its viewer may no longer see the board, or sees something else."""
        key = viewing.board, viewing.who, audience
        watched = self._watched.get(key)
        if watched is None:
            watched = self._watched[key] = _Watched(viewing, audience)
            # Those who came together, after a restart, are not asked about together.
            self._schedule(watched, random.uniform(0.5, 1))
        watched.outlets.add(outlet)
        try:
            yield
        finally:
            watched.outlets.discard(outlet)
            if not watched.outlets and self._watched.get(key) is watched:
                del self._watched[key]

    async def run(self) -> None:
        """Ask about everybody once in `EARSHOT_BOARD_RECHECK`, until cancelled."""
        while True:
            while self._due and self._due[0][0] <= time.monotonic():
                watched = heapq.heappop(self._due)[2]
                if watched.outlets:
                    await self._ask(watched)
            await asyncio.sleep(min(1.0, _every_s() / 4))

    async def _ask(self, watched: _Watched) -> None:
        try:
            now = await to_thread.run_sync(watched.viewing.look)
        except SQLAlchemyError:
            now = watched.audience
        except ServiceError as error:
            watched.close(close_code(error), error.message())
            return
        if now == watched.audience:
            self._schedule(watched, 1)
        else:
            watched.close(START_AGAIN, "reconnect for a new snapshot")

    def _schedule(self, watched: _Watched, share: float) -> None:
        self._numbers += 1
        due_at = time.monotonic() + _every_s() * share
        heapq.heappush(self._due, (due_at, self._numbers, watched))


def _every_s() -> float:
    return get_settings().board_recheck.total_seconds()
