"""What is due is gone, what is held stays, and an erased customer is nowhere."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql
from sqlmodel import Session, SQLModel, col, select

from services.calls.identity import call_id_for
from services.calls.recount import recount
from services.clock import utc_now
from services.db import database_url, run, transaction
from services.jobs import AnswerRequest, KeepRetention, RunRetention
from services.people import audit
from services.people.audit_chain import Head, follow
from services.recordings import missing
from services.recordings.storage import get_storage
from services.retention import runs
from services.retention.nights import begin_if_due
from services.scoring.evaluate import score_call
from services.settings import get_settings
from services.tables import (
    AuditEntry,
    Call,
    Delivery,
    DeliveryState,
    Event,
    Hit,
    Recording,
    RetentionItem,
    RetentionRun,
    Role,
    Transcript,
    TranscriptTokens,
    Unit,
    UnmatchedRecording,
)
from services.transcripts.index import index_some
from tests.counting import Centre, record
from tests.doors import sign_in
from tests.factories import make_campaign, make_scorecard, make_transcript, make_user, said
from tests.sounds import attach_sound, tone, wav
from workers.jobs.retention import answer_request, keep_retention, run_retention

NUMBER = "13800138000"
SPOKEN = "我女儿的学费"
NAME = "欧阳倩儿"
RULES = [
    {"name": "Sales", "kind": "sold", "keep_audio_days": 1, "keep_text_days": 1},
    {"name": "Rest", "keep_audio_days": 0, "keep_text_days": 0, "keep_call_days": 0},
]


class Told:
    """A centre with one sale of a customer who is known by number, name and words."""

    def __init__(self, session: Session) -> None:
        self.centre = Centre()
        self.centre.build(session)
        team = session.get_one(Unit, self.centre.unit_id)
        make_user(session, team, login="dana", role=Role.ADMIN)
        scorecard, _ = make_scorecard(session)
        make_campaign(session, scorecard_id=scorecard.id, code="spring")
        self.call_id = call_id_for(self.centre.source_id, "c1")

    def call(self) -> None:
        events = self.centre.a_shift()
        events[2].data.update(customer_number=f"+86{NUMBER}", customer_name=NAME)
        record(events)

    def hear(self, session: Session, pitch_hz: float = 300) -> UUID:
        """The call's recording with what was said in it, scored and indexed."""
        recording = attach_sound(
            session, self.call_id, wav(tone(1, pitch_hz)), file_name=f"out-{NUMBER}-{NAME}.wav"
        )
        call = session.get_one(Call, self.call_id)
        make_transcript(
            session,
            call,
            [said(f"您好,{NAME}女士,保证收益,{SPOKEN}", 1), said("good morning", 4)],
            recording_id=recording.id,
        )
        score_call(session, self.call_id)
        while index_some(session):
            pass
        return recording.id


@pytest.fixture
def told(database: None) -> Told:
    with transaction() as session:
        world = Told(session)
    world.call()
    with transaction() as session:
        world.hear(session)
    return world


def everything() -> str:
    """The whole database as text, table by table, as a dump has it."""
    tables = [table.name for table in SQLModel.metadata.sorted_tables]
    with psycopg.connect(database_url()) as connection:
        return "\n".join(
            f"{name}\t{row}"
            for name in [*tables, "pgqueuer", "pgqueuer_log"]
            for (row,) in connection.execute(
                sql.SQL("SELECT each::text FROM {} AS each").format(sql.Identifier(name))
            )
        )


def stored() -> set[str]:
    return {sha256 for batch in get_storage().contents() for sha256, _ in batch}


def save_rules(client: TestClient, rules: list[dict[str, Any]], after: int = 0) -> None:
    response = client.post("/api/v1/retention/policies", json={"rules": rules, "after": after})
    assert response.status_code == 201, response.text


def delete_due(client: TestClient) -> dict[str, Any]:
    """Run a deletion and return its certificate."""
    response = client.post("/api/v1/retention/runs")
    assert response.status_code == 202, response.text
    run_id = response.json()["id"]
    run_retention(RunRetention(run_id=run_id))
    proof: dict[str, Any] = client.get(f"/api/v1/retention/runs/{run_id}/certificate").json()
    return proof


