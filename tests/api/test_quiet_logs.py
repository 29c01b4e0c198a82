"""Secrets pass through every door, and no log has them."""

import logging

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.people import keys
from services.tables import KeyScope
from tests.deliveries import make_dialer
from tests.doors import sign_in
from tests.factories import PASSWORD, make_company, make_source

WRONG_PASSWORD = "wrong battery horse 77"
WRONG_KEY = "ek_thisIsNobodysKeyAtAll1234567890"
SIGNING_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    # Names of headers and parts, byte by byte: no log level of ours shows it.
    logging.getLogger("python_multipart").setLevel(logging.INFO)
    return caplog


def test_no_log_has_a_secret_that_somebody_sent(
    client: TestClient,
    everything_logged: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with transaction() as session:
        make_company(session)
        source = make_source(session)
        _, secret = keys.create_key(
            session, name="k", source=source, scopes=[KeyScope.EVENTS_WRITE], actor="tests"
        )
        hook_key = make_dialer(
            session, dialer="standard_webhooks", secrets={"signing_secret": SIGNING_SECRET}
        )
    tokens = _knock_everywhere(client, secret, hook_key)

    written = _all_of(everything_logged) + "".join(capsys.readouterr())

    for told in (PASSWORD, WRONG_PASSWORD, WRONG_KEY, secret, SIGNING_SECRET, hook_key, *tokens):
        assert told not in written


def _knock_everywhere(client: TestClient, secret: str, hook_key: str) -> list[str]:
    """Right and wrong secrets at every door; returns the session's token."""
    client.post("/api/v1/session", json={"login": "dana", "password": WRONG_PASSWORD})
    client.post("/api/v1/session", json={"login": "dana", "password": [WRONG_PASSWORD]})
    for each in (secret, WRONG_KEY):
        headers = {"authorization": f"Bearer {each}"}
        client.post("/api/v1/events", json={"broken": each}, headers=headers)
        client.get("/api/v1/calls", headers=headers)
        client.post("/api/v1/recordings", content=b"--", headers=headers)
    client.post(
        "/api/v1/hooks/standard_webhooks",
        content=b"{}",
        headers={"authorization": f"Bearer {hook_key}", "webhook-signature": "v1,bm8="},
    )
    sign_in(client, "dana")
    client.get("/api/v1/calls", params={"cursor": "broken"})
    return [value for value in client.cookies.values() if value]


def _all_of(caplog: pytest.LogCaptureFixture) -> str:
    """Messages, tracebacks, and the facts beside them."""
    return "\n".join(
        f"{record.getMessage()} {record.exc_text} {record.__dict__}" for record in caplog.records
    )
