"""Posting what dialers send, and what became of it."""

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from services.calls.fold import FoldedCall, Heard, fold
from services.db import transaction
from services.dialers import Translation
from services.tables import Call, Delivery, KeyScope, RecordingFetch, Source
from tests.factories import make_key

PAYLOADS = Path(__file__).parent / "data" / "dialers"
SHARED = Path(__file__).parents[2] / "shared" / "data"
"""Payloads of others that are not part of the project; absent elsewhere."""


def make_dialer(session: Session, **fields: Any) -> str:
    """The key of a new source with these settings."""
    source = Source(name=fields.pop("name", "a dialer"), **fields)
    session.add(source)
    session.flush()
    return make_key(session, KeyScope.EVENTS_WRITE, source=source)


def post(client: TestClient, dialer: str, key: str, content: bytes | str, **options: Any) -> Any:
    headers = {"Authorization": f"Bearer {key}", **options.pop("headers", {})}
    return client.post(f"/api/v1/hooks/{dialer}", content=content, headers=headers, **options)


def the_call() -> Call:
    with transaction() as session:
        return session.exec(select(Call)).one()


def calls() -> list[Call]:
    with transaction() as session:
        return list(session.exec(select(Call).order_by(col(Call.call_key))).all())


def fetches() -> list[RecordingFetch]:
    with transaction() as session:
        return list(session.exec(select(RecordingFetch)).all())


def deliveries() -> list[Delivery]:
    with transaction() as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.id))).all())


def folded(*translations: Translation) -> FoldedCall:
    """The call that these add up to, without a database."""
    told = [event for translation in translations for event in translation.events]
    return fold(
        Heard(event.type, event.at, ("dialer", event.event_id), dict(event.data)) for event in told
    )
