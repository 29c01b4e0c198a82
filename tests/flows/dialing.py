"""What a dialer sends about a call that has just ended: its events, then its recording."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from fastapi.testclient import TestClient

from demo.calls import RecordedCall
from tests.sounds import CALLS

CALL_KEY = "c-1"


def report(dialer: TestClient | httpx.Client, call: RecordedCall) -> None:
    """The events of `call`, had by agent 1001."""
    ended_at = datetime.now(UTC) - timedelta(seconds=5)
    answered_at = ended_at - timedelta(seconds=call.duration_s)
    facts = {"call_id": CALL_KEY, "agent": "1001", "campaign": call.campaign}
    events = [
        {
            "specversion": "1.0",
            "id": kind,
            "source": "/dialer",
            "type": kind,
            "time": at.isoformat(),
            "data": facts | more,
        }
        for kind, at, more in (
            ("call.dialed", answered_at - timedelta(seconds=9), {}),
            ("call.answered", answered_at, {}),
            ("call.ended", ended_at, {"hangup_by": "customer"}),
            ("call.disposed", ended_at, {"outcome": call.outcome.value}),
        )
    ]
    answer = dialer.post("/api/v1/events", content=json.dumps(events))
    assert answer.status_code == 202, answer.text


def upload(dialer: TestClient | httpx.Client, call: RecordedCall, folder: Path = CALLS) -> str:
    """Send the recording; returns the id of its call."""
    sound = (folder / call.file).read_bytes()
    answer = dialer.post(
        "/api/v1/recordings", data={"call_id": CALL_KEY}, files={"file": (call.file, sound)}
    )
    assert answer.status_code == 202, answer.text
    call_id: str = answer.json()["call_id"]
    return call_id
