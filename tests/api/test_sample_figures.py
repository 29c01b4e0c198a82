"""Coverage, previews, regions and closing draws of sampling, through the door."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from earshot import app
from services.clock import utc_now
from services.db import transaction
from services.reviews.sampling.running import draw_plan
from services.tables import Evaluation, Layer, Purpose, Review, ReviewState, Role, SampleDraw
from services.tables import TaskState as State
from tests.api.desk import Desk
from tests.doors import sign_in

PLANS = "/api/v1/samples/plans"
FLOOR: dict[str, Any] = {"layers": [{"kind": "random", "per_agent": 2}]}
_ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, tzinfo=_ZONE)


@pytest.fixture
def desk(client: TestClient) -> Desk:
    with transaction() as session:
        return Desk(session)


def review(desk: Desk, session: Any, score: float, layer: Layer = Layer.RANDOM) -> None:
    """A call of Alice's in the first week of March, reviewed with `score`."""
    call = desk.call(session, started_at=MONDAY + timedelta(hours=10))
    task = desk.task(
        session, call, layer=layer, state=State.DONE, assignee_id=desk.iris.id, done_at=utc_now()
    )
    assert call.evaluation_id is not None
    evaluation = session.get_one(Evaluation, call.evaluation_id)
    session.add(
        Review(
            call_id=call.id,
            task_id=task.id,
            purpose=Purpose.REVIEW,
            reviewer_id=desk.iris.id,
            evaluation_id=evaluation.id,
            transcript_id=evaluation.transcript_id,
            state=ReviewState.FINAL,
            number=1,
            score=score,
            passed=score >= 60,
            finalised_at=utc_now(),
        )
    )


def coverage(client: TestClient, **asked: Any) -> list[dict[str, Any]]:
    stretch = {"from": MONDAY.isoformat(), "to": (MONDAY + timedelta(days=7)).isoformat()}
    answer = client.get("/api/v1/samples/coverage", params=stretch | asked)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_coverage_tells_floor_and_intervals_of_blind_reviews_only(
    client: TestClient, desk: Desk
) -> None:
    sign_in(client, "quinn")
    assert client.post(PLANS, json={"name": "Floor", "body": FLOOR}).status_code == 201
    with transaction() as session:
        for score in (50, 70, 90):
            review(desk, session, score)
        review(desk, session, 0, Layer.EVENT)
        for _ in range(6):
            desk.call(session, started_at=MONDAY + timedelta(days=1))
        desk.call(session, desk.carol, started_at=MONDAY)
    alice, carol = coverage(client)
    assert alice["agent_name"] == "Alice"
    assert [alice[name] for name in ("calls", "eligible", "reviewed", "sampled")] == [10, 10, 4, 3]
    assert [alice[name] for name in ("floor", "floor_done", "floor_met")] == [2, 2, True]
    # 70 -+ 4.303 * 20 / sqrt(3) * sqrt(7 / 9), cut at 0 and at 100.
    assert alice["mean_score"] == {"value": 70, "low": pytest.approx(26.18, abs=0.01), "high": 100}
    assert alice["fail_rate"]["value"] == pytest.approx(1 / 3)
    assert [carol[name] for name in ("floor", "floor_met", "mean_score")] == [1, False, None]

    sign_in(client, "bob")
    assert [each["agent_name"] for each in coverage(client)] == ["Alice"]
    sign_in(client, "alice")
    assert client.get("/api/v1/samples/coverage").status_code == 422
    sign_in(client, "quinn")
    wrong = client.get(
        "/api/v1/samples/coverage",
        params={"from": MONDAY.isoformat(), "to": MONDAY.isoformat()},
    )
    assert (wrong.status_code, wrong.json()["field"]) == (422, "to")


