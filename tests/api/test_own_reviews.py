"""Leads who also make calls: of their own calls they read what their agents would, no sooner."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.tables import CallAgent, Layer, ReviewTask, Role
from tests.api.appealing import good
from tests.doors import sign_in
from tests.factories import make_agent, make_user
from tests.reviewing import Desk, Reviewer


class Playing:
    """Dora leads Alice's team and makes calls in it; Iris reviewed one of hers and one of Alice's.

    Results are released by hand. Dina, who leads the quality of all, passed Dora that call.
    """

    def __init__(self, client: TestClient) -> None:
        self.client = client
        with transaction() as session:
            self.desk = Desk(session)
            team = self.desk.company.bobs_team
            dora = make_agent(session, team, name="Dora")
            make_user(session, team, login="dora", agent_id=dora.id)
            dina = make_agent(session, team, name="Dina")
            leads = {"login": "dina", "role": Role.QA_LEAD, "agent_id": dina.id}
            make_user(session, self.desk.company.unit, **leads)
            self.call = self.desk.add_call(session, agent_id=dora.id)
            session.add(CallAgent(call_id=self.call.id, agent_id=dina.id))
        good(self.ask("quinn", "PATCH", "/result-policy", json={"release": "by_hand"}))
        self.review = Reviewer(client, "iris").finish(self.call, "promise")
        self.alices = Reviewer(client, "iris").finish(self.desk.call, "promise")

    def ask(self, login: str, method: str, path: str, **options: Any) -> Any:
        sign_in(self.client, login)
        return self.client.request(method, f"/api/v1{path}", **options)

    def release(self) -> None:
        wanted = {"review_ids": [self.review["id"]]}
        good(self.ask("quinn", "POST", "/reviews/release", json=wanted))

    def listed(self, login: str, path: str, **params: Any) -> set[str]:
        return {each["id"] for each in good(self.ask(login, "GET", path, params=params))["items"]}

    def score(self, login: str) -> float | None:
        shown = good(self.ask(login, "GET", f"/calls/{self.call.id}"))["score"]
        [row] = [
            each
            for each in good(self.ask(login, "GET", "/calls"))["items"]
            if each["id"] == str(self.call.id)
        ]
        assert row["score"] == shown
        return None if shown is None else float(shown)


@pytest.fixture
def playing(client: TestClient) -> Playing:
    return Playing(client)


def test_a_lead_who_makes_calls_still_leads_the_team(playing: Playing) -> None:
    sign_in(playing.client, "dora")
    profile = playing.client.get("/api/v1/session").json()

    assert (profile["role"], profile["unit_name"]) == ("lead", "Bob's team")
    assert profile["agent_id"] is not None
    assert profile["sees"]["own_only"] is False


@pytest.mark.parametrize("login", ["dora", "dina"])
def test_a_review_of_an_own_call_is_hidden_until_released(playing: Playing, login: str) -> None:
    its = f"/reviews/{playing.review['id']}"
    of_call = f"/calls/{playing.call.id}/reviews"
    promise = {"scorecard_id": str(playing.desk.scorecard_id), "rule_key": "promise"}

    assert playing.ask(login, "GET", its).status_code == 404
    assert playing.listed(login, "/reviews") == {playing.alices["id"]}
    assert playing.listed(login, of_call) == set()
    rejected = good(playing.ask(login, "GET", "/rules/rejections", params=promise))["items"]
    assert [each["review_id"] for each in rejected] == [playing.alices["id"]]
    machine = playing.score(login)

    playing.release()
    assert (
        playing.ask(login, "GET", its).json()["score"]["score"] == playing.review["score"]["score"]
    )
    assert playing.listed(login, of_call) == {playing.review["id"]}
    assert playing.score(login) == playing.review["score"]["score"] != machine


def test_others_read_it_at_once(playing: Playing) -> None:
    its = f"/reviews/{playing.review['id']}"

    assert playing.ask("bob", "GET", its).status_code == 200
    assert playing.ask("quinn", "GET", its).status_code == 200
    assert playing.score("bob") == playing.review["score"]["score"]


def test_the_machines_score_of_an_own_call_waits_where_it_does_for_agents(
    playing: Playing,
) -> None:
    hidden = {"machine_scores": "hidden_until_reviewed"}
    good(playing.ask("quinn", "PATCH", "/result-policy", json=hidden))
    scores = f"/calls/{playing.call.id}/evaluations"

    assert playing.score("dora") is None
    assert playing.listed("dora", scores) == set()
    assert playing.listed("bob", scores) != set()

    playing.release()
    assert playing.listed("dora", scores) != set()


def test_nobody_releases_a_result_of_their_own(playing: Playing) -> None:
    wanted = {"review_ids": [playing.review["id"]]}

    assert playing.ask("dina", "POST", "/reviews/release", json=wanted).status_code == 404
    assert playing.ask("quinn", "POST", "/reviews/release", json=wanted).status_code == 200


def test_a_queue_tells_nobody_the_score_of_an_own_call(playing: Playing) -> None:
    with transaction() as session:
        for call in (playing.call, playing.desk.call):
            session.add(ReviewTask(call_id=call.id, layer=Layer.ASKED, created_by="quinn"))

    found = good(playing.ask("dina", "GET", "/reviews/tasks"))["items"]
    shown = {task["call"]["id"]: task["call"] for task in found}

    assert shown[str(playing.call.id)]["score"] is None
    assert shown[str(playing.call.id)]["score_hidden"] is True
    assert shown[str(playing.desk.call.id)]["score"] is not None
    assert shown[str(playing.desk.call.id)]["score_hidden"] is False
