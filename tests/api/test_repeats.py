"""A POST that is sent twice because nobody knows whether it arrived."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.repeats import KEPT
from services.tables import ApiKey, GivenAnswer, Scorecard, User
from tests.doors import sign_in
from tests.factories import PASSWORD, make_company

URL = "/api/v1/keys"
WANTED: dict[str, Any] = {"name": "Main", "source": "vicidial", "scopes": ["events:write"]}


@pytest.fixture(autouse=True)
def dana(client: TestClient) -> None:
    with transaction() as session:
        make_company(session)
    sign_in(client, "dana")


def create(client: TestClient, key: str | None, **changes: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(URL, json=WANTED | changes, headers=headers)


def made() -> list[ApiKey]:
    with transaction() as session:
        return list(session.exec(select(ApiKey)).all())


def test_the_second_time_nothing_is_made_and_the_answer_is_the_same(client: TestClient) -> None:
    first, second = (create(client, "k-1") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second.headers["content-type"] == first.headers["content-type"]
    assert len(made()) == 1


def test_without_a_key_or_with_another_it_is_another_request(client: TestClient) -> None:
    for key in (None, None, "k-1", "k-2"):
        assert create(client, key).status_code == 201

    assert len(made()) == 4


@pytest.mark.parametrize("url", [URL, "/api/v1/scorecards"])
def test_a_key_is_for_one_request(client: TestClient, url: str) -> None:
    create(client, "k-1")

    answer = client.post(url, json=WANTED | {"name": "x"}, headers={"Idempotency-Key": "k-1"})

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/idempotency-key-reused"
    assert answer.json()["field"] == "Idempotency-Key"
    assert len(made()) == 1


def test_a_refused_request_leaves_its_key_free(client: TestClient) -> None:
    assert create(client, "k-1", scopes=["everything"]).status_code == 422

    assert create(client, "k-1").status_code == 201
    assert len(made()) == 1


def test_the_same_key_of_somebody_else_is_another_one(client: TestClient) -> None:
    create(client, "k-1")
    with transaction() as session:
        [dana] = session.exec(select(User).where(User.login == "dana"))
        session.add(
            User(**dana.model_dump(exclude={"id", "login"}), login="erin"),
        )
    sign_in(client, "erin", PASSWORD)

    assert create(client, "k-1").status_code == 201
    assert len(made()) == 2


def test_of_two_at_once_one_does_it_and_both_are_told(client: TestClient) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: create(client, "k-1"), range(6)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(made()) == 1


def test_after_a_day_a_key_is_forgotten(client: TestClient) -> None:
    for key in ("k-1", "k-2"):
        create(client, key)
    with transaction() as session:
        for kept in session.exec(select(GivenAnswer)):
            kept.created_at = utc_now() - KEPT - timedelta(minutes=1)

    assert create(client, "k-1", name="Other").status_code == 201
    assert len(made()) == 3
    with transaction() as session:
        assert len(session.exec(select(GivenAnswer)).all()) == 1


def test_a_secret_that_was_answered_cannot_be_read_in_the_database(client: TestClient) -> None:
    secret = create(client, "k-1").json()["secret"]

    with transaction() as session:
        [kept] = session.exec(select(GivenAnswer))
    assert secret.encode() not in (kept.content or b"")
    assert "k-1" not in kept.key


def test_a_key_is_no_longer_than_200_characters(client: TestClient) -> None:
    answer = create(client, "k" * 201)

    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


def test_scorecards_are_made_once_too(client: TestClient) -> None:
    headers = {"Idempotency-Key": "s-1"}
    answers = [
        client.post("/api/v1/scorecards", json={"name": "Loans"}, headers=headers) for _ in range(2)
    ]

    assert answers[0].status_code == 201, answers[0].text
    assert answers[0].json() == answers[1].json()
    with transaction() as session:
        assert len(session.exec(select(Scorecard)).all()) == 1