def test_a_preview_counts_by_layer_and_agent_and_stores_nothing(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        for number in range(4):
            hits = ({"fatal": True},) if number == 0 else ()
            desk.call(session, started_at=MONDAY + timedelta(hours=number), hits=hits)
    sign_in(client, "quinn")
    body = {"layers": [{"kind": "event", "fatal": True}, *FLOOR["layers"]]}
    asked = {"body": body, "from": MONDAY.isoformat()}
    until = (MONDAY + timedelta(days=7)).isoformat()
    told = client.post(f"{PLANS}/preview", json=asked | {"until": until}).json()
    assert (told["periods"], told["calls"]) == (1, 4)
    assert told["layers"][0]["chosen"] == 1
    assert told["layers"][1]["chosen"] >= 2
    assert [(each["agent_name"], each["calls"]) for each in told["by_agent"]] == [("Alice", 4)]
    assert client.get("/api/v1/reviews/tasks").json()["items"] == []
    wrong = client.post(f"{PLANS}/preview", json=asked | {"until": MONDAY.isoformat()})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "until")


def test_a_lead_of_one_region_plans_for_it_and_sees_no_wider_plan(
    client: TestClient, desk: Desk
) -> None:
    team, other = desk.company.bobs_team, desk.company.charlies_team
    with transaction() as session:
        desk.reviewer(session, "rita", team, Role.QA_LEAD)
    sign_in(client, "quinn")
    wide = client.post(PLANS, json={"name": "Wide", "body": FLOOR}).json()
    sign_in(client, "rita")
    own = client.post(PLANS, json={"name": "Own", "body": FLOOR}).json()
    assert own["body"]["filters"]["unit_ids"] == [str(team.id)]
    assert [plan["name"] for plan in client.get(PLANS).json()["items"]] == ["Own"]
    assert client.get(f"{PLANS}/{wide['id']}").status_code == 404
    beyond = {**FLOOR, "filters": {"unit_ids": [str(other.id)]}}
    refused = client.post(PLANS, json={"name": "Beyond", "body": beyond})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/plan-beyond-scope")
    sign_in(client, "quinn")
    assert [plan["name"] for plan in client.get(PLANS).json()["items"]] == ["Own", "Wide"]


def test_the_closing_draw_fills_floors_and_verify_proves_each_draw(
    client: TestClient, desk: Desk
) -> None:
    body = {"period": "day", "layers": [{"kind": "random", "per_agent": 2, "expected": 100_000}]}
    with transaction() as session:
        for number in range(5):
            desk.call(session, started_at=MONDAY + timedelta(hours=number))
        desk.call(session, desk.carol, started_at=MONDAY)
    sign_in(client, "quinn")
    plan = client.post(PLANS, json={"name": "Daily", "body": body, "active": False}).json()

    def drawn(after: timedelta) -> list[tuple[UUID, int, bool]]:
        with transaction() as session:
            draws = draw_plan(session, plan["id"], actor="system", at=MONDAY + after)
            return [(each.id, len(each.chosen), each.closing) for each in draws]

    assert [each[1:] for each in drawn(timedelta(hours=20))] == [(0, False)]
    assert drawn(timedelta(hours=47)) == []
    [(draw_id, chosen, closing)] = drawn(timedelta(hours=49))
    assert (chosen, closing) == (3, True)
    queue = client.get("/api/v1/reviews/tasks").json()["items"]
    assert sorted(task["call"]["agent_name"] for task in queue) == ["Alice", "Alice", "Carol"]
    assert drawn(timedelta(hours=60)) == []

    verified = CliRunner().invoke(app, ["sample", "verify", str(draw_id)])
    assert (verified.exit_code, verified.output[:9]) == (0, "Identical"), verified.output
    with transaction() as session:
        session.get_one(SampleDraw, draw_id).chosen = []
    assert CliRunner().invoke(app, ["sample", "verify", str(draw_id)]).exit_code == 1
    assert CliRunner().invoke(app, ["sample", "verify", plan["id"]]).exit_code == 1
