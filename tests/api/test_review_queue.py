"""The queue: taking, giving back, handing over, and who may do it to what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.people import callers
from services.reviews import taking, tasks
from services.tables import (
    AuditEntry,
    Call,
    InspectorSettings,
    ReviewTask,
    TaskState,
    Transcript,
    User,
)
from tests.api.desk import Desk, score
from tests.doors import sign_in

TASKS = "/api/v1/reviews/tasks"


@pytest.fixture
def desk(client: TestClient) -> Desk:
    with transaction() as session:
        return Desk(session)


def test_the_most_urgent_call_comes_first_and_again_until_it_is_done(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        desk.task(session, priority=10, due_at=utc_now() + timedelta(hours=1))
        urgent = desk.task(session, priority=90, reasons=[{"code": "fatal"}])
    sign_in(client, "iris")

    taken = client.post(f"{TASKS}/next", json={}).json()
    assert (taken["id"], taken["state"]) == (str(urgent.id), "claimed")
    assert taken["assignee"] == {"id": str(desk.iris.id), "name": "Iris"}
    assert taken["reasons"][0]["code"] == "fatal"
    assert taken["call"]["agent_name"] == "Alice"
    assert client.post(f"{TASKS}/next", json={}).json()["id"] == str(urgent.id)

    with transaction() as session:
        tasks.mark_done(session, urgent.id, desk.iris.id)
    assert client.post(f"{TASKS}/next", json={}).json()["id"] != str(urgent.id)


def test_each_call_is_listed_with_the_hits_of_the_score_that_counts_for_it(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        one, three, none = (
            desk.task(session, desk.call(session, hits=({},) * count)) for count in (1, 3, 0)
        )
        rescored = session.get_one(Call, three.call_id)
        transcript = session.exec(
            select(Transcript.id).where(Transcript.call_id == rescored.id)
        ).one()
        score(session, rescored, transcript, desk.version, hits=({},) * 2)
    sign_in(client, "iris")

    found = {each["id"]: each["call"]["hits"] for each in client.get(TASKS).json()["items"]}

    assert found == {str(one.id): 1, str(three.id): 2, str(none.id): 0}


def test_nothing_left_to_take_is_no_content(client: TestClient, desk: Desk) -> None:
    sign_in(client, "iris")
    answer = client.post(f"{TASKS}/next", json={})
    assert (answer.status_code, answer.content) == (204, b"")


def test_twenty_inspectors_never_take_the_same_call(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        people = [desk.reviewer(session, f"i{n}", desk.company.unit) for n in range(20)]
        for _ in range(25):
            desk.task(session)

    def take(user: User) -> ReviewTask | None:
        with transaction() as session:
            caller = callers.of_user(session, session.get_one(User, user.id))
            return taking.take_next(session, caller)

    with ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(take, people))
    assert len({task.call_id for task in taken if task}) == 20


def test_one_person_in_two_browsers_takes_one_call(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        for _ in range(4):
            desk.task(session)

    def take(_: int) -> ReviewTask | None:
        with transaction() as session:
            caller = callers.of_user(session, session.get_one(User, desk.iris.id))
            return taking.take_next(session, caller)

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(take, range(4)))
    assert len({task.id for task in taken if task}) == 1


def test_what_one_has_in_hand_another_cannot_claim_until_it_is_released(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        task = desk.task(session)
    sign_in(client, "iris")
    assert client.post(f"{TASKS}/{task.id}/claim").json()["state"] == "claimed"
    sign_in(client, "ivan")
    refused = client.post(f"{TASKS}/{task.id}/claim")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/task-taken")
    assert client.post(f"{TASKS}/{task.id}/release").status_code == 409

    sign_in(client, "quinn")
    assert client.post(f"{TASKS}/{task.id}/release").json()["assignee"] is None
    sign_in(client, "ivan")
    assert client.post(f"{TASKS}/{task.id}/claim").status_code == 200
    with transaction() as session:
        acts = session.exec(select(AuditEntry.act).order_by(AuditEntry.id)).all()  # type: ignore[arg-type]
    assert [act for act in acts if act.startswith("review_task")] == [
        "review_task.claimed",
        "review_task.released",
        "review_task.claimed",
    ]


def test_the_daily_quota_ends_the_queue_unless_more_is_asked_for(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        first, _ = desk.task(session), desk.task(session)
        session.add(InspectorSettings(user_id=desk.iris.id, daily_quota=1, updated_by="quinn"))
        tasks.mark_claimed(session, first.id, desk.iris.id)
        tasks.mark_done(session, first.id, desk.iris.id)
    sign_in(client, "iris")

    refused = client.post(f"{TASKS}/next", json={})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/quota-reached")
    assert client.post(f"{TASKS}/next", json={"beyond_quota": True}).status_code == 200


def test_nobody_is_given_calls_of_the_own_team_or_beyond_their_skills(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        desk.reviewer(session, "insider", desk.company.bobs_team)
        ours = desk.task(session)
        english = desk.task(session, desk.call(session, desk.carol, language="en"))
        session.add(InspectorSettings(user_id=desk.iris.id, languages=["en"], updated_by="quinn"))
    sign_in(client, "insider")
    assert client.get(TASKS).json()["items"] == []
    assert client.post(f"{TASKS}/next", json={}).status_code == 204
    refused = client.post(f"{TASKS}/{ours.id}/claim")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/own-team")

    sign_in(client, "iris")
    assert [task["id"] for task in client.get(TASKS).json()["items"]] == [str(english.id)]
    assert client.post(f"{TASKS}/next", json={}).json()["id"] == str(english.id)


def test_calls_of_agents_one_has_heard_less_come_first(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        had = desk.task(session)
        tasks.mark_claimed(session, had.id, desk.iris.id)
        tasks.mark_done(session, had.id, desk.iris.id)
        due = utc_now().replace(minute=0) + timedelta(hours=5)
        desk.task(session, due_at=due)
        other = desk.task(session, desk.call(session, desk.carol), due_at=due)
    sign_in(client, "iris")
    assert client.post(f"{TASKS}/next", json={}).json()["id"] == str(other.id)


def test_calls_are_queued_by_hand_once_and_again_only_when_repeat_is_asked(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        call = desk.call(session)
    sign_in(client, "quinn")
    wish = {"call_ids": [str(call.id)], "assignee_id": str(desk.iris.id), "note": "Please look"}

    made = client.post(TASKS, json=wish)
    assert made.status_code == 201, made.text
    [task] = made.json()["items"]
    assert (task["state"], task["layer"], task["note"]) == ("assigned", "asked", "Please look")
    again = client.post(TASKS, json=wish)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-queued")
    assert client.post(TASKS, json=wish | {"repeat": True}).json()["items"][0]["repeat"]


def test_nothing_is_queued_where_one_call_is_wrong(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        call = desk.call(session)
    sign_in(client, "quinn")
    wrong = client.post(TASKS, json={"call_ids": [str(call.id), str(uuid4())]})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "call_ids[1]")
    assert client.get(TASKS).json()["items"] == []


def test_a_task_is_assigned_only_to_those_who_may_review_it(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        task = desk.task(session)
        theirs = desk.reviewer(session, "stranger", desk.company.charlies_team)
    sign_in(client, "quinn")
    for wrong in (desk.company.bob.id, theirs.id, uuid4()):
        refused = client.post(f"{TASKS}/{task.id}/assign", json={"assignee_id": str(wrong)})
        assert (refused.status_code, refused.json()["field"]) == (422, "assignee_id")
    given = client.post(f"{TASKS}/{task.id}/assign", json={"assignee_id": str(desk.ivan.id)})
    assert given.json()["assignee"]["name"] == "Ivan"
    gone = client.post(f"{TASKS}/{task.id}/withdraw").json()
    assert gone["state"] == "withdrawn"
    closed = client.post(f"{TASKS}/{task.id}/claim")
    assert (closed.status_code, closed.json()["type"]) == (409, "/problems/task-closed")


@pytest.mark.parametrize("login", ["alice", "bob"])
def test_agents_and_leads_have_no_queue(client: TestClient, desk: Desk, login: str) -> None:
    with transaction() as session:
        task = desk.task(session)
    sign_in(client, login)
    assert client.get(TASKS).status_code == 403
    assert client.post(f"{TASKS}/next", json={}).status_code == 403
    assert client.get(f"{TASKS}/{task.id}").status_code == 403
    assert client.post(f"{TASKS}/{task.id}/claim").status_code == 403
    assert client.post(f"{TASKS}/{task.id}/withdraw").status_code == 403


def test_an_inspector_of_another_team_neither_sees_nor_guesses(
    client: TestClient, desk: Desk
) -> None:
    with transaction() as session:
        task = desk.task(session)
        desk.reviewer(session, "stranger", desk.company.charlies_team)
    sign_in(client, "stranger")
    assert client.get(TASKS).json()["items"] == []
    for step in ("claim", "release"):
        assert client.post(f"{TASKS}/{task.id}/{step}").status_code == 404
        assert client.post(f"{TASKS}/{uuid4()}/{step}").status_code == 404


def test_the_list_is_paged_by_urgency(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        for priority in (5, 50, 50, 90, 20):
            desk.task(session, priority=priority)
    sign_in(client, "quinn")
    seen: list[int] = []
    cursor: str | None = None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get(TASKS, params=params).json()
        seen += [task["priority"] for task in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [90, 50, 50, 20, 5]
    assert client.get(TASKS, params={"cursor": "x"}).status_code == 422


def test_done_is_done_once(client: TestClient, desk: Desk) -> None:
    with transaction() as session:
        task = desk.task(session)
        tasks.mark_done(session, task.id, desk.iris.id)
        tasks.mark_done(session, task.id, desk.ivan.id)
    with transaction() as session:
        kept = session.get_one(ReviewTask, task.id)
    assert (kept.state, kept.assignee_id) == (TaskState.DONE, desk.iris.id)
