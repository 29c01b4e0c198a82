import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.people import users
from services.settings import get_settings
from services.tables import SignInFailure, UserSession
from tests.doors import sign_in
from tests.factories import PASSWORD, make_company

URL = "/api/v1/session"


@pytest.fixture(autouse=True)
def company(client: TestClient) -> None:
    with transaction() as session:
        make_company(session)


def test_signing_in_says_who_one_is_and_what_one_may_do(client: TestClient) -> None:
    response = client.post(URL, json={"login": "Alice", "password": PASSWORD})

    assert response.status_code == 201
    me = response.json()
    assert (me["login"], me["role"], me["unit_name"]) == ("alice", "agent", "Bob's team")
    assert me["timezone"] == "Asia/Shanghai"
    assert "calls:read" in me["permissions"]
    assert "pii:read" not in me["permissions"]
    assert client.get(URL).json() == me


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    response = client.post(URL, json={"login": "bob", "password": PASSWORD})

    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith("earshot_session=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie


def test_behind_tls_the_cookie_is_never_sent_in_the_clear(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_SECURE_COOKIES", "true")
    get_settings.cache_clear()
    try:
        response = client.post(URL, json={"login": "bob", "password": PASSWORD})
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()

    assert "; secure" in response.headers["set-cookie"].lower()


def test_signing_out_ends_the_session_and_may_be_repeated(client: TestClient) -> None:
    sign_in(client, "bob")
    token = client.cookies["earshot_session"]

    assert client.delete(URL).status_code == 200
    assert "earshot_session" not in client.cookies
    client.cookies.set("earshot_session", token)
    assert client.get(URL).status_code == 401
    assert client.delete(URL).status_code == 200


def test_signing_in_makes_a_new_session_whatever_cookie_was_there_before(
    client: TestClient,
) -> None:
    """Whoever planted a cookie, or kept one, has nothing of the session that follows."""
    known = ["planted-before-anybody-signed-in"]
    for login in ("bob", "bob", "charlie"):
        body = {"login": login, "password": PASSWORD}
        answer = client.post(URL, json=body, headers={"Cookie": f"earshot_session={known[-1]}"})
        assert answer.status_code == 201
        known.append(str(client.cookies["earshot_session"]))
        client.cookies.clear()

    assert len(set(known)) == len(known)
    answers = [
        client.get(URL, headers={"Cookie": f"earshot_session={token}"}).status_code
        for token in known
    ]
    assert answers == [401, 401, 401, 200]


@pytest.mark.parametrize(
    "cookie", [None, "", "made-up", "x" * 5000], ids=["none", "empty", "made up", "long"]
)
def test_nobody_is_signed_in_without_a_live_session(client: TestClient, cookie: str | None) -> None:
    if cookie is not None:
        client.cookies.set("earshot_session", cookie)

    response = client.get(URL)

    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"


def test_a_refusal_is_remembered_though_the_request_failed(client: TestClient) -> None:
    response = client.post(URL, json={"login": "bob", "password": "wrong"})

    assert response.status_code == 401
    assert "set-cookie" not in response.headers
    with transaction() as session:
        subjects = session.exec(select(SignInFailure.subject)).all()
        assert session.exec(select(UserSession)).all() == []
    assert sorted(subjects) == ["address testclient", "login bob"]


def test_after_five_failures_the_right_password_must_wait_too(client: TestClient) -> None:
    for _ in range(5):
        assert client.post(URL, json={"login": "bob", "password": "wrong"}).status_code == 401

    response = client.post(URL, json={"login": "bob", "password": PASSWORD})

    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= 15 * 60
    sign_in(client, "charlie")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"login": "bob"},
        {"login": "", "password": "x"},
        {"login": "bob", "password": ["x"]},
        {"login": "x" * 201, "password": "x"},
        {"login": "bob", "password": "x" * 1001},
    ],
)
def test_half_a_sign_in_is_refused_by_field(client: TestClient, body: object) -> None:
    response = client.post(URL, json=body)

    assert response.status_code == 422
    assert response.json()["field"] in ("login", "password")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"login":"\\ud800"}'])
def test_what_is_not_json_is_refused(client: TestClient, body: bytes) -> None:
    response = client.post(URL, content=body, headers={"content-type": "application/json"})

    assert 400 <= response.status_code < 500


@pytest.mark.parametrize("login", ["bo\0b", "bob'--", "\u202ebob"])
def test_strange_logins_are_simply_wrong(client: TestClient, login: str) -> None:
    response = client.post(URL, json={"login": login, "password": "wrong"})

    assert response.status_code == 401


def test_a_stopped_user_is_signed_out_at_once(client: TestClient) -> None:
    sign_in(client, "bob")
    with transaction() as session:
        users.set_active(session, users.get_user(session, "bob"), False, actor="dana")

    assert client.get(URL).status_code == 401


def test_a_foreign_page_cannot_act_with_the_cookie(client: TestClient) -> None:
    sign_in(client, "bob")

    refused = client.delete(URL, headers={"origin": "https://evil.example"})

    assert refused.status_code == 403
    assert client.get(URL).status_code == 200
