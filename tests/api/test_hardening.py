"""What every answer says to browsers, and how fast one client may ask."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import takewhile
from operator import eq

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pages import DIST
from services.settings import get_settings

ANSWERS = ["/api/v1/session", "/api/openapi.json", "/api/docs", "/healthz", "/nowhere"]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_says_how_careful_to_be(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert "'unsafe-inline'" not in policy["default-src"]
    assert "script-src" not in policy, "scripts come from here, as files"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/api/docs", "/"])
def test_no_page_has_a_script_in_it(client: TestClient, path: str) -> None:
    if path == "/" and not (DIST / "index.html").exists():
        pytest.skip("the web client has not been built")
    page = client.get(path).text

    for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
        assert "src=" in attributes
        assert not content.strip()
    assert not re.search(r"\son\w+=", page), "no handlers in attributes either"


def test_what_the_api_says_stays_in_no_cache(client: TestClient) -> None:
    assert client.get("/api/v1/session").headers["cache-control"] == "no-store"


def test_browsers_stay_on_tls_once_they_used_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "strict-transport-security" not in client.get("/healthz").headers

    with _set(monkeypatch, "EARSHOT_SECURE_COOKIES", "true"):
        assert "max-age" in client.get("/healthz").headers["strict-transport-security"]


@contextmanager
def _set(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> Iterator[None]:
    monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def paced(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """An API that answers each client twenty times a minute."""
    with (
        _set(monkeypatch, "EARSHOT_REQUESTS_PER_MINUTE", "20"),
        TestClient(create_app(), base_url="http://testserver") as client,
    ):
        yield client


def test_who_asks_too_often_is_told_to_wait(paced: TestClient) -> None:
    answers = [paced.get("/api/v1/session") for _ in range(40)]

    assert {answer.status_code for answer in answers[:20]} == {401}
    assert answers[-1].status_code == 429
    assert answers[-1].json()["type"] == "/problems/too-fast"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


def test_health_and_events_are_not_counted(paced: TestClient) -> None:
    for _ in range(25):
        assert paced.get("/healthz").status_code == 200
        assert paced.post("/api/v1/events", json={}).status_code == 401


def test_one_client_does_not_slow_down_another(paced: TestClient) -> None:
    for _ in range(25):
        paced.get("/api/v1/session", headers={"Authorization": "Bearer ek_one"})

    other = paced.get("/api/v1/session", headers={"Authorization": "Bearer ek_two"})

    assert other.status_code == 401


def test_guessing_keys_ends_for_the_whole_address(paced: TestClient) -> None:
    """Each guess is another client, so they are counted together."""
    guesses = (
        paced.get("/api/v1/session", headers={"Authorization": f"Bearer ek_{number}"}).status_code
        for number in range(900)
    )

    allowed = sum(1 for _ in takewhile(partial(eq, 401), guesses))

    # What was long ago on a slow machine counts no longer.
    assert 300 <= allowed < 900
    assert next(guesses) == 429
