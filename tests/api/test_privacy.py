"""Nobody without `pii:read` gets a digit, by any door; those with it ask, and it is noted."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from sqlmodel import select

from services.db import transaction
from services.jobs import GuardCalls
from services.recordings.decode import decoded
from services.recordings.sound import SAMPLE_RATE_HZ
from services.recordings.spool import received
from services.scoring.card import ScorecardBody
from services.scoring.conditions import Pattern
from services.tables import AuditEntry, Call, Channel, Recording, Role
from services.transcripts import Utterance, Word
from tests.api.calling import World
from tests.doors import sign_in
from tests.factories import make_campaign, make_scorecard, make_user, must_not_say
from tests.sounds import attached, tone, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting
from workers.jobs.guarding import guard_calls

MOBILE = "13800138000"
SPOKEN = "幺三八零零幺三八零零零"
SAID = (
    Utterance(channel=Channel.AGENT, start_s=0, end_s=2, text="您好，本次通话将被录音"),
    Utterance(
        channel=Channel.CUSTOMER,
        start_s=2,
        end_s=5,
        text=f"我手机是{SPOKEN}",
        words=(
            Word(start_s=2, end_s=3, text="我手机是", confidence=0.9),
            Word(start_s=3, end_s=4, text=SPOKEN, confidence=0.9),
        ),
    ),
    Utterance(channel=Channel.AGENT, start_s=5, end_s=6, text=f"卡号{MOBILE}，保证收益{MOBILE}"),
)


@pytest.fixture
def world(client: TestClient) -> World:
    with transaction() as session:
        world = World(session)
        make_user(session, world.company.unit, login="ines", role=Role.INSPECTOR)
        promise = Pattern(regex=r"保证收益\d+")
        rule = must_not_say("promise", "x", fatal=True).model_copy(update={"condition": promise})
        body = ScorecardBody(rules=(rule,))
        scorecard, _ = make_scorecard(session, body)
        campaign = make_campaign(session, scorecard_id=scorecard.id)
        call = session.get_one(Call, world.call.id)
        call.campaign_id, call.customer_number = campaign.id, MOBILE
        session.add(call)
    attached(world.call.id, wav(tone(6, 300), tone(6, 700)))
    run_waiting(FakeTranscriber(SAID))
    return world


def doors(client: TestClient, world: World) -> Iterator[tuple[str, Any]]:
    """What every way out that has words in it says."""
    url = f"/api/v1/calls/{world.call.id}"
    transcripts = client.get(f"{url}/transcripts").json()["items"]
    for path in (
        url,
        "/api/v1/calls",
        f"{url}/transcript",
        f"{url}/transcripts/{transcripts[0]['id']}",
        f"{url}/evaluations",
        f"/api/v1/boards/{world.company.bobs_team.id}",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        yield path, answer.json()


@pytest.mark.parametrize("login", ["alice", "bob", "ines"])
def test_no_digit_leaves_by_any_door(client: TestClient, world: World, login: str) -> None:
    sign_in(client, login)

    for path, told in doors(client, world):
        text = json.dumps(told, ensure_ascii=False)
        assert MOBILE not in text, path
        assert SPOKEN not in text, path
    transcript = client.get(f"/api/v1/calls/{world.call.id}/transcript").json()
    assert transcript["utterances"][1]["text"] == "我手机是" + "•" * 11
    assert transcript["utterances"][1]["words"][1]["text"] == "•" * 11
    assert [span["kind"] for span in transcript["personal"]] == ["phone", "phone", "phone"]


def test_a_board_quotes_without_digits(client: TestClient, world: World) -> None:
    sign_in(client, "bob")
    with client.websocket_connect(f"/api/v1/boards/{world.company.bobs_team.id}/live") as board:
        cards = board.receive_json()["cards"]

    [fatal] = [card for card in cards if card["kind"] == "fatal"]
    assert fatal["quote"] == "保证收益" + "•" * 11


def test_charlie_sees_nothing_at_all(client: TestClient, world: World) -> None:
    sign_in(client, "charlie")
    url = f"/api/v1/calls/{world.call.id}"

    assert client.get(f"{url}/transcript").status_code == 404
    assert client.get(f"{url}/audio").status_code == 404
    assert client.post(f"{url}/reveal", json={"what": "words"}).status_code in (403, 404)


def test_a_lead_may_not_reveal(client: TestClient, world: World) -> None:
    sign_in(client, "bob")

    answer = client.post(f"/api/v1/calls/{world.call.id}/reveal", json={"what": "words"})

    assert answer.status_code == 403


def test_what_is_revealed_is_seen_and_noted(client: TestClient, world: World) -> None:
    sign_in(client, "ines")
    url = f"/api/v1/calls/{world.call.id}"

    answer = client.post(f"{url}/reveal", json={"what": "customer_number"})
    assert (answer.status_code, answer.json()["customer_number"]) == (201, MOBILE)
    assert client.get(url).json()["customer_number"] == MOBILE
    assert SPOKEN not in client.get(f"{url}/transcript").text
    client.post(f"{url}/reveal", json={"what": "words", "reason": "appeal"})
    assert client.get(f"{url}/transcript").json()["utterances"][1]["text"].endswith(SPOKEN)
    assert MOBILE in client.get(f"{url}/evaluations").text

    with transaction() as session:
        acts = {
            entry.act: entry.facts
            for entry in session.exec(select(AuditEntry).where(AuditEntry.actor == "ines"))
        }
    assert acts["call.number_revealed"] == {}
    assert acts["call.words_revealed"] == {"reason": "appeal"}


def test_a_reason_is_asked_for_where_the_centre_wants_one(client: TestClient, world: World) -> None:
    sign_in(client, "dana")
    changed = client.patch("/api/v1/privacy", json={"reason_needed": True})
    assert changed.json()["policy"]["reason_needed"] is True
    sign_in(client, "ines")
    url = f"/api/v1/calls/{world.call.id}/reveal"

    refused = client.post(url, json={"what": "words", "reason": "  "})

    assert (refused.status_code, refused.json()["field"]) == (422, "reason")
    assert client.post(url, json={"what": "words", "reason": "appeal"}).status_code == 201


def test_a_centre_may_show_all_to_those_who_may_read_it(client: TestClient, world: World) -> None:
    sign_in(client, "dana")
    client.patch("/api/v1/privacy", json={"reveal_needed": False})

    sign_in(client, "ines")
    assert client.get("/api/v1/calls").json()["items"][0]["customer_number"] == MOBILE
    sign_in(client, "bob")
    assert MOBILE not in client.get("/api/v1/calls").text


def test_only_administrators_decide(client: TestClient, world: World) -> None:
    sign_in(client, "ines")

    assert client.get("/api/v1/privacy").status_code == 403
    assert client.patch("/api/v1/privacy", json={"reveal_needed": False}).status_code == 403


def test_wrong_decisions_are_refused_by_name(client: TestClient, world: World) -> None:
    sign_in(client, "dana")

    answer = client.patch("/api/v1/privacy", json={"reveal_minutes": 0})

    assert (answer.status_code, answer.json()["field"]) == (422, "reveal_minutes")


def loudness(client: TestClient, url: str) -> NDArray[np.float64]:
    """Of 1 kHz in what is played: float[channels][seconds]."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    with received([answer.content]) as upload, decoded(upload.path) as sound:
        at = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
        wave = np.exp(-2j * np.pi * 1000 * at)
        return np.array(
            [
                [
                    abs(np.mean(sound.channel(channel, second, second + 1) * wave))
                    for second in range(6)
                ]
                for channel in range(sound.channels)
            ]
        )


