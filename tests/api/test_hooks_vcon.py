"""vCons at the door: calls, their sound and their words, however they are packed."""

import gzip
import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.settings import get_settings
from services.tables import DeliveryState, Recording, Source, Transcript
from tests.dialing import Dialer, calls, deliveries, fetches, legs, notes, sample, the_call
from tests.sealing import encrypted, identity, signed
from tests.sounds import two, wav

RECORDED = sample("vcon", "recorded.json")
SERVER = sample("vcon", "server_style.json")
INCOMPLETE = sample("vcon", "incomplete.json")


@pytest.fixture
def sender(client: TestClient) -> Dialer:
    return Dialer(client, "vcon")


def with_sound(sound: bytes, **dialog: Any) -> dict[str, Any]:
    body = {"body": urlsafe_b64encode(sound).decode(), "encoding": "base64url", "url": None}
    return {**RECORDED, "dialog": [{**RECORDED["dialog"][0], **body, **dialog}]}


def test_a_vcon_becomes_a_call_with_a_recording_to_fetch_and_words(sender: Dialer) -> None:
    answer = sender.send(RECORDED, {"Content-Type": "application/vcon"})

    assert (answer.status_code, answer.json()) == (200, {"status": "stored"})
    call = the_call()
    assert (call.call_key, call.direction) == (RECORDED["uuid"], "outbound")
    assert legs(call) == [("li@example.cn", 95.5)]
    assert (call.talk_s, call.hold_s, call.hangup_by) == (95.5, 20, "customer")
    assert (call.outcome, call.extra["tags"]["项目"]) == ("SALE-1", "wealth-2")
    [fetch] = fetches()
    assert (fetch.url, fetch.agent_channel) == ("https://records.example/a-1.wav", 0)
    assert fetch.content_hashes == [RECORDED["dialog"][0]["content_hash"]]
    with transaction() as session:
        transcript = session.exec(select(Transcript)).one()
    assert (transcript.call_id, transcript.origin) == (call.id, "given")
    assert [each["channel"] for each in transcript.utterances] == ["agent", "customer"]
    assert notes() == []


def test_sound_in_a_vcon_is_attached_to_its_call(sender: Dialer) -> None:
    sender.send(with_sound(wav(*two(1)), parties=[1, 0]))

    with transaction() as session:
        recording = session.exec(select(Recording)).one()
    assert recording.call_id == the_call().id
    assert (recording.file_name, recording.agent_channel) == ("a-1.wav", 1)


def test_sound_that_is_none_is_said_and_the_call_kept(sender: Dialer) -> None:
    assert sender.send(with_sound(b"no sound at all")).status_code == 200

    assert the_call().talk_s == 95.5
    assert deliveries()[0].state == DeliveryState.PARTLY
    assert notes() == [("recording-unreadable", "recording")]


@pytest.mark.parametrize("packing", ["plain", "array", "lines", "gzip"])
def test_several_come_in_one_request(client: TestClient, packing: str) -> None:
    sender = Dialer(client, "vcon", timezone="Asia/Shanghai")
    vcons = [RECORDED, SERVER, INCOMPLETE]
    lines = "\n".join(json.dumps(each) for each in vcons)
    body: Any = {
        "plain": vcons[0],
        "array": vcons,
        "lines": lines,
        "gzip": gzip.compress(lines.encode()),
    }[packing]
    headers = {"Content-Type": f"application/vcon{'+gzip' if packing == 'gzip' else ''}"}

    assert sender.send(body, headers).status_code == 200

    assert len(calls()) == (1 if packing == "plain" else 3)


def test_one_that_is_wrong_does_not_harm_the_others(sender: Dialer) -> None:
    wrong = {**RECORDED, "uuid": "?"}

    assert sender.send([wrong, INCOMPLETE, SERVER]).status_code == 200

    assert list(calls()) == [INCOMPLETE["uuid"]]
    [delivery] = deliveries()
    assert delivery.state == DeliveryState.PARTLY
    assert [(note["line"], note["field"]) for note in delivery.notes] == [
        (1, "uuid"),
        (3, "created_at"),
    ]


def test_vcons_have_a_door_of_their_own(client: TestClient, sender: Dialer) -> None:
    headers = {"Authorization": f"Bearer {sender._key}", "Content-Type": "application/vcon"}

    answer = client.post("/api/v1/vcons", content=json.dumps(RECORDED), headers=headers)

    assert (answer.status_code, deliveries()[0].dialer) == (200, "vcon")
    assert the_call().call_key == RECORDED["uuid"]
    assert client.post("/api/v1/vcons", content=b"{}").status_code == 401


def test_the_same_edition_again_is_kept_once_and_a_newer_one_counts(sender: Dialer) -> None:
    newer = {**RECORDED, "updated_at": "2026-03-02T09:00:00Z", "subject": "corrected"}

    for vcon in (RECORDED, RECORDED, newer, RECORDED):
        assert sender.send(vcon).status_code == 200

    assert len(deliveries()) == 2
    assert (the_call().extra["subject"], legs(the_call())) == (
        "corrected",
        [("li@example.cn", 95.5)],
    )
    assert len(fetches()) == 1


def test_an_older_edition_that_comes_late_changes_nothing(sender: Dialer) -> None:
    newer = {**RECORDED, "updated_at": "2026-03-02T09:00:00Z", "subject": "corrected"}

    for vcon in (newer, RECORDED):
        sender.send(vcon)

    assert the_call().extra["subject"] == "corrected"


def test_what_was_refused_counts_when_it_comes_again_after_the_zone_is_known(
    sender: Dialer,
) -> None:
    naive = {**SERVER, "updated_at": "2026-03-02T09:06:00"}

    first = sender.send(naive)
    again = sender.send(naive)
    with transaction() as session:
        source = session.exec(select(Source)).one()
        source.timezone = "Asia/Shanghai"
        session.add(source)
    known = sender.send(naive)

    assert [each.status_code for each in (first, again, known)] == [422, 422, 200]
    assert first.json()["type"] == "/problems/zone-needed"
    assert list(calls()) == [SERVER["uuid"]]
    assert [each.state for each in deliveries()] == [DeliveryState.STORED]


def test_who_is_not_trusted_is_refused_and_kept(client: TestClient) -> None:
    signer, stranger, reader = (identity(name) for name in ("signer", "stranger", "reader"))
    sender = Dialer(
        client,
        "vcon",
        settings={"trusted_certificates": [signer.pem]},
        secrets={"private_key": reader.private_pem},
    )

    refused = sender.send(encrypted(signed(RECORDED, stranger), reader))
    answer = sender.send(encrypted(signed(RECORDED, signer), reader))

    assert (refused.status_code, refused.json()["field"]) == (422, "signatures")
    assert answer.status_code == 200
    assert list(calls()) == [RECORDED["uuid"]]
    first, second = deliveries()
    assert (first.state, second.state) == (DeliveryState.REFUSED, DeliveryState.STORED)
    assert first.notes[0]["reason"] == "untrusted"
    assert "PRIVATE" not in json.dumps([first.notes, second.notes])


def test_a_vcon_is_no_larger_than_the_door_takes(sender: Dialer) -> None:
    answer = sender.send(b" " * (get_settings().hook_body_max_bytes + 1))

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/delivery-too-large")
    assert deliveries() == []
