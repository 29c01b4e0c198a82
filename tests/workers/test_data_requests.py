"""An erased customer is nowhere, and an export holds what there is."""

import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from services.calls.recount import recount
from services.clock import utc_now
from services.db import run, transaction
from services.jobs import AnswerRequest, KeepRetention
from services.people import audit
from services.people.audit_chain import Head, follow
from services.tables import (
    BrokenGlass,
    Call,
    Delivery,
    DeliveryState,
    Event,
    UnmatchedRecording,
    User,
    UserNotice,
)
from tests.doors import sign_in
from tests.retaining import (
    NAME,
    NUMBER,
    SPOKEN,
    Told,
    erase,
    everything,
    stored,
)
from workers.jobs.retention import answer_request, keep_retention

HIDDEN = gzip.compress(json.dumps([{"called": NUMBER}]).encode(), mtime=0)
SEALED = b'{"ciphertext": "c2VhbGVk"}'


@pytest.fixture
def told(database: None) -> Told:
    with transaction() as session:
        world = Told(session)
    world.call()
    with transaction() as session:
        world.hear(session)
    return world


def add_what_hides_the_number(session: Session, told: Told) -> None:
    """Deliveries that no search looks into, and what people write into reasons."""
    for dialer, body in (("standard", HIDDEN), ("vcon", SEALED)):
        session.add(
            Delivery(
                source_id=told.centre.source_id,
                dialer=dialer,
                url="/hook",
                body=body,
                state=DeliveryState.STORED,
            )
        )
    user = session.exec(select(User)).first()
    assert user is not None
    facts: dict[str, Any] = {"reason": f"{NUMBER} has complained"}
    session.add(BrokenGlass(user_id=user.id, until_at=utc_now(), customer="138****00", **facts))
    session.add(UserNotice(user_id=user.id, kind="broken_glass.opened", facts=facts))
    audit.record(session, actor="dana", act="call.words_revealed", subject="x", **facts)


def test_an_erased_customer_is_nowhere(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    with transaction() as session:
        session.add(
            Delivery(
                source_id=told.centre.source_id,
                dialer="qimo",
                url=f"/hook?number={NUMBER}",
                body=json.dumps({"called": NUMBER, "name": NAME}, ensure_ascii=False).encode(),
                state=DeliveryState.STORED,
            )
        )
        add_what_hides_the_number(session, told)
        session.add(
            UnmatchedRecording(
                source_id=told.centre.source_id,
                sha256="0" * 64,
                size_bytes=1,
                audio={},
                file_name=f"{NUMBER}.wav",
                named={"number": f"+86{NUMBER}"},
            )
        )
    before = everything()
    assert all(mark in before for mark in (NUMBER, NAME, SPOKEN))
    found = client.post(
        "/api/v1/data-requests/look", json={"about": "customer", "subject": NUMBER}
    ).json()
    assert (found["calls"], found["held"]) == (1, 0)

    erase(client, NUMBER)

    dump = everything()
    lines = dump.splitlines()
    assert [line for line in lines if NUMBER in line or NAME in line or SPOKEN in line] == []
    assert NUMBER.encode().hex() not in dump
    assert HIDDEN.hex() not in dump
    assert SEALED.hex() not in dump
    assert "138****00 has complained" in dump
    assert stored() == set()
    with transaction() as session:
        assert recount(session) == {}
        [*_, head] = follow(audit.chain(session))
        assert isinstance(head, Head)


def test_an_erasure_must_be_typed_again(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    asked = {"kind": "erase", "about": "customer", "subject": NUMBER, "confirmed": "1380013800"}
    response = client.post("/api/v1/data-requests", json=asked)
    assert (response.status_code, response.json()["field"]) == (422, "confirmed")


def test_an_export_holds_what_there_is(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    for about, subject in (
        ("customer", NUMBER),
        ("agent", str(told.centre.agents["1002"])),
    ):
        asked = {"kind": "export", "about": about, "subject": subject}
        request_id = client.post("/api/v1/data-requests", json=asked).json()["id"]
        url = f"/api/v1/data-requests/{request_id}/export"
        assert client.get(url).status_code == 409
        answer_request(AnswerRequest(request_id=request_id))
        archive = zipfile.ZipFile(io.BytesIO(client.get(url).content))
        call = json.loads(archive.read(f"calls/{told.call_id}.json"))
        assert archive.read(call["recordings"][0]["file"])[:4] == b"RIFF"
        assert NAME in call["transcripts"][0]["utterances"][0]["text"]
        assert SPOKEN in archive.read("index.html").decode()
        assert ("evaluations" in call) == (about == "agent")
        with transaction() as session:
            run(session, "UPDATE data_request SET expires_at = now()", {})
        assert client.get(url).status_code == 409
        keep_retention(KeepRetention())
        assert len(stored()) == 1


def test_an_erased_agent_counts_under_another_name(client: TestClient, told: Told) -> None:
    sign_in(client, "dana")
    agent_id = told.centre.agents["1001"]
    with transaction() as session:
        run(session, "UPDATE agent SET name = '诸葛大力' WHERE id = %(id)s", {"id": agent_id})
        run(session, "UPDATE agent SET code = 'zgdl-77' WHERE id = %(id)s", {"id": agent_id})
    erase(client, str(agent_id), "agent")
    assert "诸葛大力" not in everything()
    assert "zgdl-77" not in everything()
    with transaction() as session:
        agents = session.exec(select(Event.data["agent"].astext)).all()
        assert "1001" not in agents
        assert recount(session) == {}
        assert session.exec(select(Call.agent_id).where(Call.call_key == "c2")).one() == agent_id
