"""What a process remembers of calls is used only while nobody else has written them."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from services.calls.identity import call_id_for
from services.calls.memory import Memory
from services.calls.record import record_events
from services.calls.recount import recount
from services.calls.scores import apply_score
from services.db import rehearsal, transaction
from tests.counting import Centre, calls, counters, forget_everything, moments, record


@pytest.fixture
def centre(database: None) -> Centre:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
    return centre


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments=moments)
@pytest.mark.parametrize("seed", range(2))
def test_processes_that_take_turns_store_what_one_would(
    centre: Centre, moments: list[tuple[str, int, str, str | None, str | None]], seed: int
) -> None:
    events = [centre.happening(*moment) for moment in moments]
    forget_everything()
    record(events)
    in_order = (calls(), {key: numbers for key, numbers in counters().items() if numbers})

    forget_everything()
    chance = Random(seed)
    told = events + chance.choices(events, k=3)
    chance.shuffle(told)
    memories = (Memory(), Memory(), None)
    for event in told:
        record([event], chance.choice(memories))

    assert (calls(), {key: numbers for key, numbers in counters().items() if numbers}) == in_order


def test_what_was_rolled_back_is_not_remembered(centre: Centre) -> None:
    memory = Memory()
    shift = centre.a_shift()
    record(shift[:4], memory)
    with rehearsal() as session:
        record_events(session, shift[4:], memory)
    record(shift[5:], memory)
    record(shift[4:5], memory)
    remembered = (calls(), counters())

    forget_everything()
    record(shift)

    assert remembered == (calls(), counters())


def test_a_score_between_two_events_stays(centre: Centre) -> None:
    memory = Memory()
    shift = centre.a_shift()
    record(shift[:7], memory)
    with transaction() as session:
        call_id = call_id_for(centre.source_id, "c1")
        apply_score(session, call_id, score=80, passed=True, fatal_hits=1)
    record(shift[7:], memory)

    [first, _] = calls()
    assert (first["score"], first["fatal_hits"], first["sold"]) == (80, 1, True)
    with transaction() as session:
        assert recount(session) == {}


def test_it_holds_no_more_than_it_may(centre: Centre) -> None:
    memory = Memory(max_bytes=1_000)
    for number in range(30):
        record([centre.event("call.dialed", number, f"c{number}", note="x" * 100)], memory)
    assert 1 <= len(memory) <= 8

    record([centre.event("call.dialed", 99, "long", note="x" * 5_000)], memory)
    assert len(memory) == 0
    record([centre.event("call.ended", 120, "long"), centre.event("call.ended", 121, "c0")], memory)

    ended = [call["call_key"] for call in calls() if call["ended_at"]]
    assert sorted(ended) == ["c0", "long"]
