"""Counters of before: brought up to what is counted now, from the calls that are there."""

from collections.abc import Iterator

import pytest
from alembic import command

from services import db
from services.calls.recount import recount
from services.db import get_engine, transaction
from services.migrations import config
from tests.counting import Centre, counters, record

BEFORE = "0020"


@pytest.fixture
def centre(database: None) -> Iterator[Centre]:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
    yield centre
    # Whatever became of the test: the next one needs all tables.
    _move(command.upgrade, "head")


def test_old_calls_count_as_if_they_had_come_today(centre: Centre) -> None:
    e = centre.event
    record(centre.a_shift())
    record(
        [
            # Waited 15 s in one queue and 5 s in another, then an agent came.
            e("call.queued", 600, "q1", queue="sales", direction="inbound"),
            e("call.queued", 615, "q1", queue="service"),
            e("call.bridged", 620, "q1", agent="1001", campaign="spring"),
            e("call.ended", 700, "q1", outcome="sale"),
            # Gave up after 25 s.
            e("call.queued", 600, "q2", queue="sales", direction="inbound", campaign="spring"),
            e("call.ended", 625, "q2"),
            # Answered, and nobody came in time, or at all.
            e("call.dialed", 650, "a1", campaign="spring"),
            e("call.answered", 660, "a1"),
            e("call.bridged", 663, "a1", agent="9999"),
            e("call.ended", 680, "a1"),
            e("call.dialed", 650, "a2", campaign="autumn"),
            e("call.answered", 660, "a2"),
            e("call.ended", 664, "a2"),
            e("agent.state", 2000, None, agent="1001", state="meeting"),
            e("agent.state", 2700, None, agent="1001", state="training"),
            e("agent.state", 3000, None, agent="1001", state="offline"),
        ]
    )
    expected = {key: numbers for key, numbers in counters().items() if numbers}
    names = {name for numbers in expected.values() for name in numbers}
    assert {"abandoned", "in_time", "gave_up", "wait_s", "meeting_s", "training_s"} <= names

    _move(command.downgrade, BEFORE)
    with transaction() as session:
        [old] = db.rows(
            session,
            "SELECT count(*) AS rows, sum(dials) AS dials FROM counter"
            " WHERE kind = 'campaign' AND connects > 0",
            {},
        )
    assert (old["rows"], old["dials"]) == (3, 4)
    _move(command.upgrade, "head")

    assert {key: numbers for key, numbers in counters().items() if numbers} == expected
    with transaction() as session:
        assert recount(session) == {}


def _move(move: object, revision: str) -> None:
    get_engine().dispose()
    assert callable(move)
    with get_engine().connect() as connection:
        move(config(connection), revision)
