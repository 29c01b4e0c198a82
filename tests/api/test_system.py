"""What administrators are told of the installation: the same numbers as Prometheus, judged."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import psycopg
import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import select

from api.installation import settings_unknown_at_start
from api.observed import OBSERVED
from api.processes import CHANNEL, Process, Processes, p95_s
from services import db, jobs
from services.clock import utc_now
from services.db import transaction
from services.jobs import IndexTranscripts
from services.people import audit
from services.tables import ApiKey, KeyScope, WorkerProcess
from tests.doors import sign_in
from tests.factories import make_company, make_key, make_source
from tests.flows.test_kill import wait_until


@pytest.fixture
def admin(client: TestClient) -> Iterator[TestClient]:
    with transaction() as session:
        make_company(session)
    sign_in(client, "dana")
    OBSERVED.forget()
    yield client
    OBSERVED.forget()


def look(admin: TestClient) -> dict[str, Any]:
    OBSERVED.forget()
    answer = admin.get("/api/v1/system")
    assert answer.status_code == 200, answer.text
    system: dict[str, Any] = answer.json()
    return system


def told(system: dict[str, Any], name: str) -> dict[str, str]:
    """By reason: the condition."""
    [card] = [card for card in system["cards"] if card["name"] == name]
    return {each["reason"]: each["condition"] for each in card["told"]}


def make_worker(name: str, *, silent: timedelta = timedelta(hours=-1)) -> None:
    """One that lives was seen in an hour: a slow machine's tests outlast its heartbeat."""
    with transaction() as session:
        now = utc_now()
        session.add(
            WorkerProcess(
                name=name,
                engines=[{"name": "default", "model": "small", "device": "cpu"}],
                started_at=now - timedelta(hours=2),
                seen_at=now - silent,
            )
        )


def note_backup() -> None:
    with transaction() as session:
        audit.record(session, actor="system", act="backup.taken", subject="today", contents=1)


@pytest.mark.parametrize("login", ["alice", "bob", "charlie"])
def test_only_those_who_look_after_it_are_told(admin: TestClient, login: str) -> None:
    sign_in(admin, login)

    assert admin.get("/api/v1/system").status_code == 403
    assert admin.get("/api/v1/system/day").status_code == 403


def test_all_is_well(admin: TestClient) -> None:
    make_worker("box:1")
    note_backup()

    system = look(admin)

    # Their facts are those of this machine, or of a test before.
    calm = {"database", "storage", "errors", "intake"}
    assert {card["name"]: card["told"] for card in system["cards"] if card["name"] not in calm} == {
        name: []
        for name in (
            *("queue", "workers", "boards", "channels"),
            *("backups", "version", "settings", "keys"),
        )
    }
    assert system["needing"] <= len(calm)
    assert system["database"]["connections"] >= 1
    assert system["database"]["size_bytes"] > 1_000_000
    assert system["version"]["migration"] == system["version"]["newest_migration"]
    assert [each["model"] for each in system["workers"]["workers"][0]["engines"]] == ["small"]
    [process] = system["boards"]["processes"]
    assert process["viewers"] == 0


def test_no_worker_and_a_lost_one(admin: TestClient) -> None:
    assert told(look(admin), "workers") == {"no_worker": "act"}

    make_worker("box:1", silent=timedelta(minutes=5))
    assert told(look(admin), "workers") == {"no_worker": "act"}

    make_worker("box:2")
    system = look(admin)
    assert told(system, "workers") == {"worker_lost": "look"}
    assert {each["name"]: each["alive"] for each in system["workers"]["workers"]} == {
        "box:1": False,
        "box:2": True,
    }


def test_jobs_that_wait_fail_and_break(admin: TestClient) -> None:
    with transaction() as session:
        jobs.enqueue(session, IndexTranscripts())
        db.run(session, "UPDATE pgqueuer SET execute_after = now() - interval '1 hour'", {})
        db.run(
            session,
            "INSERT INTO pgqueuer (priority, entrypoint, status)"
            " VALUES (0, 'score_call', 'failed')",
            {},
        )
        db.run(
            session,
            "INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority, traceback)"
            " SELECT n, 'queued', 'score_call', 0, '{}' FROM generate_series(1, 25) AS n",
            {},
        )

    system = look(admin)

    assert told(system, "queue") == {"jobs_late": "look", "jobs_failed": "look"}
    assert told(system, "errors") == {"errors": "act"}
    assert system["errors"]["jobs"] == {"score_call": 25}
    assert system["condition"] == "act"