def test_a_tone_lies_over_the_number_on_its_speakers_channel(
    client: TestClient, world: World
) -> None:
    sign_in(client, "bob")
    url = f"/api/v1/calls/{world.call.id}/audio"

    agent, customer = loudness(client, url)

    assert customer[3] > 0.1 > 10 * customer[1]
    assert agent[3] < 0.01
    assert agent[5] > 0.1
    part = client.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, len(part.content)) == (206, 10)
    sign_in(client, "ines")
    client.post(f"/api/v1/calls/{world.call.id}/reveal", json={"what": "words"})
    plain = client.get(url)
    assert plain.headers["etag"] != part.headers["etag"]
    assert loudness(client, url)[1][3] < 0.05


def test_the_waveform_is_of_what_is_heard(client: TestClient, world: World) -> None:
    sign_in(client, "ines")
    url = f"/api/v1/calls/{world.call.id}/waveform"

    masked = client.get(url).json()
    client.post(f"/api/v1/calls/{world.call.id}/reveal", json={"what": "words"})

    assert masked != client.get(url).json()


def test_sound_that_nobody_has_heard_waits(client: TestClient, world: World) -> None:
    attached(world.call.id, wav(*two(3)))
    sign_in(client, "bob")
    url = f"/api/v1/calls/{world.call.id}/audio"

    answer = client.get(url)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/sound-not-heard-yet")
    sign_in(client, "ines")
    client.post(f"/api/v1/calls/{world.call.id}/reveal", json={"what": "words"})
    assert client.get(url).status_code == 200


