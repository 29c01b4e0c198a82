"""The figures of a queue's log whose lines came twice, or in no order."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dialers import Told
from tests.asterisk import calls_in, states_in, translate
from tests.queue_shift import Shift

SHIFT = Shift(1)
EACH_TWICE = [line for line in SHIFT.lines for _ in range(2)]


@pytest.mark.parametrize("lines", [EACH_TWICE, SHIFT.lines * 2], ids=["lines", "file"])
def test_a_log_that_came_twice_in_one_delivery_counts_once(lines: list[str]) -> None:
    assert _found(lines) == _found(SHIFT.lines)


def test_agents_do_not_change_by_what_they_did_already() -> None:
    assert _changes(EACH_TWICE) == _changes(SHIFT.lines)


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_a_log_in_no_order_has_the_same_calls(chance: Random) -> None:
    lines = [*SHIFT.lines, *chance.sample(SHIFT.lines, 100)]
    chance.shuffle(lines)

    assert _found(lines) == _found(SHIFT.lines)


def _found(lines: list[str]) -> dict[str, Any]:
    return {
        key: (
            call.wait_s,
            call.talk_s,
            call.abandoned,
            call.facts.get("hangup_by"),
            [(leg.agent_key, leg.talk_s) for leg in call.legs],
            [(visit.queue, visit.joined, visit.left_by) for visit in call.visits],
        )
        for key, call in calls_in(_told(lines)).items()
    }


def _changes(lines: list[str]) -> list[tuple[int, str, str]]:
    """Changes of agents, without those to what they are already."""
    now: dict[str, str] = {}
    found = []
    for second, agent, state, _ in states_in(_told(lines)):
        if now.get(agent) != state:
            found.append((second, agent, state))
        now[agent] = state
    return found


def _told(lines: list[str]) -> tuple[Told, ...]:
    return translate(*lines, query="kind=queue_log").events
