"""What was measured of a call's sound, through HTTP."""

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from services.acoustics import Acoustics
from services.db import transaction
from services.tables import Channel, Measurement, Transcript
from services.transcripts import Utterance
from tests.api.calling import World
from tests.doors import sign_in
from tests.factories import make_call, make_transcript, said
from tests.signals import measured

SAID = [said("您好,请问是李女士吗"), said("是我", 4, Channel.CUSTOMER)]


def measures(agent_s: float) -> Acoustics:
    """The agent speaks for so long, then the customer for a second."""
    return measured([(0, agent_s)], [(agent_s + 1, agent_s + 2)], SAID, duration_s=20)


def keep(world: World, agent_s: float | None) -> Transcript:
    """One more transcript of Alice's call, with measures when there are any."""
    with transaction() as session:
        utterances: list[Utterance] = SAID
        transcript = make_transcript(session, world.call, utterances)
        if agent_s is not None:
            body = measures(agent_s).model_dump(mode="json")
            session.add(Measurement(transcript_id=transcript.id, call_id=world.call.id, body=body))
        return transcript


@pytest.fixture
def world(client: TestClient) -> World:
    with transaction() as session:
        return World(session)


def url(world: World) -> str:
    return f"/api/v1/calls/{world.call.id}/acoustics"


def test_the_newest_measures_are_read_and_older_ones_by_transcript(
    client: TestClient, world: World
) -> None:
    first, second = keep(world, 3), keep(world, 4)
    sign_in(client, "bob")

    newest = client.get(url(world))
    older = client.get(url(world), params={"transcript_id": str(first.id)})

    assert newest.status_code == older.status_code == 200
    assert newest.json()["transcript_id"] == str(second.id)
    assert newest.json()["talk_ratio"] == 0.8
    assert older.json()["talk_ratio"] == 0.75
    facts = {name: value for name, value in older.json().items() if name != "transcript_id"}
    assert Acoustics.model_validate(facts) == measures(3)


@pytest.mark.parametrize(
    "kept", [[], [None], [3, None]], ids=["not heard", "not measured", "newest not measured"]
)
def test_what_was_not_measured_is_said(
    client: TestClient, world: World, kept: list[float | None]
) -> None:
    for agent_s in kept:
        keep(world, agent_s)
    sign_in(client, "bob")

    answer = client.get(url(world))

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/acoustics-not-measured"


def test_a_transcript_of_another_call_has_no_measures_of_this_one(
    client: TestClient, world: World
) -> None:
    keep(world, 3)
    with transaction() as session:
        other = make_transcript(session, make_call(session), SAID)
        body = measures(4).model_dump(mode="json")
        session.add(Measurement(transcript_id=other.id, call_id=other.call_id, body=body))
    sign_in(client, "bob")

    answers = [
        client.get(url(world), params={"transcript_id": str(each)}) for each in (other.id, uuid4())
    ]

    assert [answer.json()["type"] for answer in answers] == ["/problems/acoustics-not-measured"] * 2


@pytest.mark.parametrize("wrong", ["1", "a\0b", "' or 1=1", "x" * 3000, ""])
def test_a_transcript_id_that_is_none_is_refused(
    client: TestClient, world: World, wrong: str
) -> None:
    sign_in(client, "bob")

    answer = client.get(url(world), params={"transcript_id": wrong})

    assert (answer.status_code, answer.json()["field"]) == (422, "transcript_id")


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 200), ("bob", 200), ("charlie", 404), ("dana", 200)]
)
def test_measures_are_seen_by_who_sees_the_call(
    client: TestClient, world: World, name: str, status: int
) -> None:
    keep(world, 3)
    sign_in(client, name)

    assert client.get(url(world)).status_code == status
    assert client.get(f"/api/v1/calls/{uuid4()}/acoustics").status_code == 404


def test_nobody_reads_measures_without_signing_in(client: TestClient, world: World) -> None:
    keep(world, 3)

    assert client.get(url(world)).status_code == 401
    assert client.get(url(world), headers=world.reader).status_code == 200
    assert client.get(url(world), headers=world.key).status_code == 403
    assert client.get(url(world), headers=world.other).status_code == 403
