"""A review from the first look to the final score."""

from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.scoring import evaluate
from services.tables import AuditEntry, Call, Counter, CounterKind, ReviewTask, TaskState
from services.tables.reviewing import Layer
from tests.doors import sign_in
from tests.reviewing import Desk, Reviewer, make_desk


def stored(desk: Desk) -> Call:
    with transaction() as session:
        return session.get_one(Call, desk.call.id)


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    told: dict[str, Any] = response.json()
    return told


def test_a_draft_starts_from_what_the_machine_found(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")

    review = iris.open(desk.call)

    assert (review["state"], review["number"], review["revision"]) == ("draft", None, 0)
    assert review["score"]["score"] == review["machine"]["score"] == 0
    assert review["score"]["lines"] == review["machine"]["lines"]
    assert [point["rule_key"] for point in review["open"]] == [
        *("manner", "greeting", "promise", "pressure", "pressure"),
    ]
    assert review["reviewer"]["name"] == "Iris"
    assert stored(desk).review_id is None


def test_opening_again_goes_on_with_the_same_draft(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    first = iris.open(desk.call)
    iris.judge("promise", "rejected", reason="quoted")

    again = iris.open(desk.call)

    assert again["id"] == first["id"]
    assert [each["verdict"] for each in again["verdicts"]] == ["rejected"]


def test_rejecting_the_fatal_hit_saves_the_call(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)

    review = iris.judge("promise", "rejected", reason="quoted", note="asked back")

    assert iris.line("promise")["verdict"] == "passed"
    assert (review["score"]["fatal"], review["machine"]["fatal"]) == (False, True)
    # Greeting earns 10 of 20: the notice was not heard, and nobody has answered manner.
    assert review["score"]["score"] == 50 - 10
    restored = iris.do("DELETE", f"/verdicts/{iris.hits('promise')[0]['id']}")
    assert restored["score"]["lines"] == review["machine"]["lines"]
    assert restored["score"]["score"] == 0


def test_a_place_rejected_deducts_no_more(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)
    assert iris.line("pressure")["deducted"] == 10

    iris.judge("pressure", "rejected")

    assert (iris.line("pressure")["deducted"], iris.line("pressure")["verdict"]) == (5, "failed")
    iris.judge("pressure", "rejected", 1)
    assert (iris.line("pressure")["deducted"], iris.line("pressure")["verdict"]) == (0, "passed")


def test_a_missed_hit_counts_where_it_was_said(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)
    place = {"rule_key": "notice", "utterance": 4, "char_start": 3, "char_end": 5}

    review = iris.do("POST", "/hits", **place, note="said it")

    [added] = review["added_hits"]
    assert (added["quote"], added["start_s"] >= 14) == ("录因", True)
    assert iris.line("notice")["verdict"] == "passed"
    assert "录因" in iris.line("notice")["explanation"]["zh-CN"]
    assert iris.do("POST", "/hits", **place, note="said it")["revision"] == review["revision"]
    iris.do("DELETE", f"/hits/{added['id']}")
    assert iris.line("notice")["verdict"] == "failed"


def test_a_stretch_of_seconds_can_break_a_rule(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)

    iris.do("POST", "/hits", rule_key="pressure", start_s=20.5, end_s=22)

    assert iris.line("pressure")["deducted"] == 12
    assert iris.line("pressure")["capped"]


def test_an_answer_stands_above_hits(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)

    review = iris.do("PUT", "/answers/promise", answer="not_applicable")

    assert iris.line("promise")["verdict"] == "not_applicable"
    assert "promise" not in [point["rule_key"] for point in review["open"]]
    iris.do("DELETE", "/answers/promise")
    assert iris.line("promise")["verdict"] == "failed"


def test_finishing_makes_the_score_the_calls(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")

    review = iris.finish(desk.call, "promise")

    assert (review["state"], review["number"], review["open"]) == ("final", 1, [])
    call = stored(desk)
    assert str(call.review_id) == review["id"]
    assert (call.score, call.fatal_hits) == (review["score"]["score"], 0)
    assert call.score == 65
    with transaction() as session:
        [counter] = session.exec(select(Counter).where(Counter.kind == CounterKind.ALL)).all()
        assert (counter.score_sum, counter.fatal_hits) == (65, 0)
        acts = [entry.act for entry in session.exec(select(AuditEntry)).all()]
    assert {"review.opened", "review.finalised"} <= set(acts)


def test_finishing_twice_changes_nothing(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    first = iris.finish(desk.call)

    again = iris.finalise()

    assert again == first
    with transaction() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.act == "review.finalised"))
        assert len(entries.all()) == 1


def test_what_is_open_keeps_a_review_from_being_finished(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    review = iris.open(desk.call)

    told = problem(iris.tell("POST", "/finalise"), 409)

    assert told["type"] == "/problems/review-incomplete"
    assert told["facts"]["open"] == review["open"]
    assert stored(desk).review_id is None


def test_a_final_review_never_changes(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    final = iris.finish(desk.call)
    hit = iris.hits("promise")[0]["id"]

    for method, path, body in (
        ("PUT", f"/verdicts/{hit}", {"verdict": "unsure"}),
        ("DELETE", f"/verdicts/{hit}", {}),
        ("PUT", "/answers/manner", {"answer": "failed"}),
        ("POST", "/comments", {"text": "late"}),
        ("PATCH", "", {"praise": "late"}),
        ("POST", "/discard", {}),
    ):
        assert problem(iris.tell(method, path, **body), 409)["type"] == "/problems/review-closed"
    assert client.get(f"/api/v1/reviews/{final['id']}").json() == final


def test_a_stale_browser_is_told_who_saved(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    review = iris.open(desk.call)
    iris.judge("promise", "rejected")
    hit = iris.hits("greeting")[0]["id"]

    told = problem(iris.tell("PUT", f"/verdicts/{hit}", verdict="unsure", revision=0), 409)

    assert told["type"] == "/problems/review-changed"
    assert (told["facts"]["revision"], told["facts"]["saved_by"]) == (1, "Iris")
    assert review["revision"] == 0
    same = iris.hits("promise")[0]["id"]
    assert iris.tell("PUT", f"/verdicts/{same}", verdict="rejected", revision=0).status_code == 200


def test_only_a_rejected_hit_has_a_reason(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)
    hit = iris.hits("promise")[0]["id"]

    told = problem(iris.tell("PUT", f"/verdicts/{hit}", verdict="confirmed", reason="other"), 422)

    assert told["field"] == "reason"


def test_one_result_at_a_time(client: TestClient) -> None:
    desk, iris, ines = make_desk(), Reviewer(client, "iris"), Reviewer(client, "ines")
    iris.open(desk.call)

    sign_in(client, "ines")
    taken = client.post("/api/v1/reviews", json={"call_id": str(desk.call.id)})
    assert problem(taken, 409)["facts"] == {"reviewer": "Iris"}
    final = iris.finish(desk.call)
    sign_in(client, "ines")
    done = client.post("/api/v1/reviews", json={"call_id": str(desk.call.id)})

    assert problem(done, 409)["facts"] == {"review_id": final["id"], "reviewer": "Iris"}
    assert ines.review == {}


def test_superseding_starts_from_what_was_final_and_takes_its_place(client: TestClient) -> None:
    desk, iris, ines = make_desk(), Reviewer(client, "iris"), Reviewer(client, "ines")
    first = iris.finish(desk.call)
    sign_in(client, "ines")
    ines.review = first

    draft = ines.do("POST", "/supersede", revision=None, reason="The promise was a quotation")

    assert (draft["supersedes_id"], draft["open"]) == (first["id"], [])
    assert stored(desk).score == 0
    ines.judge("promise", "rejected", reason="quoted")
    second = ines.finalise()
    assert (second["number"], second["score"]["score"]) == (2, 65)
    listed = client.get(f"/api/v1/calls/{desk.call.id}/reviews").json()["items"]
    assert [(each["number"], each["state"], each["machine_score"]) for each in listed] == [
        (1, "superseded", 0),
        (2, "final", 0),
    ]
    assert str(stored(desk).review_id) == second["id"]
    assert client.get(f"/api/v1/reviews/{first['id']}").json()["score"]["score"] == 0


def test_the_machine_does_not_overwrite_a_person(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.finish(desk.call, "promise")

    with transaction() as session:
        evaluate.score_call(session, desk.call.id)

    assert (stored(desk).score, stored(desk).fatal_hits) == (65, 0)


def test_a_second_look_gives_the_call_no_score(client: TestClient) -> None:
    desk, iris, ines = make_desk(), Reviewer(client, "iris"), Reviewer(client, "ines")
    final = iris.finish(desk.call)

    ines.open(desk.call, purpose="regrade")
    ines.judge("promise", "rejected")
    ines.answer_everything()
    regrade = ines.finalise()

    assert (regrade["number"], regrade["score"]["score"]) == (None, 65)
    assert str(stored(desk).review_id) == final["id"]
    assert stored(desk).score == 0


def test_nothing_is_reviewed_before_it_is_scored(client: TestClient) -> None:
    with transaction() as session:
        desk = Desk(session)
        silent = desk.add_call(session, campaign_id=None)
    sign_in(client, "iris")

    told = client.post("/api/v1/reviews", json={"call_id": str(silent.id)})

    assert problem(told, 409)["type"] == "/problems/not-scored-yet"


def test_finishing_finishes_the_task(client: TestClient) -> None:
    with transaction() as session:
        desk = Desk(session)
        task = ReviewTask(call_id=desk.call.id, layer=Layer.ASKED, created_by="tests")
        session.add(task)
    iris = Reviewer(client, "iris")

    review = iris.finish(desk.call)

    assert review["task_id"] == str(task.id)
    with transaction() as session:
        assert session.get_one(ReviewTask, task.id).state is TaskState.DONE


def test_a_dropped_draft_leaves_no_trace_on_the_call(client: TestClient) -> None:
    desk, iris, ines = make_desk(), Reviewer(client, "iris"), Reviewer(client, "ines")
    iris.open(desk.call)

    assert iris.do("POST", "/discard")["state"] == "discarded"

    assert ines.open(desk.call)["state"] == "draft"
    assert stored(desk).review_id is None
