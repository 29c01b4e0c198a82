"""Rules of alerts and channels: who writes them, what is refused, what they end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.alerts.watching import look
from services.db import transaction
from services.people import organisation
from services.tables import AlertChannel, AlertRule, AuditEntry
from tests.alerting import Centre, make_rule, stored_alerts, watch
from tests.factories import make_call

RULES, CHANNELS = "/api/v1/alert-rules", "/api/v1/alert-channels"
IDLE = {"kind": "idle", "minutes": 5}
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=very-secret"


@pytest.fixture
def centre(client: TestClient) -> Centre:
    return Centre(client)


def problem(answer: Any) -> tuple[int, str, str | None]:
    told = answer.json()
    return answer.status_code, told["type"].rpartition("/")[2], _field(told)


def _field(told: dict[str, Any]) -> str | None:
    if told.get("field"):
        return str(told["field"])
    errors = told.get("errors") or [{}]
    field = errors[0].get("field")
    return None if field is None else str(field)


def test_a_lead_writes_rules_of_their_team_and_reads_those_of_the_centre(centre: Centre) -> None:
    centre.sign_in("dana")
    wide = centre.make_rule(IDLE, name="Everybody")
    centre.sign_in("bob")
    own = centre.make_rule(
        IDLE,
        unit_id=str(centre.bobs_team_id),
        quiet={"from": "22:00", "to": "08:00"},
        severity="critical",
    )
    assert own["unit_name"] == "Bob's team"
    assert own["quiet"] == {"from": "22:00", "to": "08:00", "days": [1, 2, 3, 4, 5, 6, 7]}
    listed = centre.client.get(RULES).json()["items"]
    assert {each["name"]: each["editable"] for each in listed} == {
        "Everybody": False,
        own["name"]: True,
    }
    path = f"{RULES}/{wide['id']}"
    assert centre.client.patch(path, json={"revision": 1, "active": False}).status_code == 403
    assert centre.client.delete(path).status_code == 403
    centre.sign_in("charlie")
    assert centre.client.get(f"{RULES}/{own['id']}").status_code == 404
    assert [each["name"] for each in centre.client.get(RULES).json()["items"]] == ["Everybody"]


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({}, (403, "beyond-scope", "unit_id")),
        ({"unit_id": str(uuid4())}, (422, "unit-unknown", "unit_id")),
        ({"unit_id": "own", "lasting_s": 60}, (422, "lasts-already", "lasting_s")),
        (
            {"unit_id": "own", "channel_ids": [str(uuid4())]},
            (422, "alert-channel-unknown", "channel_ids"),
        ),
        (
            {"unit_id": "own", "campaign_id": str(uuid4())},
            (422, "campaign-unknown", "campaign_id"),
        ),
        (
            {"unit_id": "own", "condition": {"kind": "abandon_rate"}},
            (403, "beyond-scope", "unit_id"),
        ),
    ],
)
def test_what_a_lead_may_not_or_cannot_ask_for(
    centre: Centre, wanted: dict[str, Any], refusal: tuple[int, str, str | None]
) -> None:
    centre.sign_in("bob")
    body = {"name": "Mine", "condition": IDLE} | wanted
    if body.get("unit_id") == "own":
        body["unit_id"] = str(centre.bobs_team_id)
    assert problem(centre.client.post(RULES, json=body)) == refusal
    with transaction() as session:
        assert session.exec(select(AlertRule)).all() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"condition": {"kind": "idle", "minutes": 0}}, "condition.idle.minutes"),
        ({"condition": {"kind": "connect_rate"}}, "condition.connect_rate"),
        ({"condition": {"kind": "nothing"}}, "condition"),
        ({"name": ""}, "name"),
        ({"cooldown_s": -1}, "cooldown_s"),
        ({"quiet": {"from": "08:00", "to": "08:00"}}, "quiet"),
        ({"severity": "loud"}, "severity"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_wrong_input_names_its_field(centre: Centre, change: dict[str, Any], field: str) -> None:
    centre.sign_in("dana")
    answer = centre.client.post(RULES, json={"name": "Mine", "condition": IDLE} | change)
    assert answer.status_code == 422
    assert field in answer.text


def test_states_of_agents_belong_to_no_campaign(centre: Centre) -> None:
    with transaction() as session:
        campaign = organisation.create_campaign(session, code="loans", name="Loans")
    centre.sign_in("dana")
    body = {"name": "Mine", "condition": IDLE, "campaign_id": str(campaign.id)}
    assert problem(centre.client.post(RULES, json=body))[1:] == (
        "not-of-one-campaign",
        "campaign_id",
    )
    made = centre.make_rule({"kind": "call", "minutes": 5}, campaign_id=str(campaign.id))
    assert made["campaign_name"] == "Loans"


def test_a_rule_that_is_switched_off_or_deleted_ends_what_is_open(centre: Centre) -> None:
    centre.sign_in("dana")
    rule = centre.make_rule(IDLE)
    centre.report("agent.state", 900, state="ready")
    watch()
    path = f"{RULES}/{rule['id']}"
    changed = centre.client.patch(path, json={"revision": 1, "active": False}).json()
    assert (changed["active"], changed["revision"]) == (False, 2)
    [alert] = stored_alerts()
    assert alert.over_at is not None
    stale = centre.client.patch(path, json={"revision": 1, "active": True})
    assert problem(stale)[:2] == (409, "alert-rule-changed")
    assert centre.client.delete(path).status_code == 204
    assert centre.client.get(path).status_code == 404
    assert centre.alerts(state="over")[0]["rule_name"] == rule["name"]


def test_names_are_taken_once_in_a_unit(centre: Centre) -> None:
    centre.sign_in("dana")
    centre.make_rule(IDLE, name="Same")
    again = centre.client.post(RULES, json={"name": "Same", "condition": IDLE})
    assert problem(again) == (409, "alert-rule-name-taken", "name")
    centre.make_rule(IDLE, name="Same", unit_id=str(centre.bobs_team_id))


def test_a_preview_tells_how_often_agents_were_stuck(centre: Centre) -> None:
    for minutes_ago, state in ((60, "ready"), (40, "talking"), (39, "ready"), (38, "offline")):
        centre.report("agent.state", minutes_ago * 60, state=state)
    centre.report("agent.state", 3600, state="ready", agent="2001")
    centre.sign_in("bob")
    asked = {"condition": {"kind": "idle", "minutes": 15}, "unit_id": str(centre.bobs_team_id)}
    told = centre.client.post(f"{RULES}/preview", json=asked).json()
    assert (told["times"], told["agents"], len(told["days"])) == (1, 1, 8)
    assert sum(each["times"] for each in told["days"]) == 1
    refused = centre.client.post(
        f"{RULES}/preview", json=asked | {"condition": {"kind": "too_often"}}
    )
    assert problem(refused) == (422, "alert-not-previewable", "condition.kind")


def test_a_preview_counts_long_calls(centre: Centre) -> None:
    now = datetime.now(UTC)
    with transaction() as session:
        for hours_ago, minutes in ((30, 45), (20, 20), (24 * 9, 50)):
            begun = now - timedelta(hours=hours_ago)
            make_call(
                session,
                source_id=centre.source.id,
                unit_id=centre.bobs_team_id,
                agent_id=centre.company.alice.agent_id,
                started_at=begun,
                answered_at=begun,
                ended_at=begun + timedelta(minutes=minutes),
            )
    centre.sign_in("bob")
    asked = {"condition": {"kind": "call", "minutes": 30}, "unit_id": str(centre.bobs_team_id)}
    assert centre.client.post(f"{RULES}/preview", json=asked).json()["times"] == 1


def make_channel(centre: Centre, **fields: Any) -> dict[str, Any]:
    body = {"name": "Leads", "address": {"kind": "wecom", "url": WECOM}} | fields
    answer = centre.client.post(CHANNELS, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_addresses_of_channels_never_come_out(centre: Centre) -> None:
    centre.sign_in("dana")
    made = make_channel(centre)
    assert (made["kind"], made["shown"], made["per_minute"]) == ("wecom", "qyapi.weixin.qq.com", 20)
    path = f"{CHANNELS}/{made['id']}"
    changed = centre.client.patch(path, json={"revision": 1, "name": "All leads"}).json()
    assert changed["revision"] == 2
    for answer in (centre.client.get(path), centre.client.get(CHANNELS)):
        assert "very-secret" not in answer.text
    with transaction() as session:
        acts = session.exec(select(AuditEntry)).all()
        assert {"alert_channel.created", "alert_channel.changed"} <= {each.act for each in acts}
        assert "very-secret" not in repr([each.facts for each in acts])
        [stored] = session.exec(select(AlertChannel)).all()
        assert "very-secret" in stored.address
    assert centre.client.delete(path).status_code == 204
    with transaction() as session:
        assert session.exec(select(AlertChannel.address)).all() == [""]
    assert centre.client.get(path).status_code == 404


def test_a_wrong_address_is_not_repeated(centre: Centre) -> None:
    centre.sign_in("dana")
    address = {"kind": "wecom", "url": "https://evil.example/?key=very-secret"}
    answer = centre.client.post(CHANNELS, json={"name": "Leads", "address": address})
    assert answer.status_code == 422
    assert "very-secret" not in answer.text
    assert "address.wecom.url" in answer.text


def test_no_channel_sends_more_than_its_service_takes(centre: Centre) -> None:
    centre.sign_in("dana")
    body = {"name": "Leads", "address": {"kind": "wecom", "url": WECOM}, "per_minute": 21}
    refused = centre.client.post(CHANNELS, json=body)
    assert problem(refused) == (422, "too-many-per-minute", "per_minute")


def test_leads_choose_channels_and_managers_make_them(centre: Centre) -> None:
    centre.sign_in("dana")
    made = make_channel(centre)
    centre.sign_in("bob")
    assert [each["name"] for each in centre.client.get(CHANNELS).json()["items"]] == ["Leads"]
    body = {"name": "Mine", "address": {"kind": "wecom", "url": WECOM}}
    assert centre.client.post(CHANNELS, json=body).status_code == 403
    rule = centre.make_rule(IDLE, unit_id=str(centre.bobs_team_id), channel_ids=[made["id"]])
    centre.report("agent.state", 900, state="ready")
    watch("states")
    [alert] = centre.alerts()
    told = centre.client.get(f"/api/v1/alerts/{alert['id']}").json()
    assert [(each["channel_name"], each["state"]) for each in told["deliveries"]] == [
        ("Leads", "waiting")
    ]
    centre.sign_in("dana")
    path = f"{CHANNELS}/{made['id']}"
    assert centre.client.get(path).json()["waiting"] == 1
    [delivery] = centre.client.get(f"{path}/deliveries").json()["items"]
    assert delivery["alert_id"] == alert["id"]
    assert rule["channel_ids"] == [made["id"]]


def test_a_trial_of_a_channel_says_what_came_of_it(centre: Centre, unused_port: int) -> None:
    centre.sign_in("dana")
    url = f"http://127.0.0.1:{unused_port}/hook"
    made = make_channel(centre, address={"kind": "webhook", "url": url})
    told = centre.client.post(f"{CHANNELS}/{made['id']}/test").json()
    assert told["sent"] is False
    assert "EARSHOT_FETCH_PRIVATE" in told["answer"]


def test_an_installation_begins_with_rules_once(centre: Centre) -> None:
    watch("first rules")
    centre.sign_in("dana")
    rules = centre.client.get(RULES).json()["items"]
    assert len(rules) == len({each["kind"] for each in rules}) == 11
    for rule in rules:
        assert centre.client.delete(f"{RULES}/{rule['id']}").status_code == 204
    watch("first rules")
    assert centre.client.get(RULES).json()["items"] == []


def test_only_one_looks_at_a_time_and_only_when_it_is_due(centre: Centre) -> None:
    with transaction() as session:
        make_rule(session, IDLE)
    with transaction() as first:
        assert look(first, "states")
        with transaction() as second:
            assert not look(second, "states")
    with transaction() as third:
        assert not look(third, "states")
        assert look(third, "hits")
