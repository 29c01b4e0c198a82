"""What of a target is to be reached by now."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.boards.days import day_of, regrouped, running_sums, sum_until
from services.boards.pace import GoalHours, expected
from services.people.calling_hours import Hours

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
LUNCH = GoalHours(
    work=Hours(since=time(9), until=time(18)), pause=Hours(since=time(12), until=time(13))
)

clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
zones = st.sampled_from([ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "UTC")])


@st.composite
def goal_hours(draw: st.DrawFn) -> GoalHours:
    """Any hours, with or without a pause inside them."""
    since, begin, end, until = sorted(draw(st.lists(clocks, min_size=4, max_size=4, unique=True)))
    pause = Hours(since=begin, until=end) if draw(st.booleans()) else None
    weekdays = draw(st.lists(st.integers(1, 7), min_size=1, unique=True))
    work = Hours(since=since, until=draw(st.sampled_from([until, time(0)])))
    return GoalHours(weekdays=tuple(weekdays), work=work, pause=pause)


def at(clock: str, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE)


@pytest.mark.parametrize(
    ("clock", "reached"),
    [
        ("00:00", 0),
        ("09:00", 0),
        ("10:00", 100),
        ("12:00", 300),
        ("12:30", 300),
        ("13:00", 300),
        ("17:59", 798.33),
        ("18:00", 800),
        ("23:59", 800),
    ],
)
def test_pace_skips_lunch(clock: str, reached: float) -> None:
    assert expected(800, LUNCH, at(clock), ZONE) == pytest.approx(reached, abs=0.01)


def test_nothing_is_expected_on_a_day_that_the_goal_is_not_for() -> None:
    assert expected(800, LUNCH, at("15:00", date(2026, 3, 1)), ZONE) == 0


@given(goal_hours(), st.dates(date(2026, 1, 1), date(2026, 12, 31)), zones)
def test_pace_begins_at_nothing_never_falls_and_ends_at_the_target(
    hours: GoalHours, on: date, zone: ZoneInfo
) -> None:
    day = day_of(on, zone)
    steps = [day.since + (day.until - day.since) * n / 24 for n in range(24)]
    steps.append(day.until - timedelta(microseconds=1))

    reached = [expected(100, hours, step, zone) for step in steps]

    assert reached[0] == 0
    assert reached == sorted(reached)
    worked = day.date.isoweekday() in hours.weekdays
    assert reached[-1] == pytest.approx(100 if worked else 0, abs=0.01)


counted = st.dictionaries(
    st.integers(0, 287).map(lambda n: n * 5), st.floats(0, 100).map(lambda n: round(n, 3))
)


@given(counted, st.integers(0, 1439))
def test_running_sums_intervals_and_sums_by_now_agree(minutes: dict[int, float], now: int) -> None:
    day = day_of(MONDAY, ZONE)
    buckets = {day.since + timedelta(minutes=n): {"dials": each} for n, each in minutes.items()}
    moment = day.since + timedelta(minutes=now)

    running = running_sums(day, moment + timedelta(microseconds=1), buckets, ["dials"])["dials"]
    by_now = sum_until(moment, buckets, ["dials"])["dials"]
    quarters = regrouped(day, day.until, buckets, timedelta(minutes=15))

    assert running[-1] == pytest.approx(by_now)
    assert len(running) == now // 5 + 1
    whole = sum_until(day.until, buckets, ["dials"])["dials"]
    assert sum(n.get("dials", 0) for _, n in quarters) == pytest.approx(whole)
    assert len(quarters) == 96


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (MONDAY, 24)]
)
def test_a_day_is_as_long_as_its_clock_says(day: date, hours: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    found = day_of(day, zone)

    assert found.until - found.since == timedelta(hours=hours)
    noon = datetime.combine(day - timedelta(days=1), time(12), zone).astimezone(UTC)
    assert found.at_time_of(noon, zone).astimezone(zone).time() == time(12)
