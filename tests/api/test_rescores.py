"""Re-scores: a period scored with another version, beside the scores there are."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import (
    AuditEntry,
    Call,
    Evaluation,
)
from tests.api.trying import PERIOD, WIDER, Centre, scores
from tests.doors import sign_in
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting


@pytest.fixture
def centre(client: TestClient) -> Centre:
    with transaction() as session:
        return Centre(session)


@pytest.fixture
def second_version(client: TestClient, centre: Centre) -> dict[str, Any]:
    """What a re-score of the period with version 2, just published, is asked for with."""
    sign_in(client, "quinn")
    url = f"/api/v1/scorecards/{centre.card.id}/versions"
    assert client.post(url, json=WIDER).status_code == 201
    assert client.post(f"{url}/2/publish").status_code == 200
    return {"name": "March", "scorecard_id": str(centre.card.id), "number": 2, **PERIOD}


def rescored(client: TestClient, wanted: dict[str, Any]) -> str:
    """The URL of a re-score that is done."""
    made = client.post("/api/v1/rescores", json=wanted)
    assert made.status_code == 201, made.text
    run_waiting(FakeTranscriber([]))
    return f"/api/v1/rescores/{made.json()['id']}"


def test_a_rescore_gives_scores_beside_those_there_are(
    client: TestClient, centre: Centre, second_version: dict[str, Any]
) -> None:
    before = scores()

    told = client.get(rescored(client, second_version)).json()

    assert (told["state"], told["calls_done"], told["adopted_at"]) == ("done", 8, None)
    totals = told["summary"]["totals"]
    assert (totals["score_before"], totals["score_after"]) == (67.5, 60)
    assert scores() == before


def test_an_adopted_rescore_gives_the_calls_its_scores(
    client: TestClient, centre: Centre, second_version: dict[str, Any]
) -> None:
    url = rescored(client, second_version)

    assert client.post(f"{url}/adopt").status_code == 202
    run_waiting(FakeTranscriber([]))

    told = client.get(url).json()
    assert told["adopted_by"] == "quinn"
    assert told["adopted_at"] is not None
    sure = centre.calls["1001", "sure"]
    with transaction() as session:
        assert session.get_one(Call, sure).score == 70
        acts = {entry.act for entry in session.exec(select(AuditEntry))}
        both = session.exec(select(Evaluation).where(Evaluation.call_id == sure)).all()
    assert {"rescore.started", "rescore.adopted"} <= acts
    assert sorted(each.score or 0 for each in both) == [70, 100]


def test_what_is_not_done_cannot_be_adopted(
    client: TestClient, second_version: dict[str, Any]
) -> None:
    made = client.post("/api/v1/rescores", json=second_version).json()

    refused = client.post(f"/api/v1/rescores/{made['id']}/adopt")

    assert (refused.status_code, refused.json()["type"].split("/")[-1]) == (409, "trial-not-done")


def test_a_draft_scores_no_period(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")
    client.post(f"/api/v1/scorecards/{centre.card.id}/versions", json=WIDER)
    wanted = {"name": "March", "scorecard_id": str(centre.card.id), "number": 2, **PERIOD}

    refused = client.post("/api/v1/rescores", json=wanted)

    assert (refused.status_code, refused.json()["field"]) == (409, "number")
