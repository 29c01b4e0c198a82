"""Nobody sees a call outside their scope, whichever door they try.

Alice is an agent, Bob leads her team, Charlie leads another; Dana is the administrator.
Every test shares its set-up with the others and differs in who knocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from services.db import transaction
from services.scoring import evaluate
from services.tables import Call, KeyScope, Role
from tests.doors import bearer, sign_in
from tests.factories import (
    make_agent,
    make_call,
    make_campaign,
    make_company,
    make_scorecard,
    make_source,
    make_transcript,
    make_user,
    said,
)
from tests.sounds import attach_sound, two, wav

SEEN = {
    "alice": {"alice"},
    "bob": {"alice", "ann"},
    "charlie": {"carl"},
    "dana": {"alice", "ann", "carl", "nobody"},
}
DOORS = ["", "/transcript", "/evaluations", "/waveform", "/audio"]


@dataclass(frozen=True)
class Floor:
    """Calls by who made them, and boards by whose they are; ids only."""

    calls: Mapping[str, str]
    boards: Mapping[str, str]

    def of(self, call_id: str) -> str:
        return next(name for name, each in self.calls.items() if each == call_id)


@pytest.fixture(scope="module")
def sound() -> bytes:
    return wav(*two(2))


@pytest.fixture
def floor(client: TestClient, sound: bytes) -> Floor:
    """One scored call with sound by Alice, by her colleague, by the other team, by nobody known."""
    with transaction() as session:
        company = make_company(session)
        scorecard, _ = make_scorecard(session)
        campaign = make_campaign(session, scorecard_id=scorecard.id)
        ann = make_agent(session, company.bobs_team, name="Ann")
        carl = make_agent(session, company.charlies_team, name="Carl")
        make_user(session, company.charlies_team, login="inez", role=Role.INSPECTOR)
        places = {
            "alice": (company.alice.agent_id, company.bobs_team.id),
            "ann": (ann.id, company.bobs_team.id),
            "carl": (carl.id, company.charlies_team.id),
            "nobody": (None, None),
        }
        calls = {
            name: make_call(
                session,
                agent_id=agent_id,
                unit_id=unit_id,
                campaign_id=campaign.id,
                call_key=f"call-of-{name}",
                customer_number="13800138000",
            )
            for name, (agent_id, unit_id) in places.items()
        }
        for call in calls.values():
            hear_and_score(session, call, sound)
    return Floor(
        calls={name: str(call.id) for name, call in calls.items()},
        boards={
            "whole company": str(company.unit.id),
            "bob's team": str(company.bobs_team.id),
            "charlie's team": str(company.charlies_team.id),
        },
    )


def hear_and_score(session: Session, call: Call, sound: bytes) -> None:
    recording = attach_sound(session, call.id, sound)
    recording.waveform = {
        "duration_s": 2,
        "channels": [[0.1, 0.5], [0.2, 0.4]],
        "speakers": ["agent", "customer"],
    }
    session.add(recording)
    make_transcript(session, call, [said("您好"), said("保证收益", 4)], recording_id=recording.id)
    assert evaluate.score_call(session, call.id) is not None


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door or "call")
def test_a_call_outside_ones_scope_does_not_exist(
    client: TestClient, floor: Floor, name: str, door: str
) -> None:
    sign_in(client, name)

    answers = {
        of: client.get(f"/api/v1/calls/{call_id}{door}").status_code
        for of, call_id in floor.calls.items()
    }

    assert answers == {of: 200 if of in SEEN[name] else 404 for of in floor.calls}


@pytest.mark.parametrize("name", SEEN)
def test_lists_and_searches_hold_what_is_in_scope(
    client: TestClient, floor: Floor, name: str
) -> None:
    sign_in(client, name)

    assert listed(client, floor) == SEEN[name]
    assert listed(client, floor, fatal=True) == SEEN[name]
    assert listed(client, floor, q="call-of") == SEEN[name]
    for of in floor.calls:
        assert listed(client, floor, q=f"call-of-{of}") == SEEN[name] & {of}
    for board, team in (("bob's team", {"alice", "ann"}), ("charlie's team", {"carl"})):
        assert listed(client, floor, unit_id=floor.boards[board]) == SEEN[name] & team


@pytest.mark.parametrize("name", SEEN)
def test_pages_do_not_lead_out_of_scope(client: TestClient, floor: Floor, name: str) -> None:
    sign_in(client, name)

    seen, cursor = [], None
    while True:
        params = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = client.get("/api/v1/calls", params=params).json()
        seen += [floor.of(call["id"]) for call in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert sorted(seen) == sorted(SEEN[name])


@pytest.mark.parametrize("name", SEEN)
def test_only_those_who_may_read_numbers_find_calls_by_them(
    client: TestClient, floor: Floor, name: str
) -> None:
    sign_in(client, name)

    numbers = {call["customer_number"] for call in client.get("/api/v1/calls").json()["items"]}
    whole = listed(client, floor, q="13800138000")

    # Those who may read them reveal them one by one, see test_privacy.
    assert numbers == {"138****8000"}
    assert whole == (SEEN[name] if name == "dana" else set())


BOARDS = {
    "alice": {"bob's team"},
    "bob": {"bob's team"},
    "charlie": {"charlie's team"},
    "dana": {"whole company", "bob's team", "charlie's team"},
}


@pytest.mark.parametrize("name", BOARDS)
def test_boards_outside_ones_scope_do_not_exist(
    client: TestClient, floor: Floor, name: str
) -> None:
    sign_in(client, name)

    answers = {
        board: client.get(f"/api/v1/boards/{unit_id}").status_code
        for board, unit_id in floor.boards.items()
    }
    offered = {unit["id"] for unit in client.get("/api/v1/boards").json()["items"]}

    assert answers == {board: 200 if board in BOARDS[name] else 404 for board in floor.boards}
    assert {board for board, unit_id in floor.boards.items() if unit_id in offered} == BOARDS[name]


@pytest.mark.parametrize("name", BOARDS)
def test_live_boards_outside_ones_scope_are_closed(
    client: TestClient, floor: Floor, name: str
) -> None:
    sign_in(client, name)

    opened = set()
    for board, unit_id in floor.boards.items():
        with client.websocket_connect(f"/api/v1/boards/{unit_id}/live") as socket:
            if socket.receive()["type"] == "websocket.send":
                opened.add(board)

    assert opened == BOARDS[name]


@pytest.mark.parametrize(
    ("name", "seen"),
    [("dana", {"alice", "ann", "carl", "nobody"}), ("inez", {"carl"}), ("bob", None)],
)
def test_recordings_are_listed_within_scope_for_those_who_look_after_them(
    client: TestClient, floor: Floor, name: str, seen: set[str] | None
) -> None:
    sign_in(client, name)

    answer = client.get("/api/v1/recordings")

    if seen is None:
        assert answer.status_code == 403
    else:
        assert {floor.of(each["call_id"]) for each in answer.json()["items"]} == seen


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 403), ("bob", 403), ("inez", 404), ("dana", 202)]
)
def test_a_recording_is_attached_only_to_a_call_one_sees_and_may_write_to(
    client: TestClient, floor: Floor, sound: bytes, name: str, status: int
) -> None:
    sign_in(client, name)

    answer = client.put(
        f"/api/v1/calls/{floor.calls['alice']}/recording",
        content=sound,
        headers={"content-type": "audio/wav"},
    )

    assert answer.status_code == status


@pytest.mark.parametrize(("source", "seen"), [("dialer", set(SEEN["dana"])), ("other", set())])
def test_a_key_reads_the_calls_of_its_own_dialer_and_hears_none(
    client: TestClient, floor: Floor, source: str, seen: set[str]
) -> None:
    with transaction() as session:
        headers = bearer(session, make_source(session, source), KeyScope.CALLS_READ)

    items = client.get("/api/v1/calls", headers=headers).json()["items"]
    assert {floor.of(call["id"]) for call in items} == seen
    for of, call_id in floor.calls.items():
        url = f"/api/v1/calls/{call_id}"
        expected = 200 if of in seen else 404
        for door in ("", "/transcript", "/evaluations"):
            assert client.get(url + door, headers=headers).status_code == expected
        for door in ("/audio", "/waveform"):
            assert client.get(url + door, headers=headers).status_code == 403


@pytest.mark.parametrize("key_scope", [KeyScope.EVENTS_WRITE, KeyScope.RECORDINGS_WRITE])
def test_a_dialer_that_only_writes_reads_nothing(
    client: TestClient, floor: Floor, key_scope: KeyScope
) -> None:
    with transaction() as session:
        headers = bearer(session, make_source(session), key_scope)

    urls = ["/api/v1/calls", "/api/v1/boards", "/api/v1/units", "/api/v1/scorecards"]
    urls += [f"/api/v1/calls/{floor.calls['alice']}{door}" for door in DOORS]

    assert {client.get(url, headers=headers).status_code for url in urls} == {403}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door or "call")
def test_nobody_sees_anything_without_signing_in(
    client: TestClient, floor: Floor, door: str
) -> None:
    assert client.get(f"/api/v1/calls/{floor.calls['alice']}{door}").status_code == 401


def test_an_agent_keeps_own_calls_and_a_lead_the_teams_when_the_agent_moves(
    client: TestClient, floor: Floor
) -> None:
    with transaction() as session:
        call = session.get_one(Call, UUID(floor.calls["alice"]))
        assert call.agent_id is not None
        new_team = UUID(floor.boards["charlie's team"])
        moved = make_call(session, agent_id=call.agent_id, unit_id=new_team)

    found = {}
    for name in ("alice", "bob", "charlie"):
        sign_in(client, name)
        found[name] = client.get(f"/api/v1/calls/{moved.id}").status_code

    assert found == {"alice": 200, "bob": 404, "charlie": 200}


def listed(client: TestClient, floor: Floor, **params: str | bool) -> set[str]:
    """Whose calls the list shows when it is narrowed to `params`."""
    answer = client.get("/api/v1/calls", params=params)
    assert answer.status_code == 200, answer.text
    return {floor.of(call["id"]) for call in answer.json()["items"]}


def test_a_masked_number_is_found_as_it_is_shown(client: TestClient, floor: Floor) -> None:
    sign_in(client, "bob")

    shown = next(iter(client.get("/api/v1/calls").json()["items"]))["customer_number"]
    assert "*" in shown
    assert client.get("/api/v1/calls", params={"q": shown}).json()["items"]
    assert client.get("/api/v1/calls", params={"q": shown[-4:]}).json()["items"]
    for guess in ("1380", "1380*8000", "138*38000"):
        assert client.get("/api/v1/calls", params={"q": guess}).json()["items"] == []
