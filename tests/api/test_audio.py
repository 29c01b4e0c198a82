"""Playing recordings: ranges, formats, waveforms, scope, and who listened."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import AuditEntry
from tests.api.calling import World
from tests.doors import sign_in
from tests.sounds import attached, tone, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

SOUND = wav(tone(1))


@pytest.fixture
def world(client: TestClient) -> World:
    with transaction() as session:
        return World(session)


@pytest.fixture
def heard(world: World) -> UUID:
    """A transcribed recording of Alice's call: mu-law, so played from a rendition."""
    recording_id = attached(world.call.id, wav(*two(2), codec="pcm_mulaw"))
    run_waiting(FakeTranscriber())
    return recording_id


def test_sound_is_played_whole_and_in_ranges(client: TestClient, world: World) -> None:
    attached(world.call.id, SOUND)
    run_waiting(FakeTranscriber())
    sign_in(client, "bob")
    url = f"/api/v1/calls/{world.call.id}/audio"

    whole = client.get(url)
    assert (whole.status_code, whole.content) == (200, SOUND)
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["accept-ranges"] == "bytes"
    etag = whole.headers["etag"]

    part = client.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, SOUND[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(SOUND)}"
    assert part.headers["content-length"] == "100"

    same = client.get(url, headers={"Range": "bytes=-5", "If-Range": etag})
    assert (same.status_code, same.content) == (206, SOUND[-5:])
    changed = client.get(url, headers={"Range": "bytes=-5", "If-Range": '"old"'})
    assert (changed.status_code, changed.content) == (200, SOUND)

    beyond = client.get(url, headers={"Range": f"bytes={len(SOUND)}-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{len(SOUND)}"
    assert beyond.headers["content-type"] == "application/problem+json"

    head = client.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(SOUND))
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304


def test_what_a_browser_cannot_play_is_played_as_opus(
    client: TestClient, world: World, heard: UUID
) -> None:
    sign_in(client, "alice")

    answer = client.get(f"/api/v1/calls/{world.call.id}/audio")

    assert answer.headers["content-type"] == "audio/ogg"
    assert answer.content.startswith(b"OggS")


def test_the_waveform_has_the_agent_first(client: TestClient, world: World, heard: UUID) -> None:
    sign_in(client, "bob")

    waveform = client.get(f"/api/v1/calls/{world.call.id}/waveform").json()

    assert waveform["speakers"] == ["agent", "customer"]
    assert waveform["duration_s"] == 2
    assert [len(channel) for channel in waveform["channels"]] == [80, 80]
    assert "rendition" not in waveform


@pytest.mark.parametrize("what", ["audio", "waveform"])
def test_only_those_in_scope_hear_a_call(
    client: TestClient, world: World, heard: UUID, what: str
) -> None:
    url = f"/api/v1/calls/{world.call.id}/{what}"

    assert client.get(url).status_code == 401
    for login, expected in {"alice": 200, "bob": 200, "dana": 200, "charlie": 404}.items():
        sign_in(client, login)
        assert client.get(url).status_code == expected
    client.cookies.clear()
    assert client.get(url, headers=world.reader).status_code == 403
    assert client.get(url, headers=world.key).status_code == 403


def test_listening_is_noted_once_per_play(client: TestClient, world: World) -> None:
    attached(world.call.id, SOUND)
    run_waiting(FakeTranscriber())
    sign_in(client, "bob")
    url = f"/api/v1/calls/{world.call.id}/audio"

    client.head(url)
    client.get(url, headers={"Range": "bytes=0-"})
    client.get(url, headers={"Range": "bytes=100-"})

    with transaction() as session:
        query = select(AuditEntry).where(AuditEntry.act == "call.listened")
        [entry] = session.exec(query).all()
    assert (entry.actor, entry.subject) == ("bob", str(world.call.id))


def test_a_call_without_a_recording_says_so(client: TestClient, world: World) -> None:
    sign_in(client, "bob")
    audio = client.get(f"/api/v1/calls/{world.call.id}/audio")
    assert (audio.status_code, audio.json()["type"]) == (404, "/problems/no-recording")

    attached(world.call.id, SOUND)
    waveform = client.get(f"/api/v1/calls/{world.call.id}/waveform")
    assert (waveform.status_code, waveform.json()["type"]) == (404, "/problems/waveform-not-drawn")
