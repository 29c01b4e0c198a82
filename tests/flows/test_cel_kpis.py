"""The figures of a shift by its CEL alone: as somebody finds who listened to the calls."""

from collections import Counter
from random import Random
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from services.calls.fold import FoldedCall
from services.db import transaction
from services.dialers import Told
from services.dialers.asterisk.unfinished import Unfinished
from services.tables import Call
from tests.asterisk import calls_in, translate
from tests.cel_rows import AGENTS, Caller
from tests.cel_shift import Shift
from tests.deliveries import calls, make_dialer, post
from tests.factories import make_agent, make_company

ONE = Shift(1)


@pytest.mark.parametrize("seed", range(3))
def test_every_kind_of_call_has_its_talk_wait_and_hold(seed: int) -> None:
    shift = Shift(seed, rounds=2)

    said = translate(*shift.lines())

    assert _found(said.events) == _expected(shift)
    assert said.notes == ()


def test_a_table_s_export_says_the_same() -> None:
    assert _found(translate(*ONE.as_table()).events) == _expected(ONE)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_local_times_say_the_same_in_their_zone(zone: str) -> None:
    said = translate(*ONE.as_table(zone), zone=zone)

    assert _found(said.events) == _expected(ONE)
    assert said.notes == ()


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_rows_in_any_order_and_twice_say_the_same(chance: Random) -> None:
    rows = [*ONE.rows, *chance.sample(ONE.rows, 80)]
    chance.shuffle(rows)

    assert _found(translate(*ONE.lines(rows)).events) == _expected(ONE)


@settings(max_examples=8)
@given(st.lists(st.integers(1, len(ONE.rows) - 1), min_size=1, max_size=4, unique=True))
def test_a_shift_in_pieces_has_the_same_talks_and_waits(cuts: list[int]) -> None:
    """As `earshot listen` delivers it: with the rows of what was not over.

    Who changes bridges just where a piece ends is told of as gone and come back, at once.
    """
    told: list[Told] = []
    unfinished, lines = Unfinished("cel"), ONE.lines()
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(lines)], strict=True):
        before = unfinished.lines()
        query = f"kind=cel&told={len(before)}"
        told += translate(*before, *lines[start:end], query=query).events
        for line in lines[start:end]:
            unfinished.add(line)

    found, expected = _found(told), _expected(ONE)
    assert {key: _by_agent(found[key]) for key in expected} == {
        key: _by_agent(figures) for key, figures in expected.items()
    }
    assert unfinished.lines() == []


def test_a_shift_through_the_door_stands_in_its_calls(client: TestClient) -> None:
    with transaction() as session:
        company = make_company(session)
        for agent in {*AGENTS} - {company.alice.login, "1001"}:
            make_agent(session, company.bobs_team, code=agent)
        key = make_dialer(session, dialer="asterisk")
    lines = ONE.lines()
    for _ in range(2):
        assert post(client, "asterisk", key, "\n".join(lines), params={"kind": "cel"}).is_success

    stored = {call.call_key: _stored(call) for call in calls()}

    assert stored == {key: figures[2:] for key, figures in _expected(ONE).items()}


def _found(told: Any) -> dict[str, tuple[Any, ...]]:
    return {key: _figures(call) for key, call in calls_in(told).items()}


def _figures(call: FoldedCall) -> tuple[Any, ...]:
    return (
        call.facts.get("direction"),
        str(call.facts.get("customer_number"))[-10:],
        [(leg.agent_key, leg.talk_s) for leg in call.legs if leg.talk_s],
        (call.talk_s, call.wait_s),
        call.hold_s,
        call.abandoned,
        "transfer" in call.extra,
        call.facts.get("hangup_by"),
        call.facts.get("outcome"),
    )


def _by_agent(figures: tuple[Any, ...]) -> tuple[Any, ...]:
    """Talk, wait and hold; each agent's talks added up."""
    _, _, talks, *others = figures
    talked: Counter[str] = Counter()
    for agent, talk_s in talks:
        talked[agent] += talk_s
    return {agent: pytest.approx(talk_s) for agent, talk_s in talked.items()}, *others[:3]


def _stored(call: Call) -> tuple[Any, ...]:
    return (
        [(leg["agent_key"], leg["talk_s"]) for leg in call.legs if leg["talk_s"]],
        (call.talk_s, call.wait_s),
        call.hold_s,
        call.abandoned,
        "transfer" in call.extra,
        call.hangup_by,
        call.outcome,
    )


def _expected(shift: Shift) -> dict[str, tuple[Any, ...]]:
    return {key: _played(caller) for key, caller in shift.calls.items()}


def _played(caller: Caller) -> tuple[Any, ...]:
    talks = [(agent, ms / 1000) for agent, ms in caller.talks]
    return (
        caller.direction,
        caller.number[-10:],
        talks,
        (round(sum(seconds for _, seconds in talks), 3), caller.wait_ms / 1000),
        caller.hold_ms / 1000,
        caller.abandoned,
        caller.transferred,
        caller.hangup_by,
        caller.outcome,
    )
