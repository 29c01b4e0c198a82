"""The demo's quality desk is filled once, and shows what a desk shows."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import func, select

from demo import company, desk, feedback
from demo.plan import OPENINGS
from demo.shift import newcomers_call
from services.clock import utc_now
from services.db import transaction
from services.tables import (
    Agent,
    Appeal,
    Calibration,
    Review,
    ReviewComment,
    ReviewTask,
    SampleDraw,
)
from tests.demo_calls import CALLS, be_heard
from tests.doors import sign_in


@pytest.fixture
def filled(database: None) -> None:
    with transaction() as session:
        company.seed(session)
        by_file = {call.file: call for call in CALLS}
        told = [(code, by_file[file]) for code, files in OPENINGS.items() for file in files]
        others = [(str(1003 + number % 8), call) for number, call in enumerate(CALLS[:20])]
        for code, recorded in told + others:
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
    assert len(finished) == desk.REVIEWS
    assert all(review["suggestion"] and not review["open"] for review in reviews)
    assert any(review["praise"] == feedback.PRAISE.zh for review in reviews)
    assert any(comment["start_s"] for review in reviews for comment in review["comments"])
    assert "confirmed" in {each["verdict"] for review in reviews for each in review["verdicts"]}
    assert (held["state"], len(outcome["raters"])) == ("closed", 3 + 1)
    [appeal] = answer(client, "qa-lead", "appeals")["items"]
    assert appeal["text"] == feedback.APPEAL.zh
    assert any(call["spread"] > 0 for call in outcome["calls"])


def test_those_whom_the_readme_names_have_results_whatever_the_hour(
    client: TestClient, filled: None
) -> None:
    lead = answer(client, "lead-a", "reviews", state="final", released=True)["items"]
    names = {each["agent_name"] for each in lead}
    [praised] = answer(client, "1001", "results")["items"]
    judged = answer(client, "1002", "results")["items"]
    [appeal] = answer(client, "1002", "appeals")["items"]

    assert {"王雨桐", "李思远"} <= names
    assert praised["score"] > 0
    assert 0 in {each["score"] for each in judged}
    assert appeal["rule_key"] == "no_guaranteed_return"


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