def test_sound_without_its_tones_is_made_when_asked_for(client: TestClient, world: World) -> None:
    with transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM beeped_sound")
    sign_in(client, "bob")
    url = f"/api/v1/calls/{world.call.id}/audio"

    answer = client.get(url)

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/sound-being-prepared")
    assert answer.headers["retry-after"]
    run_waiting(FakeTranscriber())
    assert client.get(url).status_code == 200


def test_originals_that_are_not_kept_give_way(client: TestClient, world: World) -> None:
    sign_in(client, "dana")
    client.patch("/api/v1/privacy", json={"originals": "replaced", "replace_after_days": 0})

    guard_calls(GuardCalls())

    with transaction() as session:
        [recording] = session.exec(select(Recording)).all()
        [noted] = session.exec(
            select(AuditEntry).where(AuditEntry.act == "recording.original_replaced")
        )
    assert noted.facts["after"] == {"sha256": recording.sha256}
    client.post(f"/api/v1/calls/{world.call.id}/reveal", json={"what": "words"})
    assert loudness(client, f"/api/v1/calls/{world.call.id}/audio")[1][3] > 0.1
    attached(world.call.id, wav(tone(6, 300), tone(6, 700)))
    with transaction() as session:
        assert len(session.exec(select(Recording)).all()) == 1


def test_a_notice_is_told_and_counted(client: TestClient, world: World) -> None:
    sign_in(client, "bob")

    call = client.get(f"/api/v1/calls/{world.call.id}").json()

    assert (call["notice"]["state"], call["notice"]["utterance"]) == ("given", 0)
    assert call["notice_required"] is True
    assert len(client.get("/api/v1/calls?notice=given").json()["items"]) == 1
    assert client.get("/api/v1/calls?notice=not_found").json()["items"] == []


def test_a_rule_that_is_tried_tells_no_digits(client: TestClient, world: World) -> None:
    body = {
        "rules": [
            {
                "key": "guess",
                "name": "guess",
                "condition": {"type": "pattern", "regex": "138\\d+", "speaker": "agent"},
            }
        ]
    }
    sign_in(client, "bob")

    tried = client.post(
        "/api/v1/scorecards/try", json={"body": body, "call_id": str(world.call.id)}
    )

    assert tried.status_code == 200, tried.text
    assert MOBILE not in tried.text
    assert tried.json()["score"]["lines"][0]["verdict"] == "failed"


def test_transcripts_of_before_are_looked_through(client: TestClient, world: World) -> None:
    with transaction() as session:
        run = session.connection().exec_driver_sql
        run("DELETE FROM transcript_pii")
        run("DELETE FROM call_notice")
        run("UPDATE hit SET masked_quote = NULL")
    sign_in(client, "dana")
    assert client.get("/api/v1/privacy").json()["backlog"] == 1
    sign_in(client, "bob")
    for path, told in doors(client, world):
        assert MOBILE not in json.dumps(told), path

    guard_calls(GuardCalls())

    sign_in(client, "dana")
    read = client.get("/api/v1/privacy").json()
    assert (read["backlog"], read["transcripts_with_personal_numbers"]) == (0, 1)
    sign_in(client, "bob")
    board = client.get(f"/api/v1/boards/{world.company.bobs_team.id}").text
    assert "保证收益" + "•" * 11 in board
