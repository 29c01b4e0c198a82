"""Handing out what waits, by hand and by the clock, and covering those who are away."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.clock import utc_now
from services.db import transaction
from services.jobs import KeepDesk
from services.reviews import tasks
from services.tables import Deputy, InspectorSettings, ReviewTask, TaskState, User
from tests.api.desk import Desk
from tests.doors import sign_in
from workers.jobs.desk import keep_desk

HAND_OUT = "/api/v1/reviews/tasks/hand-out"


@pytest.fixture
def desk(client: TestClient) -> Desk:
    with transaction() as session:
        return Desk(session)


def give(session: Session, user: User, **facts: Any) -> None:
    session.add(InspectorSettings(user_id=user.id, updated_by="quinn", **facts))


def held() -> Counter[str | None]:
    with transaction() as session:
        names = {user.id: user.login for user in session.exec(select(User))}
        found = session.exec(select(ReviewTask)).all()
        return Counter(names.get(each.assignee_id) if each.assignee_id else None for each in found)


def test_calls_are_split_evenly_as_far_as_quotas_have_room(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        give(session, desk.ivan, daily_quota=2)
        for number in range(8):
            desk.task(session, desk.call(session, desk.carol if number % 2 else desk.alice))
    sign_in(client, "quinn")
    told = client.post(HAND_OUT, json={"rehearse": True}).json()
    assert (told["handed"], held()) == (8, Counter({None: 8}))
    assert client.post(HAND_OUT, json={}).json() == told
    assert held() == Counter(iris=6, ivan=2)
    assert client.post(HAND_OUT, json={}).json()["handed"] == 0


def test_calls_are_split_by_share_and_by_skill(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        give(session, desk.iris, share=3)
        give(session, desk.ivan, share=1, languages=["en"])
        for _ in range(8):
            desk.task(session, desk.call(session, language="en"))
    sign_in(client, "quinn")
    by_share = client.post(HAND_OUT, json={"handing": "share", "rehearse": True}).json()
    shares = {each["user_id"]: each["tasks"] for each in by_share["by_inspector"]}
    # Rotation may move one call: all are of one agent.
    assert shares[str(desk.iris.id)] in (5, 6)
    assert by_share["handed"] == 8
    by_skill = client.post(HAND_OUT, json={"handing": "skill"}).json()
    assert by_skill["by_inspector"][0] == {"user_id": str(desk.ivan.id), "tasks": 8}
    wrong = client.post(HAND_OUT, json={"handing": "pool"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "handing")


def test_who_is_away_is_covered_by_a_deputy_or_by_everybody(client: TestClient, desk: Desk) -> None:
    now = utc_now()
    with transaction() as session:
        for user in (desk.iris, desk.ivan):
            tasks.hand(session, desk.task(session), user.id)
        give(session, desk.ivan, away_from=now.date() - timedelta(days=2))
        session.add(
            Deputy(
                user_id=desk.iris.id,
                deputy_id=desk.quinn.id,
                permissions=["reviews:write"],
                from_at=now - timedelta(hours=1),
                until_at=now + timedelta(hours=1),
                created_by="iris",
            )
        )
    keep_desk(KeepDesk())
    assert held() == Counter({"quinn": 1, None: 1})
    keep_desk(KeepDesk())
    assert held() == Counter({"quinn": 1, None: 1})


def test_a_plan_hands_out_what_it_draws_by_the_clock(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        for _ in range(4):
            desk.call(session, hits=({"fatal": True},), started_at=utc_now() - timedelta(minutes=5))
    sign_in(client, "quinn")
    body = {
        "layers": [{"kind": "event", "fatal": True}],
        "handing": "even",
        "inspector_ids": [str(desk.iris.id), str(desk.ivan.id)],
    }
    plan = client.post("/api/v1/samples/plans", json={"name": "Events", "body": body}).json()
    keep_desk(KeepDesk())
    assert held() == Counter(iris=2, ivan=2)
    now = client.get(f"/api/v1/samples/plans/{plan['id']}/progress").json()["items"][0]
    assert [now[name] for name in ("chosen", "open", "done", "draws")] == [4, 4, 0, 1]
    with transaction() as session:
        states = set(session.exec(select(ReviewTask.state)).all())
    assert states == {TaskState.ASSIGNED}


def test_a_lead_of_another_region_hands_out_nothing_of_this_one(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        desk.task(session)
        desk.reviewer(session, "rita", desk.company.charlies_team, desk.quinn.role)
    sign_in(client, "rita")
    assert client.post(HAND_OUT, json={}).json()["handed"] == 0
    sign_in(client, "iris")
    assert client.post(HAND_OUT, json={}).status_code == 403
