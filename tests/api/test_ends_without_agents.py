"""Calls whose end names nobody: who had them last wraps up, and not for ever."""

from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.calls.recount import recount
from services.db import transaction
from tests.api.reporting import Report, dialer
from tests.doors import sign_in
from tests.factories import Company, make_agent, make_company


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        company = make_company(session)
        make_agent(session, company.bobs_team, code="1002", name="Second")
    return company


@pytest.fixture
def report(client: TestClient, company: Company) -> Report:
    return dialer(client)


def agents(client: TestClient, company: Company) -> dict[str, dict[str, Any]]:
    """Cards of Bob's agents by code; counters are proved on the way."""
    sign_in(client, "bob")
    board = client.get(f"/api/v1/boards/{company.bobs_team.id}").json()
    with transaction() as session:
        assert not recount(session)
    return {card["code"]: card for card in board["cards"] if card["kind"] == "agent"}


def test_who_had_the_call_wraps_up(client: TestClient, company: Company, report: Report) -> None:
    report("call.answered", 90, "c1", agent="1001")
    report("call.ended", 30, "c1", hangup_by="customer")

    assert agents(client, company)["1001"]["state"] == "wrap_up"


def test_so_it_is_when_the_end_comes_first(
    client: TestClient, company: Company, report: Report
) -> None:
    report("call.ended", 30, "c1", hangup_by="customer")
    report("call.answered", 90, "c1", agent="1001")

    assert agents(client, company)["1001"]["state"] == "wrap_up"


def test_who_turns_out_to_have_passed_the_call_on_does_not_wrap_up_after_it(
    client: TestClient, company: Company, report: Report
) -> None:
    report("call.answered", 90, "c1")
    report("call.bridged", 85, "c1", agent="1001")
    report("call.ended", 30, "c1")
    assert agents(client, company)["1001"]["state"] == "wrap_up"

    report("call.transferred", 60, "c1", agent="1001")
    report("call.bridged", 55, "c1", agent="1002")
    found = agents(client, company)

    assert (found["1001"]["state"], found["1002"]["state"]) == ("talking", "wrap_up")


def test_a_later_end_takes_the_place_of_the_first(
    client: TestClient, company: Company, report: Report
) -> None:
    report("call.answered", 90, "c1", agent="1001")
    report("call.ended", 60, "c1")
    before = agents(client, company)["1001"]["state_since"]
    report("call.ended", 30, "c1")
    after = agents(client, company)["1001"]

    moved = datetime.fromisoformat(after["state_since"]) - datetime.fromisoformat(before)
    assert (after["state"], round(moved.total_seconds())) == ("wrap_up", 30)


def test_nobody_wraps_up_for_ever_whose_dialer_says_no_states(
    client: TestClient, company: Company, report: Report
) -> None:
    report("call.answered", 400, "c1", agent="1001")
    report("call.ended", 310, "c1", agent="1001")
    report("agent.state", 800, "c2", agent="1002", state="ready")
    report("call.answered", 400, "c2", agent="1002")
    report("call.ended", 310, "c2", agent="1002")
    found = agents(client, company)

    assert (found["1001"]["state"], found["1001"]["state_since"]) == ("offline", None)
    assert found["1002"]["state"] == "wrap_up"
