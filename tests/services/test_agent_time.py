"""An agent's time: whatever the order of arrival, split over the intervals it covers."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.activity.agent_time import LONGEST, Change, Team, spent, spent_anew
from services.activity.contributions import Contribution, add_up, difference
from services.tables import AgentState, CounterKind

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ALICE, TEAM_A, TEAM_B = UUID(int=1), UUID(int=2), UUID(int=3)
TEAMS = [Team(NINE - timedelta(days=9), TEAM_A), Team(NINE + timedelta(hours=1), TEAM_B)]

changes = st.lists(
    st.builds(
        Change,
        at=st.integers(0, 7200).map(lambda s: NINE + timedelta(seconds=s)),
        rank=st.integers(0, 3),
        state=st.sampled_from(AgentState),
    ),
    max_size=12,
    unique_by=lambda change: (change.at, change.rank),
)


def seconds(contribution: Contribution, name: str, kind: CounterKind = CounterKind.AGENT) -> float:
    return sum(
        numbers.get(name, 0) for (its_kind, *_), numbers in contribution.items() if its_kind is kind
    )


@given(changes, changes)
def test_what_arrives_later_adds_exactly_what_is_missing(
    first: list[Change], later: list[Change]
) -> None:
    known = {(change.at, change.rank) for change in first}
    everything = [*first, *(c for c in later if (c.at, c.rank) not in known)]

    step = difference(spent(ALICE, first, TEAMS), spent(ALICE, everything, TEAMS))
    total = add_up([spent(ALICE, first, TEAMS), step])

    assert total == add_up([spent(ALICE, list(reversed(everything)), TEAMS)])
    assert step == add_up([spent_anew(ALICE, first, everything, TEAMS)])


@given(changes)
def test_time_is_neither_lost_nor_made(day: list[Change]) -> None:
    ordered = sorted(day)
    logged_s = sum(
        (following.at - change.at).total_seconds()
        for change, following in pairwise(ordered)
        if change.state is not AgentState.OFFLINE
    )

    time = spent(ALICE, day, TEAMS)

    for kind in (CounterKind.AGENT, CounterKind.UNIT, CounterKind.ALL):
        assert abs(seconds(time, "logged_s", kind) - logged_s) < 0.01
    assert all(
        numbers["logged_s"] <= 300
        for (kind, *_), numbers in time.items()
        if kind is CounterKind.AGENT
    )


def test_a_break_is_split_over_the_intervals_it_covers() -> None:
    lunch = [
        Change(NINE + timedelta(minutes=3), 0, AgentState.BREAK),
        Change(NINE + timedelta(minutes=11), 0, AgentState.READY),
    ]

    time = spent(ALICE, lunch, TEAMS)

    split = [
        numbers["break_s"]
        for (kind, *_), numbers in sorted(time.items(), key=str)
        if kind is CounterKind.AGENT
    ]
    assert sorted(split) == [60, 120, 300]


def test_each_state_counts_for_the_team_it_began_in() -> None:
    across = [
        Change(NINE, 0, AgentState.READY),
        Change(NINE + timedelta(minutes=61), 0, AgentState.WRAP_UP),
        Change(NINE + timedelta(minutes=63), 0, AgentState.READY),
    ]

    time = spent(ALICE, across, TEAMS)

    by_team = {
        team: sum(n["logged_s"] for (_, key, *_), n in time.items() if key == str(team))
        for team in (TEAM_A, TEAM_B)
    }
    assert by_team == {TEAM_A: 3660, TEAM_B: 120}


def test_an_agent_who_never_signed_off_is_not_paid_for_the_night() -> None:
    forgotten = [
        Change(NINE, 0, AgentState.READY),
        Change(NINE + timedelta(hours=24), 0, AgentState.READY),
    ]

    assert seconds(spent(ALICE, forgotten, TEAMS), "ready_s") == LONGEST.total_seconds()
