"""What viewers of a board see first: read once for those who come at the same time."""

import asyncio
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import TypeAlias

from anyio import CapacityLimiter, to_thread

from api.frames import Message
from api.groups import Subscription
from api.viewing import Viewing
from services.activity.board import Audience

SHARED_S = 0.25
"""A snapshot serves those who come so soon after it was read, with what changed since."""
READ_AT_ONCE = 4
"""After a restart thousands come; requests need the database, too."""

_Key: TypeAlias = tuple[Hashable, Audience]


_Subscribe: TypeAlias = Callable[[Audience], AbstractContextManager[Subscription]]


@dataclass(frozen=True, slots=True)
class _Shared:
    """A snapshot, being read or just read."""

    reading: asyncio.Task[Message]
    since: Subscription
    """What changed since the reading began."""


class Snapshots:
    def __init__(self, subscribe: _Subscribe) -> None:
        self._subscribe = subscribe
        self._shared: dict[_Key, _Shared] = {}
        self._readers = CapacityLimiter(READ_AT_ONCE)

    async def look(self, viewing: Viewing) -> Audience:
        """What the viewer may see. Raises what `viewing.look` raises."""
        return await to_thread.run_sync(viewing.look, limiter=self._readers)

    async def read(self, viewing: Viewing, audience: Audience, viewer: Subscription) -> Message:
        """What `viewer`, for whom changes are kept already, has to know before them.

        Offers it what changed between the beginning of an earlier reading and its coming.
        """
        key = viewing.board, audience
        shared = self._shared.get(key)
        if shared is None or shared.since.dropped:
            shared = self._begin(key, viewing)
        viewer.offer(shared.since.pending)
        # One who leaves takes the snapshot from nobody.
        return await asyncio.shield(shared.reading)

    def _begin(self, key: _Key, viewing: Viewing) -> _Shared:
        listening = ExitStack()
        since = listening.enter_context(self._subscribe(key[1]))
        shared = _Shared(asyncio.create_task(self._read(viewing, key[1])), since)
        self._shared[key] = shared

        def forget() -> None:
            listening.close()
            if self._shared.get(key) is shared:
                del self._shared[key]

        def done(reading: asyncio.Task[Message]) -> None:
            failed = reading.cancelled() or reading.exception() is not None
            asyncio.get_running_loop().call_later(0 if failed else SHARED_S, forget)

        shared.reading.add_done_callback(done)
        return shared

    async def _read(self, viewing: Viewing, audience: Audience) -> Message:
        def read() -> Message:
            return Message(viewing.read(audience).model_dump_json().encode())

        return await to_thread.run_sync(read, limiter=self._readers)
