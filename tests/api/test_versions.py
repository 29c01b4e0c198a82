"""Having a call heard again, and reading what was heard each time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.settings import get_asr_settings
from services.tables import AuditEntry, Call, KeyScope, Recording, RecordingState, Role
from services.transcripts import MadeBy
from tests.api.calling import World
from tests.doors import bearer, sign_in
from tests.factories import (
    make_call,
    make_campaign,
    make_recording,
    make_scorecard,
    make_transcript,
    make_user,
    said,
)
from tests.sounds import attach_sound, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_ASR_ENGINES", '{"careful": {"beam_size": 5}}')
    get_asr_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_asr_settings.cache_clear()


@pytest.fixture
def world(client: TestClient) -> World:
    """Quinn inspects Bob's team, Rita Charlie's."""
    with transaction() as session:
        world = World(session)
        card, _ = make_scorecard(session)
        call = session.merge(world.call)
        call.campaign_id = make_campaign(session, scorecard_id=card.id).id
        attach_sound(session, call.id, wav(*two(2)))
        for login, unit in (
            ("quinn", world.company.bobs_team),
            ("rita", world.company.charlies_team),
        ):
            make_user(session, unit, login=login, role=Role.INSPECTOR)
        return world


def recording_of(world: World) -> Recording:
    with transaction() as session:
        return session.exec(select(Recording).where(Recording.call_id == world.call.id)).one()


def again(client: TestClient, world: World, headers: Any = None, **body: Any) -> Any:
    path = f"/api/v1/recordings/{recording_of(world).id}/hear-again"
    return client.post(path, json=body, headers=headers)


def read(client: TestClient, world: World, path: str = "") -> Any:
    response = client.get(f"/api/v1/calls/{world.call.id}{path}")
    assert response.status_code == 200, response.text
    return response.json()


def put_into(world: World, state: RecordingState, **fields: Any) -> None:
    with transaction() as session:
        recording = session.get_one(Recording, recording_of(world).id)
        recording.state = state
        recording.sqlmodel_update(fields)


def test_what_was_heard_first_stays_beside_what_is_heard_again(
    client: TestClient, world: World
) -> None:
    run_waiting(FakeTranscriber([said("保证收益")]))
    sign_in(client, "quinn")
    first_score = read(client, world)["score"]
    [first] = read(client, world, "/transcripts")["items"]

    response = again(client, world, engine="careful")

    assert response.status_code == 202
    assert (response.json()["state"], response.json()["engine"]) == ("waiting", "careful")
    assert response.json()["lane"] == "review"
    assert read(client, world)["score"] == first_score
    assert read(client, world, "/transcript")["id"] == first["id"]

    careful = MadeBy(engine="careful", model="large", parameters={"beam_size": 5})
    run_waiting(FakeTranscriber([said("您好,不保证收益")], made_by=careful))

    second, still_first = read(client, world, "/transcripts")["items"]
    assert still_first == first
    assert "utterances" not in second
    assert (first["asked_by"], second["asked_by"]) == (None, "quinn")
    assert (second["engine"], second["parameters"]["beam_size"]) == ("careful", 5)
    texts = [
        [turn["text"] for turn in read(client, world, f"/transcripts/{each['id']}")["utterances"]]
        for each in (first, second)
    ]
    assert texts == [["保证收益"], ["您好,不保证收益"]]
    assert read(client, world, "/transcript")["id"] == second["id"]
    newer, older = read(client, world, "/evaluations")["items"]
    assert [newer["transcript_id"], older["transcript_id"]] == [second["id"], first["id"]]
    assert older["score"] == first_score != newer["score"]
    assert read(client, world)["score"] == newer["score"]


def test_an_older_recording_heard_again_does_not_replace_what_is_played(
    client: TestClient, world: World
) -> None:
    older = recording_of(world).id
    run_waiting(FakeTranscriber([said("保证收益")]))
    with transaction() as session:
        attach_sound(session, world.call.id, wav(*two(3)))
    run_waiting(FakeTranscriber([said("您好")]))
    sign_in(client, "quinn")
    played = read(client, world, "/transcript")["id"]

    response = client.post(f"/api/v1/recordings/{older}/hear-again", json={})
    assert response.status_code == 202
    run_waiting(FakeTranscriber([said("保证收益")]))

    assert len(read(client, world, "/transcripts")["items"]) == 3
    assert read(client, world, "/transcript")["id"] == played
    assert read(client, world)["score"] == 100


def test_hearing_again_gives_all_tries_back_and_is_noted(client: TestClient, world: World) -> None:
    put_into(world, RecordingState.SET_ASIDE, attempts=3, error="It would not.", error_kind="odd")
    sign_in(client, "quinn")

    response = again(client, world, lane="backlog")

    recording = recording_of(world)
    assert (recording.state, recording.attempts) == (RecordingState.WAITING, 0)
    assert (recording.error, recording.error_kind) == (None, None)
    assert (response.json()["lane"], response.json()["engine"]) == ("backlog", None)
    with transaction() as session:
        [entry] = session.exec(
            select(AuditEntry).where(AuditEntry.act == "recording.queued_again")
        ).all()
    assert (entry.actor, entry.subject) == ("quinn", str(recording.id))
    assert entry.facts["engine"] == "default"
    assert run_waiting(FakeTranscriber([said("您好")])) == 3  # also looks for tones


def test_one_that_waits_may_be_given_to_another_engine(client: TestClient, world: World) -> None:
    sign_in(client, "quinn")

    assert again(client, world, engine="careful").status_code == 202
    run_waiting(FakeTranscriber([said("您好")]))

    assert len(read(client, world, "/transcripts")["items"]) == 1


def test_one_that_is_heard_now_is_left_alone(client: TestClient, world: World) -> None:
    put_into(world, RecordingState.TRANSCRIBING, attempts=1)
    sign_in(client, "quinn")

    response = again(client, world)

    assert response.status_code == 409
    assert response.json()["type"] == "/problems/recording-is-being-heard"
    assert recording_of(world).attempts == 1


def test_an_unknown_engine_is_refused_and_the_known_are_named(
    client: TestClient, world: World
) -> None:
    sign_in(client, "quinn")

    response = again(client, world, engine="carefull")

    assert response.status_code == 422
    assert response.json()["field"] == "engine"
    assert response.json()["detail"] == 'There is no engine "carefull", only default, careful.'
    assert recording_of(world).asked_by is None


@pytest.mark.parametrize("body", [{"engine": "A B"}, {"lane": "fast"}, {"model": "large"}])
def test_what_cannot_be_meant_is_refused(
    client: TestClient, world: World, body: dict[str, Any]
) -> None:
    sign_in(client, "quinn")

    response = again(client, world, **body)

    assert response.status_code == 422
    assert next(iter(body)) in response.json()["field"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("alice", 403), ("bob", 403), ("charlie", 403), ("quinn", 202), ("rita", 404), ("dana", 202)],
)
def test_who_may_have_a_call_heard_again(
    client: TestClient, world: World, name: str, status: int
) -> None:
    sign_in(client, name)

    assert again(client, world).status_code == status


def test_no_key_may_have_a_call_heard_again(client: TestClient, world: World) -> None:
    assert again(client, world, world.key).status_code == 403


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 200), ("bob", 200), ("charlie", 404), ("rita", 404)]
)
def test_who_may_read_the_versions(
    client: TestClient, world: World, name: str, status: int
) -> None:
    with transaction() as session:
        transcript_id = make_transcript(session, session.merge(world.call), [said("您好")]).id
    sign_in(client, name)

    base = f"/api/v1/calls/{world.call.id}/transcripts"
    assert client.get(base).status_code == status
    assert client.get(f"{base}/{transcript_id}").status_code == status


def test_a_key_reads_the_versions_of_its_own_dialer(client: TestClient, world: World) -> None:
    with transaction() as session:
        other = bearer(session, _another(session), KeyScope.CALLS_READ)
    path = f"/api/v1/calls/{world.call.id}/transcripts"

    assert client.get(path, headers=world.reader).status_code == 200
    assert client.get(path, headers=other).status_code == 404
    assert client.get(path, headers=world.key).status_code == 403


def _another(session: Any) -> Any:
    from tests.factories import make_source  # noqa: PLC0415

    return make_source(session, "another dialer")


def test_versions_are_paged_newest_first(client: TestClient, world: World) -> None:
    start = utc_now()
    with transaction() as session:
        call = session.get_one(Call, world.call.id)
        made = [
            make_transcript(session, call, [], created_at=start - timedelta(minutes=number)).id
            for number in range(5)
        ]
    sign_in(client, "bob")
    seen: list[UUID] = []
    cursor = ""

    while True:
        page = read(client, world, f"/transcripts?limit=2{cursor}")
        seen += [UUID(each["id"]) for each in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert seen == made


def test_a_transcript_of_another_call_is_not_this_ones(client: TestClient, world: World) -> None:
    with transaction() as session:
        call = make_call(session, unit_id=world.company.bobs_team.id)
        recording = make_recording(session, call)
        other = make_transcript(session, call, [], recording_id=recording.id).id
    sign_in(client, "bob")

    for transcript_id in (other, uuid4()):
        response = client.get(f"/api/v1/calls/{world.call.id}/transcripts/{transcript_id}")
        assert response.status_code == 404
        assert response.json()["type"] == "/problems/transcript-not-of-call"
