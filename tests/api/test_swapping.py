"""Speakers that are the wrong way round: noticed by what they say, put right by a person."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import (
    AuditEntry,
    Channel,
    KeyScope,
    Measurement,
    Recording,
    RecordingState,
    Role,
)
from services.transcripts import LeftOut, Utterance
from tests.api.calling import World
from tests.doors import DIALERS_SCOPES, bearer, sign_in
from tests.factories import make_campaign, make_scorecard, make_transcript, make_user, said
from tests.sounds import attach_sound, tone, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

AGENT, CUSTOMER, MIXED = Channel.AGENT, Channel.CUSTOMER, Channel.MIXED
# What the wrong one of them says.
SAID = (
    said("您好,我是安心理财的小李", 0, CUSTOMER),
    said("你是哪里", 2, AGENT),
    said("本次通话将会录音", 4, CUSTOMER),
    said("你们怎么有我的电话", 6, AGENT),
)


@pytest.fixture
def world(client: TestClient) -> World:
    """Quinn inspects Bob's team, Rita Charlie's."""
    with transaction() as session:
        world = World(session)
        card, _ = make_scorecard(session)
        call = session.merge(world.call)
        call.campaign_id = make_campaign(session, scorecard_id=card.id).id
        for login, unit in (
            ("quinn", world.company.bobs_team),
            ("rita", world.company.charlies_team),
        ):
            make_user(session, unit, login=login, role=Role.INSPECTOR)
    return world


def hear(world: World, sound: bytes, utterances: tuple[Utterance, ...] = SAID) -> UUID:
    """Have `sound` attached, heard and scored; returns the recording's id."""
    with transaction() as session:
        recording_id = attach_sound(session, world.call.id, sound).id
    run_waiting(FakeTranscriber(utterances))
    return recording_id


def read(client: TestClient, world: World, what: str) -> Any:
    response = client.get(f"/api/v1/calls/{world.call.id}/{what}")
    assert response.status_code == 200, response.text
    return response.json()


def swap(client: TestClient, world: World, transcript_id: object, **kwargs: Any) -> Any:
    path = f"/api/v1/calls/{world.call.id}/swap-speakers"
    return client.post(path, json={"transcript_id": str(transcript_id)}, **kwargs)


def channels(transcript: dict[str, Any]) -> list[str]:
    return [said["channel"] for said in transcript["utterances"]]


def test_a_swap_is_suspected_swapped_and_scored_again(client: TestClient, world: World) -> None:
    hear(world, wav(tone(9), tone(9, 700, loudness=0.1)))
    sign_in(client, "quinn")
    heard = read(client, world, "transcript")
    before = read(client, world, "waveform")
    assert heard["swap"]["likelihood"] > 0.99
    assert "本次通话将会录音" in heard["swap"]["cues"]

    answer = swap(client, world, heard["id"])

    assert answer.status_code == 201
    swapped = answer.json()
    assert swapped == read(client, world, "transcript")
    assert channels(swapped) == ["agent", "customer"] * 2
    assert swapped | {"utterances": heard["utterances"]} == heard | {
        "id": swapped["id"],
        "created_at": swapped["created_at"],
        "origin": "swapped",
        "origin_id": heard["id"],
        "asked_by": "quinn",
        "agent_channel": 1,
        "swap": None,
    }
    after = read(client, world, "waveform")
    assert after["speakers"] == before["speakers"] == ["agent", "customer"]
    assert after["channels"] == before["channels"][::-1]
    assert max(after["channels"][0]) < max(after["channels"][1])
    call = client.get(f"/api/v1/calls/{world.call.id}").json()
    assert call["recording"]["agent_channel"] == 1

    run_waiting(FakeTranscriber())
    evaluations = read(client, world, "evaluations")["items"]
    assert [each["transcript_id"] for each in evaluations] == [swapped["id"], heard["id"]]


