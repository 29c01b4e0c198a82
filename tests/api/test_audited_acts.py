"""Every act on reviews, appeals and calibrations is in the audit log, each told in one table.

A new operation, or a new word for an act, without a row here fails.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

import services.reviews
from services.db import transaction
from services.jobs import KeepDesk
from services.tables import Appeal, AppealAct, AuditEntry, User
from tests.api.appealing import Appealing
from tests.api.test_calibrations import RATERS, Session
from tests.doors import sign_in
from tests.reviewing import Desk, Reviewer
from workers.jobs.desk import keep_desk

REVIEWS = {
    "create_review_tasks": ("review_task.created",),
    "assign_review_task": ("review_task.assigned",),
    "release_review_task": ("review_task.released",),
    "claim_review_task": ("review_task.claimed",),
    "take_next_review_task": ("review_task.claimed",),
    "withdraw_review_task": ("review_task.withdrawn",),
    "hand_out_review_tasks": ("review_tasks.handed_out",),
    "change_inspector": ("inspector.changed",),
    "change_result_policy": ("result_policy.changed",),
    "open_review": ("review.opened",),
    "discard_review": ("review.discarded",),
    "finalise_review": ("review.finalised",),
    "supersede_review": ("review.superseding_begun",),
    "release_reviews": ("review.released",),
    "acknowledge_result": ("review.acknowledged",),
}
_NEW_RESULT = ("review.finalised", "review.superseded", "review.released")
APPEALS = {
    "file_appeal": ("appeal.filed",),
    "hand_appeal_on": ("appeal.handed_on",),
    "deny_appeal": ("appeal.denied",),
    "withdraw_appeal": ("appeal.withdrawn",),
    "accept_appeal": ("appeal.accepted", *_NEW_RESULT),
    "resolve_same_cause": ("review.same_cause_resolved", *_NEW_RESULT),
}
CALIBRATIONS = {
    "start_calibration": ("calibration.started",),
    "close_calibration": ("calibration.closed",),
    "cancel_calibration": ("calibration.cancelled",),
    "settle_calibration_item": ("calibration.item_settled",),
    "ask_for_regrades": ("regrade.asked",),
}
ACTS = REVIEWS | APPEALS | CALIBRATIONS
"""By operation: what the log says of it."""

MARKS = {
    *("give_verdict", "take_verdict_back", "answer_rule", "take_answer_back"),
    *("add_missed_hit", "remove_missed_hit", "correct_words", "take_correction_back"),
    *("add_review_comment", "change_review_comment", "remove_review_comment"),
    *("write_review_feedback", "try_review_corrections"),
}
"""What is written in a draft changes no state: its last word is kept in the finished review."""

ELSEWHERE = {
    **{"appeal.expired": "by the clock, below", "review_task.covered": "tests/api/test_handing"},
    **{f"clip.{act}": "tests/api/test_clips" for act in ("created", "changed", "deleted")},
    **{f"clip.{act}": "tests/api/test_clips" for act in ("shared", "listened")},
    **{f"hot_word.{act}": "tests/api/test_rule_precision" for act in ("accepted", "dismissed")},
    **{f"rule.{act}": "tests/api/test_rule_precision" for act in ("muted", "unmuted")},
    **{f"sampling_plan.{act}": "tests/api/test_samples" for act in ("archived", "changed")},
    **{f"sampling_plan.{act}": "tests/api/test_samples" for act in ("created", "drawn")},
}
NO_ACTS = {"appeal.due_soon", "appeal.late", "appeal.to_decide", "rule.asks_to_be_muted"}
"""Words for notices, not for the log."""


class Log:
    """What the audit log says since the last look; nothing of sessions."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.seen = 0
        self.done: set[str] = set()

    def new(self) -> list[str]:
        with transaction() as session:
            query = select(AuditEntry).order_by(col(AuditEntry.id)).offset(self.seen)
            entries = session.exec(query).all()
        self.seen += len(entries)
        return [entry.act for entry in entries if not entry.act.startswith("session.")]

    def ask(self, login: str, operation: str, method: str, path: str, **options: Any) -> Any:
        """Do it, and look: the log says of it what the table does, and nothing else."""
        sign_in(self.client, login)
        self.new()
        answer = self.client.request(method, f"/api/v1{path}", **options)
        assert answer.is_success, answer.text
        assert sorted(self.new()) == sorted(ACTS[operation]), operation
        self.done.add(operation)
        return answer.json() if answer.content else None


