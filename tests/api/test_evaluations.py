"""Scores as they are read: line by line, with the reason in both languages."""

from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.db import transaction
from services.scoring import evaluate
from services.scoring.card import ScorecardBody
from services.tables import Call, Campaign, Evaluation, Hit, Role
from tests.doors import sign_in
from tests.factories import (
    make_call,
    make_campaign,
    make_company,
    make_scorecard,
    make_transcript,
    make_user,
    said,
)

PRICE = {
    "key": "price",
    "name": "Price",
    "section": "offer",
    "severity": "critical",
    "needs_review": False,
    "when": {"type": "fact", "name": "outcome", "wanted": {"value": "sale"}},
    "condition": {"type": "said", "phrases": ["三千五"]},
}


def scored(session: Session, *rules: dict[str, Any], **call: Any) -> Call:
    """A call that says hello and "三千五", by a card of these rules; Quinn leads QA."""
    company = make_company(session)
    make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)
    body = {
        "rules": rules,
        "sections": [{"key": "offer", "name": "Offer"}],
        "grades": [{"name": "A", "from_score": 90}],
    }
    card, _ = make_scorecard(session, ScorecardBody.model_validate(body))
    campaign = make_campaign(session, scorecard_id=card.id)
    made = make_call(session, campaign_id=campaign.id, **call)
    make_transcript(session, made, [said("您好", 1), said("一共三千五", 6)])
    evaluate.score_call(session, made.id)
    return made


def read(client: TestClient, call: Call) -> list[Any]:
    sign_in(client, "quinn")
    items: list[Any] = client.get(f"/api/v1/calls/{call.id}/evaluations").json()["items"]
    return items


def test_a_score_says_why_in_both_languages(client: TestClient) -> None:
    with transaction() as session:
        call = scored(session, PRICE, outcome="sale")

    [evaluation] = read(client, call)

    assert (evaluation["score"], evaluation["grade"]) == (100, "A")
    assert evaluation["engine"] == "conditions-1"
    [section] = evaluation["sections"]
    assert (section["key"], section["percent"]) == ("offer", 100)
    [line] = evaluation["lines"]
    assert line["explanation"] == {
        "zh-CN": "坐席说了：0:06“三千五”（第 2 句第 3–5 字）。本项 10 分，得 10 分，占总分 100%。",
        "en": "The agent said it: 0:06 “三千五” (utterance 2, characters 3–5). 10 of 10 points,"
        " 100 % of the score.",
    }
    [hit] = evaluation["hits"]
    assert (hit["severity"], hit["needs_review"]) == ("critical", False)


def test_there_is_no_score_where_nothing_could_be_measured(client: TestClient) -> None:
    with transaction() as session:
        call = scored(session, PRICE)

    [evaluation] = read(client, call)

    assert (evaluation["score"], evaluation["passed"], evaluation["grade"]) == (None, None, None)
    assert evaluation["lines"][0]["verdict"] == "not_measurable"
    listed = client.get(f"/api/v1/calls/{call.id}").json()
    assert (listed["score"], listed["passed"]) == (None, None)


def test_a_fact_that_comes_later_adds_a_score_and_keeps_the_first(client: TestClient) -> None:
    with transaction() as session:
        call = scored(session, PRICE)
    with transaction() as session:
        mine = session.get_one(Call, call.id)
        mine.outcome = "sale"
        session.add(mine)
        session.flush()
        evaluate.score_call(session, call.id)
        evaluate.score_call(session, call.id)

    newest, first = read(client, call)

    assert (newest["score"], first["score"]) == (100, None)


def test_a_fact_that_no_rule_asks_for_adds_none(client: TestClient) -> None:
    with transaction() as session:
        call = scored(session, PRICE, outcome="sale")
        call.amount = 3500
        session.add(call)
        evaluate.score_call(session, call.id)
        assert len(session.exec(select(Evaluation)).all()) == 1


def test_rules_compare_with_what_the_campaign_states(session: Session) -> None:
    fact = {"type": "fact", "name": "extra.deal.price", "wanted": {"fact": "campaign.price"}}
    call = scored(session, {"key": "price", "name": "Price", "condition": fact})
    campaign = session.exec(select(Campaign)).one()
    campaign.facts = {"price": 3500}
    call.extra = {"deal": {"price": 3500}}
    session.add_all([campaign, call])
    session.flush()

    evaluate.score_call(session, call.id)

    assert call.score == 100


def test_an_earlier_call_of_the_same_customer_is_looked_at(session: Session) -> None:
    earlier = {"type": "earlier_call", "condition": {"type": "said", "phrases": ["录音"]}}
    number = "+8613800138000"
    call = scored(
        session,
        {"key": "notice", "name": "Notice", "condition": earlier},
        customer_number=number,
        started_at=datetime(2026, 3, 10, tzinfo=UTC),
    )
    assert call.score == 0
    for customer, day in ((number, 9), ("+8613900139000", 9), (number, 11)):
        other = make_call(
            session,
            campaign_id=call.campaign_id,
            customer_number=customer,
            connected=True,
            started_at=datetime(2026, 3, day, tzinfo=UTC),
        )
        make_transcript(session, other, [said("通话将被录音")])
        if customer != number:
            evaluate.score_call(session, call.id)
            assert call.score == 100

    assert session.exec(select(Hit)).all() == []
    call.customer_number = "138****8000"
    session.add(call)
    evaluate.score_call(session, call.id)
    assert call.score is None
