"""How long a key works, from where, and what the list says of its last use."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import Session, col, update

from api.app import create_app
from services.clock import utc_now
from services.db import get_engine, transaction
from services.people import keys
from services.settings import get_settings
from services.tables import ApiKey, KeyScope
from tests.doors import sign_in
from tests.factories import make_company, make_source

URL = "/api/v1/keys"
EVENTS = "/api/v1/events"
WANTED = {"name": "Main dialer", "source": "vicidial", "scopes": ["calls:read", "events:write"]}
PROXY = "10.0.0.1"
DIALER = "192.0.2.10"

From = Callable[[str], TestClient]


@pytest.fixture(autouse=True)
def company(client: TestClient) -> None:
    with transaction() as session:
        make_company(session)


@pytest.fixture
def knock(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[From]:
    """Clients whose connection comes from an address; of the proxies, only PROXY is named."""
    monkeypatch.setenv("EARSHOT_TRUSTED_PROXIES", f'["{PROXY}/32", "2001:db8:aa::/48"]')
    get_settings.cache_clear()
    door = create_app()
    yield lambda address: TestClient(door, client=(address, 4711))
    monkeypatch.undo()
    get_settings.cache_clear()


def make(client: TestClient, **fields: Any) -> dict[str, Any]:
    sign_in(client, "dana")
    answer = client.post(URL, json=WANTED | fields)
    assert answer.status_code == 201, answer.text
    client.cookies.clear()
    made: dict[str, Any] = answer.json()
    return made


def use(client: TestClient, secret: str, *via: str) -> int:
    """Status of reading calls with the key; `via` is what X-Forwarded-For says."""
    headers = {"Authorization": f"Bearer {secret}"}
    if via:
        headers["X-Forwarded-For"] = ", ".join(via)
    return client.get("/api/v1/calls", headers=headers).status_code


def change(key_id: str, **values: Any) -> None:
    """As if time had passed."""
    with transaction() as session:
        session.exec(update(ApiKey).where(col(ApiKey.id) == UUID(key_id)).values(**values))


def listed(client: TestClient) -> dict[str, Any]:
    sign_in(client, "dana")
    [key] = client.get(URL).json()["items"]
    client.cookies.clear()
    told: dict[str, Any] = key
    return told


def rotate(client: TestClient, key_id: str, overlap_s: int) -> dict[str, Any]:
    sign_in(client, "dana")
    answer = client.post(f"{URL}/{key_id}/rotate", json={"overlap_s": overlap_s})
    assert answer.status_code == 200, answer.text
    client.cookies.clear()
    told: dict[str, Any] = answer.json()
    return told


def test_both_secrets_work_until_the_overlap_is_over(client: TestClient) -> None:
    old = make(client)
    new = rotate(client, old["id"], overlap_s=3600)

    assert (new["id"], new["source_id"], new["scopes"]) == (
        old["id"],
        old["source_id"],
        old["scopes"],
    )
    assert new["secret"] != old["secret"]
    assert listed(client)["previous_until"] == new["previous_until"]
    assert [use(client, each["secret"]) for each in (old, new)] == [200, 200]

    change(old["id"], previous_until=utc_now() - timedelta(seconds=1))

    assert [use(client, each["secret"]) for each in (old, new)] == [401, 200]
    assert listed(client)["previous_until"] is None


def test_without_overlap_the_old_secret_ends_at_once(client: TestClient) -> None:
    old = make(client)
    new = rotate(client, old["id"], overlap_s=0)

    assert [use(client, each["secret"]) for each in (old, new)] == [401, 200]


def test_a_second_rotation_ends_the_oldest_secret(client: TestClient) -> None:
    first = make(client)
    second = rotate(client, first["id"], overlap_s=3600)
    third = rotate(client, first["id"], overlap_s=3600)

    secrets = [each["secret"] for each in (first, second, third)]
    assert [use(client, secret) for secret in secrets] == [401, 200, 200]


def test_revoking_ends_both_secrets_and_forbids_rotation(client: TestClient) -> None:
    old = make(client)
    new = rotate(client, old["id"], overlap_s=3600)
    sign_in(client, "dana")
    client.delete(f"{URL}/{old['id']}")

    again = client.post(f"{URL}/{old['id']}/rotate", json={"overlap_s": 0})
    client.cookies.clear()

    assert (again.status_code, again.json()["type"]) == (409, "/problems/key-revoked")
    assert [use(client, each["secret"]) for each in (old, new)] == [401, 401]


@pytest.mark.parametrize("overlap_s", [-1, 30 * 86400 + 1, "soon"])
def test_an_overlap_is_at_most_thirty_days(client: TestClient, overlap_s: object) -> None:
    key = make(client)
    sign_in(client, "dana")

    answer = client.post(f"{URL}/{key['id']}/rotate", json={"overlap_s": overlap_s})

    assert (answer.status_code, answer.json()["field"]) == (422, "overlap_s")


def test_a_key_ends_when_it_was_said_to(client: TestClient) -> None:
    key = make(client, expires_at=(utc_now() + timedelta(days=90)).isoformat())
    assert (use(client, key["secret"]), listed(client)["state"]) == (200, "active")

    change(key["id"], expires_at=utc_now() + timedelta(days=13))
    assert (use(client, key["secret"]), listed(client)["state"]) == (200, "expires_soon")

    change(key["id"], expires_at=utc_now() - timedelta(seconds=1))
    assert (use(client, key["secret"]), listed(client)["state"]) == (401, "expired")


def test_the_overlap_does_not_outlive_the_key(client: TestClient) -> None:
    old = make(client)
    new = rotate(client, old["id"], overlap_s=3600)
    change(old["id"], expires_at=utc_now() - timedelta(seconds=1))

    assert [use(client, each["secret"]) for each in (old, new)] == [401, 401]


def test_an_end_in_the_past_is_refused(client: TestClient) -> None:
    sign_in(client, "dana")
    past = (utc_now() - timedelta(minutes=1)).isoformat()

    answer = client.post(URL, json=WANTED | {"expires_at": past})

    assert (answer.status_code, answer.json()["field"]) == (422, "expires_at")


@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        (["192.0.2.0/24"], DIALER, 200),
        (["192.0.2.0/24"], "192.0.3.10", 403),
        ([DIALER], DIALER, 200),
        (["198.51.100.0/24", "192.0.2.8/29"], DIALER, 200),
        (["192.0.2.0/24"], f"::ffff:{DIALER}", 200),
        (["192.0.2.0/24"], "2001:db8::1", 403),
        (["2001:db8:1::/48"], "2001:db8:1:2::3", 200),
        (["2001:db8:1::/48"], "2001:0DB8:0002::3", 403),
        (["fe80::/10"], "fe80::1%eth0", 200),
        (["::/0"], DIALER, 403),
        ([], "203.0.113.9", 200),
    ],
)
def test_a_key_works_from_its_networks_only(
    client: TestClient, knock: From, networks: list[str], address: str, status: int
) -> None:
    key = make(client, networks=networks)

    assert use(knock(address), key["secret"]) == status


@pytest.mark.parametrize(
    ("peer", "via", "status"),
    [
        # Through the proxy that is named: it says who is before it.
        (PROXY, [DIALER], 200),
        (PROXY, ["203.0.113.9"], 403),
        (PROXY, [f"{DIALER}:52100"], 200),
        ("2001:db8:aa::1", [DIALER], 200),
        (PROXY, [DIALER, PROXY], 200),
        # What the sender wrote itself stands before what the proxy adds.
        (PROXY, [DIALER, "203.0.113.9"], 403),
        (PROXY, [DIALER, "nonsense"], 403),
        # Nobody else is believed.
        ("203.0.113.9", [DIALER], 403),
        ("10.0.0.2", [DIALER], 403),
        (DIALER, ["203.0.113.9"], 200),
        # The proxy itself is no dialer.
        (PROXY, [], 403),
    ],
)
def test_only_named_proxies_say_who_is_before_them(
    client: TestClient, knock: From, peer: str, via: list[str], status: int
) -> None:
    key = make(client, networks=["192.0.2.0/24"])

    assert use(knock(peer), key["secret"], *via) == status


def test_several_headers_are_read_as_one(client: TestClient, knock: From) -> None:
    key = make(client, networks=["192.0.2.0/24"])
    headers = [
        ("Authorization", f"Bearer {key['secret']}"),
        ("X-Forwarded-For", "203.0.113.9"),
        ("X-Forwarded-For", DIALER),
    ]

    backwards = [headers[0], *reversed(headers[1:])]

    assert knock(PROXY).get("/api/v1/calls", headers=headers).status_code == 200
    assert knock(PROXY).get("/api/v1/calls", headers=backwards).status_code == 403


def test_events_are_refused_from_elsewhere_too(client: TestClient, knock: From) -> None:
    """Whoever was let in a moment ago is remembered with the address, not without."""
    key = make(client, networks=["192.0.2.0/24"])
    # What counts is who gets as far as being told that this is too much.
    headers = {"Authorization": f"Bearer {key['secret']}", "Content-Length": str(10**12)}

    def report(address: str) -> int:
        via = headers | {"X-Forwarded-For": address}
        return knock(PROXY).post(EVENTS, content=b"{}", headers=via).status_code

    assert [report(DIALER), report("203.0.113.9"), report(DIALER)] == [413, 403, 413]


def test_the_list_says_when_and_from_where_a_key_was_used_last(
    client: TestClient, knock: From
) -> None:
    key = make(client)
    assert (key["last_used_at"], key["last_used_address"]) == (None, None)

    use(knock(PROXY), key["secret"], DIALER)

    used = listed(client)
    assert (used["last_used_address"], used["last_used_at"] is not None) == (DIALER, True)


def test_a_refused_address_is_no_use_of_the_key(client: TestClient, knock: From) -> None:
    key = make(client, networks=["192.0.2.0/24"])

    use(knock("203.0.113.9"), key["secret"])

    assert listed(client)["last_used_at"] is None


def test_knowing_a_key_takes_one_query(session: Session) -> None:
    networks = ["192.0.2.0/24", "2001:db8::/32"]
    _, secret = keys.create_key(
        session,
        name="dialer",
        source=make_source(session),
        scopes=[KeyScope.EVENTS_WRITE],
        networks=networks,
        expires_at=utc_now() + timedelta(days=1),
        actor="tests",
    )
    session.flush()
    assert keys.find_key(session, secret, DIALER) is not None
    session.expire_all()
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(get_engine(), "before_cursor_execute", note)
    try:
        found = keys.find_key(session, secret, DIALER)
    finally:
        event.remove(get_engine(), "before_cursor_execute", note)

    assert found is not None
    assert len(asked) == 1, asked
