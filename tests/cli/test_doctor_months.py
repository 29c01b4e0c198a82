"""Doctor says whether the months that events are kept in are made, and what lies in none."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from earshot import app
from services import db
from services.calls import months
from services.calls.months import Gathered, month_of
from services.clock import utc_now
from services.db import transaction
from services.jobs import KeepMonths
from tests.docs import pages
from tests.factories import make_source
from workers.jobs.months import make_missing
from workers.jobs.tidying import keep_months

LONG_AGO = month_of(datetime(2025, 3, 1, tzinfo=UTC))
EVENTS = """
INSERT INTO event (source_id, origin, event_id, type, at, received_at, data)
SELECT %(source_id)s, '/pbx', number::text, 'call.dialed', %(at)s, now(), '{}'
FROM generate_series(1, %(count)s) AS number
"""


def finding() -> tuple[bool, str]:
    done = CliRunner().invoke(app, ["doctor", "--json"], catch_exceptions=False)
    checks = {check["name"]: check for check in map(json.loads, done.stdout.splitlines())}
    return checks["months of events"]["ok"], checks["months of events"]["finding"]


def lay_aside(count: int) -> None:
    with transaction() as session:
        source = make_source(session)
        at = LONG_AGO.from_at + timedelta(days=4)
        db.run(session, EVENTS, {"source_id": source.id, "at": at, "count": count})


@pytest.fixture
def made(database: None) -> Iterator[None]:
    """As workers keep them, before and after."""
    keep_months(KeepMonths())
    yield
    keep_months(KeepMonths())
    with transaction() as session:
        session.connection().exec_driver_sql(f"DROP TABLE IF EXISTS {LONG_AGO.name}")


def test_a_month_that_is_missing_is_named_until_a_worker_made_it(made: None, home: Path) -> None:
    later = month_of(month_of(utc_now()).to_at)
    with transaction() as session:
        session.connection().exec_driver_sql(f"DROP TABLE {later.name}")

    ok, said = finding()
    assert not ok
    assert said.startswith(f"no part for {later.from_at:%Y-%m}; a worker makes it")

    keep_months(KeepMonths())
    ok, said = finding()
    assert (ok, said.startswith("made until ")) == (True, True)


def test_what_waits_for_its_month_is_counted(made: None, home: Path) -> None:
    lay_aside(1_000)

    ok, said = finding()

    assert ok
    assert said.endswith("; 1,000 events wait to be moved to theirs")


def test_more_than_can_be_moved_is_left_alone() -> None:
    assert Gathered(LONG_AGO, 1_000_000).is_movable
    assert not Gathered(LONG_AGO, 1_000_001).is_movable


def test_a_month_with_too_much_aside_is_moved_by_nobody(made: None) -> None:
    """Neither by the hourly worker nor by an import, which asks for it only once."""
    lay_aside(1_500)

    assert make_missing([LONG_AGO], most=1_499) == [LONG_AGO]
    with transaction() as session:
        assert months.missing(session, [LONG_AGO]) == [LONG_AGO]

    assert make_missing([LONG_AGO], most=1_500) == [LONG_AGO]
    with transaction() as session:
        assert months.missing(session, [LONG_AGO]) == []


def test_the_page_moves_a_month_by_hand(made: None) -> None:
    lay_aside(1_500)
    [shown] = [
        block.text
        for block in pages.blocks(pages.ROOT / "docs" / "operations.md")
        if f"CREATE TABLE {LONG_AGO.name}" in block.text
    ]

    with transaction() as session:
        for statement in shown.replace("BEGIN;", "").replace("COMMIT;", "").split(";\n"):
            if statement.strip():
                session.connection().exec_driver_sql(statement)

    with transaction() as session:
        assert months.gathered(session) == []
        [part] = [each for each in months.parts(session) if each.name == LONG_AGO.name]
        assert (part.from_at, part.to_at) == LONG_AGO
        [row] = db.rows(session, f"SELECT count(*) AS n FROM {LONG_AGO.name}", {})
        assert row["n"] == 1_500
