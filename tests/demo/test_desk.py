"""The demo's quality desk is filled once, and shows what a desk shows."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from demo import company, desk, feedback
from demo.calls import RECORDINGS, RecordedCall, read_manifest
from demo.shift import newcomers_call
from services.clock import utc_now
from services.db import transaction
from services.people import organisation
from services.scoring.evaluate import score_call
from services.tables import (
    Agent,
    Appeal,
    Calibration,
    Campaign,
    Channel,
    Membership,
    Review,
    ReviewComment,
    ReviewTask,
    SampleDraw,
)
from services.transcripts import Utterance
from tests.doors import sign_in
from tests.factories import make_call, make_transcript

CALLS = [call for call in read_manifest(RECORDINGS).calls if call.campaign == "wealth"]


def be_heard(session: Session, recorded: RecordedCall, agent: Agent) -> None:
    """A call that has just ended, with the words that were really said, scored."""
    [campaign_id] = session.exec(select(Campaign.id).where(Campaign.code == recorded.campaign))
    [team] = session.exec(select(Membership.unit_id).where(Membership.agent_id == agent.id))
    call = make_call(
        session,
        source_id=organisation.find_or_create_source(session, company.SOURCE).id,
        agent_id=agent.id,
        unit_id=team,
        campaign_id=campaign_id,
        started_at=utc_now() - timedelta(seconds=1),
        ended_at=utc_now(),
        talk_s=recorded.duration_s,
    )
    said = [
        Utterance(channel=Channel(turn.channel), **turn.model_dump(exclude={"channel"}))
        for turn in recorded.turns
    ]
    make_transcript(session, call, said, language=recorded.language)
    assert score_call(session, call.id)


@pytest.fixture
def filled(database: None) -> None:
    with transaction() as session:
        company.seed(session)
        for number, recorded in enumerate(CALLS[:14]):
            code = str(1001 + number % 10)
            [agent] = session.exec(select(Agent).where(Agent.code == code))
            be_heard(session, recorded, agent)
    desk.fill()


def counts() -> list[int]:
    tables = (Review, ReviewTask, SampleDraw, Calibration, ReviewComment, Appeal)
    with transaction() as session:
        return [session.exec(select(func.count()).select_from(each)).one() for each in tables]


def answer(client: TestClient, login: str, path: str, **params: Any) -> Any:
    sign_in(client, login, password=company.PASSWORD)
    response = client.get(f"/api/v1/{path}", params=params)
    assert response.status_code == 200, response.text
    return response.json()


def test_the_desk_has_a_queue_results_and_a_calibration(client: TestClient, filled: None) -> None:
    waiting = answer(client, "inspector", "reviews/tasks")["items"]
    finished = answer(client, "qa-lead", "reviews", state="final", purpose="review")["items"]
    reviews = [answer(client, "qa-lead", f"reviews/{each['id']}") for each in finished]
    [held] = answer(client, "qa-lead", "calibrations")["items"]
    outcome = answer(client, "qa-lead", f"calibrations/{held['id']}/outcome")

    team = {worker.name for worker in company.TEAMS[0].workers}
    assert waiting
    assert {each["call"]["agent_name"] for each in waiting} <= team
    assert 0 < len(finished) <= desk.REVIEWS
    assert all(review["suggestion"] and not review["open"] for review in reviews)
    assert any(review["praise"] == feedback.PRAISE.zh for review in reviews)
    assert any(comment["start_s"] for review in reviews for comment in review["comments"])
    assert "confirmed" in {each["verdict"] for review in reviews for each in review["verdicts"]}
    assert (held["state"], len(outcome["raters"])) == ("closed", 3 + 1)
    [appeal] = answer(client, "qa-lead", "appeals")["items"]
    assert appeal["text"] == feedback.APPEAL.zh
    assert any(call["spread"] > 0 for call in outcome["calls"])


def test_filling_it_again_adds_nothing_and_waits_for_nothing(filled: None) -> None:
    before = counts()
    waits: list[float] = []

    desk.keep(sleep=waits.append)

    assert (counts(), waits) == (before, [])


def test_a_newcomers_name_waits_in_the_inbox(client: TestClient) -> None:
    with transaction() as session:
        secret = company.seed(session).secret

    told = newcomers_call(utc_now())
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.post("/api/v1/events", json=told, headers=headers).status_code == 202

    [unmatched] = answer(client, "manager", "identities/unmatched")["items"]
    assert "1031" in unmatched.values()
