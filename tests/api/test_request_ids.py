"""A request's id is in its answer, in its problem, and in every line that is logged of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_api, create_app
from api.failures import LastHour
from api.request_ids import RequestIds
from services.settings import get_settings

HEADER = "X-Request-Id"


@contextmanager
def all_logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """An API that logs all it can as JSON, every statement included."""
    monkeypatch.setenv("EARSHOT_LOG_FORMAT", "json")
    monkeypatch.setenv("EARSHOT_LOG_LEVEL", "debug")
    monkeypatch.setenv("EARSHOT_SLOW_STATEMENT", "PT0S")
    get_settings.cache_clear()
    with TestClient(create_app(), base_url="http://testserver") as client:
        yield client
    monkeypatch.undo()
    get_settings.cache_clear()


def lines(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines() if line.startswith("{")]


def test_an_id_that_a_proxy_brings_comes_back(client: TestClient) -> None:
    assert client.get("/healthz", headers={HEADER: "edge-7.42"}).headers[HEADER] == "edge-7.42"


@pytest.mark.parametrize("given", ["", "a" * 65, "two words", "line\tbreak", '"quoted"', "-x"])
def test_an_id_that_nobody_should_log_is_replaced(client: TestClient, given: str) -> None:
    made = client.get("/healthz", headers={HEADER: given}).headers[HEADER]

    assert made != given
    assert len(made) == 32


def test_every_request_without_one_gets_its_own(client: TestClient) -> None:
    assert len({client.get("/healthz").headers[HEADER] for _ in range(3)}) == 3


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/calls"), ("GET", "/api/v1/nothing"), ("POST", "/api/v1/events")],
)
def test_a_problem_names_its_request(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path, headers={HEADER: "r-1"})

    assert answer.status_code >= 400
    assert answer.json()["request_id"] == answer.headers[HEADER] == "r-1"


def test_lines_of_a_request_carry_its_id_and_the_call_it_is_about(
    database: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_id = str(uuid4())

    with all_logged(monkeypatch) as client:
        client.get(f"/api/v1/calls/{call_id}", headers={HEADER: "r-2", "Authorization": "Bearer k"})

    mine = [line for line in lines(capsys.readouterr().err) if line.get("request_id") == "r-2"]
    assert any(line["event"] == "Key unknown" for line in mine)
    assert {line["call_id"] for line in mine} == {call_id}


def test_a_slow_statement_is_named_without_what_it_was_asked(
    database: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    body = {"login": "dana.secret", "password": "correct horse battery"}

    with all_logged(monkeypatch) as client:
        client.post("/api/v1/session", json=body)

    slow = [line for line in lines(capsys.readouterr().err) if line["event"] == "slow statement"]
    named = {line["statement"] for line in slow}
    assert any(name.startswith("services.people.") for name in named), named
    assert all(line["took_s"] >= 0 and line["sql"] for line in slow)
    assert "dana.secret" not in "".join(map(json.dumps, slow))


def test_a_request_that_breaks_is_a_problem_with_its_id_and_is_counted() -> None:
    api = create_api()

    def break_down() -> None:
        raise ZeroDivisionError("customer 13800138000")

    api.add_api_route("/api/v1/broken", break_down)
    api.router.routes.insert(0, api.router.routes.pop())
    with TestClient(RequestIds(api), raise_server_exceptions=False) as client:
        answer = client.get("/api/v1/broken", headers={HEADER: "r-3"})
        metrics = client.get("/metrics").text

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/unexpected"
    assert answer.json()["request_id"] == answer.headers[HEADER] == "r-3"
    assert "13800138000" not in answer.text
    counted = {
        sample.labels["problem"]: sample.value
        for family in text_string_to_metric_families(metrics)
        for sample in family.samples
        if sample.name == "earshot_problems_total"
    }
    assert counted["unexpected"] >= 1


def test_failures_are_forgotten_after_an_hour() -> None:
    hour = LastHour()
    hour.add("unexpected", 0)
    hour.add("unexpected", 90)
    hour.add("database-away", 3_599)

    assert hour.counts(3_599) == {"unexpected": 2, "database-away": 1}
    assert hour.counts(3_600) == {"unexpected": 1, "database-away": 1}
    assert hour.counts(3_720) == {"database-away": 1}
