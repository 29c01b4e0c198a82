"""Fan-out of board changes to the browsers connected to this process."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeAlias
from uuid import UUID

from api import metrics
from services.activity.board import Audience
from services.activity.cards import AnyCard

Name: TypeAlias = tuple[str, str]
"""A card's kind and key."""


class Subscription:
    """What one browser has yet to be told: the newest of each changed card, encoded.

    A slow reader skips intermediate states instead of growing a backlog.
    """

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self._pending: dict[Name, str] = {}
        self._arrived = asyncio.Event()
        self.dropped = False
        """Set when changes may have been missed: the reader needs a new snapshot."""

    def offer(self, cards: Mapping[Name, str]) -> None:
        self._pending.update(cards)
        self._arrived.set()

    def drop(self) -> None:
        self.dropped = True
        self._arrived.set()

    async def next(self) -> str:
        """Wait for changes, then take all of them, as one message. Empty when dropped."""
        await self._arrived.wait()
        self._arrived.clear()
        cards = tuple(self._pending.values())
        self._pending.clear()
        return "" if self.dropped else _message(cards)


class Hub:
    def __init__(self) -> None:
        self._subscriptions: dict[Audience, set[Subscription]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._subscriptions.values()))

    @contextmanager
    def subscribe(self, audience: Audience) -> Iterator[Subscription]:
        subscription = Subscription(audience)
        alike = self._subscriptions.setdefault(audience, set())
        alike.add(subscription)
        metrics.VIEWERS.inc()
        try:
            yield subscription
        finally:
            alike.discard(subscription)
            metrics.VIEWERS.dec()
            if not alike:
                self._subscriptions.pop(audience, None)

    def broadcast(self, cards: Iterable[AnyCard]) -> None:
        """Offer `cards` to everybody who may see them. Encodes each card once for all."""
        metrics.WINDOWS.inc()
        by_team: dict[UUID, list[tuple[AnyCard, str]]] = {}
        for card in cards:
            by_team.setdefault(card.unit_id, []).append((card, card.model_dump_json()))
        for audience, alike in self._subscriptions.items():
            seen: dict[Name, str] = {
                (card.kind, card.key): text
                for team in by_team.keys() & audience.unit_ids
                for card, text in by_team[team]
                if audience.sees(card)
            }
            if seen:
                for subscription in alike:
                    subscription.offer(seen)

    def drop_all(self) -> None:
        """Make every reader start again from a snapshot."""
        for alike in self._subscriptions.values():
            for subscription in alike:
                subscription.drop()


# Readers with the same scope wait for the same cards: their message is made once.
@lru_cache(maxsize=64)
def _message(cards: tuple[str, ...]) -> str:
    return f'{{"type":"changes","cards":[{",".join(cards)}]}}'
