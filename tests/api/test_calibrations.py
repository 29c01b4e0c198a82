"""Calibrations: three raters judge the same calls blindly, and see how far they agree."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.reviews.calibration.sessions import close_what_is_due
from services.scoring.card import Rule, ScorecardBody
from services.tables import AuditEntry, Calibration, Call, Role, ScorecardVersion, User
from tests.doors import sign_in
from tests.factories import make_user, must_say
from tests.reviewing import Desk, Reviewer

BODY = ScorecardBody(rules=(must_say("greeting", "您好"), Rule(key="manner", name="Manner")))
URL = "/api/v1/calibrations"
RATERS = ("iris", "ines", "quinn")
SAID = {
    "iris": [("passed", "passed"), ("passed", "failed")],
    "ines": [("passed", "failed"), ("failed", "failed")],
    "quinn": [("passed", "passed"), ("passed", "not_applicable")],
}
"""Greeting and manner, of each call. Both are worth ten points."""


class Session:
    """A calibration of two calls, with everybody's own way to it."""

    def __init__(self, client: TestClient, **fields: Any) -> None:
        self.client = client
        with transaction() as session:
            self.desk = Desk(session, BODY)
            self.calls = [self.desk.call, self.desk.add_call(session)]
            self.ids = {user.login: str(user.id) for user in session.exec(select(User))}
            [version] = session.exec(select(ScorecardVersion.id)).all()
        self.wanted = {
            "name": "November",
            "scorecard_version_id": str(version),
            "call_ids": [str(call.id) for call in self.calls],
            "rater_ids": [self.ids[login] for login in RATERS],
            "key": "consensus",
            **fields,
        }

    def start(self, login: str = "quinn") -> Any:
        sign_in(self.client, login)
        answer = self.client.post(URL, json=self.wanted)
        self.url = f"{URL}/{answer.json().get('id')}"
        return answer

    def open(self, login: str, call: Call) -> Reviewer:
        sign_in(self.client, login)
        mine = self.client.get("/api/v1/reviews/tasks", params={"mine": True}).json()["items"]
        [task] = [
            each
            for each in mine
            if each["purpose"] == "calibration" and each["call"]["id"] == str(call.id)
        ]
        rater = Reviewer(self.client, login)
        rater.open(call, task_id=task["id"], purpose="calibration")
        return rater

    def judge(self, login: str) -> None:
        for call, (greeting, manner) in zip(self.calls, SAID[login], strict=True):
            rater = self.open(login, call)
            rater.do("PUT", "/answers/greeting", answer=greeting)
            rater.do("PUT", "/answers/manner", answer=manner)
            assert rater.do("POST", "/finalise")["state"] == "final"

    def close(self) -> Any:
        sign_in(self.client, "quinn")
        return self.client.post(f"{self.url}/close")

    def outcome(self, login: str = "quinn") -> Any:
        sign_in(self.client, login)
        return self.client.get(f"{self.url}/outcome")


@pytest.fixture
def held(client: TestClient) -> Session:
    session = Session(client)
    assert session.start().status_code == 201
    return session


def test_what_came_of_it_by_hand(held: Session) -> None:
    for login in RATERS:
        held.judge(login)
    assert [each["done"] for each in held.close().json()["raters"]] == [2, 2, 2]

    outcome = held.outcome("iris").json()

    # Consensus: passed and passed, 100; passed and failed, 50.
    by_name = {each["name"]: each for each in outcome["raters"]}
    assert _figures(by_name["Iris"]) == [1.0, 1.0, 0.0]
    # Ines gave 50 and 0: one of two items right in each call, both scores 50 too low.
    assert _figures(by_name["Ines"]) == [0.5, 0.0, -50.0]
    # Quinn's second call: manner not applicable, so 100.
    assert _figures(by_name["Quinn"]) == [0.75, 0.5, 25.0]
    # The machine judges the greeting alone: 100 and 100.
    assert _figures(by_name["machine"]) == [1.0, 0.5, 25.0]
    greeting, manner = outcome["items"]
    # PPP and PFP: (1 + 1/3) / 2 observed, (5/6)^2 + (1/6)^2 by chance.
    assert greeting["kappa"] == pytest.approx((2 / 3 - 26 / 36) / (1 - 26 / 36))
    # PFP and FFN: 1/3 observed, (2/6)^2 + (3/6)^2 + (1/6)^2 by chance.
    assert manner["kappa"] == pytest.approx((1 / 3 - 14 / 36) / (1 - 14 / 36))
    assert outcome["ties"] == 0
    assert [call["spread"] for call in outcome["calls"]] == [100.0, 50.0]


def _figures(rater: dict[str, Any]) -> list[float]:
    return [rater["alignment"], rater["within"], rater["bias"]]


def test_raters_are_blind_while_it_is_open(held: Session) -> None:
    held.judge("ines")
    first = held.open("iris", held.calls[0])

    assert first.review["hits"] == []
    assert {line["verdict"] for line in first.review["machine"]["lines"]} == {"unanswered"}
    assert first.review["machine"]["score"] is None
    assert [point["rule_key"] for point in first.review["open"]] == ["greeting", "manner"]
    listed = held.client.get("/api/v1/reviews", params={"purpose": "calibration"}).json()
    assert {each["reviewer"]["name"] for each in listed["items"]} == {"Iris"}
    of_call = held.client.get(f"/api/v1/calls/{held.calls[0].id}/reviews").json()
    assert {each["reviewer"]["name"] for each in of_call["items"]} == {"Iris"}
    assert held.outcome("iris").status_code == 409


