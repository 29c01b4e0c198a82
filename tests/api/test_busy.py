"""More than fits into memory is turned away at once and whole; sent again, it is stored."""

import asyncio
import json
from collections.abc import Sequence
from threading import Event, Lock

import httpx
import pytest
from starlette.datastructures import State

from api.app import create_api
from api.intake import Intake
from api.room import Busy, Room
from api.routes.events import EventDoor
from api.tallies import Tallies
from services.calls.events import CallEvent
from services.calls.record import Outcome
from services.clock import utc_now
from services.db import transaction
from services.tables import KeyScope
from tests import factories

BATCH = "application/cloudevents-batch+json"


class SlowStore:
    """Stores nothing until it is let go."""

    def __init__(self) -> None:
        self.let_go = Event()
        self.stored: list[str] = []
        self._lock = Lock()

    def __call__(self, events: Sequence[CallEvent]) -> list[Outcome]:
        self.let_go.wait(30)
        with self._lock:
            self.stored += [event.event_id for event in events]
        return [Outcome.STORED] * len(events)


@pytest.fixture
def key(database: None) -> str:
    with transaction() as session:
        return factories.make_key(session, KeyScope.EVENTS_WRITE)


def batch(*names: str) -> bytes:
    now = utc_now().isoformat()
    return json.dumps(
        [
            {
                "specversion": "1.0",
                "id": name,
                "source": "/d",
                "type": "call.dialed",
                "time": now,
                "data": {"call_id": name},
            }
            for name in names
        ]
    ).encode()


@pytest.mark.parametrize(
    "room", [Room(max_events=3, max_bytes=10**9), Room(max_events=10**9, max_bytes=700)]
)
def test_what_does_not_fit_is_refused_whole_and_stored_when_sent_again(
    key: str, room: Room
) -> None:
    store = SlowStore()
    intake = Intake(store, room)
    door = EventDoor(create_api(), State({"intake": intake, "tallies": Tallies()}))

    async def story() -> list[httpx.Response]:
        writing = asyncio.create_task(intake.run())
        headers = {"Authorization": f"Bearer {key}", "Content-Type": BATCH}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(door), base_url="http://test", headers=headers
        ) as client:

            async def post(*names: str) -> httpx.Response:
                return await client.post("/api/v1/events", content=batch(*names))

            first = asyncio.create_task(post("a", "b", "c"))
            while not (intake.room.is_used or first.done()):
                await asyncio.sleep(0)
            refused = await post("d", "e")
            store.let_go.set()
            answers = [await first, refused, await post("d", "e")]
        writing.cancel()
        return answers

    first, refused, again = asyncio.run(story())

    assert (first.status_code, again.status_code) == (202, 202)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert refused.json()["type"] == "/problems/busy"
    assert store.stored == ["a", "b", "c", "d", "e"]
    assert not intake.room.is_used


def test_the_past_leaves_half_of_the_room_to_what_is_live(key: str) -> None:
    store = SlowStore()
    store.let_go.set()
    intake = Intake(store, Room(max_events=6, max_bytes=10**9))
    door = EventDoor(create_api(), State({"intake": intake, "tallies": Tallies()}))

    async def story() -> list[int]:
        writing = asyncio.create_task(intake.run())
        headers = {"Authorization": f"Bearer {key}", "Content-Type": BATCH}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(door), base_url="http://test", headers=headers
        ) as client:
            with intake.room.hold(events=3):
                answers = [
                    await client.post(f"/api/v1/events{asked}", content=batch("d", "e"))
                    for asked in ("?past=true", "")
                ]
            answers.append(await client.post("/api/v1/events?past=true", content=batch("d", "e")))
        writing.cancel()
        return [answer.status_code for answer in answers]

    assert asyncio.run(story()) == [429, 202, 202]


def test_one_alone_is_let_in_whatever_its_size() -> None:
    room = Room(max_events=10, max_bytes=10)

    with room.hold(events=50, size_bytes=50):
        with pytest.raises(Busy), room.hold(events=1):
            pass
        with pytest.raises(Busy), room.hold(size_bytes=1):
            pass
    with room.hold(events=1, size_bytes=1), room.hold(events=9, size_bytes=9):
        assert room.is_used
