"""A call that was scored, people who review it, and how they do it over HTTP."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session

from services.db import transaction
from services.scoring import evaluate
from services.scoring.card import Rule, ScorecardBody
from services.tables import Call, Channel, Role
from tests.doors import sign_in
from tests.factories import (
    Company,
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

BODY = ScorecardBody(
    rules=(
        must_say("greeting", "您好"),
        must_say("notice", "录音"),
        must_not_say("promise", "保证收益", name="Guaranteed return", fatal=True),
        must_not_say("pressure", "马上", points=5, per_place=True, most=12),
        Rule(key="manner", name="Manner", points=20),
    )
)
TALK = [
    said("您好请问是王先生吗", 1),
    said("是的", 4, Channel.CUSTOMER),
    said("我们保证收益", 6),
    said("马上办马上赚", 10),
    said("通话会录因", 14),
]


class Desk:
    """Alice's call, scored 0 for a promise. Iris and Ines inspect, Quinn leads QA."""

    company: Company
    call: Call
    campaign_id: UUID
    scorecard_id: UUID

    def __init__(self, session: Session, body: ScorecardBody = BODY) -> None:
        self.company = make_company(session)
        for login, role in (
            ("iris", Role.INSPECTOR),
            ("ines", Role.INSPECTOR),
            ("quinn", Role.QA_LEAD),
        ):
            make_user(session, self.company.unit, login=login, role=role)
        card, _ = make_scorecard(session, body)
        self.scorecard_id = card.id
        self.campaign_id = make_campaign(session, scorecard_id=card.id).id
        self.call = self.add_call(session)

    def add_call(self, session: Session, **fields: Any) -> Call:
        """Another call of Alice's, with the same words, scored."""
        defaults = {
            "agent_id": self.company.alice.agent_id,
            "unit_id": self.company.bobs_team.id,
            "campaign_id": self.campaign_id,
        }
        call = make_call(session, **defaults | fields)
        make_transcript(session, call, TALK)
        evaluate.score_call(session, call.id)
        return call


def make_desk() -> Desk:
    with transaction() as session:
        return Desk(session)


class Reviewer:
    """Somebody at work on one review: every answer replaces what is known of it."""

    def __init__(self, client: TestClient, login: str) -> None:
        self.client = client
        self.login = login
        self.review: dict[str, Any] = {}

    def open(self, call: Call, **fields: Any) -> dict[str, Any]:
        sign_in(self.client, self.login)
        wanted = {"call_id": str(call.id), **fields}
        return self._keep(self.client.post("/api/v1/reviews", json=wanted))

    def tell(self, method: str, path: str = "", **body: Any) -> Any:
        """Send a change made on the newest revision known; the raw response."""
        url = f"/api/v1/reviews/{self.review['id']}{path}"
        asked = {"revision": self.review["revision"], **body}
        told = {name: value for name, value in asked.items() if value is not None}
        if method == "DELETE":
            return self.client.request(method, url, params=told)
        return self.client.request(method, url, json=told)

    def do(self, method: str, path: str = "", **body: Any) -> dict[str, Any]:
        return self._keep(self.tell(method, path, **body))

    def judge(self, rule_key: str, verdict: str, nth: int = 0, **more: Any) -> dict[str, Any]:
        hit = self.hits(rule_key)[nth]
        return self.do("PUT", f"/verdicts/{hit['id']}", verdict=verdict, **more)

    def hits(self, rule_key: str) -> list[dict[str, Any]]:
        return [hit for hit in self.review["hits"] if hit["rule_key"] == rule_key]

    def answer_everything(self) -> None:
        """Confirm what is open, and pass the items that only people answer."""
        for point in self.review["open"]:
            if point["kind"] == "hit":
                self.do("PUT", f"/verdicts/{point['hit_id']}", verdict="confirmed")
            else:
                self.do("PUT", f"/answers/{point['rule_key']}", answer="passed")

    def finalise(self) -> dict[str, Any]:
        return self.do("POST", "/finalise")

    def finish(self, call: Call, *rejected: str) -> dict[str, Any]:
        """Open, reject the hits of some rules, confirm the others, and finalise."""
        self.open(call)
        for key in rejected:
            for nth in range(len(self.hits(key))):
                self.judge(key, "rejected", nth, reason="rule_too_wide")
        self.answer_everything()
        return self.finalise()

    def line(self, rule_key: str) -> dict[str, Any]:
        lines: list[dict[str, Any]] = self.review["score"]["lines"]
        return next(line for line in lines if line["rule_key"] == rule_key)

    def _keep(self, response: Any) -> dict[str, Any]:
        assert response.status_code in (200, 201), response.text
        self.review = response.json()
        return self.review
