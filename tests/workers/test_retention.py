"""What is due is gone, what is held stays, and what counts still counts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from services.calls.identity import call_id_for
from services.calls.recount import recount
from services.clock import utc_now
from services.db import run, transaction
from services.jobs import RunRetention
from services.recordings import missing
from services.retention import runs
from services.retention.nights import begin_if_due
from services.settings import get_settings
from services.tables import (
    AuditEntry,
    Call,
    Hit,
    Recording,
    RetentionItem,
    RetentionRun,
    Transcript,
    TranscriptTokens,
)
from tests.counting import record
from tests.doors import sign_in
from tests.retaining import (
    NUMBER,
    RULES,
    SPOKEN,
    Told,
    delete_due,
    erase,
    everything,
    save_rules,
    stored,
)
from tests.sounds import attach_sound, tone, wav
from workers.jobs.retention import run_retention


@pytest.fixture
def told(database: None) -> Told:
    with transaction() as session:
        world = Told(session)
    world.call()
    with transaction() as session:
        world.hear(session)
    return world


def test_what_is_due_is_gone_and_figures_stay(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    assert stored()
    save_rules(client, RULES)

    proof = delete_due(client)

    assert (
        proof["certificate"]["deleted"] | {"recordings": 1, "transcripts": 1, "sounds": 1}
        == (proof["certificate"]["deleted"])
    )
    assert proof["certificate"]["calls"] == {"audio": 0, "text": 1, "call": 1, "agent": 0}
    assert stored() == set()
    with transaction() as session:
        call = session.get_one(Call, told.call_id)
        assert call.audio_deleted_at is not None
        assert call.text_deleted_at is not None
        assert call.emptied_at is None
        assert call.customer_number == f"+86{NUMBER}"
        assert (call.score, call.fatal_hits, call.sold) == (0, 1, True)
        assert session.exec(select(Recording)).all() == []
        assert session.exec(select(TranscriptTokens)).all() == []
        assert session.exec(select(Transcript.utterances)).all() == [[]]
        assert set(session.exec(select(Hit.quote))) == {""}
        assert recount(session) == {}
        assert missing.count_missing(session, older_than=timedelta(0)) == {}
    assert SPOKEN not in everything()
    again = delete_due(client)
    assert again["certificate"]["calls"]["text"] == 0


def test_what_comes_late_is_due_again(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    save_rules(client, RULES[1:])
    delete_due(client)
    record(
        [told.centre.event("call.disposed", 900, outcome="sale", customer_number=f"+86{NUMBER}")]
    )
    with transaction() as session:
        told.hear(session, pitch_hz=500)
    assert delete_due(client)["certificate"]["calls"]["call"] == 1
    assert NUMBER not in everything()
    assert stored() == set()


def test_a_hold_keeps_what_it_names_until_it_is_lifted(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    save_rules(client, RULES[1:])
    agent_id = str(told.centre.agents["1001"])
    subjects = {"call": str(told.call_id), "agent": agent_id, "customer": NUMBER}
    for kind, subject in subjects.items():
        placed = client.post(
            "/api/v1/retention/holds",
            json={"kind": kind, "subject": subject, "reason": "lawsuit"},
        )
        assert placed.status_code == 201, placed.text
        delete_due(client)
        assert erase(client, NUMBER)["held"] == [str(told.call_id)]
        with transaction() as session:
            assert session.get_one(Call, told.call_id).audio_deleted_at is None
        lifted = client.post(
            f"/api/v1/retention/holds/{placed.json()['id']}/lift", json={"reason": "over"}
        )
        assert lifted.status_code == 200
    delete_due(client)
    with transaction() as session:
        assert session.get_one(Call, told.call_id).emptied_at is not None


def test_sound_that_another_call_has_too_stays(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    with transaction() as session:
        attach_sound(session, call_id_for(told.centre.source_id, "c2"), wav(tone(1, 300)))
        run(session, "UPDATE call SET ended_at = now() WHERE call_key = 'c2'", {})
    rules = [{"name": "All", "keep_audio_days": 1}]
    save_rules(client, rules)
    delete_due(client)
    assert len(stored()) == 1


def test_one_call_that_cannot_be_deleted_keeps_nothing_else(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    save_rules(client, RULES[1:])
    with transaction() as session:
        run(
            session,
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no'; END $$",
            {},
        )
        run(
            session,
            "CREATE TRIGGER refuse BEFORE DELETE ON recording EXECUTE FUNCTION refuse()",
            {},
        )
    try:
        certificate = delete_due(client)["certificate"]
    finally:
        with transaction() as session:
            run(session, "DROP FUNCTION refuse CASCADE", {})
    assert certificate["failed"] == 2
    assert delete_due(client)["certificate"]["failed"] == 0


def test_a_killed_deletion_goes_on_where_it_stood(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    save_rules(client, RULES[1:])
    run_id = client.post("/api/v1/retention/runs").json()["id"]
    with transaction() as session:
        runs.begin(session, UUID(run_id))
    with transaction() as session:
        runs.delete_rows(session, UUID(run_id), told.call_id)
    assert stored()
    run_retention(RunRetention(run_id=run_id))
    assert stored() == set()
    with transaction() as session:
        assert session.exec(select(RetentionItem.contents)).all() == [[], []]


def test_the_night_begins_one_deletion_and_none_without_rules(
    client: TestClient, told: Told
) -> None:
    night = utc_now().replace(hour=get_settings().retention_hour)
    with transaction() as session:
        assert begin_if_due(session, night, night.hour) is None
    sign_in(client, "dana")
    save_rules(client, RULES)
    with transaction() as session:
        assert begin_if_due(session, night + timedelta(hours=1), night.hour) is None
        assert begin_if_due(session, night, night.hour) is not None
    with transaction() as session:
        assert begin_if_due(session, night, night.hour) is None
        assert len(session.exec(select(RetentionRun)).all()) == 1


def test_a_preview_counts_what_rules_would_delete(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    wanted = client.post("/api/v1/retention/preview", json={"rules": RULES}).json()
    assert {(each["rule"], each["depth"]): each["tonight"] for each in wanted["counts"]} == {
        (0, "text"): 1,
        (1, "call"): 1,
    }
    assert [each["code"] for each in wanted["cautions"]] == [
        "sale_under_5_years",
        "audio_under_6_months",
    ]


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ([{"name": "a", "kind": "sold"}], "rules"),
        ([{"name": "a", "keep_audio_days": 9, "keep_text_days": 1}], "rules.0.keep_text_days"),
        ([{"name": "a", "kind": "outcomes"}, {"name": "b"}], "rules.0.outcomes"),
        ([{"name": "a", "kind": "sold"}, {"name": "a"}], "rules.1.name"),
    ],
)
def test_rules_that_make_no_sense_are_refused(
    client: TestClient, told: Told, rules: list[dict[str, Any]], field: str
) -> None:
    sign_in(client, "dana")
    response = client.post("/api/v1/retention/policies", json={"rules": rules, "after": 0})
    assert (response.status_code, response.json()["field"]) == (422, field)


def test_who_saves_over_others_is_told(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    save_rules(client, RULES)
    response = client.post("/api/v1/retention/policies", json={"rules": RULES, "after": 0})
    assert response.status_code == 409
    with transaction() as session:
        query = select(AuditEntry.act).where(col(AuditEntry.act).startswith("retention."))
        assert list(session.exec(query)) == ["retention.changed"]
