"""From what a dialer reports to alerts, and who sees them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.people import organisation
from services.scoring import evaluate
from services.tables import Call
from tests.alerting import Centre, age_alerts, make_rule, stored_alerts, watch
from tests.factories import make_call, make_campaign, make_scorecard, make_transcript, said

NUMBER = "13800001234"


@pytest.fixture
def centre(client: TestClient) -> Centre:
    return Centre(client)


def test_an_agent_who_is_ready_for_too_long_raises_one_alert_until_they_are_not(
    centre: Centre,
) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "idle", "minutes": 10})
    centre.report("agent.state", 15 * 60, state="ready")
    watch()
    watch()
    centre.sign_in("bob")
    [alert] = centre.alerts(state="open")
    assert (alert["kind"], alert["subject"], alert["severity"]) == ("idle", "Alice", "warning")
    assert (alert["limit"], alert["count"]) == (10, 1)
    assert 14.9 < alert["value"] < 16
    assert alert["unit_id"] == str(centre.bobs_team_id)

    centre.report("agent.state", 1, state="talking")
    watch()
    assert centre.alerts(state="open") == []
    [over] = centre.alerts(state="over")
    assert over["id"] == alert["id"]


def test_one_who_is_within_the_limit_raises_nothing(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "idle", "minutes": 10})
        make_rule(session, {"kind": "wrap_up", "minutes": 5})
        make_rule(session, {"kind": "break", "minutes": 5, "reasons": ["toilet"]})
    centre.report("agent.state", 9 * 60, state="ready")
    centre.report("agent.state", 9 * 60, state="break", reason="lunch", agent="2001")
    watch()
    assert stored_alerts() == []


def test_only_agents_of_the_rules_unit_are_named(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "idle", "minutes": 1}, unit_id=centre.bobs_team_id)
    centre.report("agent.state", 600, state="ready")
    centre.report("agent.state", 600, state="ready", agent="2001")
    watch()
    [alert] = stored_alerts()
    assert alert.agent_id == centre.company.alice.agent_id


def test_a_call_that_goes_on_for_too_long(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "call", "minutes": 30})
    centre.report("call.dialed", 2000, call_id="c1", customer_number=NUMBER)
    centre.report("call.answered", 1990, call_id="c1")
    centre.report("call.bridged", 1985, call_id="c1")
    watch()
    centre.sign_in("bob")
    [alert] = centre.alerts()
    assert (alert["kind"], alert["subject_kind"], alert["agent_name"]) == ("call", "call", "Alice")
    assert alert["call_id"]
    centre.report("call.ended", 0, call_id="c1")
    watch()
    assert centre.alerts(state="open") == []


def test_leads_see_alerts_of_their_team_and_agents_only_their_own_states(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "idle", "minutes": 1})
        make_rule(session, {"kind": "too_often", "times": 1, "hours": 1})
    centre.report("agent.state", 600, state="ready")
    for name in ("c1", "c2"):
        centre.report("call.dialed", 5, call_id=name, customer_number=NUMBER, agent="2001")
    watch()
    seen: dict[str, Any] = {}
    for login in ("alice", "bob", "charlie", "dana"):
        centre.sign_in(login)
        seen[login] = sorted((each["kind"], each["agent_name"]) for each in centre.alerts())
    assert seen["alice"] == [("idle", "Alice")]
    assert seen["bob"] == [("idle", "Alice")]
    assert seen["charlie"] == [("too_often", "Carl")]
    assert len(seen["dana"]) == 2
    [carls] = [each for each in stored_alerts() if each.agent_id != centre.company.alice.agent_id]
    centre.sign_in("bob")
    assert centre.client.get(f"/api/v1/alerts/{carls.id}").status_code == 404
    path = f"/api/v1/alerts/{carls.id}/acknowledge"
    assert centre.client.post(path, json={}).status_code == 404
    centre.sign_in("alice")
    [own_alert] = centre.alerts()
    own = f"/api/v1/alerts/{own_alert['id']}/acknowledge"
    assert centre.client.post(own, json={}).status_code == 403


def test_a_number_that_is_called_too_often_is_counted_up_and_never_shown(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "too_often", "times": 2, "hours": 24})
    for n in range(3):
        centre.report("call.dialed", 300 - n, call_id=f"c{n}", customer_number=NUMBER)
    watch()
    watch()
    centre.sign_in("bob")
    [alert] = centre.alerts()
    assert (alert["count"], alert["value"], alert["limit"]) == (1, 3, 2)
    assert alert["subject"] == "138****1234"
    centre.report("call.dialed", 5, call_id="c9", customer_number=NUMBER)
    watch()
    [alert] = centre.alerts()
    assert (alert["count"], alert["value"]) == (2, 4)
    [stored] = stored_alerts()
    assert NUMBER not in repr(stored.model_dump())


def test_a_number_that_refused_must_not_be_called_again(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "refused_called", "days": 30})
        make_call(
            session,
            source_id=centre.source.id,
            customer_number=NUMBER,
            started_at=datetime.now(UTC) - timedelta(days=3),
            outcome="refused",
        )
    centre.report("call.dialed", 5, call_id="c1", customer_number=NUMBER)
    centre.report("call.dialed", 5, call_id="c2", customer_number="13900000000")
    watch()
    centre.sign_in("bob")
    [alert] = centre.alerts()
    assert (alert["kind"], alert["subject"]) == ("refused_called", "138****1234")
    assert 2.9 < alert["value"] < 3.1


def test_calls_outside_of_a_campaigns_hours_are_counted_together(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "outside_hours"}, severity="critical")
        closed = organisation.create_campaign(session, code="night", name="Night")
        closed.calling_hours = {"clock": "unit", "days": {}}
        session.add(closed)
        organisation.create_campaign(session, code="any", name="Any time")
    for n in range(3):
        centre.report("call.dialed", 5, call_id=f"n{n}", customer_number=NUMBER, campaign="night")
    centre.report("call.dialed", 5, call_id="a1", customer_number=NUMBER, campaign="any")
    watch()
    centre.sign_in("bob")
    [alert] = centre.alerts()
    assert (alert["subject"], alert["count"], alert["severity"]) == ("Night", 3, "critical")


def test_what_happened_is_over_once_somebody_cares(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "too_often", "times": 1, "hours": 1})
    for name in ("c1", "c2"):
        centre.report("call.dialed", 5, call_id=name, customer_number=NUMBER)
    watch()
    centre.sign_in("bob")
    [alert] = centre.alerts(state="unacknowledged")
    assert centre.client.get("/api/v1/alerts/counts").json() == {
        "info": 0,
        "warning": 1,
        "critical": 0,
    }
    path = f"/api/v1/alerts/{alert['id']}/acknowledge"
    told = centre.client.post(path, json={"note": "Told the team. Call 13800001234"}).json()
    assert (told["acknowledged_by"], told["over_at"] is not None) == ("bob", True)
    assert "13800001234" not in told["note"]
    again = centre.client.post(path, json={"note": "me too"}).json()
    assert again["note"] == told["note"]
    assert centre.client.get("/api/v1/alerts/counts").json()["warning"] == 0


def test_what_nobody_cared_for_is_over_after_a_day(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "too_often", "times": 1, "hours": 1})
    for name in ("c1", "c2"):
        centre.report("call.dialed", 5, call_id=name, customer_number=NUMBER)
    watch()
    age_alerts(timedelta(hours=23))
    watch("endings")
    assert stored_alerts()[0].over_at is None
    age_alerts(timedelta(hours=2))
    watch("endings")
    assert stored_alerts()[0].over_at is not None


def test_lists_are_filtered_and_paged(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "idle", "minutes": 1}, severity="info")
        make_rule(session, {"kind": "idle", "minutes": 2}, name="Other", severity="critical")
    centre.report("agent.state", 600, state="ready")
    watch()
    centre.sign_in("bob")
    assert [each["severity"] for each in centre.alerts(severity="critical")] == ["critical"]
    assert centre.alerts(kind="call") == []
    assert len(centre.alerts(unit_id=str(centre.company.unit.id))) == 2
    assert centre.alerts(unit_id=str(centre.company.charlies_team.id)) == []
    now = datetime.now(UTC)
    assert centre.alerts(**{"to": (now - timedelta(hours=1)).isoformat()}) == []
    first = centre.client.get("/api/v1/alerts", params={"limit": 1}).json()
    second = centre.client.get(
        "/api/v1/alerts", params={"limit": 1, "cursor": first["next"]}
    ).json()
    assert {each["id"] for each in first["items"] + second["items"]} == {
        each["id"] for each in centre.alerts()
    }
    assert second["next"] is None


def test_a_board_shows_open_alerts_and_takes_them_away(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "idle", "minutes": 1})
    centre.report("agent.state", 600, state="ready")
    watch()
    centre.sign_in("bob")
    path = f"/api/v1/boards/{centre.bobs_team_id}"
    [card] = [each for each in centre.client.get(path).json()["cards"] if each["kind"] == "alert"]
    assert (card["subject"], card["rule_kind"], card["withdrawn"]) == ("Alice", "idle", False)
    with centre.client.websocket_connect(f"{path}/live") as board:
        board.receive_json()
        centre.report("agent.state", 1, state="offline")
        watch()
        while True:
            changed = board.receive_json()
            cards = [each for each in changed.get("cards", []) if each["kind"] == "alert"]
            if cards:
                break
    assert (cards[0]["key"], cards[0]["withdrawn"]) == (card["key"], True)


def test_files_from_long_ago_raise_nothing(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, {"kind": "too_often", "times": 1, "hours": 24})
    for name in ("c1", "c2"):
        centre.report("call.dialed", 3 * 86_400, call_id=name, customer_number=NUMBER)
    watch()
    assert stored_alerts() == []


def test_a_fatal_hit_is_raised_with_its_place_and_over_once_it_no_longer_counts(
    centre: Centre,
) -> None:
    now = datetime.now(UTC)
    with transaction() as session:
        make_rule(session, {"kind": "fatal_hit"}, severity="critical")
        make_rule(session, {"kind": "fatal_hit", "rule_keys": ["greeting"]}, name="Other")
        scorecard, _ = make_scorecard(session)
        campaign = make_campaign(session, scorecard_id=scorecard.id)
        call = make_call(
            session,
            source_id=centre.source.id,
            campaign_id=campaign.id,
            agent_id=centre.company.alice.agent_id,
            unit_id=centre.bobs_team_id,
            started_at=now - timedelta(minutes=5),
            answered_at=now - timedelta(minutes=5),
            ended_at=now - timedelta(minutes=2),
        )
        words = [said("good morning"), said("we guarantee it", at_s=7)]
        make_transcript(session, call, words)
        evaluate.score_call(session, call.id)
    watch()
    watch()
    centre.sign_in("bob")
    [alert] = centre.alerts()
    assert (alert["subject"], alert["start_s"]) == ("Alice · Guaranteed return", 7)
    assert (alert["call_id"], alert["count"]) == (str(call.id), 1)
    with transaction() as session:
        session.get_one(Call, call.id).fatal_hits = 0
    watch("endings")
    assert [each["id"] for each in centre.alerts(state="over")] == [alert["id"]]