def test_who_swapped_is_kept(client: TestClient, world: World) -> None:
    recording_id = hear(world, wav(*two(2)))
    sign_in(client, "quinn")
    heard = read(client, world, "transcript")

    swap(client, world, heard["id"])

    with transaction() as session:
        assert session.get_one(Recording, recording_id).agent_channel_by == "quinn"
        [entry] = session.exec(
            select(AuditEntry).where(AuditEntry.act == "transcript.speakers_swapped")
        )
    assert (entry.actor, entry.subject) == ("quinn", heard["id"])
    assert entry.facts == {"call_id": str(world.call.id), "agent_channel": 1}


def test_the_measures_of_the_sound_are_exchanged_too(client: TestClient, world: World) -> None:
    hear(world, wav(tone(9), tone(9, 700, loudness=0.1)))
    sign_in(client, "quinn")
    heard = read(client, world, "transcript")

    swapped = swap(client, world, heard["id"]).json()

    with transaction() as session:
        before, after = (
            session.get_one(Measurement, UUID(each["id"])).body for each in (heard, swapped)
        )
    loud = [
        {each["channel"]: each["speech_s"] for each in body["speakers"]} for body in (before, after)
    ]
    assert loud[0] == {"agent": loud[1]["customer"], "customer": loud[1]["agent"]}
    assert [each["channel"] for each in after["speakers"]] == ["agent", "customer"]


def test_swapped_twice_all_is_as_before(client: TestClient, world: World) -> None:
    hear(world, wav(*two(9)))
    sign_in(client, "quinn")
    heard, waveform = read(client, world, "transcript"), read(client, world, "waveform")

    once = swap(client, world, heard["id"]).json()
    twice = swap(client, world, once["id"]).json()

    assert twice["utterances"] == heard["utterances"]
    assert (twice["agent_channel"], twice["origin_id"]) == (0, once["id"])
    assert read(client, world, "waveform") == waveform


def test_what_was_left_out_changes_sides_and_the_agent_comes_first(
    client: TestClient, world: World
) -> None:
    left_out = LeftOut(channel=AGENT, start_s=1, end_s=2, text="请订阅", doubts=())
    at_once = [said("你好", 1, AGENT), said("喂", 1, CUSTOMER)]
    with transaction() as session:
        heard = make_transcript(
            session, world.call, at_once, agent_channel=0, left_out=[left_out.model_dump()]
        )
    sign_in(client, "quinn")

    swapped = swap(client, world, heard.id).json()

    assert [each["text"] for each in swapped["utterances"]] == ["喂", "你好"]
    assert channels(swapped) == ["agent", "customer"]
    assert [each["channel"] for each in swapped["left_out"]] == ["customer"]


def test_a_second_click_changes_nothing(client: TestClient, world: World) -> None:
    hear(world, wav(*two(2)))
    sign_in(client, "quinn")
    heard = read(client, world, "transcript")
    once = swap(client, world, heard["id"]).json()

    again = swap(client, world, heard["id"])

    assert (again.status_code, again.json()["type"]) == (409, "/problems/transcript-not-newest")
    assert again.json()["field"] == "transcript_id"
    assert read(client, world, "transcript") == once


def test_of_two_clicks_at_once_one_swaps(client: TestClient, world: World) -> None:
    hear(world, wav(*two(2)))
    sign_in(client, "quinn")
    heard = read(client, world, "transcript")

    with ThreadPoolExecutor(4) as threads:
        clicks = [threads.submit(swap, client, world, heard["id"]) for _ in range(4)]

    assert sorted(click.result().status_code for click in clicks) == [201, 409, 409, 409]
    assert read(client, world, "transcript")["agent_channel"] == 1


def test_heard_again_the_speakers_stay_as_the_person_put_them(
    client: TestClient, world: World
) -> None:
    recording_id = hear(world, wav(*two(2)))
    sign_in(client, "quinn")
    swap(client, world, read(client, world, "transcript")["id"])

    again = client.post(f"/api/v1/recordings/{recording_id}/hear-again", json={})
    transcriber = FakeTranscriber()
    run_waiting(transcriber)

    assert again.status_code == 202
    assert transcriber.heard == [(2.0, (CUSTOMER, AGENT))]
    transcript = read(client, world, "transcript")
    assert (transcript["origin"], transcript["agent_channel"]) == ("heard", 1)


