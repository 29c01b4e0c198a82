"""Who may see, make and finish which review; what a browser sees of the others."""

import time
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from api.groups import BEAT_S
from services.db import transaction
from services.reviews import watching
from services.tables import Hit, InspectorSettings, Role
from tests.doors import sign_in
from tests.factories import make_user
from tests.reviewing import Desk, Reviewer, make_desk


def status(client: TestClient, login: str, path: str) -> int:
    sign_in(client, login)
    return client.get(f"/api/v1{path}").status_code


def test_bob_reads_what_is_finished_and_charlie_cannot_even_guess(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    draft = iris.open(desk.call)
    path = f"/reviews/{draft['id']}"
    assert [status(client, login, path) for login in ("bob", "charlie", "alice")] == [404, 404, 403]
    sign_in(client, "iris")
    iris.answer_everything()
    iris.finalise()

    assert [status(client, login, path) for login in ("bob", "charlie", "alice")] == [200, 404, 403]
    of_call = f"/calls/{desk.call.id}/reviews"
    assert [status(client, login, of_call) for login in ("bob", "charlie")] == [200, 404]
    sign_in(client, "charlie")
    assert client.get("/api/v1/reviews").json()["items"] == []
    precision = client.get("/api/v1/rules/precision").json()["items"]
    assert {rule["told"]["confirmed"] for rule in precision} == {0}
    sign_in(client, "bob")
    [listed] = client.get("/api/v1/reviews").json()["items"]
    assert (listed["agent_name"], listed["reviewer"]["name"]) == ("Alice", "Iris")


def test_a_lead_does_not_see_the_numbers_that_a_review_quotes(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)
    iris.do("POST", "/comments", text="call back at 13800138000", start_s=3)
    iris.do("PATCH", praise="Asked for 13900139000 kindly", suggestion="Say 13700137000 slower")
    iris.judge("promise", "rejected", reason="rule_too_wide", note="He has 13600136000")
    iris.answer_everything()
    final = iris.finalise()

    sign_in(client, "bob")
    seen = client.get(f"/api/v1/reviews/{final['id']}").text
    asked = {"scorecard_id": str(desk.scorecard_id), "rule_key": "promise"}
    seen += client.get("/api/v1/rules/rejections", params=asked).text

    assert "kindly" in seen
    assert "He has" in seen
    assert [number for number in ("138001", "139001", "137001", "136001") if number in seen] == []
    assert final["comments"][0]["text"].endswith("13800138000")


def test_only_its_reviewer_changes_a_draft(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    review = iris.open(desk.call)
    hit = iris.hits("promise")[0]["id"]

    sign_in(client, "ines")
    seen = client.get(f"/api/v1/reviews/{review['id']}").json()

    assert seen["may_edit"] is False
    assert iris.tell("PUT", f"/verdicts/{hit}", verdict="confirmed").status_code == 403
    assert iris.tell("POST", "/finalise").status_code == 403
    assert iris.tell("POST", "/discard").status_code == 403
    sign_in(client, "quinn")
    assert iris.tell("POST", "/discard").status_code == 200


def test_nobody_reviews_their_own_teams_calls_unless_allowed(client: TestClient) -> None:
    with transaction() as session:
        desk = Desk(session)
        team = desk.company.bobs_team
        ivan = make_user(session, team, login="ivan", role=Role.INSPECTOR)
    sign_in(client, "ivan")
    wanted = {"call_id": str(desk.call.id)}

    refused = client.post("/api/v1/reviews", json=wanted)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/own-team")
    with transaction() as session:
        session.add(InspectorSettings(user_id=ivan.id, own_team=True, updated_by="tests"))
    assert client.post("/api/v1/reviews", json=wanted).status_code == 201


def test_what_is_wrong_is_named(client: TestClient) -> None:
    with transaction() as session:
        desk = Desk(session)
        other = desk.add_call(session)
        strange = session.exec(select(Hit).where(Hit.call_id == other.id)).first()
    iris = Reviewer(client, "iris")
    iris.open(desk.call)
    words = {"rule_key": "notice", "utterance": 4, "char_start": 0, "char_end": 2}
    found = iris.hits("greeting")[0]
    greeting = {name: found[name] for name in ("rule_key", "utterance", "char_start", "char_end")}

    same = {"utterance": 4, "char_start": 3, "char_end": 5, "said": "录因"}

    for path, body, told in (
        ("/hits", words | {"rule_key": "nothing"}, (422, "rule_key")),
        ("/hits", words | {"utterance": 99}, (422, "utterance")),
        ("/hits", words | {"char_end": 99}, (422, "char_end")),
        ("/hits", {"rule_key": "notice", "start_s": 9, "end_s": 3}, (422, "end_s")),
        ("/hits", {"rule_key": "notice", "start_s": 9999, "end_s": 10000}, (422, "start_s")),
        ("/hits", greeting, (409, "rule_key")),
        ("/comments", {"text": " "}, (422, "text")),
        ("/comments", {"text": "a", "end_s": 3}, (422, "start_s")),
        ("/corrections", same, (422, "said")),
    ):
        answer = iris.tell("POST", path, **body)
        assert (answer.status_code, answer.json()["field"]) == told, answer.text
    assert strange is not None
    assert iris.tell("PUT", f"/verdicts/{strange.id}", verdict="unsure").status_code == 404
    assert iris.tell("PUT", "/answers/nothing", answer="passed").status_code == 422
    review = client.get(f"/api/v1/reviews/{iris.review['id']}").json()
    assert (review["revision"], review["added_hits"]) == (0, [])


def test_two_people_see_each_other_and_what_they_save(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)
    path = f"/api/v1/calls/{desk.call.id}/presence"

    with client.websocket_connect(path) as first:
        assert [each["name"] for each in first.receive_json()["people"]] == ["Iris"]
        sign_in(client, "ines")
        with client.websocket_connect(path) as second:
            assert len(second.receive_json()["people"]) == 2
            assert _until(first, people=["Iris", "Ines"])
        assert _until(first, people=["Iris"])
        sign_in(client, "iris")
        iris.judge("promise", "confirmed")
        assert _until(first, saved=[(1, "Iris")])


def test_whoever_looks_hears_that_the_connection_lives_however_busy_others_are(
    client: TestClient,
) -> None:
    """Without that a browser comes back, which the others are told, and so they do."""
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)
    quiet_until = time.monotonic() + 2.5 * BEAT_S

    with client.websocket_connect(f"/api/v1/calls/{desk.call.id}/presence") as socket:
        socket.receive_json()
        while time.monotonic() < quiet_until:
            with transaction() as session:
                watching.announce(session, uuid4())
            time.sleep(0.2)
        sign_in(client, "ines")
        with client.websocket_connect(f"/api/v1/calls/{desk.call.id}/presence"):
            beats = 0
            while len(socket.receive_json()["people"]) == 1:
                beats += 1

    assert beats >= 2


@pytest.mark.parametrize(("login", "code"), [("charlie", 4403), ("alice", 4403), ("bob", 4403)])
def test_nobody_else_watches(client: TestClient, login: str, code: int) -> None:
    desk = make_desk()
    sign_in(client, login)

    path = f"/api/v1/calls/{desk.call.id}/presence"
    with client.websocket_connect(path) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    assert closed.value.code == code


def _until(
    socket: WebSocketTestSession,
    people: list[str] | None = None,
    saved: list[tuple[int, str]] | None = None,
) -> bool:
    for _ in range(20):
        told = socket.receive_json()
        names = [each["name"] for each in told["people"]]
        drafts = [(each["revision"], each["reviewer_name"]) for each in told["reviews"]]
        if people in (None, names) and saved in (None, drafts):
            return True
    return False
