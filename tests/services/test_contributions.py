"""What a call counts for: abandoned and waiting calls, and sums that agree with each other."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.activity.contributions import (
    NOBODY,
    contribution,
    is_abandoned,
    is_live_answer,
)
from services.activity.counters import COLUMNS
from services.tables import CounterKind

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OF_ONE = ("dials", "live_answers", "abandoned", "queued", "in_time", "gave_up", "wait_s", "sales")
"""What exactly one agent, team and campaign row has of a call."""


def call(**fields: Any) -> dict[str, Any]:
    """An outbound call answered after 10 s, over after 60; of nobody unless told otherwise."""
    defaults: dict[str, Any] = {
        "direction": "outbound",
        "campaign_id": None,
        "outcome": None,
        "answered_at": NINE + timedelta(seconds=10),
        "bridged_at": None,
        "queued_at": None,
        "ended_at": NINE + timedelta(seconds=60),
        "connected": True,
        "effective": False,
        "sold": False,
        "abandoned": False,
        "in_time": False,
        "wait_s": 0.0,
        "talk_s": 50.0,
        "hold_s": 0.0,
        "score": None,
        "fatal_hits": 0,
        "legs": [],
    }
    return defaults | fields


def leg(agent: int | None = 1, unit: int | None = 2, talk_s: float = 50.0) -> dict[str, Any]:
    named = {"agent_id": agent, "unit_id": unit}
    ids = {name: str(UUID(int=each)) if each else None for name, each in named.items()}
    return {"agent_key": "1001", "talk_s": talk_s, "hold_s": 0.0, **ids}


def after(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("fields", "live", "abandoned"),
    [
        # An agent joined: at once, within two seconds, later.
        ({"bridged_at": after(10), "legs": [leg()]}, True, False),
        ({"bridged_at": after(12), "legs": [leg()]}, True, False),
        ({"bridged_at": after(12.1), "legs": [leg()]}, True, True),
        ({"bridged_at": after(15)}, True, True),
        # Who was on the line before the customer, or dialed: never.
        ({"bridged_at": after(5), "legs": [leg()]}, True, False),
        ({"legs": [leg()]}, True, False),
        ({"legs": [leg(agent=None, unit=None)]}, True, False),
        # Nobody came, and the customer waited; or hung up at once.
        ({}, True, True),
        ({"ended_at": after(11.5)}, True, False),
        ({"ended_at": after(11.5), "outcome": "dropped"}, True, True),
        # A machine made the call for itself.
        ({"outcome": "message_played"}, False, False),
        ({"outcome": "survey"}, False, False),
        ({"outcome": "survey", "legs": [leg()]}, True, False),
        # No person, or no call of ours.
        ({"connected": False, "answered_at": None}, False, False),
        ({"connected": False, "outcome": "voicemail"}, False, False),
        ({"direction": "inbound"}, False, False),
    ],
)
def test_a_live_answer_is_abandoned_when_no_agent_joins_within_two_seconds(
    fields: dict[str, Any], live: bool, abandoned: bool
) -> None:
    row = call(**fields)

    assert is_live_answer(row) is live
    if live:
        assert is_abandoned(row) is abandoned
    [whole] = contribution(row | {"legs": []}).values()
    if not row["legs"]:
        assert (whole.get("live_answers", 0), whole.get("abandoned", 0)) == (live, abandoned)


def test_a_call_counts_for_nothing_until_it_has_ended() -> None:
    assert contribution(call(ended_at=None)) == {}


def test_who_took_a_call_out_of_a_queue_has_its_wait() -> None:
    waited = {"queued_at": NINE, "wait_s": 12.5, "in_time": True, "direction": "inbound"}
    row = call(**waited, legs=[leg(1, 2), leg(3, 4)], campaign_id=UUID(int=9))

    found = contribution(row)

    waits = {
        (kind, key): (numbers["queued"], numbers["in_time"], numbers["wait_s"])
        for (kind, key, *_), numbers in found.items()
        if "queued" in numbers
    }
    taken = (1, 1, 12.5)
    assert waits == {
        (CounterKind.ALL, NOBODY): taken,
        (CounterKind.AGENT, str(UUID(int=1))): taken,
        (CounterKind.UNIT, str(UUID(int=2))): taken,
        (CounterKind.CAMPAIGN, str(UUID(int=2))): taken,
    }


def test_a_call_of_no_team_counts_for_its_campaign_under_nobody() -> None:
    found = contribution(call(campaign_id=UUID(int=9)))

    assert {(kind, key, campaign) for kind, key, _, campaign in found} == {
        (CounterKind.ALL, NOBODY, NOBODY),
        (CounterKind.CAMPAIGN, NOBODY, str(UUID(int=9))),
    }


instants = st.floats(0, 60).map(after)
legs = st.lists(
    st.builds(leg, st.sampled_from([1, 2, None]), st.sampled_from([8, 9, None]), st.floats(0, 60)),
    max_size=3,
)
calls = st.builds(
    call,
    direction=st.sampled_from(["outbound", "inbound"]),
    campaign_id=st.sampled_from([None, UUID(int=5)]),
    outcome=st.sampled_from([None, "sale", "dropped", "survey", "refused"]),
    answered_at=instants,
    bridged_at=st.none() | instants,
    queued_at=st.none() | instants,
    connected=st.booleans(),
    sold=st.booleans(),
    abandoned=st.booleans(),
    in_time=st.booleans(),
    wait_s=st.floats(0, 60),
    score=st.none() | st.floats(0, 100),
    legs=legs,
)


@given(calls)
def test_what_only_one_has_adds_up_to_the_whole_in_every_kind(row: dict[str, Any]) -> None:
    found = contribution(row)

    by_kind: dict[CounterKind, dict[str, float]] = {}
    for (kind, *_), numbers in found.items():
        sums = by_kind.setdefault(kind, {})
        assert numbers.keys() <= set(COLUMNS)
        for name in OF_ONE:
            sums[name] = sums.get(name, 0) + numbers.get(name, 0)
    whole = by_kind.pop(CounterKind.ALL)
    assert all(sums == pytest.approx(whole) for sums in by_kind.values())
    assert (CounterKind.CAMPAIGN in by_kind) is (row["campaign_id"] is not None)
    assert whole["abandoned"] <= whole["live_answers"] <= whole["dials"] <= 1
    assert max(whole["in_time"], whole["gave_up"]) <= whole["queued"]


@given(calls)
def test_a_campaigns_row_of_a_team_is_the_teams_own(row: dict[str, Any]) -> None:
    found = contribution(row | {"campaign_id": UUID(int=5)})

    of_teams = {key: n for (kind, key, *_), n in found.items() if kind is CounterKind.UNIT}
    of_campaign = {key: n for (kind, key, *_), n in found.items() if kind is CounterKind.CAMPAIGN}
    [whole] = [n for (kind, *_), n in found.items() if kind is CounterKind.ALL]
    assert of_campaign == (of_teams or {NOBODY: whole})
