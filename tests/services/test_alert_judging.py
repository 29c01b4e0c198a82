"""What rules find in given facts, by tables and by properties."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.alerts import judging
from services.alerts.calls_seen import SeenCall, SeenHit, digest, fatal_hits, outside_hours
from services.alerts.conditions import (
    AbandonRate,
    AnyCondition,
    ConnectRate,
    FatalHit,
    Idle,
    LongBreak,
    LongCall,
    LongWrapUp,
    read,
)
from services.alerts.facts import Abandoned, AgentNow, Connects, OpenCall, Silent
from services.alerts.judging import Reach
from services.alerts.quiet import QuietHours
from services.people.calling_hours import CallingHours
from services.tables import AgentState

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
NORTH, SOUTH, LOANS, CARS = uuid4(), uuid4(), uuid4(), uuid4()
EVERYWHERE = Reach(None, None)


def agent(state: AgentState, since_min: float, reason: str | None = None) -> AgentNow:
    return AgentNow(uuid4(), NORTH, state, NOW - timedelta(minutes=since_min), reason)


@pytest.mark.parametrize(
    ("condition", "state", "since_min", "reason", "found"),
    [
        (Idle(minutes=10), AgentState.READY, 10.1, None, True),
        (Idle(minutes=10), AgentState.READY, 10, None, False),
        (Idle(minutes=10), AgentState.WRAP_UP, 60, None, False),
        (LongWrapUp(minutes=5), AgentState.WRAP_UP, 6, None, True),
        (LongBreak(minutes=20), AgentState.BREAK, 21, None, True),
        (LongBreak(minutes=20, reasons=("lunch",)), AgentState.BREAK, 21, "lunch", True),
        (LongBreak(minutes=20, reasons=("lunch",)), AgentState.BREAK, 21, "toilet", False),
        (LongBreak(minutes=20, reasons=("lunch",)), AgentState.BREAK, 21, None, False),
    ],
)
def test_agents_are_stuck_in_the_state_of_the_rule_for_longer_than_it_allows(
    condition: judging.StateCondition,
    state: AgentState,
    since_min: float,
    reason: str | None,
    found: bool,
) -> None:
    agents = [agent(state, since_min, reason)]
    assert bool(judging.stuck_agents(condition, EVERYWHERE, agents, NOW)) is found


@given(limit=st.integers(1, 600), since_s=st.integers(0, 36_000))
def test_an_agent_is_stuck_exactly_when_over_the_limit(limit: int, since_s: int) -> None:
    agents = [agent(AgentState.READY, since_s / 60)]
    found = judging.stuck_agents(Idle(minutes=limit), EVERYWHERE, agents, NOW)
    assert [each.value for each in found] == [round(since_s / 60, 2)] * (since_s > limit * 60)


@given(st.lists(st.sampled_from([NORTH, SOUTH]), max_size=6), st.sampled_from([NORTH, SOUTH]))
def test_a_rule_of_a_unit_finds_only_what_is_in_it(units: list[UUID], mine: UUID) -> None:
    since = NOW - timedelta(hours=2)
    calls = [OpenCall(uuid4(), None, unit, LOANS, since) for unit in units]
    found = judging.long_calls(LongCall(), Reach(frozenset({mine}), None), calls, NOW)
    assert [each.unit_id for each in found] == [unit for unit in units if unit == mine]


def test_a_rule_of_a_campaign_finds_only_its_calls() -> None:
    since = NOW - timedelta(hours=2)
    calls = [OpenCall(uuid4(), None, NORTH, each, since) for each in (LOANS, CARS, None)]
    found = judging.long_calls(LongCall(), Reach(None, LOANS), calls, NOW)
    assert [each.campaign_id for each in found] == [LOANS]


@pytest.mark.parametrize(
    ("live", "abandoned", "found"),
    [(1000, 25, True), (1000, 24, False), (99, 99, False), (0, 0, False)],
)
def test_abandon_rates_count_from_the_limit_on_and_only_where_there_are_enough_calls(
    live: int, abandoned: int, found: bool
) -> None:
    rates = [Abandoned(LOANS, live, abandoned)]
    assert bool(judging.abandon_rates(AbandonRate(), None, None, rates)) is found


@pytest.mark.parametrize(
    ("condition", "seen", "limit"),
    [
        (ConnectRate(below_percent=20), Connects(100, 19, 0, 0), 20),
        (ConnectRate(below_percent=20), Connects(100, 20, 0, 0), None),
        (ConnectRate(below_percent=20), Connects(49, 0, 0, 0), None),
        (ConnectRate(drop_points=10), Connects(100, 20, 100, 31), 21),
        (ConnectRate(drop_points=10), Connects(100, 21, 100, 31), None),
        (ConnectRate(drop_points=10), Connects(100, 0, 49, 49), None),
        (ConnectRate(below_percent=30, drop_points=10), Connects(100, 5, 100, 50), 40),
    ],
)
def test_connect_rates_are_too_low_or_lower_than_yesterday(
    condition: ConnectRate, seen: Connects, limit: float | None
) -> None:
    found = judging.connect_rate(condition, NORTH, None, seen)
    assert [each.limit for each in found] == ([] if limit is None else [limit])


def test_only_the_dialers_of_a_rule_are_silent_for_it() -> None:
    silent = [Silent(each, NOW - timedelta(minutes=30)) for each in (NORTH, SOUTH)]
    assert len(judging.silent_sources((), 15, silent, NOW)) == 2
    [found] = judging.silent_sources((NORTH,), 15, silent, NOW)
    assert (found.source_id, found.value) == (NORTH, 30)


def hit(call_id: UUID, rule_key: str, start_s: float) -> SeenHit:
    return SeenHit(uuid4(), rule_key, rule_key.title(), start_s, call_id, NORTH, None, LOANS)


def test_fatal_hits_of_one_call_are_one_finding_at_the_first_of_them() -> None:
    call_id = uuid4()
    hits = [hit(call_id, "promise", 12), hit(call_id, "insult", 3), hit(uuid4(), "promise", 1)]
    found = fatal_hits(FatalHit(), EVERYWHERE, hits)
    assert [(each.start_s, each.detail, len(each.abouts)) for each in found] == [
        (3, "Insult", 2),
        (1, "Promise", 1),
    ]
    [only] = fatal_hits(FatalHit(rule_keys=("insult",)), EVERYWHERE, hits)
    assert only.start_s == 3


def test_calls_at_a_forbidden_hour_are_found_by_campaign_and_team() -> None:
    hours = CallingHours.model_validate(
        {"clock": "unit", "days": {7: [{"from": "09:00", "to": "20:00"}]}}
    )
    noon = datetime(2026, 11, 22, 4, tzinfo=UTC)

    def call(campaign_id: UUID | None, unit_id: UUID | None, at: datetime) -> SeenCall:
        return SeenCall(uuid4(), unit_id, None, campaign_id, None, at)

    calls = [
        call(LOANS, NORTH, noon),
        call(LOANS, NORTH, noon + timedelta(hours=9)),
        call(LOANS, NORTH, noon + timedelta(hours=10)),
        call(LOANS, SOUTH, noon),
        call(LOANS, None, noon + timedelta(hours=9)),
        call(CARS, NORTH, noon + timedelta(hours=9)),
        call(None, NORTH, noon + timedelta(hours=9)),
    ]
    zones = {NORTH: "Asia/Shanghai", SOUTH: "America/New_York"}
    found = outside_hours(EVERYWHERE, calls, {LOANS: hours}, zones, "Asia/Shanghai")
    # It is still Saturday in New York.
    assert {(each.unit_id, len(each.abouts)) for each in found} == {
        (NORTH, 2),
        (SOUTH, 1),
        (None, 1),
    }


def test_numbers_are_known_again_by_their_digest_and_by_the_key_alone() -> None:
    key, other = b"k" * 32, b"o" * 32
    assert digest("13800001234", key) == digest("13800001234", key)
    assert digest("13800001234", key) != digest("13800001235", key)
    assert digest("13800001234", key) != digest("13800001234", other)
    assert "1234" not in digest("13800001234", key)[:4]


clock = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))


@given(clock, clock, st.integers(0, 366 * 24 * 60))
def test_quiet_hours_and_those_between_them_make_the_whole_day(
    since: time, until: time, minute: int
) -> None:
    if since == until:
        return
    zone = ZoneInfo("Asia/Shanghai")
    instant = NOW + timedelta(minutes=minute)
    quiet = QuietHours(since=since, until=until)
    loud = QuietHours(since=until, until=since)
    assert quiet.has(instant, zone) != loud.has(instant, zone)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-11-22T21:59", False),
        ("2026-11-22T22:00", True),
        ("2026-11-23T07:59", True),
        ("2026-11-23T08:00", False),
        ("2026-11-23T23:00", False),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(at: str, quiet: bool) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    sunday_night = QuietHours(since=time(22), until=time(8), days=(7,))
    assert sunday_night.has(datetime.fromisoformat(at).replace(tzinfo=zone), zone) is quiet


@pytest.mark.parametrize(
    "stored",
    [
        {"kind": "idle", "minutes": 0},
        {"kind": "idle", "minutes": 10, "seconds": 5},
        {"kind": "connect_rate"},
        {"kind": "abandon_rate", "percent": 101},
        {"kind": "too_often", "times": 0},
        {"kind": "unheard_of"},
        {},
    ],
)
def test_conditions_that_ask_for_nothing_possible_are_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        read(stored)


def test_conditions_are_read_as_they_are_kept() -> None:
    kept: AnyCondition = LongBreak(minutes=5, reasons=("lunch",))
    assert read(kept.model_dump(mode="json")) == kept
