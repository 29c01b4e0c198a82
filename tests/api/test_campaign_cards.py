"""Saying which scorecard scores a campaign's calls on which days, and what the campaign states."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services import jobs
from services.db import transaction
from services.jobs import ScoreCall
from services.scoring import evaluate
from services.tables import AuditEntry, Evaluation, Role, ScorecardVersion
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


class Desk:
    """Quinn leads QA; campaign `loans` and two published scorecards, A and B."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        with transaction() as session:
            company = make_company(session)
            make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)
            self.campaign_id = make_campaign(session).id
            self.a = str(make_scorecard(session, name="A")[0].id)
            self.b = str(make_scorecard(session, name="B")[0].id)
        sign_in(client, "quinn")

    @property
    def url(self) -> str:
        return f"/api/v1/campaigns/{self.campaign_id}"

    def set(self, *items: dict[str, Any]) -> Any:
        return self.client.put(f"{self.url}/scorecards", json={"items": items})

    def listed(self) -> list[tuple[str, str | None, str | None]]:
        items = self.client.get(f"{self.url}/scorecards").json()["items"]
        return [(each["scorecard_name"], each["from_date"], each["until_date"]) for each in items]


@pytest.fixture
def desk(client: TestClient) -> Desk:
    return Desk(client)


def audited(session: Session, act: str) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.act == act)))


def test_periods_come_back_by_date(desk: Desk) -> None:
    answer = desk.set(
        {"scorecard_id": desk.b, "from_date": "2026-03-02"},
        {"scorecard_id": desk.a, "until_date": "2026-03-01"},
    )

    assert answer.status_code == 200
    assert desk.listed() == [("A", None, "2026-03-01"), ("B", "2026-03-02", None)]
    desk.set(
        {"scorecard_id": desk.a, "until_date": "2026-03-01"},
        {"scorecard_id": desk.b, "from_date": "2026-03-02"},
    )
    with transaction() as session:
        [entry] = audited(session, "campaign.scorecards_set")
    assert (entry.actor, entry.subject, len(entry.facts["after"])) == ("quinn", "loans", 2)

    assert desk.set().json()["items"] == []
    assert desk.listed() == []


def test_a_call_is_scored_by_the_card_of_the_day_on_which_it_started(desk: Desk) -> None:
    desk.set(
        {"scorecard_id": desk.a, "until_date": "2026-03-01"},
        {"scorecard_id": desk.b, "from_date": "2026-03-02", "until_date": "2026-03-02"},
    )
    # In Shanghai, where the centre is, 2 March begins at 16:00 of 1 March UTC.
    for started_at, card in [
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), desk.a),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), desk.b),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), None),
    ]:
        with transaction() as session:
            call = make_call(session, campaign_id=desk.campaign_id, started_at=started_at)
            make_transcript(session, call, [said("您好")])
            evaluation = evaluate.score_call(session, call.id)
            assert (evaluation and card_of(session, evaluation)) == card


def card_of(session: Session, evaluation: Evaluation) -> str:
    version = session.get_one(ScorecardVersion, evaluation.scorecard_version_id)
    return str(version.scorecard_id)


def test_calls_of_the_days_that_were_never_scored_are_queued(desk: Desk) -> None:
    with transaction() as session:
        calls: list[UUID] = []
        for day in (1, 5):
            call = make_call(
                session,
                campaign_id=desk.campaign_id,
                started_at=datetime(2026, 3, day, 4, tzinfo=UTC),
            )
            make_transcript(session, call, [said("您好")])
            calls.append(call.id)

    desk.set({"scorecard_id": desk.a, "from_date": "2026-03-04"})

    with transaction() as session:
        waiting = jobs.waiting(session, ScoreCall)
    assert [ScoreCall.from_payload(payload).call_id for _, _, payload in waiting] == [calls[1]]


@pytest.mark.parametrize(
    ("items", "problem", "field"),
    [
        ([{}, {"from_date": "2026-03-02"}], "periods-overlap", "items[1].from_date"),
        (
            [{"until_date": "2026-03-02"}, {"from_date": "2026-03-02"}],
            "periods-overlap",
            "items[1].from_date",
        ),
        (
            [{"from_date": "2026-03-02", "until_date": "2026-03-01"}],
            "period-backwards",
            "items[0].until_date",
        ),
        ([{"scorecard_id": str(uuid4())}], "scorecard-unknown", "items[0].scorecard_id"),
        ([{"from_date": "yesterday"}], None, "items.0.from_date"),
    ],
)
def test_periods_that_make_no_sense_are_refused_whole(
    desk: Desk, items: list[dict[str, Any]], problem: str | None, field: str
) -> None:
    desk.set({"scorecard_id": desk.b})

    refused = desk.set(*({"scorecard_id": desk.a, **item} for item in items))

    assert refused.status_code == 422
    told = refused.json()
    assert problem is None or told["type"].endswith(problem)
    assert field in str(told)
    assert desk.listed() == [("B", None, None)]


def test_facts_change_one_by_one(desk: Desk) -> None:
    def state(**facts: Any) -> Any:
        return desk.client.patch(f"{desk.url}/facts", json={"facts": facts})

    assert state(price=3500, plan="gold", trial=True).json()["facts"] == {
        "price": 3500,
        "plan": "gold",
        "trial": True,
    }
    assert state(price=None, plan="silver").json()["facts"] == {"plan": "silver", "trial": True}
    with transaction() as session:
        entries = audited(session, "campaign.facts_changed")
    assert entries[-1].facts["before"] == {"price": 3500, "plan": "gold"}

    for wrong in ({"": 1}, {"a" * 101: 1}, {"plan": "x\0"}, {"plan": ["gold"]}):
        assert state(**wrong).status_code == 422
    many = {f"fact {number}": number for number in range(100)}
    assert state(**many).json()["type"].endswith("too-many-facts")


@pytest.mark.parametrize(("name", "may"), [("alice", False), ("bob", False), ("quinn", True)])
def test_who_writes_scorecards_says_what_they_score(desk: Desk, name: str, may: bool) -> None:
    sign_in(desk.client, name)

    assert desk.client.get(f"{desk.url}/scorecards").status_code == 200
    assert desk.set({"scorecard_id": desk.a}).status_code == (200 if may else 403)
    facts = desk.client.patch(f"{desk.url}/facts", json={"facts": {"price": 1}})
    assert facts.status_code == (200 if may else 403)


def test_of_a_campaign_that_is_not_there_nothing_is_told(desk: Desk) -> None:
    desk.campaign_id = uuid4()

    assert desk.client.get(f"{desk.url}/scorecards").status_code == 404
    assert desk.set().status_code == 404
    assert desk.client.patch(f"{desk.url}/facts", json={"facts": {}}).status_code == 404
