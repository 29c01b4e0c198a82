"""What cards say: windows that move on, campaigns, sales, and what agents are not told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select, update

from services.activity import board
from services.activity.audiences import Audience
from services.activity.cards import AnyCard, CampaignCard, FatalCard, Tally
from services.boards.looking import look
from services.calls.identity import call_id_for
from services.calls.scores import apply_score
from services.clock import utc_now
from services.db import transaction
from services.people import callers
from services.tables import (
    Campaign,
    Counter,
    CounterKind,
    MachineScores,
    ResultPolicy,
    Source,
    Unit,
)
from tests.api.reporting import Report, Screen, a_call, dialer
from tests.doors import sign_in
from tests.factories import Company, make_company

Cards = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def company(client: TestClient) -> Company:
    """Late in the day, so that the last hours are all today's."""
    ahead = (20 - datetime.now(UTC).hour + 9) % 24 - 9
    with transaction() as session:
        company = make_company(session)
        zone = f"Etc/GMT{-ahead:+d}"
        session.exec(update(Unit).where(col(Unit.id).is_not(None)).values(timezone=zone))
    return company


@pytest.fixture
def report(client: TestClient, company: Company) -> Report:
    return dialer(client)


def cards(client: TestClient, unit: Unit) -> Cards:
    answer = client.get(f"/api/v1/boards/{unit.id}")
    assert answer.status_code == 200, answer.text
    return {(card["kind"], card["key"]): card for card in answer.json()["cards"]}


def names(company: Company) -> dict[str, tuple[str, str]]:
    """Of the cards that Alice's calls for `spring` are on."""
    with transaction() as session:
        campaign = session.exec(select(Campaign.id).where(Campaign.code == "spring")).one()
    team = company.bobs_team.id
    return {
        "agent": ("agent", str(company.alice.agent_id)),
        "unit": ("unit", str(team)),
        "campaign": ("campaign", f"{team}/{campaign}"),
    }


def test_agents_teams_and_campaigns_have_their_day_hour_and_quarter(
    client: TestClient, company: Company, report: Report
) -> None:
    for call, minutes_ago in (("c1", 1), ("c2", 30), ("c3", 120)):
        a_call(report, call, minutes_ago * 60)
    sign_in(client, "bob")

    found = cards(client, company.bobs_team)

    for name in names(company).values():
        dials = {period: found[name][period]["dials"] for period in ("today", "hour", "quarter")}
        assert dials == {"today": 3, "hour": 2, "quarter": 1}
        assert found[name]["hour"]["talk_s"] == pytest.approx(80, abs=0.1)
        assert found[name]["today"]["live_answers"] == 3
        assert found[name]["today"]["abandoned"] == 0


def test_windows_move_on_without_any_event(
    client: TestClient, company: Company, report: Report
) -> None:
    a_call(report, "c1", 1)
    moved = names(company)
    with transaction() as session:
        session.exec(
            update(Counter)
            .where(col(Counter.kind).is_not(None))
            .values(bucket_at=col(Counter.bucket_at) - timedelta(minutes=60))
        )
        # Of charlie's team nothing was in any window.
        session.add(
            Counter(
                kind=CounterKind.UNIT,
                key=company.charlies_team.id,
                bucket_at=utc_now() - timedelta(hours=3),
                dials=1,
            )
        )

    teams = [company.bobs_team.id, company.charlies_team.id]
    with transaction() as session:
        read = board.read_moved_on(session, teams)
        nobody = board.read_moved_on(session, [company.charlies_team.id])

    told = {(card.kind, card.key): card.model_dump() for card in read}
    assert set(told) == set(moved.values())
    assert all((card["today"]["dials"], card["hour"]["dials"]) == (1, 0) for card in told.values())
    assert nobody == []


