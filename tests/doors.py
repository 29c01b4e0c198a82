"""How tests knock: signed in as somebody, or with a key."""

from collections.abc import Mapping

from fastapi.testclient import TestClient
from sqlmodel import Session

from services.people import keys
from services.tables import KeyScope, Source
from tests.factories import PASSWORD

DIALERS_SCOPES = [scope for scope in KeyScope if scope is not KeyScope.SCIM]
"""What a dialer's key may have: that of a directory belongs to no dialer."""


def sign_in(client: TestClient, login: str, password: str = PASSWORD) -> None:
    """From here on `client` is this user."""
    client.cookies.clear()
    response = client.post("/api/v1/session", json={"login": login, "password": password})
    assert response.status_code == 201, response.text


def bearer(session: Session, source: Source, *scopes: KeyScope) -> Mapping[str, str]:
    """Headers of a machine that has a new key with `scopes`."""
    _, secret = keys.create_key(session, name="tests", source=source, scopes=scopes, actor="tests")
    return {"Authorization": f"Bearer {secret}"}
