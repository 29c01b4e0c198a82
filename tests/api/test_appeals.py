"""An agent appeals a line of a result; people decide, step by step."""

from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import AuditEntry, Call
from tests.api.appealing import Appealing, good, problem


def acts() -> list[str]:
    with transaction() as session:
        return [entry.act for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))]


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
        for each in told.get("quinn", "/rule-precision")["items"]
        if each["rule_key"] == "promise"
    ]
    assert (promise["confirmed"], promise["rejected"]) == (0, 1)
    wanted = ["appeal.filed", "appeal.denied", "appeal.accepted", "review.superseded"]
    assert set(wanted) <= set(acts())
