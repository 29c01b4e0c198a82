"""Processes say whether the database fits them: an update migrates it while they still run."""

import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from earshot import app
from services import migrations, shape
from services.db import transaction

NEWER = "9999"
FROM_NEWER = f"COMMENT ON TABLE alembic_version IS 'processes from {NEWER} on'"


def say(*statements: str) -> None:
    with transaction() as session:
        for statement in statements:
            session.connection().exec_driver_sql(statement)


def at(migration: str) -> str:
    return f"UPDATE alembic_version SET version_num = '{migration}'"


@pytest.fixture
def put_back(database: None) -> Iterator[None]:
    yield
    say(at(migrations.newest()))
    with transaction() as session:
        shape.note_oldest(session)


def test_what_a_process_knows_is_the_newest_migration() -> None:
    assert migrations.newest() == shape.KNOWN
    assert shape.OLDEST <= shape.KNOWN


def test_nothing_is_noted_while_the_database_fits(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ready", "note": None}


def test_one_that_an_update_left_behind_goes_on_and_says_so(
    client: TestClient, put_back: None
) -> None:
    say(at(NEWER))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["note"] == (
        f"the database is at 9999, this process knows {shape.KNOWN}: it goes on, "
        "but restart it with the new version soon"
    )


def test_one_that_cannot_use_the_database_any_more_is_not_ready(
    client: TestClient, put_back: None
) -> None:
    say(at(NEWER), FROM_NEWER)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/database-ahead")
    assert "Restart it" in answer.json()["detail"]


def test_one_before_whose_database_nobody_came_is_not_ready(
    client: TestClient, put_back: None
) -> None:
    say(at("0001"))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/database-behind")
    assert "earshot migrate" in answer.json()["detail"]


def test_the_log_says_it_once(put_back: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="services.shape")
    told = shape.tell_changes(None)
    say(at(NEWER))
    for _ in range(3):
        told = shape.tell_changes(told)
    say(FROM_NEWER)
    shape.tell_changes(told)

    lasting, stopping = (record.getMessage() for record in caplog.records)
    assert "it goes on" in lasting
    assert "cannot store what comes" in stopping


def test_an_old_version_leaves_a_newer_database_alone(put_back: None) -> None:
    say(at(NEWER))
    lasting = CliRunner().invoke(app, ["migrate"])
    say(FROM_NEWER)
    stopping = CliRunner().invoke(app, ["migrate"])

    assert (lasting.exit_code, stopping.exit_code) == (0, 1)
    assert "A newer version has changed the database" in stopping.output
    with transaction() as session:
        assert shape.read(session) == shape.Shape(NEWER, NEWER)