def test_nobody_reads_what_another_rater_said(held: Session) -> None:
    theirs = held.open("ines", held.calls[0]).review["id"]

    for login in ("iris", "quinn", "dana", "bob", "charlie", "alice"):
        sign_in(held.client, login)
        assert held.client.get(f"/api/v1/reviews/{theirs}").status_code in (403, 404)


def test_it_scores_no_call_and_counts_for_no_rule(held: Session) -> None:
    with transaction() as session:
        before = [session.get_one(Call, call.id).score for call in held.calls]
    for login in RATERS:
        held.judge(login)
    held.close()

    with transaction() as session:
        calls = [session.get_one(Call, call.id) for call in held.calls]
        assert [call.score for call in calls] == before
        assert {call.review_id for call in calls} == {None}


def test_ties_are_settled_together(client: TestClient) -> None:
    held = Session(client)
    held.wanted["rater_ids"] = [held.ids["iris"], held.ids["ines"]]
    held.start()
    for login in ("iris", "ines"):
        held.judge(login)
    held.close()
    # Manner of the first call, greeting of the second.
    assert held.outcome().json()["ties"] == 2
    item = f"{held.url}/consensus/{held.calls[0].id}/manner"

    sign_in(client, "iris")
    assert client.put(item, json={"answer": "failed"}).status_code == 403
    sign_in(client, "quinn")
    assert client.put(item, json={"answer": "failed", "note": "She sighs."}).status_code == 204
    assert client.put(item, json={"answer": "failed"}).status_code == 204

    outcome = held.outcome().json()
    assert outcome["ties"] == 1
    settled = [each for call in outcome["calls"] for each in call["items"] if each["settled"]]
    assert [(each["rule_key"], each["key"]) for each in settled] == [("manner", "failed")]
    wrong = client.put(
        f"{held.url}/consensus/{held.calls[0].id}/nothing", json={"answer": "failed"}
    )
    assert (wrong.status_code, wrong.json()["field"]) == (422, "rule_key")


def test_an_experts_word_is_the_key(client: TestClient) -> None:
    held = Session(client)
    held.wanted |= {"key": "expert", "expert_id": held.ids["quinn"]}
    held.start()
    for login in RATERS:
        held.judge(login)
    held.close()

    by_name = {each["name"]: each for each in held.outcome().json()["raters"]}
    assert _figures(by_name["Quinn"]) == [1.0, 1.0, 0.0]
    assert by_name["Iris"]["alignment"] == pytest.approx(3 / 4)


def test_closing_ends_what_is_not_finished(held: Session) -> None:
    draft = held.open("iris", held.calls[0])
    assert held.close().json()["state"] == "closed"
    assert held.close().json()["state"] == "closed"

    sign_in(held.client, "iris")
    assert draft.tell("PUT", "/answers/manner", answer="passed").status_code == 409
    mine = held.client.get("/api/v1/reviews/tasks", params={"mine": True}).json()["items"]
    assert mine == []
    sign_in(held.client, "quinn")
    assert held.client.post(f"{held.url}/cancel").status_code == 409


def test_it_closes_by_itself_when_its_time_is_over(client: TestClient) -> None:
    held = Session(client, due_at=(utc_now() + timedelta(days=1)).isoformat())
    held.start()
    with transaction() as session:
        assert close_what_is_due(session) == 0
        calibration = session.exec(select(Calibration)).one()
        calibration.due_at = utc_now() - timedelta(minutes=1)
        session.add(calibration)
    with transaction() as session:
        assert close_what_is_due(session) == 1

    assert held.outcome().status_code == 200


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"key": "expert"}, "expert_id"),
        ({"expert_id": "00000000-0000-0000-0000-000000000001"}, "expert_id"),
        ({"due_at": "2020-01-01T00:00:00Z"}, "due_at"),
        ({"call_ids": ["00000000-0000-0000-0000-000000000001"]}, "call_ids.0"),
        ({"scorecard_version_id": "00000000-0000-0000-0000-000000000001"}, "call_ids.0"),
        ({"rater_ids": []}, "rater_ids"),
        ({"name": ""}, "name"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    client: TestClient, fields: dict[str, Any], field: str
) -> None:
    answer = Session(client, **fields).start()

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_raters_must_be_people_who_may_review_these_calls(client: TestClient) -> None:
    held = Session(client)
    with transaction() as session:
        team = held.desk.company.charlies_team
        charles = make_user(session, team, login="charles", role=Role.INSPECTOR)
    held.wanted["rater_ids"] = [held.ids["iris"], str(charles.id)]

    assert held.start().status_code == 422


def test_a_call_is_in_one_open_calibration_at_a_time(held: Session) -> None:
    assert held.client.post(URL, json=held.wanted).status_code == 409
    held.close()
    assert held.client.post(URL, json=held.wanted).status_code == 201


@pytest.mark.parametrize("login", ["alice", "bob", "charlie"])
def test_others_neither_see_nor_guess(held: Session, login: str) -> None:
    sign_in(held.client, login)

    assert held.client.post(URL, json=held.wanted).status_code == 403
    assert held.client.get(URL).status_code == 403
    for path in ("", "/outcome"):
        assert held.client.get(held.url + path).status_code == 403
    for path in ("/close", "/cancel"):
        assert held.client.post(held.url + path).status_code == 403


def test_inspectors_know_of_their_own_only(held: Session) -> None:
    with transaction() as session:
        make_user(session, held.desk.company.unit, login="ivan", role=Role.INSPECTOR)
    sign_in(held.client, "ivan")

    assert held.client.get(URL).json()["items"] == []
    assert held.client.get(held.url).status_code == 404


def test_everything_is_in_the_audit_log(held: Session) -> None:
    held.close()
    with transaction() as session:
        acts = session.exec(select(AuditEntry.act)).all()

    assert {"calibration.started", "calibration.closed"} <= set(acts)