def erase(client: TestClient, subject: str, about: str = "customer") -> dict[str, Any]:
    asked = {"kind": "erase", "about": about, "subject": subject, "confirmed": subject}
    response = client.post("/api/v1/data-requests", json=asked)
    assert response.status_code == 202, response.text
    request_id = response.json()["id"]
    answer_request(AnswerRequest(request_id=request_id))
    answered: dict[str, Any] = client.get(f"/api/v1/data-requests/{request_id}").json()
    assert answered["state"] == "done", answered
    return answered


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


def test_an_erased_customer_is_nowhere(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    with transaction() as session:
        session.add(
            Delivery(
                source_id=told.centre.source_id,
                dialer="qimo",
                url=f"/hook?number={NUMBER}",
                body=json.dumps({"called": NUMBER, "name": NAME}, ensure_ascii=False).encode(),
                state=DeliveryState.STORED,
            )
        )
        session.add(
            UnmatchedRecording(
                source_id=told.centre.source_id,
                sha256="0" * 64,
                size_bytes=1,
                audio={},
                file_name=f"{NUMBER}.wav",
                named={"number": f"+86{NUMBER}"},
            )
        )
    before = everything()
    assert all(mark in before for mark in (NUMBER, NAME, SPOKEN))
    found = client.post(
        "/api/v1/data-requests/look", json={"about": "customer", "subject": NUMBER}
    ).json()
    assert (found["calls"], found["held"]) == (1, 0)

    erase(client, NUMBER)

    dump = everything()
    lines = dump.splitlines()
    assert [line for line in lines if NUMBER in line or NAME in line or SPOKEN in line] == []
    assert NUMBER.encode().hex() not in dump
    assert stored() == set()
    with transaction() as session:
        assert recount(session) == {}
        [*_, head] = follow(audit.chain(session))
        assert isinstance(head, Head)


def test_an_erasure_must_be_typed_again(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    asked = {"kind": "erase", "about": "customer", "subject": NUMBER, "confirmed": "1380013800"}
    response = client.post("/api/v1/data-requests", json=asked)
    assert (response.status_code, response.json()["field"]) == (422, "confirmed")


def test_an_export_holds_what_there_is(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    for about, subject in (
        ("customer", NUMBER),
        ("agent", str(told.centre.agents["1002"])),
    ):
        asked = {"kind": "export", "about": about, "subject": subject}
        request_id = client.post("/api/v1/data-requests", json=asked).json()["id"]
        url = f"/api/v1/data-requests/{request_id}/export"
        assert client.get(url).status_code == 409
        answer_request(AnswerRequest(request_id=request_id))
        archive = zipfile.ZipFile(io.BytesIO(client.get(url).content))
        call = json.loads(archive.read(f"calls/{told.call_id}.json"))
        assert archive.read(call["recordings"][0]["file"])[:4] == b"RIFF"
        assert NAME in call["transcripts"][0]["utterances"][0]["text"]
        assert SPOKEN in archive.read("index.html").decode()
        assert ("evaluations" in call) == (about == "agent")
        with transaction() as session:
            run(session, "UPDATE data_request SET expires_at = now()", {})
        assert client.get(url).status_code == 409
        keep_retention(KeepRetention())
        assert len(stored()) == 1


def test_an_erased_agent_counts_under_another_name(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    agent_id = told.centre.agents["1001"]
    with transaction() as session:
        run(session, "UPDATE agent SET name = '诸葛大力' WHERE id = %(id)s", {"id": agent_id})
        run(session, "UPDATE agent SET code = 'zgdl-77' WHERE id = %(id)s", {"id": agent_id})
    erase(client, str(agent_id), "agent")
    assert "诸葛大力" not in everything()
    assert "zgdl-77" not in everything()
    with transaction() as session:
        agents = session.exec(select(Event.data["agent"].astext)).all()  # type: ignore[index]
        assert "1001" not in agents
        assert recount(session) == {}
        assert session.exec(select(Call.agent_id).where(Call.call_key == "c2")).one() == agent_id


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
