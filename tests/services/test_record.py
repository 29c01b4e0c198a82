"""Recording events: stored once, counted right, whatever the order."""

from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from services import db
from services.calls.record import Outcome
from services.db import transaction
from services.tables import Call, Counter, CounterKind, Membership, Unit, UnitKind
from tests.counting import (
    NINE,
    Centre,
    calls,
    counters,
    forget_everything,
    moments,
    record,
)


@pytest.fixture
def centre(database: None) -> Centre:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
    return centre


def totals(kind: CounterKind, key: UUID) -> dict[str, float]:
    sums: dict[str, float] = {}
    for (its_kind, its_key, *_), numbers in counters().items():
        if (its_kind, its_key) == (kind, key):
            for name, number in numbers.items():
                sums[name] = sums.get(name, 0) + number
    return sums


def test_a_shift_is_counted(centre: Centre) -> None:
    record(centre.a_shift())

    one = totals(CounterKind.AGENT, centre.agents["1001"])
    two = totals(CounterKind.AGENT, centre.agents["1002"])
    team = totals(CounterKind.UNIT, centre.unit_id)
    assert (one["dials"], one["connects"], one["talk_s"]) == (2, 1, 299)
    assert (two["connects"], two["sales"], two["effective_talks"], two["talk_s"]) == (1, 1, 1, 80)
    assert (two["wrap_s"], two["break_s"]) == (50, 750)
    assert (team["dials"], team["connects"], team["sales"], team["talk_s"]) == (2, 1, 1, 379)


@pytest.mark.parametrize("seed", range(6))
def test_any_order_batching_and_duplication_counts_the_same(centre: Centre, seed: int) -> None:
    record(centre.a_shift())
    expected = counters()
    with transaction() as session:
        for table in ("counter", "agent_state_change", "event", "call"):
            db.run(session, f"DELETE FROM {table}", {})

    chance = Random(seed)
    events = centre.a_shift() * 2
    chance.shuffle(events)
    while events:
        size = chance.randint(1, 6)
        record(events[:size])
        events = events[size:]

    same = {key: numbers for key, numbers in counters().items() if numbers}
    assert same == expected


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments=moments, chance=st.randoms(use_true_random=False))
def test_whatever_happened_the_order_it_is_told_in_changes_nothing(
    centre: Centre, moments: list[tuple[str, int, str, str | None, str | None]], chance: Random
) -> None:
    events = [centre.happening(*moment) for moment in moments]
    forget_everything()
    record(events)
    in_order = (calls(), {key: numbers for key, numbers in counters().items() if numbers})

    forget_everything()
    told = events + chance.choices(events, k=3)
    chance.shuffle(told)
    cut = chance.randint(0, len(told))
    record(told[:cut])
    record(told[cut:])

    assert (calls(), {k: n for k, n in counters().items() if n}) == in_order


def test_a_repeated_event_is_a_duplicate_and_changes_nothing(centre: Centre) -> None:
    shift = centre.a_shift()
    record(shift)
    before = counters()

    outcomes = record([shift[2], shift[2], centre.event("call.ringing", 12)])

    assert outcomes == [Outcome.DUPLICATE, Outcome.DUPLICATE, Outcome.STORED]
    assert counters() == before


def test_a_call_keeps_yesterdays_team(centre: Centre) -> None:
    other = uuid4()
    with transaction() as session:
        session.add(Unit(id=other, kind=UnitKind.TEAM, name="Team B"))
        session.flush()
        moved = Membership(
            agent_id=centre.agents["1001"], unit_id=other, since=NINE + timedelta(hours=1)
        )
        session.add(moved)
    record([centre.event("call.dialed", 0, agent="1001"), centre.event("call.ended", 9)])
    record(
        [
            centre.event("call.dialed", 7200, "c9", agent="1001"),
            centre.event("call.ended", 7209, "c9"),
        ]
    )

    with transaction() as session:
        units = session.exec(select(Call.unit_id).order_by(col(Call.started_at))).all()
    assert units == [centre.unit_id, other]


def test_an_unknown_agent_waits_to_be_matched_and_loses_nothing(centre: Centre) -> None:
    record([centre.event("call.dialed", 0, agent="9999"), centre.event("call.ended", 9)])

    with transaction() as session:
        call = session.exec(select(Call)).one()
        counter = session.exec(select(Counter).where(Counter.kind == CounterKind.ALL)).one()
        unmatched = db.rows(session, "SELECT external_id, agent_id FROM agent_identity", {})
    assert (call.agent_key, call.agent_id) == ("9999", None)
    assert counter.dials == 1
    assert unmatched == [{"external_id": "9999", "agent_id": None}]