def test_keys_and_backups_by_their_age(admin: TestClient) -> None:
    with transaction() as session:
        make_key(session, KeyScope.CALLS_READ, source=make_source(session))
        key = session.exec(select(ApiKey)).one()
        key.expires_at = utc_now() + timedelta(days=3)
        session.add(key)

    system = look(admin)
    assert told(system, "keys") == {"key_expires": "look"}
    assert told(system, "backups") == {"no_backup": "look"}

    with transaction() as session:
        key = session.exec(select(ApiKey)).one()
        key.expires_at = utc_now() - timedelta(days=1)
        session.add(key)
    assert told(look(admin), "keys") == {"key_expired": "act"}


def test_a_backup_is_seen_as_soon_as_it_is_taken(admin: TestClient) -> None:
    assert look(admin)["backup_at"] is None
    note_backup()

    # What is asked every few minutes is not asked again.
    OBSERVED.readings.forget()
    assert admin.get("/api/v1/system").json()["backup_at"] is not None


@pytest.fixture
def misspelled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_DATABSE_URL", "postgresql://bob:s3cret@db/earshot")
    monkeypatch.setenv("EARSHOT_QQQQ", "1")
    settings_unknown_at_start.cache_clear()
    yield
    settings_unknown_at_start.cache_clear()


@pytest.mark.usefixtures("misspelled")
def test_settings_that_are_none_are_named_with_what_was_meant(admin: TestClient) -> None:
    system = look(admin)

    assert told(system, "settings")["setting_wrong"] == "look"
    assert system["settings_unknown"] == [
        {"variable": "EARSHOT_DATABSE_URL", "nearest": "EARSHOT_DATABASE_URL"},
        {"variable": "EARSHOT_QQQQ", "nearest": None},
    ]
    assert "s3cret" not in str(system)


def test_a_silent_dialer_is_named(admin: TestClient) -> None:
    always = {"from": "00:00", "to": "00:00", "days": [1, 2, 3, 4, 5, 6, 7]}
    with transaction() as session:
        source = make_source(session, "pbx")
        source.working_hours = always
        source.last_seen_at = utc_now() - timedelta(hours=3)
        session.add(source)

    system = look(admin)

    assert told(system, "intake") == {"source_silent": "act"}
    assert [each["source"] for each in system["intake"]["silent"]] == ["pbx"]


def test_prometheus_is_told_the_same(admin: TestClient) -> None:
    make_worker("box:1")
    with transaction() as session:
        jobs.enqueue(session, IndexTranscripts())
    system = look(admin)

    samples = {
        sample.name: sample.value
        for family in text_string_to_metric_families(admin.get("/metrics").text)
        for sample in family.samples
    }

    assert samples["earshot_workers"] == 1
    assert samples["earshot_jobs_waiting"] == sum(
        each["waiting"] for each in system["queue"]["jobs"]
    )
    assert samples["earshot_database_size_bytes"] == system["database"]["size_bytes"]
    assert samples["earshot_database_connections"] == system["database"]["connections"]
    assert samples["earshot_events_per_minute"] == system["intake"]["events_per_minute"]


def test_a_day_has_a_slot_for_every_quarter_of_an_hour(admin: TestClient) -> None:
    day = admin.get("/api/v1/system/day").json()

    assert day["slot_s"] == 900
    assert 95 <= len(day["slots"]) <= 97
    assert all(slot["events_per_minute"] == 0 for slot in day["slots"])


def test_processes_hear_of_each_other(admin: TestClient) -> None:
    other = Process(
        id="other",
        name="elsewhere:7",
        started_at=utc_now(),
        viewers=41,
        boards_p95_s=2.5,
        problems={"database-away": 3},
    )

    def is_heard() -> bool:
        with psycopg.connect(db.database_url(), autocommit=True) as connection:
            said = msgspec.json.encode(other).decode()
            connection.execute("SELECT pg_notify(%s, 'not a process')", [CHANNEL])
            connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, said])
        return len(look(admin)["boards"]["processes"]) == 2

    wait_until(is_heard, 30)

    system = look(admin)
    assert system["boards"]["viewers"] == 41
    assert told(system, "boards") == {"boards_slow": "look"}
    assert system["errors"]["problems"]["database-away"] >= 3


def test_a_process_that_is_alone_still_knows_itself() -> None:
    [own] = Processes().now()

    assert own.name.count(":") == 1


def test_a_percentile_of_what_came_in_between() -> None:
    inf = float("inf")
    assert p95_s({}, {0.1: 0.0, inf: 0.0}) is None
    assert p95_s({0.1: 5.0, 1.0: 5.0, inf: 5.0}, {0.1: 100.0, 1.0: 105.0, inf: 105.0}) == 0.1
    assert p95_s({}, {0.1: 90.0, 1.0: 100.0, inf: 100.0}) == 1.0
    assert p95_s({}, {0.1: 0.0, 1.0: 0.0, inf: 10.0}) == 1.0, "the last bound that has a number"
