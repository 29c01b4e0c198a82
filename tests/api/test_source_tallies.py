"""Events sent directly leave no delivery: what changed nothing is counted all the same."""

import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from api.app import create_app
from api.tallies import Tallies
from services.clock import utc_now
from services.db import transaction
from services.dialers import tallies
from services.dialers.tallies import Tally
from services.tables import KeyScope, Source, SourceMinute
from tests.doors import sign_in
from tests.factories import make_company, make_key, make_source

EVENT = {
    "specversion": "1.0",
    "id": "1",
    "source": "/dialer",
    "type": "call.dialed",
    "time": "2026-03-02T09:00:00Z",
    "data": {"call_id": "c-1"},
}


@pytest.fixture
def source(client: TestClient) -> Source:
    with transaction() as session:
        make_company(session)
        return make_source(session)


def post(api: TestClient, source: Source, *bodies: Any) -> None:
    with transaction() as session:
        key = make_key(session, KeyScope.EVENTS_WRITE, source=source)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for body in bodies:
        content = body if isinstance(body, str) else json.dumps(body)
        api.post("/api/v1/events", content=content, headers=headers)


def test_duplicates_and_refusals_of_direct_events_are_in_the_health_of_their_source(
    client: TestClient, source: Source
) -> None:
    sung = {**EVENT, "type": "call.sung"}
    # The last are written down when the API stops.
    with TestClient(create_app()) as api:
        post(api, source, EVENT, EVENT, [EVENT, sung], sung, "no JSON")

    sign_in(client, "dana")
    health = client.get(f"/api/v1/sources/{source.id}/health").json()

    assert health["direct"] == {"duplicates": 2, "refused": 3}


def test_processes_add_to_the_same_minute_and_old_ones_are_forgotten(source: Source) -> None:
    now = utc_now()
    with transaction() as session:
        for at in (now - tallies.KEPT - timedelta(hours=1), now, now):
            tallies.add(session, {source.id: Tally(1, 2)}, at)

        assert tallies.since(session, source.id, now - timedelta(days=1)) == Tally(2, 4)
        assert len(session.exec(select(SourceMinute)).all()) == 1


def test_what_cannot_be_written_now_is_written_later(source: Source) -> None:
    written: list[dict[Any, Tally]] = []

    def write(counted: Any) -> None:
        written.append(counted)
        if len(written) == 1:
            raise OperationalError("", {}, Exception("away"))

    counting = Tallies(write)
    counting.add(source.id, duplicates=1)
    counting.write_down()
    counting.add(source.id, refused=1)
    counting.write_down()
    counting.write_down()

    assert written == [{source.id: Tally(1, 0)}, {source.id: Tally(1, 1)}]
