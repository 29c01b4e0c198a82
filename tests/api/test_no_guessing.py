"""Of reviews, tasks, appeals and calibrations out of sight nobody learns even that they exist."""

import json
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import Role, ScorecardVersion
from tests.api.appealing import Appealing, good
from tests.doors import sign_in
from tests.factories import make_user
from tests.reviewing import Reviewer

WORD = {"step": 0, "reason": "evidence_holds", "text": "Listen again"}
DOORS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/reviews/{review}", None),
    ("POST", "/reviews/{review}/supersede", {"reason": "Heard it again"}),
    ("POST", "/reviews/{review}/acknowledge", None),
    ("POST", "/reviews/release", {"review_ids": ["{review}"]}),
    ("GET", "/results/{review}", None),
    ("GET", "/reviews/{draft}", None),
    ("POST", "/reviews/{draft}/finalise", {"revision": 0}),
    ("POST", "/reviews/{draft}/discard", None),
    ("PATCH", "/reviews/{draft}", {"revision": 0, "praise": "x"}),
    ("POST", "/reviews/{draft}/comments", {"revision": 0, "text": "x"}),
    ("PUT", "/reviews/{draft}/answers/manner", {"revision": 0, "answer": "passed"}),
    ("POST", "/reviews/{draft}/try-corrections", None),
    ("GET", "/reviews/tasks/{task}", None),
    ("POST", "/reviews/tasks/{task}/claim", None),
    ("POST", "/reviews/tasks/{task}/release", None),
    ("POST", "/reviews/tasks/{task}/withdraw", None),
    ("GET", "/appeals/{appeal}", None),
    ("POST", "/appeals/{appeal}/accept", WORD),
    ("POST", "/appeals/{appeal}/deny", WORD),
    ("POST", "/appeals/{appeal}/hand-on", WORD),
    ("POST", "/appeals/{appeal}/withdraw", None),
    ("GET", "/appeals/{appeal}/same-cause", None),
    ("POST", "/appeals/{appeal}/resolve-same", {"review_ids": ["{review}"]}),
    ("GET", "/calls/{call}/reviews", None),
    ("POST", "/reviews", {"call_id": "{call}"}),
    ("GET", "/calibrations/{calibration}", None),
    ("GET", "/calibrations/{calibration}/outcome", None),
    ("POST", "/calibrations/{calibration}/close", None),
]


def a_day_of_bobs_team(client: TestClient) -> dict[str, str]:
    """Ids of all that is there: a result with an appeal, a draft, a task, a calibration."""
    told = Appealing(client)
    with transaction() as session:
        others = [told.desk.add_call(session) for _ in range(3)]
        team = told.desk.company.charlies_team
        make_user(session, team, login="charles", role=Role.INSPECTOR)
        make_user(session, team, login="chen", role=Role.QA_LEAD)
        [version] = session.exec(select(ScorecardVersion.id)).all()
    appeal = told.file()
    draft = Reviewer(client, "iris").open(others[0])
    sign_in(client, "quinn")
    wanted = {"call_ids": [str(others[1].id)]}
    [task] = good(client.post("/api/v1/reviews/tasks", json=wanted))["items"]
    people = good(client.get("/api/v1/calibrations/raters"))["items"]
    raters = [each["id"] for each in people if each["name"] in ("Iris", "Ines")]
    calibration = good(
        client.post(
            "/api/v1/calibrations",
            json={
                "name": "November",
                "scorecard_version_id": str(version),
                "call_ids": [str(others[2].id)],
                "rater_ids": raters,
                "key": "consensus",
            },
        )
    )
    return {
        "review": told.review["id"],
        "draft": draft["id"],
        "task": task["id"],
        "appeal": appeal["id"],
        "call": str(told.desk.call.id),
        "calibration": calibration["id"],
    }


@pytest.mark.parametrize("login", ["charlie", "charles", "chen"])
def test_what_is_out_of_sight_answers_like_what_does_not_exist(
    client: TestClient, login: str
) -> None:
    there = a_day_of_bobs_team(client)
    nowhere = {name: str(uuid4()) for name in there}
    sign_in(client, login)

    for door in DOORS:
        seen, unknown = knock(client, door, there), knock(client, door, nowhere)
        assert seen == unknown, door
        assert seen[0] in (403, 404, 422), door
    for path in ("reviews", "reviews/tasks", "appeals", "calibrations"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 403 or answer.json()["items"] == [], path


def knock(
    client: TestClient, door: tuple[str, str, dict[str, Any] | None], ids: dict[str, str]
) -> tuple[int, dict[str, Any]]:
    """The status and the answer, in which every id is called by its name."""
    method, path, body = door
    asked = json.dumps(body)
    for name, value in ids.items():
        path, asked = path.replace(f"{{{name}}}", value), asked.replace(f"{{{name}}}", value)
    content = None if body is None else asked
    headers = {"Content-Type": "application/json"}
    answer = client.request(method, f"/api/v1{path}", content=content, headers=headers)
    told = answer.text
    for name, value in ids.items():
        told = told.replace(value, name)
    problem: dict[str, Any] = json.loads(told)
    # Every answer has a number of its own.
    del problem["request_id"], problem["instance"]
    return answer.status_code, problem
