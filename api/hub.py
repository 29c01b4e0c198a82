"""Fan-out of board changes to the browsers connected to this process."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias
from uuid import UUID

from anyio import create_task_group

from api import metrics
from api.frames import Message, Outlet
from api.groups import Encoded, Group, Name, Subscription, Viewer
from api.rechecks import Rechecks
from api.snapshots import Snapshots
from services.activity.board import Audience
from services.activity.cards import AnyCard, GoneCard

PULSE_S = 0.25

_ByTeam: TypeAlias = dict[UUID, list[tuple[AnyCard, bytes]]]


class Hub:
    """Who follows which cards. Whoever broadcasts writes to the sockets; nobody is woken."""

    def __init__(self) -> None:
        self.snapshots = Snapshots(self.subscribe)
        self.rechecks = Rechecks()
        self._groups: dict[Audience, Group] = {}
        self._by_team: dict[UUID, dict[Audience, Group]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._groups.values()))

    @contextmanager
    def subscribe(self, audience: Audience) -> Iterator[Subscription]:
        """Keep what changes for `audience` from now on."""
        subscription = Subscription()
        with self._among(audience, subscription):
            yield subscription

    @contextmanager
    def view(self, audience: Audience, outlet: Outlet) -> Iterator[Viewer]:
        """Keep what changes for a viewer, who is told of it from `open` on."""
        viewer = Viewer(audience, outlet)
        metrics.VIEWERS.inc()
        try:
            with self._among(audience, viewer):
                yield viewer
        finally:
            metrics.VIEWERS.dec()

    def teams(self) -> list[UUID]:
        """Those that anybody looks at."""
        return list(self._by_team)

    def open(self, viewer: Viewer, first: Message) -> None:
        """Tell what comes first, then what changed since the viewer came, and all that follows."""
        viewer.outlet.write(first)
        self._groups[viewer.audience].open(viewer)

    def broadcast(self, cards: Iterable[AnyCard]) -> None:
        """Tell `cards` to everybody who may see them. Encodes each card once for all."""
        metrics.WINDOWS.inc()
        here: _ByTeam = {}
        gone: _ByTeam = {}
        for card in cards:
            of_team = gone if isinstance(card, GoneCard) else here
            of_team.setdefault(card.unit_id, []).append((card, _encode(card)))
        touched: dict[Audience, Group] = {}
        for team in here.keys() | gone.keys():
            touched |= self._by_team.get(team, {})
        for audience, group in touched.items():
            seen = _seen(audience, here)
            if gone:
                # What is gone from one team may be seen with another.
                seen = {**_seen(audience, gone), **seen}
            if seen:
                group.tell(seen)

    def drop_all(self) -> None:
        """Make every viewer start again from a snapshot."""
        for group in self._groups.values():
            group.drop()

    async def run(self) -> None:
        """Look after slow, silent and signed-out viewers until cancelled."""
        async with create_task_group() as tasks:
            tasks.start_soon(self.rechecks.run)
            tasks.start_soon(self._pulse)

    async def _pulse(self) -> None:
        while True:
            await asyncio.sleep(PULSE_S)
            for group in self._groups.values():
                group.pulse(time.monotonic())

    @contextmanager
    def _among(self, audience: Audience, subscription: Subscription) -> Iterator[None]:
        group = self._groups.get(audience)
        if group is None:
            group = self._groups[audience] = Group()
            for team in audience.unit_ids:
                self._by_team.setdefault(team, {})[audience] = group
        group.join(subscription)
        try:
            yield
        finally:
            group.leave(subscription)
            if not len(group):
                self._forget(audience)

    def _forget(self, audience: Audience) -> None:
        del self._groups[audience]
        for team in audience.unit_ids:
            del self._by_team[team][audience]
            if not self._by_team[team]:
                del self._by_team[team]


def _seen(audience: Audience, by_team: _ByTeam) -> Encoded:
    return {
        _name(shown): encoded if shown is card else _encode(shown)
        for team in by_team.keys() & audience.unit_ids
        for card, encoded in by_team[team]
        if audience.sees(card)
        for shown in (audience.shown(card),)
    }


def _name(card: AnyCard) -> Name:
    return (card.of if isinstance(card, GoneCard) else card.kind), card.key


def _encode(card: AnyCard) -> bytes:
    return card.model_dump_json().encode()
