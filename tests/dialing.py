"""Dialers at the door in tests: what they post, and what came of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import strategies as st
from sqlmodel import col, select

from services.db import transaction
from services.dialers import Adapter, Payload, PayloadUnreadable, Setting, Translation, ZoneNeeded
from services.tables import Call, Delivery, KeyScope, RecordingFetch
from tests.factories import make_key, make_source

PAYLOADS = Path(__file__).parent / "data" / "dialers"


class Dialer:
    """A dialer that posts to its own hook, with a key of a source of its own."""

    def __init__(self, client: TestClient, vendor: str, **source: Any) -> None:
        self._client = client
        self._vendor = vendor
        with transaction() as session:
            made = make_source(session)
            for name, value in source.items():
                setattr(made, name, value)
            session.add(made)
            self._key = make_key(session, KeyScope.EVENTS_WRITE, source=made)

    def send(self, body: Any, headers: Mapping[str, str] | None = None, **params: str) -> Any:
        """Bytes and text go as they are, anything else as JSON."""
        content = body if isinstance(body, (bytes, str)) else json.dumps(body, ensure_ascii=False)
        signed = {"Authorization": f"Bearer {self._key}", **(headers or {})}
        return self._client.post(
            f"/api/v1/hooks/{self._vendor}", content=content, headers=signed, params=params
        )

    def send_form(self, fields: Mapping[str, str]) -> Any:
        address = f"/api/v1/hooks/{self._vendor}?key={self._key}"
        return self._client.post(address, data=dict(fields))

    def visit(self, fields: Mapping[str, str]) -> Any:
        """By GET, all of it in the address."""
        return self._client.get(
            f"/api/v1/hooks/{self._vendor}", params={"key": self._key, **fields}
        )


def sample(vendor: str, name: str) -> Any:
    return json.loads((PAYLOADS / vendor / name).read_text())


def calls() -> dict[str, Call]:
    """By the dialer's own id."""
    with transaction() as session:
        return {call.call_key: call for call in session.exec(select(Call))}


def the_call() -> Call:
    [call] = calls().values()
    return call


def fetches() -> list[RecordingFetch]:
    with transaction() as session:
        return list(session.exec(select(RecordingFetch).order_by(col(RecordingFetch.url))))


def deliveries() -> list[Delivery]:
    with transaction() as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.id))))


def notes() -> list[tuple[str, str | None]]:
    """Reason and field of everything noted, oldest delivery first."""
    return [(n["reason"], n["field"]) for each in deliveries() for n in each.notes]


def legs(call: Call) -> list[tuple[str, float]]:
    return [(leg["agent_key"], leg["talk_s"]) for leg in call.legs]


def outlive(adapter: Adapter, payload: Payload, setting: Setting) -> Translation | None:
    """What becomes of any bytes: a translation, or a refusal of which None is left."""
    adapter.key_of(payload)
    assert adapter.acknowledge(payload).status == 200
    try:
        return adapter.translate(payload, setting)
    except (PayloadUnreadable, ZoneNeeded):
        return None


def mutated(vendor: str) -> st.SearchStrategy[bytes]:
    """Payloads of a vendor with a piece taken out and something else put in."""
    bodies = [path.read_bytes() for path in sorted((PAYLOADS / vendor).iterdir())]

    def spoil(drawn: tuple[bytes, int, int, bytes]) -> bytes:
        body, start, length, put = drawn
        start %= len(body)
        return body[:start] + put + body[start + length :]

    pieces = st.one_of(
        st.binary(max_size=8),
        st.sampled_from([b'"', b"{}", b"null", b"-1", b"[]", b'"\\u0000"', b"1e999", b"9" * 30]),
    )
    return st.tuples(
        st.sampled_from(bodies), st.integers(0, 10_000), st.integers(0, 40), pieces
    ).map(spoil)


def after_start(call: Call, *names: str) -> list[float | None]:
    """Seconds from the start of the call to each of its instants."""
    instants = [getattr(call, name) for name in names]
    return [at and (at - call.started_at).total_seconds() for at in instants]
