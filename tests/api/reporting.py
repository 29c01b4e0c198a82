"""A dialer that reports Alice's calls, and a browser that waits for what they change."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient

from services.db import transaction
from services.tables import KeyScope
from tests.doors import bearer
from tests.factories import make_source

Report = Callable[..., None]


def dialer(client: TestClient) -> Report:
    """Post events about calls as Alice's dialer does."""
    with transaction() as session:
        headers = bearer(session, make_source(session), KeyScope.EVENTS_WRITE)

    def post(kind: str, seconds_ago: float, call: str, **data: Any) -> None:
        at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        body = {
            **{"specversion": "1.0", "id": uuid4().hex, "source": "/d"},
            **{"type": kind, "time": at.isoformat()},
            "data": {"call_id": call, **data},
        }
        answer = client.post("/api/v1/events", json=body, headers=headers)
        assert answer.status_code == 202, answer.text

    return post


def a_call(report: Report, call: str, ended_ago_s: float, **facts: Any) -> None:
    """A call of Alice's for the campaign `spring` that was talked for 40 seconds."""
    named = {"agent": "1001", "campaign": "spring"}
    report("call.dialed", ended_ago_s + 50, call, **named)
    report("call.answered", ended_ago_s + 40, call, agent="1001")
    report("call.ended", ended_ago_s, call, agent="1001", **facts)


class Screen:
    """A browser that keeps the newest of each card."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._cards: dict[tuple[str, str], dict[str, Any]] = {}

    def wait(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """A card as it is now that `wanted` is true of, once there is one."""
        for _ in range(100):
            for card in self._cards.values():
                if wanted(card):
                    return card
            for card in self._socket.receive_json().get("cards", []):
                self._cards[card.get("of", card["kind"]), card["key"]] = card
        raise AssertionError("never came")
