"""The one place that asks what time it is."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    return datetime.now(UTC)


class Clocks:
    """This machine's clock and the database's, which may disagree.

    What dialers tell is refused when it lies in the future, and they do not repeat it. A machine
    whose clock is hours behind would so lose all that happens, and no dialer is to blame. So an
    event lies in the future only if it does by both clocks. Refusing for a while instead, until
    they agree, would keep dialers waiting for a person who sets a clock.

    The database's is reckoned from when it was last told and from how long that is ago by a
    counter that nobody sets: a clock that jumps while the process runs changes nothing.
    """

    def __init__(
        self,
        own: Callable[[], datetime] = utc_now,
        ticks_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._own = own
        self._ticks_s = ticks_s
        self._told: tuple[datetime, float] | None = None

    def learn(self, database_at: datetime) -> None:
        """Take over what the database's clock says now."""
        self._told = database_at, self._ticks_s()

    def latest(self) -> datetime:
        """What time it is by the one that is ahead; by our own while the other is not known."""
        own = self._own()
        if self._told is None:
            return own
        database_at, then_s = self._told
        return max(own, database_at + timedelta(seconds=self._ticks_s() - then_s))


CLOCKS = Clocks()
"""Told by every new connection, and by an API's sign of life every few seconds."""
