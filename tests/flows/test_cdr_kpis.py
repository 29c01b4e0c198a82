"""The figures of a shift by its CDR alone: no more and no less than its rows can say."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.asterisk import calls_in, translate
from tests.cdr_shift import ZONE, Shift

ONE = Shift(1)


@pytest.mark.parametrize("seed", range(4))
def test_every_kind_of_call_has_its_agents_and_talks(seed: int) -> None:
    shift = Shift(seed, rounds=2)

    said = translate(*shift.lines(), zone=ZONE)

    assert _found(said.events) == _expected(shift)
    assert said.notes == ()


def test_an_export_without_answer_and_end_says_the_same() -> None:
    assert _found(translate(*ONE.export(), zone=ZONE).events) == _expected(ONE)


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_rows_in_any_order_and_twice_say_the_same(chance: Random) -> None:
    rows = [*ONE.rows, *chance.sample(ONE.rows, 10)]
    chance.shuffle(rows)

    assert _found(translate(*ONE.lines(rows=rows), zone=ZONE).events) == _expected(ONE)


def test_each_row_by_itself_has_the_same_talks() -> None:
    """As a source that posts every row when it is written. What ForkCDR() cut stays cut."""
    told = [event for line in ONE.lines() for event in translate(line, zone=ZONE).events]

    found = _found(told)

    for key, expected in _expected(ONE).items():
        assert key in ONE.forked or found[key][2:4] == expected[2:4]


def _found(told: Any) -> dict[str, tuple[Any, ...]]:
    return {
        key: (
            call.facts.get("direction"),
            str(call.facts.get("customer_number"))[-10:],
            [(leg.agent_key, leg.talk_s) for leg in call.legs if leg.talk_s or call.talk_s == 0],
            call.talk_s,
            call.facts.get("outcome"),
        )
        for key, call in calls_in(told).items()
    }


def _expected(shift: Shift) -> dict[str, tuple[Any, ...]]:
    return {
        key: (
            caller.direction,
            caller.number[-10:],
            caller.talks or ([("1001", 0)] if caller.direction == "outbound" else []),
            sum(seconds for _, seconds in caller.talks),
            caller.outcome,
        )
        for key, caller in shift.calls.items()
    }