@pytest.fixture
def log(client: TestClient) -> Log:
    return Log(client)


def review_story(log: Log) -> None:
    """A call is put in the queue, goes from hand to hand, is reviewed, released, superseded."""
    with transaction() as session:
        desk = Desk(session)
        other = desk.add_call(session)
        ids = {user.login: str(user.id) for user in session.exec(select(User))}
    log.ask("quinn", "change_result_policy", "PATCH", "/result-policy", json={"release": "by_hand"})
    quota = {"daily_quota": 30}
    log.ask("quinn", "change_inspector", "PATCH", f"/reviews/inspectors/{ids['ines']}", json=quota)
    task = _queue(log, desk.call.id)
    path = f"/reviews/tasks/{task}"
    whom = {"assignee_id": ids["ines"]}
    log.ask("quinn", "assign_review_task", "POST", f"{path}/assign", json=whom)
    log.ask("ines", "release_review_task", "POST", f"{path}/release")
    log.ask("iris", "claim_review_task", "POST", f"{path}/claim")
    log.ask("iris", "release_review_task", "POST", f"{path}/release")
    log.ask("iris", "take_next_review_task", "POST", "/reviews/tasks/next", json={})
    withdrawn = _queue(log, other.id)
    log.ask("quinn", "withdraw_review_task", "POST", f"/reviews/tasks/{withdrawn}/withdraw")
    _queue(log, other.id)
    log.ask("quinn", "hand_out_review_tasks", "POST", "/reviews/tasks/hand-out", json={})
    _reviewed(log, desk, task)


def _queue(log: Log, call_id: UUID) -> str:
    wanted = {"call_ids": [str(call_id)], "repeat": True}
    made = log.ask("quinn", "create_review_tasks", "POST", "/reviews/tasks", json=wanted)
    return str(made["items"][0]["id"])


def _reviewed(log: Log, desk: Desk, task: str) -> None:
    wanted = {"call_id": str(desk.call.id), "task_id": task}
    review = log.ask("iris", "open_review", "POST", "/reviews", json=wanted)
    log.ask("iris", "discard_review", "POST", f"/reviews/{review['id']}/discard")
    first = _written(log, desk)
    told = {"reason": "Heard it again"}
    path = f"/reviews/{first.review['id']}"
    log.ask("iris", "supersede_review", "POST", f"{path}/supersede", json=told)
    log.ask("quinn", "release_reviews", "POST", "/reviews/release", json={"review_ids": [path[9:]]})
    log.ask("alice", "acknowledge_result", "POST", f"{path}/acknowledge")


def _written(log: Log, desk: Desk) -> Reviewer:
    """By Iris, with a mark of every kind that her draft needs: none of them is an act."""
    iris = Reviewer(log.client, "iris")
    iris.open(desk.call)
    log.new()
    iris.answer_everything()
    iris.do("POST", "/comments", text="Too fast", start_s=3)
    iris.do("PATCH", praise="Warm")
    assert log.new() == []
    revision = {"revision": iris.review["revision"]}
    path = f"/reviews/{iris.review['id']}/finalise"
    log.ask("iris", "finalise_review", "POST", path, json=revision)
    return iris


