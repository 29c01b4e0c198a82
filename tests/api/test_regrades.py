"""Second looks at finished reviews, and how raters move over months."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.scoring.card import Rule, ScorecardBody
from services.tables import Calibration, Call, User
from tests.api.test_calibrations import RATERS, Session
from tests.doors import sign_in
from tests.factories import must_say
from tests.reviewing import Desk, Reviewer

BODY = ScorecardBody(rules=(must_say("greeting", "您好"), Rule(key="manner", name="Manner")))
URL = "/api/v1/calibrations/regrades"
SINCE = "2026-01-01T00:00:00Z"


@pytest.fixture
def desk(client: TestClient) -> Desk:
    with transaction() as session:
        desk = Desk(session, BODY)
        calls = [desk.call, *(desk.add_call(session) for _ in range(3))]
    for call in calls:
        _review(client, "iris", call, "passed")
    return desk


def _review(client: TestClient, login: str, call: Call, manner: str, **fields: Any) -> None:
    reviewer = Reviewer(client, login)
    reviewer.open(call, **fields)
    reviewer.answer_everything()
    reviewer.do("PUT", "/answers/manner", answer=manner)
    assert reviewer.do("POST", "/finalise")["state"] == "final"


def _ask(client: TestClient, reviewer: str = "iris", **fields: Any) -> Any:
    with transaction() as session:
        found = session.exec(select(User.id).where(User.login == reviewer)).one()
    wanted = {"reviewer_id": str(found), "count": 2, "since": SINCE, "seed": 7, **fields}
    return client.post(URL, json=wanted)


def test_a_second_look_is_drawn_and_compared(client: TestClient, desk: Desk) -> None:
    sign_in(client, "quinn")
    assert len(_ask(client).json()["task_ids"]) == 2
    [first, second] = client.get("/api/v1/reviews/tasks", params={"mine": True}).json()["items"]
    assert {first["purpose"], second["purpose"]} == {"regrade"}
    with transaction() as session:
        call = session.get_one(Call, first["call"]["id"])
        before = call.score
    _review(client, "quinn", call, "failed", task_id=first["id"], purpose="regrade")

    [found] = client.get(URL).json()["items"]

    assert (found["reviewer"], found["second"]) == ("Iris", "Quinn")
    assert (found["score"], found["second_score"]) == (100.0, 50.0)
    assert found["alignment"] == 0.5
    assert found["differs"] == {"Manner": ["passed", "failed"]}
    with transaction() as session:
        assert session.get_one(Call, call.id).score == before


def test_nothing_is_drawn_twice(client: TestClient, desk: Desk) -> None:
    sign_in(client, "quinn")
    drawn = [_ask(client, count=3).json()["task_ids"], _ask(client, count=3).json()["task_ids"]]

    assert [len(each) for each in drawn] == [3, 1]
    assert _ask(client).status_code == 409


def test_only_who_manages_reviews_grades_graders(client: TestClient, desk: Desk) -> None:
    for login in ("iris", "bob", "alice"):
        sign_in(client, login)
        assert _ask(client).status_code == 403
        assert client.get(URL).status_code == 403


def test_drift_goes_by_the_month_in_which_sessions_closed(client: TestClient) -> None:
    held = Session(client)
    for month in (9, 10):
        held.start()
        for login in RATERS:
            held.judge(login)
        held.close()
        with transaction() as session:
            newest = session.exec(select(Calibration).order_by(Calibration.created_at.desc()))  # type: ignore[attr-defined]
            calibration = newest.first()
            assert calibration
            calibration.closed_at = datetime(2026, month, 20, tzinfo=UTC)
            session.add(calibration)
    sign_in(client, "quinn")

    drift = client.get("/api/v1/calibrations/drift").json()

    ines = [point for point in drift["raters"] if point["name"] == "Ines"]
    assert [point["month"] for point in ines] == ["2026-09", "2026-10"]
    assert {(point["calls"], point["alignment"], point["bias"]) for point in ines} == {
        (2, 0.5, -50.0)
    }
    # Manner: of six words those of Ines on the first call and Quinn on the second are wrong.
    manner = [point["alignment"] for point in drift["items"] if point["name"] == "Manner"]
    assert manner == pytest.approx([4 / 6, 4 / 6])
    sign_in(client, "iris")
    assert client.get("/api/v1/calibrations/drift").status_code == 403
