"""What is looked after by the clock: calls that never end, old deliveries, last sightings."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from services import db, jobs
from services.calls.events import CallEvent
from services.calls.record import record_events
from services.calls.recount import recount
from services.clock import utc_now
from services.db import transaction
from services.dialers import closing, deliveries
from services.jobs import CloseSilentCalls, ForgetDeliveries, JobArgs, NoteSightings
from services.settings import get_settings
from services.tables import Call, CallState, Delivery, DeliveryState, Event, Source
from tests.counting import Centre
from tests.factories import make_source
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting
from workers.jobs.tidying import close_silent_calls

AGENT = {"agent": "1001"}


@pytest.fixture
def centre(database: None) -> Centre:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
    return centre


def record(events: Sequence[CallEvent], hours_ago: float = 0) -> None:
    """As if they had arrived then."""
    with transaction() as session:
        record_events(session, events)
        db.run(
            session,
            "UPDATE event SET received_at = now() - %(ago)s WHERE event_id = ANY(%(ids)s)",
            {"ago": timedelta(hours=hours_ago), "ids": [event.event_id for event in events]},
        )
        db.run(
            session,
            "UPDATE call SET updated_at = now() - %(ago)s WHERE id = ANY(%(ids)s)",
            {"ago": timedelta(hours=hours_ago), "ids": [event.call_id for event in events]},
        )


def tidy(*args: JobArgs) -> None:
    with transaction() as session:
        jobs.enqueue(session, *args)
    assert run_waiting(FakeTranscriber()) == len(args)


def the_call() -> Call:
    with transaction() as session:
        return session.exec(select(Call)).one()


def ends() -> list[Event]:
    with transaction() as session:
        return list(session.exec(select(Event).where(Event.type == "call.ended")))


def is_counted_right() -> bool:
    with transaction() as session:
        return not recount(session)


def answered(centre: Centre, call: str = "c1") -> list[CallEvent]:
    return [
        centre.event("call.dialed", 0, call, **AGENT),
        centre.event("call.answered", 10, call, **AGENT),
        centre.event("call.held", 40, call, **AGENT),
    ]


def test_a_call_that_never_ends_ends_at_its_last_event(centre: Centre) -> None:
    record(answered(centre), hours_ago=4.1)

    tidy(CloseSilentCalls())

    call = the_call()
    assert (call.state, call.end_estimated, call.talk_s) == (CallState.ENDED, True, 30)
    [end] = ends()
    assert (end.origin, end.at) == ("earshot", call.ended_at)
    told = {"call_id": "c1", "estimated": True, "reason": "never ended", "left_by": "lost"}
    assert end.data == told
    assert is_counted_right()


def test_a_call_of_which_something_came_lately_goes_on(centre: Centre) -> None:
    record(answered(centre)[:2], hours_ago=4.1)
    record(answered(centre)[2:], hours_ago=3.9)

    tidy(CloseSilentCalls())

    assert the_call().state is CallState.HELD


def test_what_counts_is_when_it_came_not_when_it_was(centre: Centre) -> None:
    """A shift of months ago that is being imported now."""
    record(answered(centre))

    tidy(CloseSilentCalls())

    assert ends() == []


def test_an_end_that_is_reported_later_takes_over(centre: Centre) -> None:
    record(answered(centre), hours_ago=5)
    tidy(CloseSilentCalls())

    record([centre.event("call.ended", 100, **AGENT)])

    call = the_call()
    assert (call.end_estimated, call.talk_s, call.hold_s) == (False, 30, 60)
    assert is_counted_right()


def test_a_call_that_went_on_after_all_can_be_closed_again(centre: Centre) -> None:
    record(answered(centre), hours_ago=9)
    tidy(CloseSilentCalls())
    record([centre.event("call.bridged", 60, agent="1002")], hours_ago=4.5)
    assert the_call().state is not CallState.ENDED
    with transaction() as session:
        db.run(session, "UPDATE event SET received_at = now() - interval '5 hours'", {})

    tidy(CloseSilentCalls())

    assert (the_call().state, len(ends())) == (CallState.ENDED, 2)
    assert is_counted_right()


def test_several_at_once_close_a_call_once(centre: Centre) -> None:
    for number in range(20):
        record(answered(centre, f"c{number}"), hours_ago=5)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(close_silent_calls, [CloseSilentCalls()] * 4))
    tidy(CloseSilentCalls())

    assert len(ends()) == 20
    with transaction() as session:
        assert {call.version for call in session.exec(select(Call))} == {2}
    assert is_counted_right()


def test_many_calls_are_closed_in_batches(centre: Centre) -> None:
    for number in range(5):
        record(answered(centre, f"c{number}"), hours_ago=5)
    place = None
    rounds = 0
    while rounds == 0 or place is not None:
        with transaction() as session:
            place = closing.close_silent(session, get_settings().call_open_max, place, batch=2)
        rounds += 1

    assert (rounds, len(ends())) == (3, 5)


def delivered(source: Source, days_ago: float, **fields: Any) -> Delivery:
    values: dict[str, Any] = {
        "dialer": "asterisk",
        "url": "",
        "body": b"x",
        "state": DeliveryState.STORED,
    }
    at = utc_now() - timedelta(days=days_ago)
    return Delivery(source_id=source.id, received_at=at, **values | fields)


def test_deliveries_are_kept_for_thirty_days(database: None) -> None:
    with transaction() as session:
        for name in ("one", "two"):
            source = make_source(session, name)
            session.add_all([delivered(source, 31), delivered(source, 29), delivered(source, 400)])

    tidy(ForgetDeliveries())

    with transaction() as session:
        left = session.exec(select(Delivery)).all()
    assert len(left) == 2
    assert all(utc_now() - each.received_at < timedelta(days=30) for each in left)


def test_a_delivery_that_is_being_replayed_is_not_forgotten_under_its_hands(
    database: None,
) -> None:
    with transaction() as session:
        source = make_source(session)
        session.add_all([delivered(source, 31), delivered(source, 32)])
    with transaction() as replaying:
        replaying.exec(
            select(Delivery).order_by(col(Delivery.received_at)).limit(1).with_for_update()
        ).one()
        with transaction() as session:
            assert deliveries.forget(session, source.id, timedelta(days=30)) == 1


def test_when_a_dialer_was_last_heard_of_is_noted(centre: Centre) -> None:
    with transaction() as session:
        make_source(session, "never")
        hook = make_source(session, "hook")
        session.add(delivered(hook, 3, state=DeliveryState.REFUSED))
    record(answered(centre), hours_ago=100)

    tidy(NoteSightings())
    record([centre.event("call.resumed", 50)], hours_ago=1)
    tidy(NoteSightings())

    with transaction() as session:
        seen = {each.name: each.last_seen_at for each in session.exec(select(Source))}
    assert seen["never"] is None
    assert seen["hook"] is not None
    assert seen["dialer"] is not None
    assert timedelta(days=3) <= utc_now() - seen["hook"] < timedelta(days=3, minutes=5)
    assert timedelta(hours=1) <= utc_now() - seen["dialer"] < timedelta(hours=1, minutes=5)
