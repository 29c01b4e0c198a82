"""Sampling through the door: plans, draws into the queue, and the proof of a draw."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.clock import utc_now
from services.db import transaction
from services.tables import SampleDraw
from tests.api.desk import Desk
from tests.doors import sign_in

PLANS = "/api/v1/samples/plans"
BODY = {
    "layers": [
        {"kind": "event", "fatal": True, "outcomes": ["complaint"]},
        {"kind": "risk", "percent": 50},
        {"kind": "random", "per_agent": 2, "expected": 2},
    ]
}


@pytest.fixture
def desk(client: TestClient) -> Desk:
    with transaction() as session:
        return Desk(session)


def test_a_plan_fills_the_queue_once_and_its_draw_can_be_repeated(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        # Within the week that the plan is made in, at whatever hour the test runs.
        times: dict[str, Any] = {"started_at": utc_now(), "ended_at": utc_now()}
        fatal = desk.call(session, hits=({"fatal": True},), **times)
        complaint = desk.call(session, desk.carol, outcome="complaint", **times)
    sign_in(client, "quinn")
    plan = client.post(PLANS, json={"name": "Weekly", "body": BODY}).json()

    [draw] = client.post(f"{PLANS}/{plan['id']}/draw").json()["items"]
    assert (draw["frame_size"], draw["summary"]["chosen"]) == (2, 2)
    queue = {
        task["call"]["id"]: task for task in client.get("/api/v1/reviews/tasks").json()["items"]
    }
    assert set(queue) == {str(fatal.id), str(complaint.id)}
    assert {reason["code"] for reason in queue[str(fatal.id)]["reasons"]} == {"fatal", "random"}
    assert {task["layer"] for task in queue.values()} == {"random"}
    assert client.post(f"{PLANS}/{plan['id']}/draw").json()["items"] == []

    again = client.get(f"/api/v1/samples/draws/{draw['id']}/recompute").json()
    assert again["identical"] is True
    assert again["chosen"] == client.get(f"/api/v1/samples/draws/{draw['id']}").json()["chosen"]
    with transaction() as session:
        kept = session.get_one(SampleDraw, draw["id"])
        kept.seed = "another"
        session.add(kept)
    assert not client.get(f"/api/v1/samples/draws/{draw['id']}/recompute").json()["identical"]


def test_a_plan_is_changed_by_one_at_a_time_and_archived(client: TestClient, desk: Desk) -> None:
    sign_in(client, "quinn")
    plan = client.post(PLANS, json={"name": "Weekly", "body": BODY}).json()
    stale = client.patch(f"{PLANS}/{plan['id']}", json={"revision": 9, "active": False})
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/plan-changed")
    changed = client.patch(f"{PLANS}/{plan['id']}", json={"revision": 1, "active": False})
    assert (changed.json()["revision"], changed.json()["active"]) == (2, False)
    assert client.delete(f"{PLANS}/{plan['id']}").status_code == 204
    assert client.get(PLANS).json()["items"] == []
    sign_in(client, "iris")
    assert client.get(PLANS).status_code == 403
