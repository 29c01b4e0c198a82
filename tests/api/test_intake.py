"""Which events share a transaction: one by one they would cost more each."""

import asyncio
from collections.abc import Sequence
from threading import Event
from uuid import uuid4

import pytest

from api.intake import SMALL, WORTHWHILE, Intake
from api.room import Room
from services.calls.events import CallEvent, EventType
from services.calls.record import Outcome
from services.clock import utc_now


def told(count: int) -> list[CallEvent]:
    now, source_id = utc_now(), uuid4()
    return [
        CallEvent(source_id, "/d", str(n), EventType.CALL_DIALED, now, None, None, None, {})
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("under_way", "waiting", "begins_beside"),
    [
        (1, WORTHWHILE - 2, False),
        (1, WORTHWHILE, True),
        (SMALL + 1, 2, True),
    ],
)
def test_a_second_batch_begins_beside_the_first_where_it_pays(
    under_way: int, waiting: int, begins_beside: bool
) -> None:
    first_may_end, began = Event(), Event()
    batches: list[int] = []

    def record(events: Sequence[CallEvent]) -> list[Outcome]:
        batches.append(len(events))
        if len(batches) == 1:
            began.set()
            first_may_end.wait(30)
        return [Outcome.STORED] * len(events)

    async def story() -> bool:
        intake = Intake(record, Room(max_events=10_000, max_bytes=10_000))
        writing = asyncio.create_task(intake.run())
        first = asyncio.create_task(intake.submit(told(under_way)))
        await asyncio.to_thread(began.wait, 30)
        halves = [told(waiting // 2), told(waiting - waiting // 2)]
        others = asyncio.gather(*(intake.submit(half) for half in halves))
        if begins_beside:
            await others
        beside = not first.done() and others.done()
        first_may_end.set()
        await first
        await others
        writing.cancel()
        return beside

    assert asyncio.run(story()) is begins_beside
    assert sum(batches) == under_way + waiting
    if not begins_beside:
        assert batches == [under_way, waiting]
