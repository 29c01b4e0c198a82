"""Recordings on their way, through HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services import jobs
from services.clock import utc_now
from services.db import transaction
from services.dialers import RecordingLink
from services.dialers.fetching import remember
from services.people import audit
from services.people.audit import Wanted
from services.recordings.probe import AudioFacts
from services.tables import FetchState, RecordingFetch, Role, UnmatchedRecording
from tests.api.calling import World
from tests.doors import sign_in
from tests.factories import make_call, make_recording, make_source, make_user

URL = "https://me:s3cret@dialer.example/rec/7.wav?token=s3cret"


@pytest.fixture
def world(client: TestClient) -> World:
    with transaction() as session:
        return World(session)


def announce(*call_keys: str, source: str = "dialer", **fields: Any) -> list[UUID]:
    with transaction() as session:
        links = [RecordingLink(key, f"{URL}&{key}") for key in call_keys]
        remember(session, make_source(session, source), links)
    with transaction() as session:
        found = session.exec(select(RecordingFetch).order_by("created_at")).all()[-len(links) :]
        for fetch in found:
            fetch.sqlmodel_update(fields)
        return [fetch.id for fetch in found]


def listed(client: TestClient, path: str, headers: Any = None, **params: Any) -> list[Any]:
    """All pages, two at a time."""
    items: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        answer = client.get(
            f"/api/v1/recordings/{path}", params={"limit": 2} | params | cursor, headers=headers
        )
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        if answer.json()["next"] is None:
            return items
        cursor = {"cursor": answer.json()["next"]}


def test_fetches_are_listed_newest_first_without_secrets(client: TestClient, world: World) -> None:
    ids = announce("c-1", "c-2", "c-3")
    announce("x", source="another dialer")

    fetches = listed(client, "fetches", world.key)

    assert [each["id"] for each in fetches] == [str(each) for each in reversed(ids)]
    assert {each["url"] for each in fetches} == {"https://dialer.example/rec/7.wav"}
    assert "s3cret" not in str(fetches)


def test_fetches_are_narrowed_by_source_and_state(client: TestClient, world: World) -> None:
    announce("c-1", state=FetchState.GIVEN_UP)
    announce("c-2")
    announce("x", source="another dialer", state=FetchState.GIVEN_UP)
    sign_in(client, "dana")

    given_up = listed(client, "fetches", state="given_up", source_id=str(world.source.id))

    assert [each["state"] for each in given_up] == ["given_up"]
    assert len(listed(client, "fetches")) == 3


def test_who_may_look_at_what_is_fetched(client: TestClient, world: World) -> None:
    announce("c-1")

    assert client.get("/api/v1/recordings/fetches").status_code == 401
    assert client.get("/api/v1/recordings/fetches", headers=world.reader).status_code == 403
    assert listed(client, "fetches", world.other) == []
    sign_in(client, "bob")
    for path in ("fetches", "missing"):
        assert client.get(f"/api/v1/recordings/{path}").status_code == 403


def test_what_was_given_up_can_be_taken_up_once(client: TestClient, world: World) -> None:
    [fetch_id] = announce("c-1", state=FetchState.GIVEN_UP, attempts=9, error="no")
    with transaction() as session:
        jobs.withdraw(session, jobs.FetchRecording(fetch_id=fetch_id))
    url = f"/api/v1/recordings/fetches/{fetch_id}/retry"

    assert client.post(url, headers=world.other).json()["type"] == "/problems/fetch-not-found"
    answer = client.post(url, headers=world.key)

    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert answer.json()["attempts"] == 0
    again = client.post(url, headers=world.key)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/fetch-not-given-up")
    with transaction() as session:
        assert len(jobs.waiting(session, jobs.FetchRecording)) == 1
        [entry] = audit.list_entries(session, Wanted(act="recording_fetch.retried")).items
    assert entry.subject == str(fetch_id)
    unknown = client.post(f"/api/v1/recordings/fetches/{uuid4()}/retry", headers=world.key)
    assert unknown.status_code == 404


def test_calls_without_a_recording_are_listed_by_source(client: TestClient, world: World) -> None:
    with transaction() as session:
        other = make_source(session, "another dialer")
        silent = make_source(session, "sends none")
        silent.recordings_expected = False
        recorded = make_call(session, source_id=world.source.id)
        make_recording(session, recorded)
        now = utc_now()
        make_call(session, source_id=silent.id)
        make_call(session, source_id=world.source.id, answered_at=None)
        make_call(session, source_id=world.source.id, ended_at=now - timedelta(minutes=5))
        make_call(session, source_id=other.id, customer_number="13800138000", call_key="o-1")
    announce("c-1", call_id=world.call.id, state=FetchState.GIVEN_UP, error="no such file")
    sign_in(client, "dana")

    every = listed(client, "missing")
    [one] = listed(client, "missing", source_id=str(world.source.id))

    assert {each["call_key"] for each in every} == {"c-1", "o-1"}
    assert (one["call_key"], one["source"], one["agent_name"]) == ("c-1", "dialer", "Alice")
    assert one["fetch"]["error"] == "no such file"
    assert "s3cret" not in str(one)
    soon = listed(client, "missing", source_id=str(world.source.id), older_than_s=60)
    assert len(soon) == 2
    assert listed(client, "missing", ended_from=(now - timedelta(hours=1)).isoformat()) == []


def test_a_dialer_sees_what_is_missing_of_its_own(client: TestClient, world: World) -> None:
    assert [each["call_key"] for each in listed(client, "missing", world.key)] == ["c-1"]
    assert listed(client, "missing", world.other) == []


def leave(world: World, name: str = "8002_13800138000.wav") -> str:
    """The id of a recording that nobody knows the call of."""
    with transaction() as session:
        unmatched = UnmatchedRecording(
            source_id=world.source.id,
            sha256=uuid4().hex * 2,
            size_bytes=10,
            audio=AudioFacts(
                codec="pcm_s16le", container="wav", sample_rate_hz=8000, channels=2, duration_s=60
            ).model_dump(),
            file_name=name,
            named={"agent": "8002", "customer_number": "13800138000"},
        )
        session.add(unmatched)
        return str(unmatched.id)


def test_what_has_no_call_is_listed_to_those_who_see_everything_of_its_dialer(
    client: TestClient, world: World
) -> None:
    ids = [leave(world) for _ in range(3)]

    mine = listed(client, "unmatched", world.key)
    assert {each["id"] for each in mine} == set(ids)
    assert mine[0]["named"]["customer_number"] == "138****8000"
    assert mine[0]["file_name"] == "8002_138****8000.wav"
    assert listed(client, "unmatched", world.other) == []
    sign_in(client, "dana")
    seen = listed(client, "unmatched", source_id=str(world.source.id))
    assert [each["file_name"] for each in seen] == ["8002_13800138000.wav"] * 3
    with transaction() as session:
        make_user(session, world.company.bobs_team, login="ines", role=Role.INSPECTOR)
    sign_in(client, "ines")
    assert listed(client, "unmatched") == []


def test_a_person_says_whose_recording_it_is(client: TestClient, world: World) -> None:
    unmatched_id = leave(world)
    url = f"/api/v1/recordings/unmatched/{unmatched_id}/match"
    sign_in(client, "dana")

    nowhere = client.post(url, json={"call_id": str(uuid4())})
    answer = client.post(url, json={"call_id": str(world.call.id)})
    again = client.post(url, json={"call_id": str(world.call.id)})

    assert nowhere.json()["type"] == "/problems/call-not-found"
    assert answer.status_code == 202, answer.text
    assert answer.json()["match"] == {"by": "hand", "confidence": 1}
    assert (answer.json()["call_id"], answer.json()["state"]) == (str(world.call.id), "waiting")
    assert again.json()["type"] == "/problems/unmatched-recording-not-found"
    assert listed(client, "unmatched") == []
    with transaction() as session:
        [entry] = audit.list_entries(session, Wanted(act="recording.matched")).items
    assert (entry.actor, entry.facts["call_id"]) == ("dana", str(world.call.id))


def test_a_dialer_matches_only_its_own(client: TestClient, world: World) -> None:
    url = f"/api/v1/recordings/unmatched/{leave(world)}/match"

    assert client.post(url, json={"call_id": str(world.call.id)}).status_code == 401
    assert (
        client.post(url, json={"call_id": str(world.call.id)}, headers=world.other).status_code
        == 404
    )


def try_patterns(client: TestClient, source_id: UUID, *names: str, **body: Any) -> Any:
    return client.post(
        f"/api/v1/sources/{source_id}/file-patterns/test", json={"names": names} | body
    )


def test_patterns_can_be_tried_on_names(client: TestClient, world: World) -> None:
    sign_in(client, "dana")
    answer = try_patterns(
        client, world.source.id, "8002_c-1.wav", "x.wav", patterns=["{agent}_{call_id}"]
    )

    fits, misfits = answer.json()["items"]
    assert (fits["pattern"], fits["named"]["agent"], fits["named"]["call_id"]) == (
        "{agent}_{call_id}",
        "8002",
        "c-1",
    )
    assert misfits["named"] is None
    assert misfits["misfits"] == [
        {"pattern": "{agent}_{call_id}", "reason": '"x" has no _ after {agent}.'}
    ]


def test_the_source_own_patterns_and_clock_are_tried(client: TestClient, world: World) -> None:
    with transaction() as session:
        source = make_source(session)
        source.timezone, source.settings = "Asia/Shanghai", {"file_patterns": ["vicidial"]}
        session.add(source)
    sign_in(client, "dana")

    [item] = try_patterns(client, source.id, "20250327-092517_13800138000.wav").json()["items"]

    assert item["named"]["started_at"] == "2025-03-27T01:25:17Z"


@pytest.mark.parametrize(
    ("patterns", "field"), [(["{who}"], "patterns"), (["{call_id}"] * 21, "patterns")]
)
def test_what_is_no_pattern_is_refused(
    client: TestClient, world: World, patterns: list[str], field: str
) -> None:
    sign_in(client, "dana")

    answer = try_patterns(client, world.source.id, "x", patterns=patterns)

    assert (answer.status_code, field in answer.json()["field"]) == (422, True)


def test_who_may_try_patterns(client: TestClient, world: World) -> None:
    assert try_patterns(client, world.source.id, "x").status_code == 401
    sign_in(client, "bob")
    assert try_patterns(client, world.source.id, "x").status_code == 403
    sign_in(client, "dana")
    assert try_patterns(client, uuid4(), "x").json()["type"] == "/problems/source-not-found"


def test_a_person_says_that_a_recording_is_of_no_call(client: TestClient, world: World) -> None:
    url = f"/api/v1/recordings/unmatched/{leave(world)}"
    with transaction() as session:
        make_user(session, world.company.unit, login="max", role=Role.MANAGER)
    assert client.delete(url).status_code == 401
    assert client.delete(url, headers=world.reader).status_code == 403
    assert client.delete(url, headers=world.other).status_code == 404
    sign_in(client, "bob")
    assert client.delete(url).status_code == 403
    sign_in(client, "max")

    assert client.delete(url).status_code == 204
    assert client.delete(url).json()["type"] == "/problems/unmatched-recording-not-found"
    assert listed(client, "unmatched") == []
    with transaction() as session:
        [entry] = audit.list_entries(session, Wanted(act="recording.discarded")).items
    assert (entry.actor, entry.facts["source_id"]) == ("max", str(world.source.id))