def test_a_sale_appears_and_goes_when_its_outcome_is_corrected(
    client: TestClient, company: Company, report: Report
) -> None:
    sign_in(client, "bob")
    with client.websocket_connect(f"/api/v1/boards/{company.bobs_team.id}/live") as socket:
        screen = Screen(socket)
        a_call(report, "c1", 60)
        report("call.disposed", 50, "c1", outcome="sale", amount=99.5, currency="CNY")
        sale = screen.wait(lambda card: card["kind"] == "sale")
        assert (sale["agent_name"], sale["amount"], sale["withdrawn"]) == ("Alice", 99.5, False)
        [kept] = [card for card in cards(client, company.bobs_team).values() if "sold_at" in card]
        assert {**kept, "version": 0} == {**sale, "version": 0}

        sold = screen.wait(lambda card: card["kind"] == "campaign" and card["today"]["sales"])
        assert sold["name"] == "spring"
        report("call.disposed", 40, "c1", outcome="refused")
        gone = screen.wait(lambda card: card["kind"] == "sale" and card["withdrawn"])
        assert gone["key"] == sale["key"]

    assert not [card for card in cards(client, company.bobs_team).values() if "sold_at" in card]


def test_a_call_that_moves_to_another_campaign_leaves_nothing_behind(
    client: TestClient, company: Company, report: Report
) -> None:
    a_call(report, "c1", 60)
    report("call.disposed", 50, "c1", campaign="autumn")
    sign_in(client, "bob")

    found = cards(client, company.bobs_team)

    dials = {c["name"]: c["today"]["dials"] for (kind, _), c in found.items() if kind == "campaign"}
    assert dials == {"spring": 0, "autumn": 1}


def test_alice_is_not_told_scores_before_they_are_released(
    client: TestClient, company: Company, report: Report
) -> None:
    a_call(report, "c1", 60, outcome="sale")
    with transaction() as session:
        source = session.exec(select(Source.id)).one()
        apply_score(session, call_id_for(source, "c1"), score=40, passed=False, fatal_hits=1)

    told = {}
    for login in ("bob", "alice"):
        sign_in(client, login)
        found = cards(client, company.bobs_team)
        card = found[names(company)["agent"]]
        told[login] = [
            tuple(card[period][name] for name in ("dials", "scored", "score_sum", "fatal_hits"))
            for period in ("today", "hour", "quarter")
        ]
        kinds = {kind for kind, _ in found}
        assert kinds == ({"agent", "sale"} if login == "alice" else kinds | {"campaign"})

    assert told == {"bob": [(1, 1, 40, 1)] * 3, "alice": [(1, 0, 0, 0)] * 3}


def test_machines_hits_come_to_agents_only_where_they_are_shown(
    client: TestClient, company: Company
) -> None:
    def audience() -> Audience:
        with transaction() as session:
            caller = callers.of_user(session, company.alice)
            return look(session, caller, company.bobs_team.id)[1]

    own = _fatal(company.bobs_team.id, company.alice.agent_id)
    assert audience().sees(own)
    with transaction() as session:
        session.add(ResultPolicy(id=1, machine_scores=MachineScores.HIDDEN_UNTIL_REVIEWED))

    assert not audience().sees(own)


def test_who_sees_some_campaigns_sees_only_their_cards() -> None:
    team, spring, autumn = uuid4(), uuid4(), uuid4()
    limited = Audience(frozenset({team}), campaigns=frozenset({(team, frozenset({spring}))}))

    seen = {campaign: limited.sees(_campaign(team, campaign)) for campaign in (spring, autumn)}

    assert seen == {spring: True, autumn: False}
    assert not Audience(frozenset({team}), agent_id=uuid4()).sees(_campaign(team, spring))


def _campaign(team: UUID, campaign: UUID) -> AnyCard:
    return CampaignCard(
        key=f"{team}/{campaign}",
        version=1,
        unit_id=team,
        campaign_id=campaign,
        name="c",
        today=Tally(),
    )


def _fatal(team: UUID, agent: UUID | None) -> AnyCard:
    return FatalCard(
        key="h",
        version=1,
        unit_id=team,
        agent_id=agent,
        agent_name="Alice",
        call_id=uuid4(),
        rule_name="r",
        quote="q",
        start_s=1,
        scored_at=utc_now(),
    )
