"""A centre with calls that version 1 of a card has scored, for trying other wordings on."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.db import transaction
from services.people import organisation
from services.scoring import evaluate
from services.scoring.card import ScorecardBody
from services.tables import Call, Role
from services.transcripts.index import index_some
from tests.factories import (
    make_agent,
    make_call,
    make_campaign,
    make_company,
    make_scorecard,
    make_transcript,
    make_user,
    must_not_say,
    must_say,
    said,
)
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

DAY = datetime(2026, 3, 2, 4, tzinfo=UTC)
PERIOD = {"from_date": "2026-03-01", "until_date": "2026-03-31"}
TALKS = {
    "greets": "您好,本次通话将会被录音",
    "promises": "您好,保证收益,本次通话录音",
    "sure": "您好,稳赚不赔",
    "silent": "嗯",
}
FORMER = ScorecardBody(
    rules=(
        must_say("greeting", "您好"),
        must_not_say("promise", "保证收益", points=30),
    )
)


class Centre:
    """Two teams; calls of each of `TALKS`, scored with version 1 of a card."""

    def __init__(self, session: Session) -> None:
        self.company = make_company(session)
        ours, theirs = self.company.bobs_team, self.company.charlies_team
        make_user(session, ours, login="quinn-ours", role=Role.QA_LEAD)
        make_user(session, self.company.unit, login="quinn", role=Role.QA_LEAD)
        agents = [
            (ours, organisation.get_agent(session, "1001")),
            (theirs, make_agent(session, theirs, code="2001", name="Carl")),
        ]
        self.card, self.version = make_scorecard(session, FORMER)
        self.campaign = make_campaign(session, scorecard_id=self.card.id)
        self.calls: dict[tuple[str, str], UUID] = {}
        for unit, agent in agents:
            for number, (name, text) in enumerate(TALKS.items()):
                call = make_call(
                    session,
                    campaign_id=self.campaign.id,
                    unit_id=unit.id,
                    agent_id=agent.id,
                    started_at=DAY + timedelta(hours=number),
                )
                make_transcript(session, call, [said(text, 1)])
                evaluate.score_call(session, call.id)
                self.calls[agent.code, name] = call.id
        while index_some(session):
            pass


def draft(*rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"rules": rules, **more}


def asks(key: str, *phrases: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": key, "condition": {"type": "said", "phrases": phrases}, **more}


def forbids(key: str, *phrases: str, points: float = 30, **more: Any) -> dict[str, Any]:
    return asks(key, *phrases, forbids=True, effect="deduct", points=points, **more)


GREETING = asks("greeting", "您好")
WIDER = draft(GREETING, forbids("promise", "保证收益", "稳赚"))


def scores() -> dict[UUID, tuple[float | None, int]]:
    """Of every call: its current score, and its version."""
    with transaction() as session:
        return {call.id: (call.score, call.version) for call in session.exec(select(Call))}


def start(client: TestClient, centre: Centre, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    wanted = {"scorecard_id": str(centre.card.id), "body": body, **PERIOD, **more}
    answer = client.post("/api/v1/backtests", json=wanted)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def finished(
    client: TestClient, centre: Centre, body: dict[str, Any], **more: Any
) -> dict[str, Any]:
    started = start(client, centre, body, **more)
    run_waiting(FakeTranscriber([]))
    told: dict[str, Any] = client.get(f"/api/v1/backtests/{started['id']}").json()
    assert told["state"] == "done", told
    return told
