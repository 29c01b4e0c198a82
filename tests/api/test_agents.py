"""Agents, their teams over time, and what dialers call them, through the door."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from services.activity.agent_time import team_at
from services.activity.agents import teams_of
from services.calls.placing import Move, move_agents
from services.calls.recount import recount
from services.clock import utc_now
from services.db import transaction
from services.tables import AgentIdentity, Call, KeyScope, Role
from tests.doors import bearer, sign_in
from tests.factories import LONG_AGO, make_agent, make_company, make_source, make_user
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

URL = "/api/v1/agents"
NOW = utc_now().replace(microsecond=0)
YESTERDAY = NOW - timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Centre:
    """Bob's and Charlie's teams, Sue above both, Max above all, and a dialer."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        with transaction() as session:
            self.company = make_company(session)
            floor = session.get_one(type(self.company.unit), self.company.bobs_team.parent_id)
            make_user(session, floor, login="sue", role=Role.SUPERVISOR)
            make_user(session, self.company.bobs_team, login="una", role=Role.SUPERVISOR)
            make_user(session, self.company.unit, login="max", role=Role.MANAGER)
            self.source = make_source(session)
            self.key = bearer(session, self.source, KeyScope.EVENTS_WRITE)
        assert self.company.alice.agent_id is not None
        self.alice = f"{URL}/{self.company.alice.agent_id}"
        self.teams = [self.company.bobs_team.id, self.company.charlies_team.id]

    def work(self, agent: str, at: Any, call: str) -> None:
        """A call of a minute, and a break after it."""
        facts = {"agent": agent, "call_id": call}
        for kind, seconds, data in (
            ("call.dialed", 0, facts),
            ("call.answered", 10, facts),
            ("call.ended", 70, facts),
            ("agent.state", 100, {"agent": agent, "state": "break"}),
            ("agent.state", 400, {"agent": agent, "state": "offline"}),
        ):
            time = (at + timedelta(seconds=seconds)).isoformat()
            event = {"specversion": "1.0", "id": f"{call}{kind}{seconds}", "source": "/d"}
            answer = self.client.post(
                "/api/v1/events",
                json=event | {"type": kind, "time": time, "data": data},
                headers=dict(self.key),
            )
            assert answer.status_code == 202, answer.text

    def transfer(self, unit_id: UUID, **fields: Any) -> Any:
        return self.client.post(
            f"{self.alice}/memberships", json={"unit_id": str(unit_id), **fields}
        )

    def calls(self) -> dict[str, UUID | None]:
        """The team of each call."""
        run_waiting(FakeTranscriber())
        with transaction() as session:
            return {call.call_key: call.unit_id for call in session.exec(select(Call))}


@pytest.fixture
def centre(client: TestClient) -> Centre:
    return Centre(client)


def counted_right() -> bool:
    with transaction() as session:
        return recount(session) == {}


def test_an_agent_is_added_and_has_what_dialers_called_by_the_code(centre: Centre) -> None:
    centre.work("9001", YESTERDAY, "theirs")
    sign_in(centre.client, "dana")
    day = f"{YESTERDAY - timedelta(days=2):%Y-%m-%d}"

    body = {"code": "9001", "name": "Ann", "unit_id": str(centre.teams[0]), "since_date": day}
    added = centre.client.post(URL, json=body)

    assert added.status_code == 201, added.text
    assert centre.client.get(f"{URL}/{added.json()['id']}").json() == added.json()
    assert centre.calls() == {"theirs": centre.teams[0]}
    assert counted_right()
    again = centre.client.post(URL, json=body)
    assert (again.status_code, again.json()["field"]) == (409, "code")


def test_an_agent_is_renamed_and_leaves_and_comes_back(centre: Centre) -> None:
    sign_in(centre.client, "sue")

    renamed = centre.client.patch(centre.alice, json={"name": "Alicia", "active": False})
    gone = centre.client.get(URL, params={"active": False}).json()["items"]
    centre.client.patch(centre.alice, json={"active": True})

    assert (renamed.json()["name"], renamed.json()["active"]) == ("Alicia", False)
    assert [agent["name"] for agent in gone] == ["Alicia"]
    subject = {"subject": f"agent:{centre.company.alice.agent_id}"}
    told = centre.client.get("/api/v1/history", params=subject).json()["items"]
    assert [
        (entry["act"], entry["facts"]["before"], entry["facts"]["after"]) for entry in told
    ] == [
        ("agent.activated", {"active": False}, {"active": True}),
        ("agent.deactivated", {"active": True}, {"active": False}),
        ("agent.renamed", {"name": "Alice"}, {"name": "Alicia"}),
    ]


