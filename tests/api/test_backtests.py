"""Backtests and re-scores, from the request to what they found."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.db import transaction
from services.scoring import evaluate
from services.scoring.card import ScorecardBody
from services.tables import (
    Backtest,
    Call,
    Evaluation,
    TranscriptTokens,
    TrialState,
)
from services.transcripts.reading import newest_transcript
from tests.api.trying import (
    DAY,
    GREETING,
    PERIOD,
    WIDER,
    Centre,
    asks,
    draft,
    finished,
    forbids,
    scores,
    start,
)
from tests.doors import sign_in
from tests.factories import (
    make_call,
    make_scorecard,
    make_transcript,
    said,
)
from tests.reviewing import Reviewer
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting


@pytest.fixture
def centre(client: TestClient) -> Centre:
    with transaction() as session:
        return Centre(session)


def rules_of(told: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {
        rule["rule_key"]: (rule["change"], rule["new"], rule["lost"], rule["kept"])
        for rule in told["summary"]["rules"]
    }


def test_a_wider_rule_hits_more_calls_and_their_scores_fall(
    client: TestClient, centre: Centre
) -> None:
    sign_in(client, "quinn")

    told = finished(client, centre, WIDER)

    assert (told["calls_total"], told["calls_done"]) == (8, 8)
    # Only those in which one of the words was said are looked into.
    assert told["calls_scanned"] == 4
    assert rules_of(told) == {"greeting": ("same", 0, 0, None), "promise": ("changed", 2, 0, 2)}
    totals = told["summary"]["totals"]
    assert (totals["score_before"], totals["score_after"]) == (67.5, 60)
    calls = client.get(f"/api/v1/backtests/{told['id']}/calls?change=new").json()["items"]
    assert {call["call_id"] for call in calls} == {
        str(centre.calls["1001", "sure"]),
        str(centre.calls["2001", "sure"]),
    }
    assert {(call["score_before"], call["score_after"]) for call in calls} == {(100, 70)}
    [hit] = calls[0]["changes"]
    assert [place["quote"] for place in hit["places"]] == ["稳赚"]


def test_what_reviewers_said_of_these_places_is_counted(client: TestClient, centre: Centre) -> None:
    """A promise confirmed and one rejected; in a third call a reviewer added what was missed."""
    for who, word in (("1001", "confirmed"), ("2001", "rejected")):
        reviewer = _opened(client, centre, who, "promises")
        reviewer.judge("promise", word)
        _finish(reviewer)
    adding = _opened(client, centre, "1001", "sure")
    place = {"utterance": 0, "char_start": 3, "char_end": 5}
    adding.do("POST", "/hits", rule_key="promise", **place)
    _finish(adding)
    sign_in(client, "quinn")

    [promise] = [
        rule
        for rule in finished(client, centre, WIDER)["summary"]["rules"]
        if rule["rule_key"] == "promise"
    ]

    assert (promise["confirmed"], promise["rejected"]) == (2, 1)
    assert promise["precision"]["value"] == pytest.approx(2 / 3)


def _opened(client: TestClient, centre: Centre, agent: str, talk: str) -> Reviewer:
    reviewer = Reviewer(client, "quinn")
    with transaction() as session:
        call = session.get_one(Call, centre.calls[agent, talk])
    reviewer.open(call)
    return reviewer


def _finish(reviewer: Reviewer) -> None:
    reviewer.answer_everything()
    assert reviewer.do("POST", "/finalise")["state"] == "final"


def test_a_narrower_rule_loses_hits(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")

    told = finished(client, centre, draft(GREETING, forbids("promise", "稳赚")))

    assert rules_of(told)["promise"] == ("changed", 2, 2, 0)
    lost = client.get(f"/api/v1/backtests/{told['id']}/calls?rule=promise&change=lost").json()
    assert [call["score_after"] for call in lost["items"]] == [100, 100]


def test_other_points_move_every_score(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")
    notice = asks("notice", "录音")

    told = finished(client, centre, draft(GREETING, notice, forbids("promise", "保证收益")))

    assert rules_of(told)["notice"] == ("added", 4, 0, 0)
    # greets 100, promises 100 - 30, sure 50, silent 0.
    assert told["summary"]["totals"]["score_after"] == (100 + 70 + 50 + 0) / 4
    shifts = {shift["name"]: shift for shift in told["summary"]["teams"]}
    assert set(shifts) == {"Bob's team", "Charlie's team"}
    assert shifts["Bob's team"]["calls"] == 4


def test_a_fatal_rule_and_one_that_is_gone(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")

    told = finished(client, centre, draft(forbids("sure", "稳赚", fatal="card")))

    assert rules_of(told) == {
        "sure": ("added", 2, 0, 0),
        "greeting": ("removed", 0, 6, 0),
        "promise": ("removed", 0, 2, 0),
    }
    assert told["summary"]["totals"]["fatal_after"] == 2
    calls = client.get(f"/api/v1/backtests/{told['id']}/calls").json()["items"]
    assert calls[0]["fatal_after"]


def test_a_backtest_says_what_scoring_says(client: TestClient, centre: Centre) -> None:
    """What is reckoned from old verdicts is what the engine gives to the whole call."""
    sign_in(client, "quinn")
    body = draft(
        {**GREETING, "points": 40, "when": {"type": "said", "phrases": ["本次", "稳赚"]}},
        asks("notice", "录音", section="law"),
        forbids("promise", "稳赚|保证收益", per_place=True),
        sections=[{"key": "law", "name": "law"}],
        pass_score=70,
    )

    told = finished(client, centre, body)
    found = client.get(f"/api/v1/backtests/{told['id']}/calls").json()["items"]

    with transaction() as session:
        _, version = make_scorecard(session, ScorecardBody.model_validate(body), name="whole")
        for call in found:
            evaluation = whole(session, UUID(call["call_id"]), version)
            assert call["score_after"] == evaluation.score


def whole(session: Session, call_id: UUID, version: Any) -> Evaluation:
    call = session.get_one(Call, call_id)
    transcript = newest_transcript(session, call_id)
    assert transcript is not None
    return evaluate.evaluate(session, call, transcript, version)


def test_calls_that_were_never_scored_are_scored_with_both(
    client: TestClient, centre: Centre
) -> None:
    with transaction() as session:
        call = make_call(session, campaign_id=centre.campaign.id, started_at=DAY)
        make_transcript(session, call, [said("稳赚", 1)])
    sign_in(client, "quinn")

    told = finished(client, centre, WIDER)

    assert told["calls_total"] == 9
    assert rules_of(told)["promise"] == ("changed", 3, 0, 2)


def test_transcripts_that_are_not_indexed_yet_are_looked_into(
    client: TestClient, centre: Centre
) -> None:
    with transaction() as session:
        for row in session.exec(select(TranscriptTokens)):
            session.delete(row)
    sign_in(client, "quinn")

    started = start(client, centre, WIDER)
    with transaction() as session:
        for row in session.exec(select(TranscriptTokens)):
            session.delete(row)
    run_waiting(FakeTranscriber([]))
    told = client.get(f"/api/v1/backtests/{started['id']}").json()

    assert (told["state"], told["calls_scanned"]) == ("done", 8)
    assert rules_of(told)["promise"] == ("changed", 2, 0, 2)


def test_no_score_changes(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")
    before = scores()

    finished(client, centre, WIDER)

    assert scores() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"until_date": "2026-02-01"}, "until_date"),
        ({"until_date": "2028-02-01"}, "until_date"),
        ({"body": None}, "number"),
        ({"campaign_ids": ["00000000-0000-0000-0000-000000000001"]}, "campaign_ids[0]"),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: TestClient, centre: Centre, change: dict[str, Any], field: str
) -> None:
    sign_in(client, "quinn")
    wanted = {"scorecard_id": str(centre.card.id), "body": WIDER, **PERIOD, **change}

    refused = client.post("/api/v1/backtests", json=wanted)

    assert (refused.status_code, refused.json()["field"]) == (422, field)


def test_a_card_that_cannot_judge_is_refused_at_once(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")
    broken = draft({"key": "r", "name": "r", "condition": {"type": "pattern", "regex": "(a"}})
    wanted = {"scorecard_id": str(centre.card.id), "body": broken, **PERIOD}

    refused = client.post("/api/v1/backtests", json=wanted)

    assert refused.status_code == 422
    assert "rules.0.condition" in refused.text


def test_a_cancelled_backtest_stops_and_keeps_what_it_found(
    client: TestClient, centre: Centre
) -> None:
    sign_in(client, "quinn")
    started = start(client, centre, WIDER)

    cancelled = client.post(f"/api/v1/backtests/{started['id']}/cancel")
    run_waiting(FakeTranscriber([]))

    assert cancelled.json()["state"] == "cancelled"
    told = client.get(f"/api/v1/backtests/{started['id']}").json()
    assert (told["state"], told["calls_done"]) == ("cancelled", 0)
    assert client.post(f"/api/v1/backtests/{started['id']}/cancel").status_code == 409


def test_a_killed_backtest_goes_on_where_it_stood(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")
    started = start(client, centre, WIDER)
    with transaction() as session:
        half = centre.calls["2001", "promises"]
        row = session.get_one(Backtest, UUID(started["id"]))
        call = session.get_one(Call, half)
        row.state, row.calls_total, row.calls_done = TrialState.RUNNING, 8, 4
        row.place = {"started_at": call.started_at.isoformat(), "id": str(UUID(int=2**128 - 1))}
        row.summary = {
            "rules": [
                {"rule_key": "greeting", "rule_name": "g", "change": "same", "kept": None},
                {"rule_key": "promise", "rule_name": "p", "change": "changed", "kept": 2},
            ]
        }

    run_waiting(FakeTranscriber([]))

    told = client.get(f"/api/v1/backtests/{started['id']}").json()
    assert (told["state"], told["calls_done"]) == ("done", 8)
    assert rules_of(told)["promise"] == ("changed", 2, 0, 2)


def test_a_sample_is_drawn_alike_each_time(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")
    told = finished(client, centre, WIDER)
    url = f"/api/v1/backtests/{told['id']}/calls?sample=2"

    first, second = client.get(url).json()["items"], client.get(url).json()["items"]

    assert len(first) == 2
    assert first == second
