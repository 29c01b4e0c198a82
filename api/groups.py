"""Viewers with the same scope: they are told the same, in the same bytes."""

import time
from collections.abc import Mapping
from typing import TypeAlias

from api import metrics
from api.frames import Message, Outlet
from api.viewing import START_AGAIN
from services.activity.board import Audience
from services.activity.cards import Beat
from services.clock import utc_now

Name: TypeAlias = tuple[str, str]
"""A card's kind and key."""
Encoded: TypeAlias = Mapping[Name, bytes]


BEAT_S = 3.0
"""Whoever was told nothing for so long is told that the connection is alive."""
BACKLOG_MAX_BYTES = 64 * 1024
"""Whoever has yet to read more than this is told the newest later, instead of more now."""
STALLED_S = 20.0
"""Whoever reads nothing for so long, with that much to read, has to start again."""


class Subscription:
    """The newest of each card that changed and was not told yet, encoded."""

    def __init__(self) -> None:
        self.pending: dict[Name, bytes] = {}
        self.dropped = False
        """Set when changes may have been missed: what was read before is worth nothing."""

    def offer(self, cards: Encoded) -> None:
        self.pending.update(cards)

    def drop(self) -> None:
        self.dropped = True


class Viewer(Subscription):
    """One browser. What changes is kept until it is opened, and while it reads too slowly.

    A slow browser skips intermediate states instead of growing a backlog.
    """

    def __init__(self, audience: Audience, outlet: Outlet) -> None:
        super().__init__()
        self.audience = audience
        self.outlet = outlet
        self._left_bytes = 0
        self._moved_at = 0.0

    def offer(self, cards: Encoded) -> None:
        metrics.COALESCED.inc(len(self.pending.keys() & cards.keys()))
        super().offer(cards)

    def drop(self) -> None:
        super().drop()
        self.outlet.hang_up(START_AGAIN, "reconnect for a new snapshot")

    def catch_up(self) -> None:
        """Tell what was kept."""
        if self.pending and not self.dropped:
            self.outlet.write(_changes(self.pending))
            metrics.MESSAGES.inc()
        self.pending.clear()

    def is_slow(self) -> bool:
        return self.outlet.backlog() > BACKLOG_MAX_BYTES

    def begin_waiting(self, now: float) -> None:
        self._left_bytes, self._moved_at = self.outlet.backlog(), now

    def is_stalled(self, now: float) -> bool:
        if self.outlet.backlog() < self._left_bytes:
            self.begin_waiting(now)
        return now - self._moved_at > STALLED_S


class Group:
    """Instants are seconds of `time.monotonic`."""

    def __init__(self) -> None:
        self._prompt: set[Viewer] = set()
        """Those who are told at once."""
        self._slow: set[Viewer] = set()
        self._keeping: set[Subscription] = set()
        """Those not opened yet, and others who only want to know what changed."""
        self.told_at = time.monotonic()

    def __len__(self) -> int:
        return len(self._prompt) + len(self._slow) + len(self._keeping)

    def join(self, subscription: Subscription) -> None:
        self._keeping.add(subscription)

    def leave(self, subscription: Subscription) -> None:
        self._keeping.discard(subscription)
        if isinstance(subscription, Viewer):
            self._prompt.discard(subscription)
            self._slow.discard(subscription)

    def open(self, viewer: Viewer) -> None:
        """Tell it what was kept, and from now on everything at once."""
        self.leave(viewer)
        viewer.catch_up()
        self._prompt.add(viewer)

    def tell(self, cards: Encoded) -> None:
        self._write(_changes(cards))
        for subscription in (*self._slow, *self._keeping):
            subscription.offer(cards)

    def drop(self) -> None:
        for subscription in (*self._prompt, *self._slow, *self._keeping):
            subscription.drop()

    def pulse(self, now: float) -> None:
        """Look after those who read slowly, and those who were told nothing for long."""
        for viewer in tuple(self._slow):
            if not viewer.is_slow():
                self.open(viewer)
            elif viewer.is_stalled(now):
                metrics.STALLED.inc()
                viewer.drop()
                self._slow.discard(viewer)
        if now - self.told_at >= BEAT_S:
            self._write(Message(Beat(now=utc_now()).model_dump_json().encode()))

    def _write(self, message: Message) -> None:
        """To everybody who reads fast enough. Whoever does not is slow from now on."""
        self.told_at = time.monotonic()
        slow = []
        for viewer in self._prompt:
            outlet = viewer.outlet
            if outlet.backlog() > BACKLOG_MAX_BYTES:
                slow.append(viewer)
            else:
                outlet.write(message)
        for viewer in slow:
            viewer.begin_waiting(self.told_at)
        self._prompt.difference_update(slow)
        self._slow.update(slow)
        metrics.MESSAGES.inc(len(self._prompt))


def _changes(cards: Encoded) -> Message:
    return Message(b'{"type":"changes","cards":[' + b",".join(cards.values()) + b"]}")
