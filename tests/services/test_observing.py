"""What readings mean: each limit, and that the worst of several counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.observing import (
    Around,
    Card,
    Readings,
    Slow,
    SystemCondition,
    SystemPart,
    SystemReason,
    Told,
    full_at,
    judge,
)
from services.observing.database import Database, Standby
from services.observing.readings import Arriving, Expiring, Failing, Heard, Jobs, Worker
from services.settings.checking import UnknownSetting

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
GB = 1024**3
FINE, LOOK, ACT = SystemCondition
UNKNOWN = UnknownSetting("EARSHOT_DATABSE_URL", nearest="EARSHOT_DATABASE_URL")

DATABASE = Database(
    version="18.4",
    migration="0024",
    size_bytes=GB,
    started_at=NOW - timedelta(days=9),
    connections=20,
    connections_max=100,
    answer_s=0.002,
    clock_apart_s=0.1,
    oldest_transaction_at=NOW - timedelta(seconds=1),
    oldest_transaction_of="psql",
    standbys=[Standby("b", 1.0), Standby("idle", None)],
)
WORKER = Worker("box:1", NOW - timedelta(hours=1), NOW, alive=True, engines=[])
READINGS = Readings(
    at=NOW,
    database=DATABASE,
    jobs=[Jobs("score_call", 3, 1, 0, NOW - timedelta(seconds=5))],
    job_errors={},
    recordings={"set_aside": 0, "waiting": 3},
    engines=[Heard("default", 0.3, 1, 900, NOW)],
    workers=[WORKER],
    silent={},
    arriving=Arriving(1200, 0.2, 0.9),
    alerts={"warning": 2},
    failing=[],
    keys=[],
    sealing={"on": False, "master": None, "data_keys": 0, "data_keys_of_former_masters": 0},
    backup_at=NOW - timedelta(hours=9),
)
SLOW = Slow(100 * GB, 200 * GB, GB)
AROUND = Around(
    boards_p95_s=0.05,
    problems={},
    newest_migration="0024",
    unknown=(),
    cookies_open=False,
    traces_missing=False,
    disk_least_bytes=GB,
)
LOST = replace(WORKER, alive=False, seen_at=NOW - timedelta(minutes=9))


def told(part: SystemPart, readings: Readings, slow: Slow, around: Around) -> dict[str, str]:
    [card] = [card for card in judge(readings, slow, around) if card.name is part]
    return {each.reason.value: each.condition.value for each in card.told}


def test_nothing_is_told_while_all_is_well() -> None:
    cards = judge(READINGS, SLOW, AROUND)

    assert [card.name for card in cards] == list(SystemPart)
    assert {card.condition for card in cards} == {FINE}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"connections": 80}, {"connections_low": "look"}),
        ({"connections": 95}, {"connections_low": "act"}),
        ({"answer_s": 0.3}, {"database_slow": "look"}),
        ({"clock_apart_s": -2.5}, {"clock_off": "act"}),
        ({"oldest_transaction_at": NOW - timedelta(hours=1)}, {"long_transaction": "look"}),
        ({"oldest_transaction_at": None}, {}),
        ({"standbys": [Standby("b", 90.0)]}, {"standby_behind": "look"}),
    ],
)
def test_the_database(changed: Mapping[str, Any], expected: dict[str, str]) -> None:
    readings = replace(READINGS, database=replace(DATABASE, **changed))

    assert told(SystemPart.DATABASE, readings, SLOW, AROUND) == expected


@pytest.mark.parametrize(
    ("part", "changed", "expected"),
    [
        ("intake", {"silent": {"pbx": NOW}}, {"source_silent": "act"}),
        ("intake", {"arriving": Arriving(1, 400.0, 500.0)}, {"events_late": "look"}),
        ("queue", {"jobs": [Jobs("x", 1, 0, 0, NOW - timedelta(hours=1))]}, {"jobs_late": "look"}),
        ("queue", {"jobs": [Jobs("x", 0, 0, 2, None)]}, {"jobs_failed": "look"}),
        ("queue", {"recordings": {"set_aside": 1}}, {"set_aside": "look"}),
        ("workers", {"workers": []}, {"no_worker": "act"}),
        ("workers", {"workers": [LOST]}, {"no_worker": "act"}),
        ("workers", {"workers": [WORKER, LOST]}, {"worker_lost": "look"}),
        ("workers", {"engines": [Heard("d", 1.5, 1, 60, NOW)]}, {"slower_than_sound": "look"}),
        ("workers", {"engines": [Heard("d", 1.5, 2, 60, NOW)]}, {}),
        ("channels", {"failing": [Failing("mail", 3, NOW)]}, {"channel_failing": "act"}),
        ("keys", {"keys": [Expiring("a", NOW + timedelta(days=1))]}, {"key_expires": "look"}),
        ("keys", {"keys": [Expiring("a", NOW - timedelta(days=1))]}, {"key_expired": "act"}),
        ("errors", {"job_errors": {"score_call": 3}}, {"errors": "look"}),
        ("errors", {"job_errors": {"score_call": 20}}, {"errors": "act"}),
        (
            "settings",
            {"sealing": {**READINGS.sealing, "data_keys": 2}},
            {"key_unreadable": "act"},
        ),
    ],
)
def test_each_part(part: str, changed: Mapping[str, Any], expected: dict[str, str]) -> None:
    assert told(SystemPart(part), replace(READINGS, **changed), SLOW, AROUND) == expected


def test_what_there_may_be_several_of_is_named() -> None:
    ended = [Expiring(name, NOW - timedelta(days=1)) for name in ("crm", "pbx")]
    readings = replace(
        READINGS,
        silent={"north": NOW, "south": NOW},
        failing=[Failing("mail", 3, NOW)],
        keys=[*ended, Expiring("new", NOW + timedelta(days=1))],
    )
    named = {
        each.reason.value: list(each.names)
        for card in judge(readings, SLOW, AROUND)
        for each in card.told
    }

    assert named == {
        "source_silent": ["north", "south"],
        "channel_failing": ["mail"],
        "key_expired": ["crm", "pbx"],
        "key_expires": [],
    }


@pytest.mark.parametrize(
    ("part", "changed", "expected"),
    [
        ("boards", {"boards_p95_s": 1.5}, {"boards_slow": "look"}),
        ("version", {"newest_migration": "0025"}, {"migration_differs": "act"}),
        ("settings", {"unknown": (UNKNOWN,)}, {"setting_wrong": "look"}),
        ("settings", {"cookies_open": True}, {"cookies_open": "look"}),
        ("settings", {"traces_missing": True}, {"traces_missing": "look"}),
        ("errors", {"problems": {"unexpected": 1}}, {"errors": "look"}),
    ],
)
def test_what_the_database_does_not_know(
    part: str, changed: Mapping[str, Any], expected: dict[str, str]
) -> None:
    assert told(SystemPart(part), READINGS, SLOW, replace(AROUND, **changed)) == expected


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (100 * GB, {}),
        (13 * GB, {"full_soon": "look"}),
        (1.5 * GB, {"full_soon": "act"}),
        (GB // 2, {"disk_full": "act"}),
        (None, {}),
    ],
)
def test_a_disk_at_a_gigabyte_a_day(free: int | None, expected: dict[str, str]) -> None:
    slow = replace(SLOW, disk_free_bytes=free)

    assert told(SystemPart.STORAGE, READINGS, slow, AROUND) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, {}),
        (3, {"backup_old": "look"}),
        (8, {"backup_old": "act"}),
        (None, {"no_backup": "look"}),
    ],
)
def test_backups_grow_old(days: int | None, expected: dict[str, str]) -> None:
    at = None if days is None else NOW - timedelta(days=days)

    assert told(SystemPart.BACKUPS, replace(READINGS, backup_at=at), SLOW, AROUND) == expected


@given(st.lists(st.sampled_from([LOOK, ACT])))
def test_the_worst_of_several_counts(conditions: list[SystemCondition]) -> None:
    card = Card(SystemPart.QUEUE, [Told(each, SystemReason.ERRORS) for each in conditions])

    assert card.condition is (ACT if ACT in conditions else LOOK if conditions else FINE)


@given(
    free=st.integers(0, 10**15),
    per_day=st.floats(0, 10**13, allow_nan=False, allow_subnormal=False),
)
def test_a_full_disk_is_never_in_the_past(free: int, per_day: float) -> None:
    at = full_at(NOW, replace(SLOW, disk_free_bytes=free, stored_per_day_bytes=per_day))

    assert at is None or at >= NOW
