"""A transaction that is sent as one pipeline ends as any other: whole, or not at all."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from api.intake import Intake
from services import db
from services.calls.events import CallEvent
from services.calls.record import Outcome
from services.tables import Source
from tests.counting import Centre, counters


def test_error_that_nobody_read_undoes_everything_at_the_end(database: None) -> None:
    with pytest.raises(DBAPIError) as raised:
        _store_half()

    assert not isinstance(raised.value, db.AWAY)
    assert _sources() == 0


def test_what_breaks_the_block_undoes_everything_and_leaves_the_connection_usable(
    database: None,
) -> None:
    with pytest.raises(LookupError):
        _store_half(LookupError())

    assert _sources() == 0
    with db.pipelined_transaction() as session:
        [row] = db.rows(session, "SELECT 1 AS one", {})
    assert row == {"one": 1}


def test_event_that_cannot_be_stored_fails_alone(database: None) -> None:
    centre = Centre()
    with db.transaction() as session:
        centre.build(session)
    good = centre.event("call.ended", 60, agent="1001")
    bad = centre.event("call.dialed", 10, "c2", agent="1001", note="\0")

    stored, failed = asyncio.run(_submitted([good], [bad]))

    assert stored == [Outcome.STORED]
    assert isinstance(failed, Exception)
    with db.transaction() as session:
        found = db.tuples(session, "SELECT event_id FROM event", {})
        calls = db.tuples(session, "SELECT call_key FROM call", {})
    assert (found, calls) == ([(good.event_id,)], [("c1",)])
    assert counters()


def _store_half(error: Exception | None = None) -> None:
    with db.pipelined_transaction() as session:
        session.add(Source(name="half"))
        session.flush()
        db.run(session, "SELECT 1 / 0", {})
        if error is not None:
            raise error


async def _submitted(*requests: list[CallEvent]) -> list[list[Outcome] | BaseException]:
    intake = Intake()
    writers = asyncio.ensure_future(intake.run())
    try:
        submitted = [intake.submit(events) for events in requests]
        return await asyncio.gather(*submitted, return_exceptions=True)
    finally:
        writers.cancel()
        await asyncio.gather(writers, return_exceptions=True)


def _sources() -> int:
    with db.transaction() as session:
        return len(db.rows(session, "SELECT id FROM source", {}))