def test_a_recording_that_is_being_heard_is_left_alone(client: TestClient, world: World) -> None:
    recording_id = hear(world, wav(*two(2)))
    sign_in(client, "quinn")
    heard = read(client, world, "transcript")
    with transaction() as session:
        session.get_one(Recording, recording_id).state = RecordingState.TRANSCRIBING

    answer = swap(client, world, heard["id"])

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/recording-is-being-heard",
    )
    assert read(client, world, "transcript") == heard


def test_there_is_nothing_to_swap_on_one_channel(client: TestClient, world: World) -> None:
    hear(world, wav(tone(2)), (said("喂", 0, MIXED),))
    sign_in(client, "quinn")

    answer = swap(client, world, read(client, world, "transcript")["id"])

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/speakers-unknown")


def test_voices_told_apart_on_one_channel_can_be_swapped(client: TestClient, world: World) -> None:
    hear(world, wav(tone(9)), (said("您好您好", 0, AGENT), said("你是哪位", 3, MIXED)))
    sign_in(client, "quinn")

    answer = swap(client, world, read(client, world, "transcript")["id"])

    assert channels(answer.json()) == ["customer", "mixed"]
    assert answer.json()["agent_channel"] is None
    assert read(client, world, "waveform")["speakers"] == ["mixed"]
    measured = read(client, world, "acoustics")
    assert measured["transcript_id"] == answer.json()["id"]
    assert measured["not_measurable"]["interruptions"] == "one_channel"


def test_a_silent_channel_is_a_channel_and_may_be_the_wrong_one(
    client: TestClient, world: World
) -> None:
    all_by_one = tuple(each.model_copy(update={"channel": CUSTOMER}) for each in SAID[::2])
    sound = tone(9)
    hear(world, wav(sound * 0, sound), all_by_one)
    sign_in(client, "quinn")

    heard = read(client, world, "transcript")

    assert heard["agent_channel"] == 0
    assert heard["swap"]["likelihood"] > 0.9
    swapped = swap(client, world, heard["id"]).json()
    assert channels(swapped) == ["agent", "agent"]


def test_words_without_a_recording_can_be_swapped(client: TestClient, world: World) -> None:
    with transaction() as session:
        given = make_transcript(session, world.call, [said("喂", 0, AGENT)], recording_id=None)
    sign_in(client, "quinn")

    assert channels(swap(client, world, given.id).json()) == ["customer"]


@pytest.mark.parametrize(
    ("login", "status"),
    [("alice", 403), ("bob", 403), ("charlie", 403), ("quinn", 201), ("rita", 404), ("dana", 201)],
)
def test_only_inspectors_of_the_call_swap_its_speakers(
    client: TestClient, world: World, login: str, status: int
) -> None:
    hear(world, wav(*two(2)))
    sign_in(client, "quinn")
    heard = read(client, world, "transcript")
    sign_in(client, login)

    assert swap(client, world, heard["id"]).status_code == status


@pytest.mark.parametrize("key_scope", DIALERS_SCOPES)
def test_no_key_swaps_speakers(client: TestClient, world: World, key_scope: KeyScope) -> None:
    with transaction() as session:
        heard = make_transcript(session, world.call, list(SAID), agent_channel=0)
        headers = bearer(session, world.source, key_scope)

    assert swap(client, world, heard.id, headers=headers).status_code == 403


def test_a_transcript_of_another_call_is_not_found(client: TestClient, world: World) -> None:
    sign_in(client, "quinn")

    answer = swap(client, world, uuid4())

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/transcript-not-of-call")


@pytest.mark.parametrize("body", [None, {}, {"transcript_id": "x"}, {"transcript_id": 1}])
def test_a_swap_names_its_transcript(client: TestClient, world: World, body: object) -> None:
    sign_in(client, "quinn")

    answer = client.post(f"/api/v1/calls/{world.call.id}/swap-speakers", json=body)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")
