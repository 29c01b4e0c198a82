"""How a dialer lays out its recordings, and what calls say of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.clock import utc_now
from services.db import transaction
from services.tables import AuditEntry, Call, Channel, KeyScope, Role, Source
from services.transcripts import Utterance
from tests.api.calling import World
from tests.doors import DIALERS_SCOPES, bearer, sign_in
from tests.factories import make_call, make_recording, make_source, make_user, said
from tests.sounds import attached, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting


@pytest.fixture
def world(client: TestClient) -> World:
    """Quinn leads QA, Sam supervises Bob's team."""
    with transaction() as session:
        world = World(session)
        make_user(session, world.company.unit, login="quinn", role=Role.QA_LEAD)
        make_user(session, world.company.bobs_team, login="sam", role=Role.SUPERVISOR)
        return world


def heard(session: Session, call: Call, *, days_ago: float = 1, **fields: Any) -> None:
    """A two-channel recording of `call`, heard with the agent on the left."""
    at = utc_now() - timedelta(days=days_ago)
    make_recording(session, call, transcribed_at=at, **fields)


def sources(client: TestClient) -> dict[str, dict[str, Any]]:
    response = client.get("/api/v1/sources")
    assert response.status_code == 200, response.text
    return {source["name"]: source for source in response.json()["items"]}


def change(client: TestClient, source_id: object, **body: Any) -> Any:
    return client.patch(f"/api/v1/sources/{source_id}", json=body)


def test_sources_say_how_many_calls_contradict_them(client: TestClient, world: World) -> None:
    with transaction() as session:
        heard(session, world.call)
        heard(session, world.call, swap_suspected=True)
        heard(session, world.call, swap_suspected=True, days_ago=31)
        heard(session, world.call, agent_channel=None)
        heard(session, world.call, agent_channel=1)
        other = make_source(session, "another dialer")
        heard(session, make_call(session, source_id=other.id), swap_suspected=True)
    sign_in(client, "quinn")

    found = sources(client)

    assert list(found) == ["another dialer", "dialer"]
    assert found["dialer"] == {
        "id": str(world.source.id),
        "name": "dialer",
        "dialer": "events",
        "timezone": None,
        "region": "CN",
        "settings": {},
        "secrets": [],
        "working_hours": {"from": "09:00:00", "to": "18:00:00", "days": [1, 2, 3, 4, 5]},
        "last_seen_at": None,
        "agent_channel": 0,
        "recordings_expected": True,
        "heard": 2,
        "swap_suspected": 1,
    }
    assert (found["another dialer"]["heard"], found["another dialer"]["swap_suspected"]) == (1, 1)


def test_what_a_person_said_counts_whatever_was_suspected(client: TestClient, world: World) -> None:
    with transaction() as session:
        heard(session, world.call, agent_channel=0, agent_channel_by="quinn", swap_suspected=True)
        heard(session, world.call, agent_channel=1, agent_channel_by="quinn", swap_suspected=True)
        heard(session, world.call, agent_channel=1, agent_channel_by="quinn")
    sign_in(client, "quinn")

    before = sources(client)["dialer"]
    after = change(client, world.source.id, agent_channel=1).json()

    assert (before["heard"], before["swap_suspected"]) == (3, 2)
    assert (after["heard"], after["swap_suspected"]) == (3, 1)


@pytest.mark.parametrize(
    ("utterances", "suspected"),
    [
        (
            [
                said("感谢您的接听", 0, Channel.CUSTOMER),
                said("本次通话将会录音", 3, Channel.CUSTOMER),
            ],
            1,
        ),
        ([], 0),
    ],
    ids=["as if swapped", "nothing"],
)
def test_hearing_a_recording_tells_of_its_source(
    client: TestClient, world: World, utterances: list[Utterance], suspected: int
) -> None:
    attached(world.call.id, wav(*two(6)))
    run_waiting(FakeTranscriber(utterances))
    sign_in(client, "quinn")

    found = sources(client)["dialer"]
    assert (found["heard"], found["swap_suspected"]) == (1, suspected)