def test_a_transfer_now_leaves_the_calls_of_before(centre: Centre) -> None:
    centre.work("1001", YESTERDAY, "before")
    sign_in(centre.client, "sue")

    moved = centre.transfer(centre.teams[1])

    assert moved.status_code == 201, moved.text
    centre.work("1001", utc_now() + timedelta(seconds=60), "after")
    assert centre.calls() == {"before": centre.teams[0], "after": centre.teams[1]}
    assert counted_right()
    now, former = moved.json()["items"]
    assert (now["unit_name"], now["until"], now["lies_ahead"]) == ("Charlie's team", None, False)
    assert (former["unit_name"], former["until"]) == ("Bob's team", now["since"])


def test_a_transfer_on_a_past_day_takes_along_the_calls_since_then(centre: Centre) -> None:
    day = YESTERDAY.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0)
    centre.work("1001", day - timedelta(hours=2), "before")
    centre.work("1001", day + timedelta(hours=2), "after")
    sign_in(centre.client, "sue")

    assert centre.transfer(centre.teams[1], since_date=f"{day:%Y-%m-%d}").status_code == 201

    assert centre.calls() == {"before": centre.teams[0], "after": centre.teams[1]}
    assert counted_right()


def test_a_transfer_that_lies_ahead_changes_nothing_until_then_and_is_taken_back(
    centre: Centre,
) -> None:
    sign_in(centre.client, "sue")
    ahead, _ = centre.transfer(centre.teams[1], since_date="2099-05-01").json()["items"]

    centre.work("1001", NOW, "today")

    assert ahead["lies_ahead"] is True
    assert ahead["since"] == "2099-04-30T16:00:00Z"
    assert centre.client.get(centre.alice).json()["unit_id"] == str(centre.teams[0])
    assert centre.calls() == {"today": centre.teams[0]}

    corrected = centre.transfer(
        centre.teams[1], since_date="2099-06-01", replaces=ahead["id"]
    ).json()["items"]
    assert [stay["since"] for stay in corrected] == [
        "2099-05-31T16:00:00Z",
        "2020-01-01T00:00:00Z",
    ]
    url = f"{centre.alice}/memberships/{corrected[0]['id']}"
    assert centre.client.delete(url).status_code == 204
    assert centre.client.delete(url).status_code == 404
    [left] = centre.client.get(f"{centre.alice}/memberships").json()["items"]
    begun = centre.client.delete(f"{centre.alice}/memberships/{left['id']}")
    assert begun.json()["type"] == "/problems/membership-begun"
    assert counted_right()


def test_a_move_that_leads_nowhere_is_refused(centre: Centre) -> None:
    sign_in(centre.client, "sue")

    for unit_id, problem in (
        (centre.teams[0], "already-in-team"),
        (centre.company.bobs_team.parent_id, "unit-no-team"),
        (centre.company.unit.id, "unit-unknown"),
    ):
        assert unit_id is not None
        refused = centre.transfer(unit_id).json()
        assert (refused["type"], refused["field"]) == (f"/problems/{problem}", "unit_id")
    early = centre.transfer(centre.teams[1], since_date="1815-06-18")
    assert (early.status_code, early.json()["field"]) == (422, "since_date")


