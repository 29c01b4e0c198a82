"""Clips: a stretch of a call is shared, and nothing else of the call."""

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from sqlmodel import select

from services.db import transaction
from services.recordings.decode import decoded
from services.recordings.sound import SAMPLE_RATE_HZ
from services.recordings.spool import received
from services.tables import AuditEntry, Channel
from services.transcripts import Utterance, Word
from tests.api.appealing import good, problem
from tests.api.calling import World
from tests.doors import sign_in
from tests.sounds import attached, tone, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

URL = "/api/v1/clips"
NUMBER = "13800138000"
SAID = (
    Utterance(channel=Channel.AGENT, start_s=0, end_s=2, text="您好"),
    Utterance(
        channel=Channel.CUSTOMER,
        start_s=3,
        end_s=4,
        text=NUMBER,
        words=(Word(start_s=3, end_s=4, text=NUMBER, confidence=0.9),),
    ),
)


@pytest.fixture
def world(client: TestClient) -> World:
    """Alice's call of six seconds; her customer says a number in the fourth."""
    with transaction() as session:
        world = World(session)
    attached(world.call.id, wav(tone(6, 300), tone(6, 700)))
    run_waiting(FakeTranscriber(SAID))
    return world


def shared(client: TestClient, world: World, **fields: Any) -> Any:
    """Bob keeps the seconds 2 to 5 and shares them with Alice, unless told otherwise."""
    sign_in(client, "bob")
    wanted = {
        "call_id": str(world.call.id),
        "from_s": 2,
        "to_s": 5,
        "title": "A calm answer",
        "kind": "coaching",
        "share_with": [str(world.company.alice.id)],
    }
    return client.post(URL, json=wanted | fields)


def of_1_khz(sound: bytes) -> NDArray[np.float64]:
    """How loud the tone over personal numbers is: float[channels][seconds]."""
    with received([sound]) as upload, decoded(upload.path) as heard:
        wave = np.exp(-2j * np.pi * 1000 * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)
        whole = range(round(heard.duration_s))
        assert heard.duration_s == pytest.approx(3, abs=0.05)
        return np.array(
            [
                [abs(np.mean(_second(heard.channel(channel, at, at + 1)) * wave)) for at in whole]
                for channel in range(heard.channels)
            ]
        )


def _second(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.pad(samples, (0, max(0, SAMPLE_RATE_HZ - len(samples))))


def test_who_it_is_shared_with_hears_the_stretch_with_its_tone(
    client: TestClient, world: World
) -> None:
    clip = good(shared(client, world))
    assert [each["name"] for each in clip["shared_with"]] == ["Alice"]

    sign_in(client, "alice")
    [listed] = good(client.get(URL, params={"shared_with_me": True}))["items"]
    assert (listed["id"], listed["may_change"], listed["shared_with"]) == (clip["id"], False, [])
    assert [each["id"] for each in good(client.get("/api/v1/me/page"))["clips"]] == [clip["id"]]
    [notice] = good(client.get("/api/v1/notices"))["items"]
    assert (notice["kind"], notice["facts"]["clip_id"]) == ("clip.shared", clip["id"])
    played = client.get(f"{URL}/{clip['id']}/audio")

    assert (played.status_code, played.headers["content-type"]) == (200, "audio/ogg")
    agent, customer = of_1_khz(played.content)
    # The number is said in the second second of the clip; the tone's margin reaches beyond.
    assert customer[1] > 0.1 > 4 * customer[2]
    assert agent[1] < 0.01
    with transaction() as session:
        acts = [entry.act for entry in session.exec(select(AuditEntry))]
    assert {"clip.created", "clip.listened"} <= set(acts)


def test_charlie_neither_sees_nor_hears_it(client: TestClient, world: World) -> None:
    clip = good(shared(client, world))

    sign_in(client, "charlie")
    assert good(client.get(URL))["items"] == []
    for method, path in (("GET", ""), ("GET", "/audio"), ("PATCH", ""), ("DELETE", "")):
        body = {"title": "Mine"} if method == "PATCH" else None
        refused = client.request(method, f"{URL}/{clip['id']}{path}", json=body)
        assert problem(refused, 404)["type"] == "/problems/clip-not-found"
    theirs = {
        "call_id": str(world.call.id),
        "from_s": 1,
        "to_s": 2,
        "title": "x",
        "kind": "coaching",
    }
    assert problem(client.post(URL, json=theirs), 404)["type"] == "/problems/call-not-found"


def test_outside_the_scope_the_stretch_is_all_that_is_told(
    client: TestClient, world: World
) -> None:
    charlie = str(world.company.charlie.id)
    assert problem(shared(client, world, share_with=[charlie]), 422)["field"] == "share_with"
    clip = good(shared(client, world, kind="library"))

    sign_in(client, "charlie")
    read = good(client.get(f"{URL}/{clip['id']}"))

    assert (read["call_id"], read["agent_name"], read["title"]) == (None, None, "A calm answer")
    assert client.get(f"/api/v1/calls/{world.call.id}/audio").status_code == 404
    _, customer = of_1_khz(client.get(f"{URL}/{clip['id']}/audio").content)
    assert customer[1] > 0.1


@pytest.mark.parametrize(
    ("from_s", "to_s", "field"), [(9, 10, "from_s"), (2, 1, "to_s"), (2, 30, "to_s")]
)
def test_a_clip_lies_within_the_recording(
    client: TestClient, world: World, from_s: float, to_s: float, field: str
) -> None:
    assert problem(shared(client, world, from_s=from_s, to_s=to_s), 422)["field"] == field


def test_who_is_left_out_hears_it_no_more(client: TestClient, world: World) -> None:
    clip = good(shared(client, world))
    good(client.patch(f"{URL}/{clip['id']}", json={"share_with": []}))

    sign_in(client, "alice")
    assert client.get(f"{URL}/{clip['id']}/audio").status_code == 404