def test_only_calls_in_scope_are_counted(client: TestClient, world: World) -> None:
    with transaction() as session:
        heard(session, world.call, swap_suspected=True)
        heard(session, make_call(session, unit_id=world.company.charlies_team.id))
        heard(session, make_call(session))
    sign_in(client, "sam")

    found = sources(client)["dialer"]
    assert (found["heard"], found["swap_suspected"]) == (1, 1)


def test_sources_are_paged_by_name(client: TestClient, world: World) -> None:
    with transaction() as session:
        for name in ("c", "a", "b"):
            make_source(session, name)
    sign_in(client, "quinn")

    names: list[str] = []
    cursor = None
    while not names or cursor:
        params: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get("/api/v1/sources", params=params).json()
        names += [source["name"] for source in page["items"]]
        cursor = page["next"]

    assert names == ["a", "another dialer", "b", "c", "dialer"]
    broken = client.get("/api/v1/sources", params={"cursor": "x"})
    assert (broken.status_code, broken.json()["field"]) == (422, "cursor")


def test_a_changed_layout_holds_from_then_on(client: TestClient, world: World) -> None:
    before = attached(world.call.id, wav(*two(1)))
    run_waiting(FakeTranscriber())
    sign_in(client, "quinn")

    answer = change(client, world.source.id, agent_channel=1)

    assert (answer.status_code, answer.json()["agent_channel"]) == (200, 1)
    assert answer.json()["heard"] == 0
    attached(world.call.id, wav(*two(2)))
    run_waiting(FakeTranscriber())
    assert answer.json() | {"heard": 1} == sources(client)["dialer"]
    transcripts = client.get(f"/api/v1/calls/{world.call.id}/transcripts").json()["items"]
    assert [each["agent_channel"] for each in transcripts] == [1, 0]
    assert transcripts[1]["recording_id"] == str(before)


def test_a_change_is_noted_once(client: TestClient, world: World) -> None:
    sign_in(client, "quinn")

    for _ in range(2):
        change(client, world.source.id, agent_channel=1)

    with transaction() as session:
        [entry] = session.exec(
            select(AuditEntry).where(AuditEntry.act == "source.agent_channel_set")
        )
    assert (entry.actor, entry.subject, entry.facts) == ("quinn", "dialer", {"agent_channel": 1})


@pytest.mark.parametrize(
    ("login", "may_read", "may_change"),
    [
        ("alice", 403, 403),
        ("bob", 403, 403),
        ("charlie", 403, 403),
        ("sam", 200, 403),
        ("quinn", 200, 200),
        ("dana", 200, 200),
    ],
)
def test_who_reads_and_who_changes(
    client: TestClient, world: World, login: str, may_read: int, may_change: int
) -> None:
    sign_in(client, login)

    assert client.get("/api/v1/sources").status_code == may_read
    assert change(client, world.source.id, agent_channel=1).status_code == may_change
    with transaction() as session:
        now = session.get_one(Source, world.source.id).agent_channel
    assert now == (may_change == 200)


@pytest.mark.parametrize("key_scope", DIALERS_SCOPES)
def test_no_key_reads_or_changes_sources(
    client: TestClient, world: World, key_scope: KeyScope
) -> None:
    with transaction() as session:
        headers = bearer(session, world.source, key_scope)

    assert client.get("/api/v1/sources", headers=headers).status_code == 403
    url, body = f"/api/v1/sources/{world.source.id}", {"agent_channel": 1}
    assert client.patch(url, json=body, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "body",
    [{}, {"agent_channel": 2}, {"agent_channel": -1}, {"agent_channel": None}, {"name": "x"}],
)
def test_a_channel_is_left_or_right(client: TestClient, world: World, body: Any) -> None:
    sign_in(client, "quinn")

    answer = change(client, world.source.id, **body)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")


def test_there_is_no_such_source(client: TestClient, world: World) -> None:
    sign_in(client, "quinn")

    answer = change(client, uuid4(), agent_channel=1)

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/source-not-found")
