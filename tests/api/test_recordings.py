"""Recordings in and sound out, through HTTP."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import select

from services.calls.identity import call_id_for
from services.db import transaction
from services.recordings.storage import spool_folder
from services.settings import get_settings
from services.tables import Recording, RecordingState
from tests.api.calling import World
from tests.doors import sign_in
from tests.factories import (
    make_recording,
)
from tests.sounds import attach_sound, tone, wav

SOUND = wav(tone(1))


@pytest.fixture
def world(client: TestClient) -> World:
    with transaction() as session:
        return World(session)


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_RECORDING_MAX_BYTES", "100000")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def put(client: TestClient, world: World, content: Any, **kwargs: Any) -> Response:
    url = f"/api/v1/calls/{world.call.id}/recording"
    return client.put(url, content=content, headers=world.key, **kwargs)


def post(
    client: TestClient, world: World, content: bytes = SOUND, call_id: str = "c-1"
) -> Response:
    return client.post(
        "/api/v1/recordings",
        data={"call_id": call_id},
        files={"file": ("call 1.wav", content, "audio/wav")},
        headers=world.key,
    )


def stored() -> list[Recording]:
    with transaction() as session:
        return list(session.exec(select(Recording)))


def nothing_is_left() -> bool:
    return not stored() and not list(spool_folder().iterdir())


def test_a_recording_put_to_its_call_is_accepted_once(client: TestClient, world: World) -> None:
    first, second = (put(client, world, SOUND) for _ in range(2))

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() | {"duplicate": True} == second.json()
    [recording] = stored()
    assert first.json() == {
        "id": str(recording.id),
        "call_id": str(world.call.id),
        "state": "waiting",
        "duplicate": False,
    }
    assert recording.size_bytes == len(SOUND)


def test_a_recording_posted_by_the_dialers_id_finds_its_call(
    client: TestClient, world: World
) -> None:
    answer = post(client, world)

    assert answer.status_code == 202
    [recording] = stored()
    assert recording.call_id == call_id_for(world.source.id, "c-1")
    assert recording.file_name == "call 1.wav"


def test_a_recording_may_come_before_its_call(client: TestClient, world: World) -> None:
    answer = post(client, world, call_id="not yet known")

    assert answer.status_code == 202
    assert answer.json()["call_id"] == str(call_id_for(world.source.id, "not yet known"))


def test_the_file_may_come_before_the_call_id(client: TestClient, world: World) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
        + SOUND
        + b'\r\n--b\r\nContent-Disposition: form-data; name="call_id"\r\n\r\nc-1\r\n--b--\r\n'
    )
    headers = dict(world.key) | {"Content-Type": "multipart/form-data; boundary=b"}

    answer = client.post("/api/v1/recordings", content=body, headers=headers)

    assert answer.status_code == 202
    assert stored()[0].size_bytes == len(SOUND)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "recording-unreadable"),
        (SOUND[:20] + b"\x7f\x7f" + SOUND[22:], "recording-unreadable"),  # a codec nobody knows
        (b"Not a sound: meeting notes somebody named .wav.\n", "recording-unreadable"),
        (b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1/\n#EXT-X-ENDLIST\n", "recording-unreadable"),
    ],
    ids=["empty", "unknown codec", "text", "playlist"],
)
@pytest.mark.parametrize("send", [put, post])
def test_what_is_no_sound_is_refused_with_a_sentence(
    client: TestClient, world: World, send: Any, content: bytes, problem: str
) -> None:
    answer = send(client, world, content)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"/problems/{problem}"
    assert answer.json()["field"] == "file"
    assert nothing_is_left()


@pytest.mark.parametrize(
    ("data", "files", "field"),
    [
        ({}, {"file": ("a.wav", SOUND)}, "call_id"),
        ({"call_id": ""}, {"file": ("a.wav", SOUND)}, "call_id"),
        ({"call_id": "x" * 201}, {"file": ("a.wav", SOUND)}, "call_id"),
        ({"call_id": "x" * 5000}, {"file": ("a.wav", SOUND)}, "call_id"),
        ({"call_id": b"\xff"}, {"file": ("a.wav", SOUND)}, "call_id"),
        ({"call_id": "a\0b"}, {"file": ("a.wav", SOUND)}, "call_id"),
        ({"call_id": "c-1"}, {"other": ("a.wav", b"x")}, "file"),
        ({"call_id": "c-1"}, {"other": ("a.wav", SOUND)}, "other"),
    ],
)
def test_a_form_with_something_wrong_names_the_field(
    client: TestClient, world: World, data: Any, files: Any, field: str
) -> None:
    answer = client.post("/api/v1/recordings", data=data, files=files, headers=world.key)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert nothing_is_left()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"no boundary here"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="file'),
        ("multipart/form-data; boundary=b", b"--b\r\nNo-Name: 1\r\n\r\n" + SOUND[:100]),
        ("multipart/form-data; boundary=" + "b" * 300, b"x"),
    ],
)
def test_a_broken_form_is_refused(
    client: TestClient, world: World, content_type: str, body: bytes
) -> None:
    headers = dict(world.key) | {"Content-Type": content_type}

    answer = client.post("/api/v1/recordings", content=body, headers=headers)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/form-broken")
    assert nothing_is_left()


@pytest.mark.usefixtures("small_limit")
def test_an_announced_size_over_the_limit_is_refused_unread(
    client: TestClient, world: World
) -> None:
    url = f"/api/v1/calls/{world.call.id}/recording"
    headers = dict(world.key) | {"Content-Length": str(2 * 1024**3)}

    answer = client.put(url, content=b"", headers=headers)

    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("The recording is larger")


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize("send", [put, post])
def test_a_body_over_the_limit_is_refused_while_it_comes(
    client: TestClient, world: World, send: Any
) -> None:
    answer = send(client, world, wav(tone(20)))

    assert (answer.status_code, answer.json()["field"]) == (413, "file")
    assert nothing_is_left()


@pytest.mark.usefixtures("small_limit")
def test_a_stream_without_a_size_stops_at_the_limit(client: TestClient, world: World) -> None:
    answer = put(client, world, (bytes(10_000) for _ in range(1000)))

    assert answer.status_code == 413
    assert nothing_is_left()


def test_a_nearly_full_disk_says_so(
    client: TestClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_RECORDING_MIN_FREE_BYTES", str(2**62))
    get_settings.cache_clear()

    answer = put(client, world, SOUND)
    monkeypatch.undo()
    get_settings.cache_clear()

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/disk-nearly-full")
    assert nothing_is_left()


def test_only_those_who_may_can_send(client: TestClient, world: World) -> None:
    url = f"/api/v1/calls/{world.call.id}/recording"

    assert client.put(url, content=SOUND).status_code == 401
    assert client.put(url, content=SOUND, headers=world.reader).status_code == 403
    assert client.put(url, content=SOUND, headers=world.other).status_code == 404
    assert client.put(f"/api/v1/calls/{uuid4()}/recording", headers=world.key).status_code == 404
    for login, expected in {"alice": 403, "bob": 403, "dana": 202}.items():
        sign_in(client, login)
        assert client.put(url, content=SOUND).status_code == expected


def test_people_do_not_post_by_a_dialers_id(client: TestClient, world: World) -> None:
    sign_in(client, "dana")

    answer = client.post(
        "/api/v1/recordings", data={"call_id": "c-1"}, files={"file": ("a.wav", SOUND)}
    )

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/source-needed")


def test_recordings_that_were_set_aside_are_listed_and_tried_again(
    client: TestClient, world: World
) -> None:
    with transaction() as session:
        attach_sound(session, world.call.id, SOUND)
        fields = {"state": RecordingState.SET_ASIDE, "attempts": 3, "error": "It would not."}
        broken = make_recording(session, world.call, **fields)
    sign_in(client, "dana")

    page = client.get("/api/v1/recordings", params={"state": "set_aside"}).json()
    assert [(item["id"], item["error"]) for item in page["items"]] == [
        (str(broken.id), "It would not.")
    ]
    assert page["next"] is None

    url = f"/api/v1/recordings/{broken.id}/retry"
    answer = client.post(url)
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert client.post(url).status_code == 409
    assert client.post(f"/api/v1/recordings/{uuid4()}/retry").status_code == 404


def test_keys_see_the_recordings_of_their_own_dialer(client: TestClient, world: World) -> None:
    post(client, world, call_id="not yet known")

    own = client.get("/api/v1/recordings", headers=world.key).json()["items"]
    foreign = client.get("/api/v1/recordings", headers=world.other).json()["items"]
    assert (len(own), foreign) == (1, [])
    assert client.get("/api/v1/recordings", headers=world.reader).status_code == 403
    sign_in(client, "bob")
    assert client.get("/api/v1/recordings").status_code == 403
