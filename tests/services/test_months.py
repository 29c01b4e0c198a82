"""Events are kept in months: none is refused, none counts twice, and few are looked through."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from services import db
from services.calls import months, refold
from services.calls.events import CallEvent
from services.calls.months import EventsBusy, month_of, months_from
from services.calls.record import Outcome, record_events
from services.clock import utc_now
from services.db import database_url, transaction
from services.jobs import KeepMonths
from tests.counting import NINE, Centre, calls, counters, forget_everything, moments, record
from workers.jobs.tidying import keep_months

DAY_S = 86_400.0


@pytest.fixture
def centre(database: None) -> Centre:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
    return centre


@pytest.fixture
def made() -> Iterator[None]:
    """The months around March 2026, and as many before them as an old centre has."""
    first = datetime(2024, 5, 1, tzinfo=UTC)
    with transaction() as session:
        wanted = months.missing(session, months_from(first, 24))
    for month in wanted:
        with transaction() as session:
            months.make(session, month)
    yield
    with transaction() as session:
        for month in wanted:
            session.connection().exec_driver_sql(f"DROP TABLE IF EXISTS {month.name}")


def lies_in() -> dict[str, int]:
    """By part of the table, how many events are in it."""
    with transaction() as session:
        rows = db.rows(
            session,
            "SELECT tableoid::regclass::text AS part, count(*) AS n FROM event GROUP BY 1",
            {},
        )
    return {row["part"]: row["n"] for row in rows}


def nonzero() -> dict[object, dict[str, float]]:
    return {key: numbers for key, numbers in counters().items() if numbers}


def later(event: CallEvent, days: float) -> CallEvent:
    """The same event, as a dialer tells it that says when it sent it."""
    return msgspec.structs.replace(event, at=event.at + timedelta(days=days))


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_instant_has_one_month(at: datetime) -> None:
    month = month_of(at)
    assert month.from_at < month.to_at
    assert (month.from_at <= at < month.to_at) or at.year in (1, 9999)
    assert month_of(month.from_at) == month


def test_months_follow_one_another_in_utc() -> None:
    beijing = datetime.fromisoformat("2026-12-01T05:00:00+08:00")
    year = months_from(beijing, 14)
    assert year[0].name == "event_2026_11"
    assert all(one.to_at == next_one.from_at for one, next_one in pairwise(year))
    assert len({month.name for month in year}) == 14


def test_no_event_is_refused_for_want_of_a_month(centre: Centre) -> None:
    now_s = (utc_now() - NINE).total_seconds()
    events = [
        centre.event("call.dialed", now_s, "today"),
        centre.event("call.dialed", -7 * 365 * DAY_S, "long ago"),
        centre.event("call.dialed", 900 * 365 * DAY_S, "wild"),
        centre.event("agent.state", -30 * 365 * DAY_S, None, agent="1001", state="ready"),
    ]

    assert record(events) == [Outcome.STORED] * 4
    assert record(events) == [Outcome.DUPLICATE] * 4
    assert lies_in() == {month_of(utc_now()).name: 1, "event_other": 3}
    assert len(calls()) == 3


@pytest.mark.parametrize("days", [-40, -2, 0.01, 9, 33, 400])
def test_the_first_instant_of_an_event_is_the_one_that_counts(
    centre: Centre, made: None, days: float
) -> None:
    shift = [event for event in centre.a_shift() if event.call_id]
    record(shift)
    before = calls(), nonzero()

    assert record([later(event, days) for event in shift]) == [Outcome.DUPLICATE] * len(shift)

    assert (calls(), nonzero()) == before
    assert sum(lies_in().values()) == len(shift)


@pytest.mark.parametrize("days", [-6, -2, 0.01, 9, 28])
def test_an_agents_own_event_counts_once_too(centre: Centre, made: None, days: float) -> None:
    """In its month, and in the month beside it for as long as dialers go on sending."""
    shift = centre.a_shift()
    record(shift)
    before = nonzero()
    again = [later(event, days) for event in shift]

    assert record(again) == [Outcome.DUPLICATE] * len(shift)
    assert nonzero() == before
    # Told of both at once, the first that is told counts.
    forget_everything()
    both = shift + again
    assert record(both) == [Outcome.STORED] * len(shift) + [Outcome.DUPLICATE] * len(shift)
    assert nonzero() == before


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=moments,
    days=st.lists(st.sampled_from([-5, -1.5, 0, 0.5, 3]), min_size=10, max_size=10),
    chance=st.randoms(use_true_random=False),
)
def test_telling_it_again_with_other_instants_changes_nothing(
    centre: Centre,
    made: None,
    moments: list[tuple[str, int, str, str | None, str | None]],
    days: list[float],
    chance: Random,
) -> None:
    forget_everything()
    events = [centre.happening(*moment) for moment in moments]
    record(events)
    before = calls(), nonzero(), lies_in()
    again = [later(event, by) for event, by in zip(events, days, strict=False)]
    chance.shuffle(again)
    cut = chance.randint(0, len(again))

    record(again[:cut])
    record(again[cut:])

    assert (calls(), nonzero(), lies_in()) == before


def looks(session: Session) -> Counter[str]:
    """How often this connection looked into which part of the table, not long ago."""
    rows = db.rows(
        session,
        """
        SELECT relname, coalesce(idx_scan, 0) + coalesce(seq_scan, 0) AS scans
        FROM pg_stat_xact_user_tables WHERE starts_with(relname, 'event_')
        """,
        {},
    )
    return Counter({row["relname"]: row["scans"] for row in rows})


def looked_into(events: Sequence[CallEvent]) -> set[str]:
    """Record `events`; returns the parts of the table that were read for it."""
    with transaction() as session:
        before = looks(session)
        record_events(session, events)
        return set(looks(session) - before)


def test_a_call_is_looked_for_in_its_own_months_only(centre: Centre, made: None) -> None:
    e, january_s = centre.event, -40 * DAY_S
    january, march = "event_2026_01", "event_2026_03"
    dialed = [e("call.dialed", january_s), e("call.answered", january_s + 5)]
    assert looked_into(dialed) == {january}
    assert looked_into([e("call.ended", january_s + 90, outcome="sale")]) == {january}

    # Corrected later, it is from then on in two months, with one between them. Where an event
    # goes is looked at too, for whether it is known.
    assert looked_into([e("call.disposed", 60, outcome="refused")]) == {january, march}
    assert looked_into([e("call.disposed", 61, amount=3)]) == {january, "event_2026_02", march}
    [call] = calls()
    assert (call["outcome"], call["amount"], call["talk_s"]) == ("refused", 3.0, 85.0)


def test_a_call_from_before_there_were_months_is_found_everywhere(
    centre: Centre, made: None
) -> None:
    record([centre.event("call.dialed", -40 * DAY_S), centre.event("call.answered", 0)])
    with transaction() as session:
        db.run(session, "UPDATE call SET first_at = NULL, last_at = NULL", {})

    record([centre.event("call.ended", 100)])

    [call] = calls()
    assert (call["talk_s"], call["first_at"], call["last_at"]) == (
        100.0,
        NINE - timedelta(days=40),
        NINE + timedelta(seconds=100),
    )


def test_the_clock_makes_the_months_to_come_and_sorts_what_came_before_them(
    centre: Centre,
) -> None:
    old = [centre.event("call.dialed", 60.0 * n, f"c{n}") for n in range(1_000)]
    few = [centre.event("call.dialed", -300 * DAY_S, "few")]
    record([*old, *few])
    before = calls()
    with transaction() as session:
        ahead = months_from(utc_now(), 3)
        session.connection().exec_driver_sql(f"DROP TABLE {ahead[2].name}")

    keep_months(KeepMonths())
    keep_months(KeepMonths())

    with transaction() as session:
        assert months.missing(session, ahead) == []
    assert lies_in() == {"event_2026_03": 1_000, "event_other": 1}
    assert record([*old, *few]) == [Outcome.DUPLICATE] * 1_001
    assert calls() == before
    with transaction() as session:
        session.connection().exec_driver_sql("DROP TABLE event_2026_03")


def test_a_month_is_not_waited_for_where_the_table_is_in_use(centre: Centre) -> None:
    april = month_of(NINE + timedelta(days=40))
    with psycopg.connect(database_url()) as busy:
        busy.execute("LOCK TABLE event_other IN ACCESS SHARE MODE")

        with pytest.raises(EventsBusy), transaction() as session:
            months.make(session, april)

    with transaction() as session:
        assert months.missing(session, [april]) == [april]


def test_holding_events_holds_those_of_every_month(centre: Centre, made: None) -> None:
    with transaction() as session:
        refold.hold_events(session)
        with psycopg.connect(database_url()) as other:
            other.execute("SET lock_timeout = '50ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute("DELETE FROM event WHERE at < '2026-03-05'")
