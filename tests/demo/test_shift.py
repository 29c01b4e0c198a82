"""The simulated dialer speaks the public API, and does not lose its patience."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlmodel import func, select

from demo import company, shift
from demo.calls import RECORDINGS, read_manifest
from demo.plan import OPENINGS, Happening, Upload, plan_past
from demo.shift import Dialer, KeyRefused, as_cloud_event
from services.db import transaction
from services.tables import AgentStateChange, Call, CallState

CALLS = read_manifest(RECORDINGS).calls
BEGAN_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
READY = Happening(1.5, "n-1", "agent.state", {"agent": "1001", "state": "ready"})

Answer = Callable[[httpx.Request], httpx.Response]


def with_dialer(answer: Answer, act: Callable[[Dialer], Any]) -> None:
    async def play() -> None:
        transport = httpx.MockTransport(answer)
        async with httpx.AsyncClient(transport=transport, base_url="http://earshot") as client:
            await act(Dialer(client, RECORDINGS))

    asyncio.run(play())


def test_an_event_is_a_cloud_event_at_the_pace_of_the_shift() -> None:
    assert as_cloud_event(READY, BEGAN_AT, speed=3) == {
        "specversion": "1.0",
        "id": "n-1",
        "source": "/demo-dialer",
        "type": "agent.state",
        "time": "2026-03-02T01:00:00.500Z",
        "datacontenttype": "application/json",
        "data": {"agent": "1001", "state": "ready"},
    }


def test_what_earshot_cannot_take_now_is_sent_again_unchanged() -> None:
    bodies: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        if len(bodies) == 1:
            raise httpx.ConnectError("down")
        return httpx.Response(503 if len(bodies) == 2 else 202, json={"results": []})

    event = as_cloud_event(READY, BEGAN_AT, speed=1)
    with_dialer(answer, lambda dialer: dialer.post_events([event]))

    assert [json.loads(body) for body in bodies] == [event] * 3


def test_a_key_that_is_not_accepted_ends_the_shift() -> None:
    with pytest.raises(KeyRefused):
        with_dialer(
            lambda request: httpx.Response(401),
            lambda dialer: dialer.post_events([as_cloud_event(READY, BEGAN_AT, speed=1)]),
        )


def test_going_home_ends_open_calls_and_signs_everybody_off() -> None:
    sent: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.extend(json.loads(request.content))
        return httpx.Response(202, json={"results": []})

    async def act(dialer: Dialer) -> None:
        for kind, call_id in (("dialed", "c-1"), ("dialed", "c-2"), ("ended", "c-1")):
            told = {"call_id": call_id, "agent": "1001"}
            dialer.take(Happening(0, f"{call_id}-{kind}", f"call.{kind}", told), BEGAN_AT, 1)
        await dialer.go_home(["1001", "1002"])

    with_dialer(answer, act)

    assert [(told["type"], told["data"].get("call_id")) for told in sent] == [
        ("call.ended", "c-2"),
        ("agent.state", None),
        ("agent.state", None),
    ]


def test_earshot_takes_all_the_dialer_says(client: TestClient) -> None:
    with transaction() as session:
        secret = company.seed(session).secret
    since = datetime.now(UTC) - timedelta(hours=1)
    past = plan_past(CALLS, seed=1, prefix="p", duration_s=1800, uploads=2)
    told = [as_cloud_event(step, since, 1) for step in past if isinstance(step, Happening)]
    key = {"Authorization": f"Bearer {secret}"}

    answer = client.post("/api/v1/events", json=told, headers=key)
    uploads = [step for step in past if isinstance(step, Upload)]
    for upload in uploads:
        sound = (RECORDINGS / upload.file).read_bytes()
        accepted = client.post(
            "/api/v1/recordings",
            data={"call_id": upload.call_id},
            files={"file": (upload.file, sound)},
            headers=key,
        )
        assert accepted.status_code == 202

    assert {each["status"] for each in answer.json()["results"]} == {"stored"}
    assert len(uploads) == 2 + sum(map(len, OPENINGS.values()))
    with transaction() as session:
        states = set(session.exec(select(Call.state)))
        unknown = session.exec(select(Call).where(Call.agent_id == None)).all()  # noqa: E711
        changes = session.exec(select(func.count()).select_from(AgentStateChange)).one()
    assert (states, unknown) == ({CallState.ENDED}, [])
    assert changes > 100


def test_a_shift_stops_when_told_even_if_nobody_listens() -> None:
    async def play() -> None:
        stop = asyncio.Event()
        # Port 9 is "discard": nobody answers there.
        running = asyncio.create_task(
            shift.run("http://127.0.0.1:9", "ek_none", speed=1, stop=stop)
        )
        await asyncio.sleep(0.2)
        stop.set()
        await asyncio.wait_for(running, timeout=5)

    asyncio.run(play())


def test_the_dialers_key_sees_whether_there_were_calls(client: TestClient) -> None:
    with transaction() as session:
        secret = company.seed(session).secret

    answer = client.get(
        "/api/v1/calls",
        params={"started_from": BEGAN_AT.isoformat(), "limit": 1},
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert answer.status_code == 200
    assert answer.json()["items"] == []
