"""A centre with one sale of a customer, and how it is deleted and erased."""

from typing import Any
from uuid import UUID

import psycopg
from fastapi.testclient import TestClient
from psycopg import sql
from sqlmodel import Session, SQLModel

from services.calls.identity import call_id_for
from services.db import database_url
from services.jobs import AnswerRequest, RunRetention
from services.recordings.storage import get_storage
from services.scoring.evaluate import score_call
from services.tables import (
    Call,
    Role,
    Unit,
)
from services.transcripts.index import index_some
from tests.counting import Centre, record
from tests.factories import make_campaign, make_scorecard, make_transcript, make_user, said
from tests.sounds import attach_sound, tone, wav
from workers.jobs.retention import answer_request, run_retention

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
