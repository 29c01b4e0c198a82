"""An agent appeals a line of a result; people decide, step by step."""

from datetime import timedelta
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import col, select

from services.db import transaction
from services.jobs import KeepDesk
from services.tables import Appeal, AuditEntry, Call, Review
from tests.api.appealing import Appealing, good, problem
from tests.reviewing import Reviewer, make_desk
from workers.jobs.desk import keep_desk


def acts() -> list[str]:
    with transaction() as session:
        return [
            entry.act for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        ]


def test_alice_appeals_bob_denies_and_the_qa_lead_accepts(client: TestClient) -> None:
    told = Appealing(client)
    before = told.result()
    assert before["score"] == 0
    appeal = told.file("promise")
    assert (appeal["state"], appeal["role"], appeal["may_withdraw"]) == ("open", "lead", True)

    [waiting] = told.get("bob", "/appeals?view=to_decide")["items"]
    assert (waiting["id"], waiting["may_decide"]) == (appeal["id"], True)
    assert told.get("quinn", "/appeals?view=to_decide")["items"] == []
    denied = good(told.decide("bob", "deny", waiting))
    assert (denied["state"], denied["role"], denied["may_decide"]) == ("open", "qa_lead", False)

    accepted = good(told.decide("quinn", "accept", denied, reason="judged_wrong"))

    assert accepted["state"] == "accepted"
    result = told.result(accepted["outcome_id"])
    assert (result["number"], result["score"], result["fatal"]) == (2, 65, False)
    assert [(each["number"], each["score"]) for each in result["earlier"]] == [(1, 0)]
    assert [event["act"] for event in result["appeals"][0]["events"]] == [
        *("filed", "denied", "accepted"),
    ]
    assert all(event["by"] is None for event in result["appeals"][0]["events"])
    with transaction() as session:
        call = session.get_one(Call, told.desk.call.id)
        assert (call.score, str(call.review_id)) == (65, accepted["outcome_id"])
    [promise] = [
        each
        for each in told.get("quinn", "/rules/precision")["items"]
        if each["rule_key"] == "promise"
    ]
    assert (promise["told"]["confirmed"], promise["told"]["rejected"]) == (0, 1)
    wanted = ["appeal.filed", "appeal.denied", "appeal.accepted", "review.superseded"]
    assert set(wanted) <= set(acts())


def test_of_two_who_decide_the_first_one_counts(client: TestClient) -> None:
    told = Appealing(client)
    appeal = told.file()
    again = told.ask("alice", "POST", "/appeals", json=told.wanted())
    assert problem(again, 409)["facts"]["why_not"] == "open"
    good(told.decide("bob", "accept", appeal))

    late = problem(told.decide("bob", "deny", appeal), 409)

    assert (late["type"], late["facts"]["state"]) == ("/problems/appeal-closed", "accepted")


def test_others_neither_see_nor_decide_an_appeal(client: TestClient) -> None:
    told = Appealing(client)
    appeal = told.file()

    for login in ("charlie",):
        assert told.ask(login, "GET", f"/appeals/{appeal['id']}").status_code == 404
        assert told.get(login, "/appeals")["items"] == []
        assert told.decide(login, "accept", appeal).status_code == 404
    for login in ("quinn", "iris"):
        assert told.decide(login, "deny", appeal).status_code == 403
    assert told.ask("bob", "GET", f"/results/{told.review['id']}").status_code == 403


def test_a_result_is_hidden_until_it_is_released(client: TestClient) -> None:
    told = Appealing.__new__(Appealing)
    told.client, told.desk = client, make_desk()
    told.policy(release="by_hand", machine_scores="hidden_until_reviewed")
    told.review = Reviewer(client, "iris").finish(told.desk.call, "promise")
    call = f"/calls/{told.desk.call.id}"

    assert told.ask("alice", "GET", f"/results/{told.review['id']}").status_code == 404
    assert told.get("alice", call)["score"] is None
    assert told.get("alice", f"{call}/evaluations")["items"] == []
    assert told.get("alice", "/calls?score_min=60")["items"] == []
    assert told.get("bob", call)["score"] == 65
    wanted = {"review_ids": [told.review["id"]]}
    assert told.ask("bob", "POST", "/reviews/release", json=wanted).status_code == 403
    assert good(told.ask("quinn", "POST", "/reviews/release", json=wanted))["released"]

    assert told.result()["score"] == told.get("alice", call)["score"] == 65
    [waiting] = told.get("alice", "/me/page")["to_acknowledge"]
    assert waiting["review_id"] == told.review["id"]
    good(told.ask("alice", "POST", f"/reviews/{told.review['id']}/acknowledge"))
    assert told.line("pressure")["why_not"] == "acknowledged"
    assert told.get("alice", "/me/page")["to_acknowledge"] == []


def test_the_window_closes_and_deadlines_pass(client: TestClient) -> None:
    told = Appealing(client)
    appeal = told.file()
    _move(Appeal, appeal["id"], "due_at", timedelta(days=9))
    keep_desk(KeepDesk())
    expired = told.get("quinn", f"/appeals/{appeal['id']}")
    assert (expired["role"], [each["act"] for each in expired["events"]]) == (
        "qa_lead",
        ["filed", "expired"],
    )
    told.policy(overdue="accept")
    _move(Appeal, appeal["id"], "due_at", timedelta(days=9))
    keep_desk(KeepDesk())
    assert told.get("alice", f"/appeals/{appeal['id']}")["outcome_score"] == 65

    _move(Review, told.review["id"], "released_at", timedelta(days=8))
    outcome = told.get("alice", f"/appeals/{appeal['id']}")["outcome_id"]
    late = told.ask("alice", "POST", "/appeals", json=told.wanted("pressure", review_id=outcome))
    assert problem(late, 409)["facts"]["why_not"] == "too_late"


def test_the_same_words_fall_in_other_calls_too(client: TestClient) -> None:
    told = Appealing(client)
    with transaction() as session:
        other = told.desk.add_call(session)
    second = Reviewer(client, "iris").finish(other)
    accepted = good(told.decide("bob", "accept", told.file()))
    url = f"/appeals/{accepted['id']}"

    [same] = told.get("bob", f"{url}/same-cause")["items"]
    assert (same["review_id"], same["by"], same["may_decide"]) == (second["id"], "quote", True)
    asked = {"review_ids": [second["id"]]}
    [resolved] = good(told.ask("bob", "POST", f"{url}/resolve-same", json=asked))["resolved"]

    assert (resolved["score_before"], resolved["score_after"]) == (0, 65)
    assert told.get("bob", f"{url}/same-cause")["items"] == []
    assert problem(told.ask("bob", "POST", f"{url}/resolve-same", json=asked), 422)["field"]


def test_a_whole_line_and_a_withdrawal(client: TestClient) -> None:
    told = Appealing(client)
    first = told.file("notice", hit_id=None)
    gone = good(told.ask("alice", "POST", f"/appeals/{first['id']}/withdraw"))
    assert gone["state"] == "withdrawn"

    accepted = good(told.decide("bob", "accept", told.file("notice", hit_id=None)))

    lines = told.result(accepted["outcome_id"])["arithmetic"]["lines"]
    assert {each["rule_key"]: each["verdict"] for each in lines}["notice"] == "passed"


def _move(table: type[Appeal] | type[Review], row_id: str, name: str, back: timedelta) -> None:
    with transaction() as session:
        row = session.get_one(table, UUID(row_id))
        setattr(row, name, getattr(row, name) - back)
