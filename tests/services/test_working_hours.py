"""When silence is alarming: hours of the day in the source's zone, over midnight, on some days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.dialers.hours import WorkingHours, silent_since

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
PATIENCE = timedelta(minutes=15)
OFFICE = WorkingHours.model_validate({"from": "09:00", "to": "18:00", "days": [5, 1, 2, 3, 4, 1]})
NIGHT = WorkingHours.model_validate({"from": "22:00", "to": "06:00", "days": [5]})
ALWAYS = WorkingHours.model_validate({"from": "00:00", "to": "00:00"})


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("hours", "now", "begun"),
    [
        (OFFICE, "2026-03-02 09:00", "2026-03-02 09:00"),
        (OFFICE, "2026-03-02 17:59", "2026-03-02 09:00"),
        (OFFICE, "2026-03-02 18:00", None),
        (OFFICE, "2026-03-02 08:59", None),
        (OFFICE, "2026-03-01 12:00", None),  # a Sunday
        (NIGHT, "2026-03-06 23:00", "2026-03-06 22:00"),
        (NIGHT, "2026-03-07 05:59", "2026-03-06 22:00"),  # Saturday, of Friday's night
        (NIGHT, "2026-03-07 23:00", None),
        (ALWAYS, "2026-03-07 23:00", "2026-03-07 00:00"),
    ],
)
def test_hours_are_those_of_the_day_they_begin_on(
    hours: WorkingHours, now: str, begun: str | None
) -> None:
    expected = local(begun) if begun else None
    assert hours.begun_at(local(now).astimezone(UTC), SHANGHAI) == expected


def test_hours_keep_to_the_clock_on_the_wall_when_it_is_put_forward() -> None:
    night = WorkingHours.model_validate({"from": "22:00", "to": "06:00"})
    # Clocks go from 02:00 to 03:00 on 29 March 2026.
    assert night.begun_at(datetime(2026, 3, 29, 3, 59, tzinfo=UTC), BERLIN) is not None
    assert night.begun_at(datetime(2026, 3, 29, 4, 0, tzinfo=UTC), BERLIN) is None


@pytest.mark.parametrize(
    ("now", "seen", "since"),
    [
        ("2026-03-02 10:14", "2026-03-02 10:00", None),
        ("2026-03-02 10:15", "2026-03-02 10:00", "2026-03-02 10:00"),
        ("2026-03-02 09:14", "2026-02-27 17:59", None),
        ("2026-03-02 09:15", "2026-02-27 17:59", "2026-03-02 09:00"),
        ("2026-03-02 20:00", "2026-03-02 10:00", None),
        ("2026-03-02 10:15", None, None),
    ],
)
def test_silence_counts_from_the_last_sighting_or_the_first_working_minute(
    now: str, seen: str | None, since: str | None
) -> None:
    last = local(seen) if seen else None
    expected = local(since) if since else None
    assert silent_since(local(now), last, OFFICE, SHANGHAI, PATIENCE) == expected
    assert silent_since(local(now), last, None, SHANGHAI, PATIENCE) is None


@given(
    st.integers(0, 366 * 24 * 60).map(lambda m: local("2026-01-01", BERLIN) + timedelta(minutes=m)),
    st.times(),
    st.times(),
)
def test_what_has_begun_lies_in_the_day_before(now: datetime, begins: object, ends: object) -> None:
    hours = WorkingHours.model_validate({"from": begins, "to": ends})
    begun = hours.begun_at(now, BERLIN)
    assert begun is None or timedelta(0) <= now - begun <= timedelta(hours=25)


def test_days_are_kept_in_order_and_once() -> None:
    assert OFFICE.model_dump(mode="json", by_alias=True) == {
        "from": "09:00:00",
        "to": "18:00:00",
        "days": [1, 2, 3, 4, 5],
    }


@pytest.mark.parametrize(
    "wrong", [{"from": "25:00", "to": "18:00"}, {"from": "09:00", "to": "18:00", "days": [0]}]
)
def test_hours_and_days_that_are_none_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WorkingHours.model_validate(wrong)