def test_people_move_agents_only_within_what_they_see(centre: Centre) -> None:
    """Una supervises Bob's team alone."""
    sign_in(centre.client, "sue")
    [ahead, _] = centre.transfer(centre.teams[1], since_date="2099-05-01").json()["items"]
    with transaction() as session:
        carl = make_agent(session, centre.company.charlies_team, name="Carl")
    sign_in(centre.client, "una")

    assert centre.transfer(centre.teams[1]).json()["field"] == "unit_id"
    withdrawn = centre.client.delete(f"{centre.alice}/memberships/{ahead['id']}")
    assert withdrawn.json()["type"] == "/problems/move-beyond-scope"
    for method, url, body in (
        ("GET", f"{URL}/{carl.id}", None),
        ("PATCH", f"{URL}/{carl.id}", {"name": "Mine"}),
        ("GET", f"{URL}/{carl.id}/memberships", None),
        ("POST", f"{URL}/{carl.id}/memberships", {"unit_id": str(centre.teams[0])}),
        ("GET", f"{URL}/{carl.id}/identities", None),
    ):
        assert centre.client.request(method, url, json=body).status_code == 404, url


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_agents_and_leads_change_nobody(centre: Centre, name: str) -> None:
    sign_in(centre.client, name)

    assert centre.transfer(centre.teams[1]).status_code == 403
    assert centre.client.patch(centre.alice, json={"active": False}).status_code == 403
    assert centre.client.get(f"{centre.alice}/identities").status_code == 403
    seen = 404 if name == "charlie" else 200
    assert centre.client.get(centre.alice).status_code == seen
    assert centre.client.get(f"{centre.alice}/memberships").status_code == seen


def test_a_name_is_linked_and_unlinked_and_its_calls_and_time_go_along(centre: Centre) -> None:
    centre.work("ext-7", YESTERDAY, "hers")
    centre.work("1001", YESTERDAY + timedelta(minutes=2), "also hers")
    sign_in(centre.client, "dana")
    wanted = {"source_id": str(centre.source.id), "external_id": "ext-7"}

    linked = centre.client.post(f"{centre.alice}/identities", json=wanted)

    assert [name["external_id"] for name in linked.json()["items"]] == ["1001", "ext-7"]
    assert set(centre.calls().values()) == {centre.teams[0]}
    assert counted_right()

    identity = linked.json()["items"][1]["id"]
    assert centre.client.delete(f"{centre.alice}/identities/{identity}").status_code == 204
    assert centre.calls() == {"hers": None, "also hers": centre.teams[0]}
    assert counted_right()
    assert centre.client.delete(f"{centre.alice}/identities/{identity}").status_code == 404


def test_a_name_that_is_somebodys_is_not_taken(centre: Centre) -> None:
    with transaction() as session:
        other = make_agent(session, centre.company.bobs_team, code="1002", name="Ann")
        session.add(
            AgentIdentity(source_id=centre.source.id, external_id="1002", agent_id=other.id)
        )
    sign_in(centre.client, "sue")

    taken = {"source_id": str(centre.source.id), "external_id": "1002"}
    unknown = {"source_id": str(other.id), "external_id": "x"}

    assert centre.client.post(f"{centre.alice}/identities", json=taken).status_code == 409
    refused = centre.client.post(f"{centre.alice}/identities", json=unknown)
    assert (refused.status_code, refused.json()["field"]) == (422, "source_id")


Moves = st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 2)), max_size=6)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(moves=Moves, order=st.randoms())
def test_transfers_in_any_order_give_the_same_team_at_any_time(
    session: Session, moves: list[tuple[int, int]], order: Any
) -> None:
    by_day = dict(moves)
    with session.begin_nested() as undone:
        company = make_company(session)
        units = [company.bobs_team.id, company.charlies_team.id, company.unit.id]
        first, second = (make_agent(session, company.bobs_team) for _ in range(2))
        shuffled = list(by_day.items())
        order.shuffle(shuffled)
        for agent, told in ((first, sorted(by_day.items())), (second, shuffled)):
            for day, unit in told:
                move = Move(agent.id, units[unit], NOW + timedelta(days=day))
                move_agents(session, [move], actor="tests")
        teams = teams_of(session, [first.id, second.id])
        undone.rollback()

    instants = [
        LONG_AGO,
        *(NOW + timedelta(days=day, hours=hour) for day in range(-41, 42) for hour in (-1, 0)),
    ]
    for instant in instants:
        wanted = [day for day in by_day if NOW + timedelta(days=day) <= instant]
        expected = units[by_day[max(wanted)]] if wanted else company.bobs_team.id
        assert team_at(teams[first.id], instant) == expected
        assert team_at(teams[second.id], instant) == expected
