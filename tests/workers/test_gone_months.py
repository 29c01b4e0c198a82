"""A month that nobody keeps anything of is dropped as a whole, and nothing counts differently."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from services import db
from services.calls import months
from services.calls.months import month_of
from services.calls.record import Outcome
from services.calls.recount import recount
from services.calls.refold import forget_time
from services.db import database_url, transaction
from services.retention.gone_months import longest
from services.retention.rules import RetentionRule
from services.tables import AuditEntry, GoneMonth
from tests.counting import NINE, calls, counters, record
from tests.doors import sign_in
from tests.retaining import Told, delete_due, save_rules

MARCH = month_of(NINE)
ALL = [{"name": "All", "keep_audio_days": 0, "keep_text_days": 0, "keep_call_days": 0}]
ELSE = [{"name": "Sales", "kind": "sold", "keep_audio_days": 1, "keep_text_days": 1}, *ALL]
DAY_S = 86_400.0


@pytest.fixture
def told(database: None) -> Iterator[Told]:
    with transaction() as session:
        months.make(session, MARCH)
    with transaction() as session:
        world = Told(session)
    world.call()
    yield world
    with transaction() as session:
        session.connection().exec_driver_sql(f"DROP TABLE IF EXISTS {MARCH.name}")


def names() -> set[str]:
    with transaction() as session:
        return {part.name for part in months.parts(session)}


def acts() -> list[tuple[str, str]]:
    with transaction() as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        return [(entry.act, entry.subject) for entry in entries]


def counted() -> Any:
    return {key: numbers for key, numbers in counters().items() if numbers}


def test_a_month_that_all_rules_are_done_with_goes_and_figures_stay(
    client: TestClient, told: Told
) -> None:
    sign_in(client, "dana")
    before = counted()
    assert MARCH.name in names()
    save_rules(client, ALL)

    proof = delete_due(client)["certificate"]

    assert MARCH.name not in names()
    [gone] = proof["months"]
    assert (gone["from"], gone["to"], gone["events"]) == (
        "2026-03-01T00:00:00+00:00",
        "2026-04-01T00:00:00+00:00",
        14,
    )
    assert gone["bytes"] > 0
    # The calls were emptied without their events: those went with the month.
    assert proof["calls"]["call"] == 2
    assert "events" not in proof["deleted"]
    assert ("retention.month_dropped", MARCH.name) in acts()
    assert counted() == before
    with transaction() as session:
        assert recount(session) == {}
    assert delete_due(client)["certificate"]["months"] == []


def test_a_rule_that_keeps_who_was_called_keeps_the_month(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    save_rules(client, ELSE)

    assert delete_due(client)["certificate"]["months"] == []

    assert MARCH.name in names()


@pytest.mark.parametrize("kind", ["call", "agent", "campaign"])
def test_a_hold_keeps_the_month(client: TestClient, told: Told, kind: str) -> None:
    sign_in(client, "dana")
    save_rules(client, ALL)
    [call] = [call for call in calls() if call["id"] == told.call_id]
    subject = {
        "call": call["id"],
        "agent": told.centre.agents["1002"],
        "campaign": call["campaign_id"],
    }[kind]
    held = {"kind": kind, "subject": str(subject), "reason": "a suit"}
    hold = client.post("/api/v1/retention/holds", json=held)
    assert hold.status_code == 201, hold.text

    assert delete_due(client)["certificate"]["months"] == []
    assert MARCH.name in names()

    lift = client.post(f"/api/v1/retention/holds/{hold.json()['id']}/lift", json={"reason": "over"})
    assert lift.status_code == 200, lift.text
    assert len(delete_due(client)["certificate"]["months"]) == 1
    assert MARCH.name not in names()


def test_what_comes_later_for_a_call_of_a_month_that_is_gone_changes_nothing(
    client: TestClient, told: Told
) -> None:
    sign_in(client, "dana")
    save_rules(client, ALL)
    delete_due(client)
    before = calls(), counted()
    shift = told.centre.a_shift()

    again = record(shift)
    late = record([told.centre.event("call.disposed", 900, customer_number="139")])

    # The agents' own events are stored, and say what was known already.
    assert {outcome for event, outcome in zip(shift, again, strict=True) if event.call_id} == {
        Outcome.DUPLICATE
    }
    assert late == [Outcome.DUPLICATE]
    assert (calls(), counted()) == before
    with transaction() as session:
        [row] = db.rows(session, "SELECT count(*) AS n FROM event WHERE call_id IS NOT NULL", {})
        assert row["n"] == 0
        assert recount(session) == {}


def test_a_call_of_which_nobody_had_heard_is_told_whole_though_its_month_is_gone(
    client: TestClient, told: Told
) -> None:
    sign_in(client, "dana")
    save_rules(client, ALL)
    delete_due(client)
    e = told.centre.event

    outcomes = [
        *record([e("call.dialed", 3000, "new", agent="1001"), e("call.answered", 3005, "new")]),
        *record([e("call.ended", 3065, "new", outcome="sale")]),
        *record([e("call.disposed", 3070, "new", amount=8)]),
    ]

    assert outcomes == [Outcome.STORED] * 4
    [new] = [call for call in calls() if call["call_key"] == "new"]
    assert (new["talk_s"], new["sold"], new["amount"]) == (60.0, True, 8.0)
    with transaction() as session:
        assert recount(session) == {}


def test_time_of_a_month_that_is_gone_stays_with_its_agent(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    save_rules(client, ALL)
    delete_due(client)
    before = counted()
    today = told.centre.event("agent.state", 200 * DAY_S, None, agent="1001", state="break")
    record([today])

    with transaction() as session:
        forget_time(session, [told.centre.agents["1001"]])

    assert counted() == before
    with transaction() as session:
        assert recount(session) == {}


def test_a_table_in_use_is_left_for_another_night(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    save_rules(client, ALL)
    with psycopg.connect(database_url()) as busy:
        busy.execute(f"SELECT FROM {MARCH.name} LIMIT 1")

        proof = delete_due(client)["certificate"]

    assert proof["months"] == []
    assert proof["deleted"]["events"] > 0
    assert MARCH.name in names()
    assert len(delete_due(client)["certificate"]["months"]) == 1
    with transaction() as session:
        [gone] = session.exec(select(GoneMonth)).all()
        assert gone.to_at == MARCH.to_at


def test_a_month_is_due_when_the_last_rule_is_over() -> None:
    def rule(days: int | None) -> RetentionRule:
        return RetentionRule(name="any", keep_call_days=days)

    assert longest([rule(30), rule(400)]) == timedelta(days=400)
    assert longest([rule(30), rule(None)]) is None
    assert longest([]) is None
