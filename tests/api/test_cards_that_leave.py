"""Open boards lose what turns out to be another team's, and whoever looks at both keeps it."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.activity import board
from services.activity.audiences import Audience
from services.activity.cards import GoneCard, SaleCard
from services.activity.notices import Left, Notice, Whose
from services.calls.identity import call_id_for
from services.calls.scores import apply_score
from services.clock import utc_now
from services.db import transaction
from services.tables import Call, Hit, Role, WallNames
from tests.api.desk import score
from tests.api.reporting import Report, Screen, a_call, dialer
from tests.doors import sign_in
from tests.factories import (
    Company,
    make_agent,
    make_company,
    make_scorecard,
    make_source,
    make_transcript,
    make_user,
)

Boards = dict[str, Screen]


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        company = make_company(session)
        carol = make_agent(session, company.charlies_team, code="2001", name="Carol")
        fields = {"login": "carol", "role": Role.AGENT, "agent_id": carol.id}
        make_user(session, company.charlies_team, **fields)
    return company


@pytest.fixture
def report(client: TestClient, company: Company) -> Report:
    return dialer(client)


@pytest.fixture
def boards(client: TestClient, company: Company) -> Iterator[Boards]:
    """Alice's own, Bob's and Charlie's of their teams, Dana's of all."""
    teams = {
        "alice": company.bobs_team,
        "bob": company.bobs_team,
        "charlie": company.charlies_team,
        "dana": company.unit,
    }
    with ExitStack() as opened:
        found = {}
        for login, unit in teams.items():
            sign_in(client, login)
            url = f"/api/v1/boards/{unit.id}/live"
            found[login] = Screen(opened.enter_context(client.websocket_connect(url)))
        yield found


def shows(board: Screen, kind: str, name: str) -> dict[str, Any]:
    """The card of that kind, once it names that agent."""
    return board.wait(lambda card: card["kind"] == kind and card["agent_name"] == name)


def loses(board: Screen, kind: str) -> dict[str, Any]:
    return board.wait(lambda card: card.get("of") == kind)


def transfer_to_carol(report: Report) -> None:
    """Told late: the call was hers from the middle on."""
    report("call.transferred", 80, "c1", agent="1001")
    report("call.bridged", 79, "c1", agent="2001")


def found_fatal(call_key: str) -> UUID:
    """A fatal hit in that call of Alice's, as scoring tells of one."""
    with transaction() as session:
        call = session.get_one(Call, call_id_for(make_source(session).id, call_key))
        transcript = make_transcript(session, call, [])
        _, version = make_scorecard(session)
        score(session, call, transcript.id, version, ({"fatal": True},))
        hit = session.exec(select(Hit.id)).one()
        apply_score(session, call.id, score=0, passed=False, fatal_hits=1, announce=[hit])
    return hit


def test_a_sale_that_was_another_teams_leaves_the_first_team(
    report: Report, boards: Boards
) -> None:
    a_call(report, "c1", 60, outcome="sale")
    [sale, *_] = [shows(boards[login], "sale", "Alice") for login in ("alice", "bob", "dana")]

    transfer_to_carol(report)

    for login in ("alice", "bob"):
        gone = loses(boards[login], "sale")
        assert gone["key"] == sale["key"]
        assert gone["version"] > sale["version"]
        assert gone.keys() == {"kind", "key", "version", "unit_id", "of"}
    for login in ("charlie", "dana"):
        assert shows(boards[login], "sale", "Carol")["version"] > sale["version"]


def test_what_left_is_read_again_whatever_else_was_announced(
    company: Company, report: Report
) -> None:
    """An announcement may come in parts: nobody is told that a sale is gone that is not."""
    a_call(report, "c1", 60, outcome="sale")
    with transaction() as session:
        call_id = call_id_for(make_source(session).id, "c1")
        left = Left("sale", call_id, Whose(company.bobs_team.id))
        gone, sale = board.read_changed(session, Notice(left=frozenset({left})))

    assert (gone.kind, sale.kind) == ("gone", "sale")
    assert gone.version < sale.version


def test_a_fatal_hit_goes_along(company: Company, report: Report, boards: Boards) -> None:
    a_call(report, "c1", 60)
    hit = found_fatal("c1")
    for login in ("alice", "bob", "dana"):
        assert shows(boards[login], "fatal", "Alice")["key"] == str(hit)

    transfer_to_carol(report)

    for login in ("alice", "bob"):
        assert loses(boards[login], "fatal")["key"] == str(hit)
    for login in ("charlie", "dana"):
        shows(boards[login], "fatal", "Carol")


def test_the_tile_of_an_agent_who_moves_goes_along(
    client: TestClient, company: Company, boards: Boards
) -> None:
    sign_in(client, "dana")
    alice = company.alice.agent_id

    team = {"unit_id": str(company.charlies_team.id)}
    assert client.post(f"/api/v1/agents/{alice}/memberships", json=team).status_code == 201

    assert loses(boards["bob"], "agent")["key"] == str(alice)
    for login in ("charlie", "dana"):
        boards[login].wait(
            lambda card: card["kind"] == "agent" and card["unit_id"] == team["unit_id"]
        )


def test_a_wall_is_told_by_the_key_that_it_knows_the_sale_by() -> None:
    """The key of a sale is its call's id, which no wall is told."""
    team, call_id = uuid4(), str(uuid4())
    sale = SaleCard(
        key=call_id,
        version=1,
        unit_id=team,
        agent_id=None,
        agent_name=None,
        campaign_id=None,
        amount=None,
        currency=None,
        sold_at=utc_now(),
    )
    gone = GoneCard(key=call_id, version=2, unit_id=team, of="sale")
    wall = Audience(frozenset({team}), wall=WallNames.INITIALS)

    assert wall.shown(gone).key == wall.shown(sale).key != call_id


def test_nobody_hears_that_something_is_gone_which_they_never_saw() -> None:
    team, spring, autumn, alice = uuid4(), uuid4(), uuid4(), uuid4()
    gone = GoneCard(key="s", version=1, unit_id=team, of="sale", agent_id=alice, campaign_id=spring)
    limited = {
        campaign: Audience(
            frozenset({team}), campaigns=frozenset({(team, frozenset({campaign}))})
        ).sees(gone)
        for campaign in (spring, autumn)
    }

    assert limited == {spring: True, autumn: False}
    assert Audience(frozenset({team}), agent_id=alice).sees(gone)
    assert not Audience(frozenset({team}), agent_id=uuid4()).sees(gone)
    assert not Audience(frozenset({uuid4()})).sees(gone)
