from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import ApiKey, KeyScope, Source
from tests.doors import bearer, sign_in
from tests.factories import make_company, make_source

URL = "/api/v1/keys"
WANTED = {"name": "Main dialer", "source": "vicidial", "scopes": ["calls:read", "events:write"]}


@pytest.fixture(autouse=True)
def company(client: TestClient) -> None:
    with transaction() as session:
        make_company(session)


def test_the_secret_is_shown_once_and_works_until_revoked(client: TestClient) -> None:
    sign_in(client, "dana")

    made = client.post(URL, json=WANTED).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    listed = client.get(URL).json()["items"]

    assert made["secret"].startswith(made["hint"])
    assert listed == [{name: made[name] for name in made if name != "secret"}]
    assert made["secret"] not in client.get(URL).text

    client.cookies.clear()
    assert client.get("/api/v1/calls", headers=headers).status_code == 200

    sign_in(client, "dana")
    assert client.delete(f"{URL}/{made['id']}").status_code == 204
    assert client.delete(f"{URL}/{made['id']}").status_code == 204
    client.cookies.clear()
    assert client.get("/api/v1/calls", headers=headers).status_code == 401
    with transaction() as session:
        [key] = session.exec(select(ApiKey))
        assert key.last_used_at is not None
        assert made["secret"] not in str(key.model_dump())


def test_keys_of_one_dialer_share_its_source(client: TestClient) -> None:
    sign_in(client, "dana")

    first, second = (client.post(URL, json=WANTED).json() for _ in range(2))

    assert first["source_id"] == second["source_id"]
    with transaction() as session:
        assert [source.name for source in session.exec(select(Source))] == ["vicidial"]


def test_keys_are_paged_newest_first(client: TestClient) -> None:
    sign_in(client, "dana")
    for number in range(3):
        client.post(URL, json=WANTED | {"name": str(number)})

    first = client.get(URL, params={"limit": 2}).json()
    second = client.get(URL, params={"limit": 2, "cursor": first["next"]}).json()

    assert [key["name"] for key in first["items"] + second["items"]] == ["2", "1", "0"]
    assert second["next"] is None


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_only_administrators_deal_with_keys(client: TestClient, name: str) -> None:
    sign_in(client, name)

    assert client.get(URL).status_code == 403
    assert client.post(URL, json=WANTED).status_code == 403
    assert client.delete(f"{URL}/{uuid4()}").status_code == 403
    with transaction() as session:
        assert session.exec(select(ApiKey)).all() == []


def test_a_key_makes_no_keys(client: TestClient) -> None:
    with transaction() as session:
        headers = bearer(session, make_source(session), *(set(KeyScope) - {KeyScope.SCIM}))

    assert client.post(URL, json=WANTED, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"source": ""}, "source"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes.0"),
    ],
)
def test_wrong_input_is_refused_by_field(
    client: TestClient, change: dict[str, object], field: str
) -> None:
    sign_in(client, "dana")

    response = client.post(URL, json=WANTED | change)

    assert (response.status_code, response.json()["field"]) == (422, field)


@pytest.mark.parametrize("secret", ["", "ek_", "ek_made-up", "x" * 5000])
def test_unknown_secrets_are_refused(client: TestClient, secret: str) -> None:
    response = client.get("/api/v1/calls", headers={"Authorization": f"Bearer {secret}"})

    assert response.status_code == 401


def test_a_key_that_does_not_exist_is_not_found(client: TestClient) -> None:
    sign_in(client, "dana")

    assert client.delete(f"{URL}/{uuid4()}").status_code == 404


def test_making_and_revoking_is_in_the_audit_log(client: TestClient) -> None:
    sign_in(client, "dana")
    made = client.post(URL, json=WANTED).json()
    client.delete(f"{URL}/{made['id']}")

    entries = client.get("/api/v1/audit", params={"subject": made["id"]}).json()["items"]

    assert [(entry["actor"], entry["act"]) for entry in entries] == [
        ("dana", "key.revoked"),
        ("dana", "key.created"),
    ]
    assert made["secret"] not in str(entries)


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_only_administrators_read_the_audit_log(client: TestClient, name: str) -> None:
    sign_in(client, name)

    assert client.get("/api/v1/audit").status_code == 403
