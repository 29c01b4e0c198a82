"""What verdicts say of rules, and corrections of words."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.db import transaction
from services.reviews.trust import Trust, asks_to_be_muted, trust_of
from services.scoring.precision import precision
from services.settings import Settings, get_settings
from services.tables import Campaign, Layer, ReviewTask
from tests.doors import sign_in
from tests.reviewing import Desk, Reviewer, make_desk


def rules(client: TestClient, **asked: Any) -> dict[str, Any]:
    sign_in(client, "quinn")
    found = client.get("/api/v1/rules/precision", params=asked)
    assert found.status_code == 200, found.text
    return {rule["rule_key"]: rule for rule in found.json()["items"]}


def test_verdicts_become_precision_and_superseded_ones_stop_counting(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    final = iris.finish(desk.call, "promise")

    found = rules(client)

    assert set(found) == {"greeting", "notice", "promise", "pressure"}
    assert found["promise"]["told"]["rejected"] == 1
    assert found["pressure"]["told"]["confirmed"] == 2
    assert found["promise"]["versions"][0]["number"] == 1
    [week] = found["promise"]["weeks"]
    assert week["told"]["rejected"] == 1
    assert found["promise"]["trust"] == "needs_review"

    ines = Reviewer(client, "ines")
    sign_in(client, "ines")
    ines.review = final
    ines.do("POST", "/supersede", revision=None, reason="It was one")
    ines.judge("promise", "confirmed")
    ines.finalise()

    told = rules(client)["promise"]["told"]
    assert (told["confirmed"], told["rejected"]) == (1, 0)
    assert told["precision"]["value"] == 1


def test_rejected_hits_can_be_listened_to(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    final = iris.finish(desk.call, "promise")
    asked = {"scorecard_id": str(desk.scorecard_id), "rule_key": "promise"}

    sign_in(client, "bob")
    [found] = client.get("/api/v1/rules/rejections", params=asked).json()["items"]

    assert (found["review_id"], found["reason"]) == (final["id"], "rule_too_wide")
    assert (found["quote"], found["version"]) == ("保证收益", 1)
    sign_in(client, "charlie")
    assert client.get("/api/v1/rules/rejections", params=asked).json()["items"] == []


def test_missed_hits_of_blind_draws_estimate_recall(client: TestClient) -> None:
    with transaction() as session:
        desk = Desk(session)
        session.add(ReviewTask(call_id=desk.call.id, layer=Layer.RANDOM, created_by="system"))
        asked = desk.add_call(session)
    place = {"rule_key": "pressure", "start_s": 20.0, "end_s": 21.0}
    iris = Reviewer(client, "iris")
    for call in (desk.call, asked):
        iris.open(call)
        iris.do("POST", "/hits", **place)
        iris.answer_everything()
        iris.finalise()

    rule = rules(client)["pressure"]

    # Only the first call was drawn blindly: two places found in it, one missed.
    assert (rule["found"], rule["missed"]) == (2, 1)
    assert rule["recall"]["value"] == 2 / 3


def test_a_muted_rule_leaves_the_boards_until_it_is_lifted(client: TestClient) -> None:
    with transaction() as session:
        desk = Desk(session)
    board = f"/api/v1/boards/{desk.company.bobs_team.id}"

    def fatal_rules() -> list[str]:
        cards = client.get(board).json()["cards"]
        return [card["rule_name"] for card in cards if card["kind"] == "fatal"]

    sign_in(client, "quinn")
    assert fatal_rules() == ["Guaranteed return"]
    rule = {"scorecard_id": str(desk.scorecard_id), "rule_key": "promise"}
    muted = client.post("/api/v1/rules/mutes", json={**rule, "reason": "Finds quotations"})
    assert (muted.status_code, muted.json()["muted_by"]) == (201, "quinn")

    assert fatal_rules() == []
    assert rules(client)["promise"]["trust"] == "muted"
    again = client.post("/api/v1/rules/mutes", json={**rule, "reason": "Finds quotations"})
    assert again.json()["type"] == "/problems/muted-already"
    assert Reviewer(client, "iris").open(desk.call)["muted_rules"] == ["promise"]
    sign_in(client, "quinn")
    assert client.post("/api/v1/rules/mutes/lift", json=rule).status_code == 204
    assert client.post("/api/v1/rules/mutes/lift", json=rule).status_code == 204
    assert fatal_rules() == ["Guaranteed return"]


def test_those_who_may_mute_are_told_of_a_fatal_rule_that_is_wrong(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_RULE_REVIEWED_MIN", "2")
    monkeypatch.setenv("EARSHOT_RULE_MUTED_BELOW", "0.9")
    get_settings.cache_clear()
    desk, iris = make_desk(), Reviewer(client, "iris")
    with transaction() as session:
        more = [desk.add_call(session) for _ in range(2)]

    for call in (desk.call, *more):
        iris.finish(call, "promise", "pressure")

    sign_in(client, "quinn")
    [notice] = client.get("/api/v1/notices").json()["items"]
    assert (notice["kind"], notice["facts"]["rule"]) == (
        "rule.asks_to_be_muted",
        "Guaranteed return",
    )
    sign_in(client, "iris")
    assert client.get("/api/v1/notices").json()["items"] == []
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_rejected_fatal_hit_leaves_the_board(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    path = f"/api/v1/boards/{desk.company.bobs_team.id}/live"
    iris.finish(desk.call, "promise")
    sign_in(client, "bob")

    with client.websocket_connect(path) as board:
        cards = board.receive_json()["cards"]

    assert [card for card in cards if card["kind"] == "fatal"] == []


def test_corrected_words_are_tried_and_suggested(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)
    words = {"utterance": 4, "char_start": 3, "char_end": 5}
    review = iris.do("POST", "/corrections", **words, said="录音")
    assert [(c["heard"], c["said"]) for c in review["corrections"]] == [("录因", "录音")]
    assert iris.line("notice")["verdict"] == "failed"

    tried = client.post(f"/api/v1/reviews/{review['id']}/try-corrections").json()

    [rule] = tried["rules"]
    assert (rule["rule_key"], rule["before"], rule["after"]) == ("notice", "failed", "passed")
    assert rule["new"][0]["quote"] == "录音"
    iris.answer_everything()
    iris.finalise()
    sign_in(client, "quinn")
    path = "/api/v1/corrections/suggestions"
    [found] = client.get(path).json()["items"]
    assert (found["said"], found["heard"], found["times"]) == ("录音", ["录因"], 1)
    wanted = {"campaign_id": found["campaign_id"], "said": "录音"}
    for _ in range(2):
        assert client.post(f"{path}/accept", json=wanted).status_code == 204
    assert client.get(path).json()["items"] == []
    with transaction() as session:
        assert session.get_one(Campaign, desk.campaign_id).hot_words == ["录音"]
    unknown = client.post(f"{path}/dismiss", json=wanted | {"said": "nothing"})
    assert unknown.status_code == 404


def test_a_number_that_was_put_right_becomes_no_hot_word(client: TestClient) -> None:
    desk, iris = make_desk(), Reviewer(client, "iris")
    iris.open(desk.call)
    words = {"utterance": 4, "char_start": 0, "char_end": 2}
    iris.do("POST", "/corrections", **words, said="13800138000")
    iris.answer_everything()
    iris.finalise()

    sign_in(client, "quinn")
    path = "/api/v1/corrections/suggestions"
    wanted = {"campaign_id": str(desk.campaign_id), "said": "13800138000"}

    assert client.get(path).json()["items"] == []
    assert client.post(f"{path}/accept", json=wanted).status_code == 404


@given(st.integers(0, 200), st.integers(0, 200), st.booleans(), st.booleans())
def test_few_hits_decide_nothing_and_no_number_mutes_a_fatal_rule(
    confirmed: int, rejected: int, fatal: bool, muted: bool
) -> None:
    settings, interval = Settings(), precision(confirmed, rejected)
    told = (interval, confirmed + rejected, settings)

    trust = trust_of(*told, fatal=fatal, muted=muted)

    if muted:
        assert trust is Trust.MUTED
    elif confirmed + rejected < settings.rule_reviewed_min:
        assert trust is Trust.NEEDS_REVIEW
    elif fatal:
        assert trust is not Trust.MUTED
    asks = asks_to_be_muted(*told, fatal=fatal, muted=muted)
    assert not asks or (fatal and not muted and trust is Trust.NEEDS_REVIEW)
