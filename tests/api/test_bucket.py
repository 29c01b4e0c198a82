"""A recording's way through a bucket: sent, heard, played; and when the bucket is away."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.recordings.storage import ContentDamaged
from services.tables import Recording, RecordingState
from services.transcripts.reading import get_newest_transcript
from tests.api.calling import World
from tests.bucket import Bucket, storing_in_bucket
from tests.doors import sign_in
from tests.factories import said
from tests.sounds import two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

SOUND = wav(*two(2), codec="pcm_alaw")


@pytest.fixture
def bucket(client: TestClient) -> Iterator[Bucket]:
    with pytest.MonkeyPatch.context() as patch, storing_in_bucket(patch) as bucket:
        yield bucket


@pytest.fixture
def world(bucket: Bucket) -> World:
    with transaction() as session:
        return World(session)


def send(client: TestClient, world: World) -> Any:
    url = f"/api/v1/calls/{world.call.id}/recording"
    return client.put(url, content=SOUND, headers=world.key)


def reveal(client: TestClient, world: World) -> None:
    """As Dana, who then hears also what nobody has looked through for personal numbers."""
    sign_in(client, "dana")
    answer = client.post(f"/api/v1/calls/{world.call.id}/reveal", json={"what": "words"})
    assert answer.status_code == 201, answer.text


def recording() -> Recording:
    with transaction() as session:
        return session.exec(select(Recording)).one()


def test_a_recording_is_sent_heard_and_played(
    client: TestClient, world: World, bucket: Bucket
) -> None:
    assert send(client, world).status_code == 202
    assert len(bucket.keys()) == 1

    run_waiting(FakeTranscriber([said("您好")]))

    assert recording().state is RecordingState.TRANSCRIBED
    with transaction() as session:
        assert get_newest_transcript(session, world.call.id).utterances[0]["text"] == "您好"
    assert len(bucket.keys()) == 2  # A-law needs a copy that browsers play.
    sign_in(client, "bob")
    url = f"/api/v1/calls/{world.call.id}/audio"
    whole = client.get(url)
    assert whole.content.startswith(b"OggS")
    part = client.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])


def test_a_bucket_that_is_away_is_a_problem_and_passes(
    client: TestClient, world: World, bucket: Bucket
) -> None:
    send(client, world)
    reveal(client, world)
    url = f"/api/v1/calls/{world.call.id}/audio"
    bucket.stop()

    for answer in (send(client, world), client.get(url)):
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/storage-down")
    run_waiting(FakeTranscriber([said("您好")]))
    assert recording().state is RecordingState.WAITING
    bucket.start()

    assert send(client, world).json()["duplicate"]
    assert client.get(url).content == SOUND


def test_damaged_sound_is_never_heard_and_never_played_to_its_end(
    client: TestClient, world: World, bucket: Bucket
) -> None:
    send(client, world)
    [key] = bucket.keys()
    bucket.overwrite(key, SOUND[:-100] + bytes(100))
    transcriber = FakeTranscriber([said("您好")])

    run_waiting(transcriber)

    assert transcriber.heard == []
    assert recording().state is RecordingState.SET_ASIDE
    assert recording().error == ContentDamaged.message()
    assert recording().error_kind == "content-damaged"
    reveal(client, world)
    # A server cuts the connection here: the head of the answer has been sent.
    with pytest.raises((ContentDamaged, RuntimeError)):
        client.get(f"/api/v1/calls/{world.call.id}/audio")
