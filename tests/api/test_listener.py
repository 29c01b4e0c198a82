"""What passing time changes is told without anything having happened."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from api.hub import Hub
from api.listener import Reader, move_on
from services.activity import board
from services.activity.board import Audience


class Reading(Reader):
    """Five minutes are over once; after that time stands still."""

    def __init__(self, hub: Hub) -> None:
        self.read: list[UUID] = []
        self.at_once: list[int] = []
        self._rests = iter([-1.0])
        self._hub = hub

    async def ask(self, question: Callable[[Session], Any]) -> Any:
        for rest in self._rests:
            return rest
        await asyncio.Event().wait()

    async def tell(self, read: Any) -> None:
        self.read += read.keywords["units"]
        self.at_once.append(len(read.keywords["units"]))


async def _watch(hub: Hub) -> Reading:
    reading = Reading(hub)
    moving = asyncio.create_task(move_on(hub, reading))
    while len(reading.read) < len(hub.teams()):
        await asyncio.sleep(0)
    moving.cancel()
    return reading


@pytest.mark.timeout(60)
def test_teams_that_somebody_looks_at_move_on_a_few_at_a_time() -> None:
    hub, teams = Hub(), [uuid4() for _ in range(23)]
    with ExitStack() as looking:
        for team in teams:
            looking.enter_context(hub.subscribe(Audience(frozenset({team}))))
        looking.enter_context(hub.subscribe(Audience(frozenset(teams))))
        reading = asyncio.run(_watch(hub))

    assert sorted(reading.read) == sorted(teams)
    assert max(reading.at_once) <= 10


def test_one_session_is_never_asked_twice_at_once(session: Session) -> None:
    """Boards that move on ask how late it is, while what changed is being read."""
    asking: list[int] = []
    most: list[int] = []

    def read(_: Session) -> list[Any]:
        asking.append(1)
        most.append(len(asking))
        time.sleep(0.05)
        asking.pop()
        return []

    async def ask() -> None:
        reader = Reader(Hub(), session)
        await asyncio.gather(*(call(read) for call in (reader.ask, reader.tell) * 3))

    asyncio.run(ask())

    assert most == [1] * 6


def test_time_moves_on_within_five_minutes(session: Session) -> None:
    assert 0 < board.moves_on_in_s(session) <= 300