def appeal_story(log: Log) -> None:
    """A line is appealed again and again, and at last with success, in two calls at once."""
    told = Appealing(log.client)
    with transaction() as session:
        other = told.desk.add_call(session)
    second = Reviewer(log.client, "iris").finish(other)
    notice = told.wanted("notice")
    appeal = log.ask("alice", "file_appeal", "POST", "/appeals", json=notice)
    log.ask("alice", "withdraw_appeal", "POST", f"/appeals/{appeal['id']}/withdraw")
    places = told.line("promise")["places"]
    appeal = log.ask(
        "alice", "file_appeal", "POST", "/appeals", json=told.wanted(hit_id=places[0]["hit_id"])
    )
    path = f"/appeals/{appeal['id']}"
    appeal = log.ask("bob", "hand_appeal_on", "POST", f"{path}/hand-on", json=_word(appeal))
    appeal = log.ask("quinn", "deny_appeal", "POST", f"{path}/deny", json=_word(appeal))
    appeal = log.ask("ines", "accept_appeal", "POST", f"{path}/accept", json=_word(appeal))
    same = {"review_ids": [second["id"]]}
    log.ask("ines", "resolve_same_cause", "POST", f"{path}/resolve-same", json=same)


def _word(appeal: dict[str, Any]) -> dict[str, Any]:
    return {"step": appeal["step"], "reason": "evidence_holds", "text": "Listen again"}


def calibration_story(log: Log) -> None:
    """Raters disagree, a tie is settled; another session is called off; a grader is graded."""
    held = Session(log.client)
    held.wanted["rater_ids"] = [held.ids["iris"], held.ids["ines"]]
    first = log.ask("quinn", "start_calibration", "POST", "/calibrations", json=held.wanted)
    for login in RATERS[:2]:
        held.judge(login)
    path = f"/calibrations/{first['id']}"
    log.ask("quinn", "close_calibration", "POST", f"{path}/close")
    item = f"{path}/consensus/{held.calls[0].id}/manner"
    log.ask("quinn", "settle_calibration_item", "PUT", item, json={"answer": "failed"})
    second = log.ask("quinn", "start_calibration", "POST", "/calibrations", json=held.wanted)
    log.ask("quinn", "cancel_calibration", "POST", f"/calibrations/{second['id']}/cancel")
    Reviewer(log.client, "iris").finish(held.calls[0])
    wanted = {"reviewer_id": held.ids["iris"], "count": 1, "seed": 7}
    wanted |= {"since": "2026-01-01T00:00:00Z"}
    log.ask("quinn", "ask_for_regrades", "POST", "/calibrations/regrades", json=wanted)


@pytest.mark.parametrize(
    ("story", "acts"),
    [(review_story, REVIEWS), (appeal_story, APPEALS), (calibration_story, CALIBRATIONS)],
    ids=["reviews", "appeals", "calibrations"],
)
def test_every_act_is_in_the_log(
    log: Log, story: Callable[[Log], None], acts: Mapping[str, object]
) -> None:
    story(log)

    assert log.done == acts.keys()


def test_what_the_clock_decides_is_in_the_log_too(log: Log) -> None:
    told = Appealing(log.client)
    appeal = told.file()
    log.new()
    with transaction() as session:
        row = session.get_one(Appeal, UUID(appeal["id"]))
        row.due_at -= timedelta(days=9)

    keep_desk(KeepDesk())

    assert log.new() == ["appeal.expired"]


def test_no_operation_and_no_act_is_without_a_row(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    ours = re.compile("/api/v1/(reviews|appeals|calibrations|result-policy)(/|$)")
    changing = {
        operation["operationId"]
        for path, operations in paths.items()
        for method, operation in operations.items()
        if ours.match(path) and method != "get"
    }
    assert changing == ACTS.keys() | MARKS

    room = Path(services.reviews.__file__).parent
    words = r'"((?:appeal|calibration|review|review_tasks?|regrade|rule|clip|hot_word)\.[a-z_]+)"'
    said = {
        word for file in room.rglob("*.py") for word in re.findall(words, file.read_text("utf-8"))
    }
    known = {act for acts in ACTS.values() for act in acts} | ELSEWHERE.keys() | NO_ACTS
    assert said - {"clip.ogg"} <= known
    assert {f"appeal.{act.value}" for act in AppealAct} <= known
