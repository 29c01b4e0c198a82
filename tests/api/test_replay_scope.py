"""Who sees what of a past hour, what cannot be asked for, and what a day brings into it."""

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.clock import utc_now
from services.db import transaction
from services.retention.steps import delete
from services.tables import (
    Alert,
    AlertKind,
    AlertRule,
    AlertSeverity,
    AlertSubject,
    Call,
    Campaign,
    Depth,
    Evaluation,
    Hit,
    Membership,
    Role,
    UserCampaign,
)
from tests.counting import NINE, Centre, record
from tests.doors import sign_in
from tests.factories import (
    Company,
    make_agent,
    make_company,
    make_scorecard,
    make_source,
    make_transcript,
    make_user,
    said,
)
from tests.replaying import Player, ask, plain, watch


class Floor(Centre):
    """Alice of Bob's team and Cleo of Charlie's, who call as their dialer says."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.company: Company = make_company(session)
        self.source_id = make_source(session).id
        cleo = make_agent(session, self.company.charlies_team, code="2001", name="Cleo")
        assert self.company.alice.agent_id
        self.agents = {"1001": self.company.alice.agent_id, "2001": cleo.id}

    def call(self, agent: str, key: str, at_s: float, *, talk_s: float = 60, **facts: Any) -> UUID:
        """Dialed then, answered after ten seconds; returns its id."""
        told = [
            self.event("call.dialed", at_s, key, agent=agent, **facts),
            self.event("call.answered", at_s + 10, key, agent=agent),
            self.event("call.ended", at_s + 10 + talk_s, key, agent=agent),
        ]
        record(told)
        call_id = told[0].call_id
        assert call_id
        return call_id


@pytest.fixture
def floor(client: TestClient) -> Floor:
    with transaction() as session:
        floor = Floor(session)
    sign_in(client, "bob")
    return floor


def names(player: Player) -> set[str]:
    return {card["name"] for card in player.of("agent")}


def break_rule(call_id: UUID) -> None:
    """A fatal rule, found long after the call."""
    with transaction() as session:
        call = session.get_one(Call, call_id)
        _, version = make_scorecard(session)
        transcript = make_transcript(session, call, [said("保证收益")])
        evaluation = Evaluation(
            call_id=call.id,
            transcript_id=transcript.id,
            scorecard_version_id=version.id,
            engine="test",
            score=0,
            passed=False,
            fatal=True,
            lines=[],
        )
        session.add(evaluation)
        session.flush()
        hit = Hit(
            evaluation_id=evaluation.id,
            call_id=call.id,
            rule_key="promise",
            rule_name="Guaranteed return",
            violation=True,
            fatal=True,
            utterance=0,
            char_start=0,
            char_end=4,
            start_s=5,
            end_s=7,
            quote="保证收益",
        )
        session.add(hit)


def test_everybody_sees_the_past_of_what_they_see_live(client: TestClient, floor: Floor) -> None:
    floor.call("1001", "a", 60)
    floor.call("2001", "c", 60)
    company = floor.company

    assert names(watch(client, company.bobs_team.id, NINE)) == {"Alice"}
    assert ask(client, company.charlies_team.id, NINE).status_code == 404
    assert ask(client, company.unit.id, NINE).status_code == 404
    sign_in(client, "charlie")
    answer = ask(client, company.charlies_team.id, NINE)
    assert str(company.bobs_team.id) not in answer.text
    assert str(floor.agents["1001"]) not in answer.text
    sign_in(client, "dana")
    assert names(watch(client, company.unit.id, NINE)) == {"Alice", "Cleo"}


def test_alice_sees_only_herself_and_no_scores(client: TestClient, floor: Floor) -> None:
    with transaction() as session:
        make_agent(session, floor.company.bobs_team, code="1002", name="Abel")
    call_id = floor.call("1001", "a", 60, outcome="sale")
    floor.call("1002", "b", 90)
    with transaction() as session:
        call = session.get_one(Call, call_id)
        call.score, call.fatal_hits = 40, 1
    sign_in(client, "alice")

    player = watch(client, floor.company.bobs_team.id, NINE).play()

    assert names(player) == {"Alice"}
    assert {name.split("/")[0] for name in player.cards} == {"agent", "sale"}
    [alice] = player.of("agent")
    assert (alice["today"]["dials"], alice["today"]["sales"], alice["today"]["scored"]) == (1, 1, 0)
    added = [step["add"] for step in player.replay["steps"] if step["kind"] == "count"]
    assert added
    assert not any(add.keys() & {"scored", "score_sum", "fatal_hits"} for add in added)


def test_of_other_campaigns_no_numbers_and_no_sales(client: TestClient, floor: Floor) -> None:
    floor.call("1001", "a", 60, campaign="cards", outcome="sale")
    floor.call("1001", "b", 200, campaign="loans", outcome="sale")
    with transaction() as session:
        cards = session.exec(select(Campaign).where(Campaign.code == "cards")).one()
        mia = make_user(session, floor.company.unit, login="mia", role=Role.MANAGER)
        session.add(UserCampaign(user_id=mia.id, campaign_id=cards.id))
    sign_in(client, "mia")

    player = watch(client, floor.company.unit.id, NINE).play()

    assert [card["name"] for card in player.of("campaign")] == ["cards"]
    assert [card["campaign_id"] for card in player.of("sale")] == [str(cards.id)]
    assert "loans" not in str(player.replay)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2026-03-02T09:02:00Z"}, "from"),
        ({"from": "2026-03-02T09:00:00.5Z"}, "from"),
        ({"from": "2026-03-02T09:00:00"}, "from"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
        ({"from": "9999-12-31T23:55:00Z"}, "from"),
        ({"from": "2026-03-02T09:00:00Z", "minutes": "4"}, "minutes"),
        ({"from": "2026-03-02T09:00:00Z", "minutes": "7"}, "minutes"),
        ({"from": "2026-03-02T09:00:00Z", "minutes": "125"}, "minutes"),
        ({}, "from"),
    ],
)
def test_what_cannot_be_replayed_is_told_by_its_field(
    client: TestClient, floor: Floor, asked: dict[str, str], field: str
) -> None:
    answer = client.get(f"/api/v1/boards/{floor.company.bobs_team.id}/replay", params=asked)

    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field


def test_what_goes_on_is_not_past(client: TestClient, floor: Floor) -> None:
    now = utc_now().replace(second=0, microsecond=0)
    going_on = now - timedelta(minutes=now.minute % 5)

    early = ask(client, floor.company.bobs_team.id, going_on - timedelta(minutes=5), 10)
    assert (early.status_code, early.json()["type"].split("/")[-1]) == (422, "replay-not-past")
    assert ask(client, floor.company.bobs_team.id, going_on - timedelta(minutes=5), 5).is_success


def test_it_is_compressed_for_who_can_read_that(client: TestClient, floor: Floor) -> None:
    floor.call("1001", "a", 60)
    url = f"/api/v1/boards/{floor.company.bobs_team.id}/replay?from=2026-03-02T09:00:00Z"

    plainly = client.get(url, headers={"Accept-Encoding": "identity"})
    with client.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())

    assert "content-encoding" not in plainly.headers
    assert gzip.decompress(raw) == plainly.content


def test_an_agent_who_moves_goes_from_one_board_to_the_other(
    client: TestClient, floor: Floor
) -> None:
    floor.call("1001", "a", 60)
    moved_at = NINE + timedelta(minutes=20)
    company = floor.company
    with transaction() as session:
        move = Membership(
            agent_id=floor.agents["1001"], unit_id=company.charlies_team.id, since=moved_at
        )
        session.add(move)
    floor.call("1001", "b", 1500)
    sign_in(client, "dana")

    left = watch(client, company.bobs_team.id, NINE)
    came = watch(client, company.charlies_team.id, NINE)
    assert (names(left), names(came)) == ({"Alice"}, {"Cleo"})
    assert names(left.play(1200)) == set()
    whole = watch(client, company.charlies_team.id, NINE + timedelta(minutes=30), 5)
    played = watch(client, company.charlies_team.id, NINE, 30).play()
    assert plain(played.cards) == plain(whole.cards)
    [alice] = [card for card in played.of("agent") if card["name"] == "Alice"]
    assert (alice["today"]["dials"], alice["hour"]["dials"]) == (2, 2)
    [team] = played.of("unit")
    assert team["today"]["dials"] == 1


def test_a_day_ends_at_the_teams_midnight(client: TestClient, floor: Floor) -> None:
    midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    before_s = (midnight - NINE).total_seconds()
    floor.call("1001", "a", before_s - 600)
    floor.call("1001", "b", before_s + 100)

    player = watch(client, floor.company.bobs_team.id, midnight - timedelta(minutes=30))
    [alice] = player.play(1799).of("agent")
    assert alice["today"]["dials"] == 1
    [alice] = player.play().of("agent")
    assert (alice["today"]["dials"], alice["hour"]["dials"]) == (1, 2)
    assert player.board["day_starts_at"] == "2026-03-02T16:00:00Z"
    later = watch(client, floor.company.bobs_team.id, midnight + timedelta(minutes=30), 5)
    assert plain(player.cards) == plain(later.cards)


def test_nobody_is_at_work_of_whom_nothing_was_heard_for_long(
    client: TestClient, floor: Floor
) -> None:
    record([floor.event("agent.state", 0, None, agent="1001", state="ready")])

    player = watch(client, floor.company.bobs_team.id, NINE + timedelta(hours=11, minutes=30))

    assert player.of("agent")[0]["state"] == "ready"
    assert player.play(1799).of("agent")[0]["state"] == "ready"
    [alice] = player.play(1800).of("agent")
    assert (alice["state"], alice["state_since"]) == ("offline", None)


def test_what_came_late_or_was_corrected_is_where_it_belongs(
    client: TestClient, floor: Floor
) -> None:
    floor.call("1001", "a", 60)
    record([floor.event("call.disposed", 9000, "a", agent="1001", outcome="sale", amount=50)])

    player = watch(client, floor.company.bobs_team.id, NINE, 5)

    assert player.of("sale") == []
    [sale] = player.play(130).of("sale")
    assert (sale["agent_name"], sale["amount"]) == ("Alice", 50)
    assert player.of("unit")[0]["today"]["sales"] == 1


def test_a_fatal_hit_stands_at_the_end_of_its_call_whenever_it_was_found(
    client: TestClient, floor: Floor
) -> None:
    break_rule(floor.call("1001", "a", 60))

    player = watch(client, floor.company.bobs_team.id, NINE, 5)

    assert player.play(129).of("fatal") == []
    [hit] = player.play(130).of("fatal")
    assert (hit["agent_name"], hit["scored_at"]) == ("Alice", "2026-03-02T09:02:10Z")
    later = watch(client, floor.company.bobs_team.id, NINE + timedelta(minutes=5), 5)
    assert [card["key"] for card in later.of("fatal")] == [hit["key"]]


def test_a_call_that_was_emptied_still_counts(client: TestClient, floor: Floor) -> None:
    call_id = floor.call("1001", "a", 60, customer_number="13800001111", outcome="sale")
    break_rule(call_id)
    before = watch(client, floor.company.bobs_team.id, NINE).play()
    with transaction() as session:
        delete(session, call_id, Depth.CALL)

    after = watch(client, floor.company.bobs_team.id, NINE).play()

    assert [card["quote"] for card in after.of("fatal")] == [""]
    without = {name: card | {"quote": ""} for name, card in plain(before.cards).items()}
    assert {name: card | {"quote": ""} for name, card in plain(after.cards).items()} == without


def test_an_alert_is_there_while_it_was_open(client: TestClient, floor: Floor) -> None:
    at = NINE + timedelta(minutes=10)
    with transaction() as session:
        rule = AlertRule(
            name="Idle",
            kind=AlertKind.IDLE,
            condition={},
            severity=AlertSeverity.WARNING,
            created_by="tests",
            updated_by="tests",
        )
        session.add(rule)
        session.flush()
        alert = Alert(
            rule_id=rule.id,
            kind=AlertKind.IDLE,
            severity=AlertSeverity.WARNING,
            subject_kind=AlertSubject.AGENT,
            subject_key="alice",
            unit_id=floor.company.bobs_team.id,
            agent_id=floor.agents["1001"],
            raised_at=at,
            last_at=at,
            acknowledged_at=at + timedelta(minutes=2),
            acknowledged_by="bob",
            over_at=at + timedelta(minutes=5),
        )
        session.add(alert)

    player = watch(client, floor.company.bobs_team.id, NINE, 30)

    assert player.play(599).of("alert") == []
    assert [card["acknowledged_by"] for card in player.play(600).of("alert")] == [None]
    assert [card["acknowledged_by"] for card in player.play(720).of("alert")] == ["bob"]
    assert player.play(900).of("alert") == []
