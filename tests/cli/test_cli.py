"""The command line, as an administrator uses it."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import col, select
from typer.testing import CliRunner

from earshot import app
from services.calls.record import record_events
from services.db import rows, run, transaction
from services.people import keys, sessions, signing_in
from services.tables import AuditEntry
from tests.counting import Centre
from tests.factories import make_company

runner = CliRunner()


def call(*arguments: str, typed: str = "", code: int = 0) -> str:
    done = runner.invoke(app, arguments, input=typed, catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.stdout


def doctor(code: int = 0, *options: str) -> dict[str, dict[str, object]]:
    lines = call("doctor", "--json", *options, code=code).splitlines()
    return {check["name"]: check for check in map(json.loads, lines)}


def test_a_key_is_made_listed_and_revoked(database: None) -> None:
    secret = call(
        "key", "create", "dialer", "--source", "asterisk", "--scope", "events:write"
    ).strip()
    with transaction() as session:
        key = keys.find_key(session, secret)
        assert key is not None
        key_id = key.id
    assert secret[:8] in call("key", "list")

    call("key", "revoke", str(key_id), typed="n\n", code=1)
    with transaction() as session:
        assert keys.find_key(session, secret) is not None
    call("key", "revoke", str(key_id), typed="y\n")

    with transaction() as session:
        assert keys.find_key(session, secret) is None
        acts = session.exec(select(AuditEntry.act).order_by(col(AuditEntry.id))).all()
    assert acts == ["key.created", "key.revoked"]


def test_a_user_is_added_and_gets_a_new_password(database: None) -> None:
    with transaction() as session:
        make_company(session)
    call(
        *("user", "create", "erin", "--name", "Erin", "--role", "inspector"),
        *("--password", "a long enough one"),
    )
    assert "erin" in call("user", "list")
    call("user", "password", "erin", "--password", "another long one")

    with transaction() as session:
        signed_in = signing_in.sign_in(
            session, "erin", "another long one", sessions.Visitor("127.0.0.1")
        )
    assert isinstance(signed_in, sessions.SignedIn)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("user", "password", "nobody", "--password", "long enough 1"), "no such user"),
        (("key", "revoke", "00000000-0000-0000-0000-000000000000", "--yes"), "no such key"),
        (("user", "create", "x", "--name", "X", "--role", "lead", "--password", "short"), ""),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    database: None, arguments: tuple[str, ...], sentence: str
) -> None:
    with transaction() as session:
        make_company(session)

    assert sentence in call(*arguments, code=1).lower()


def test_doctor_finds_nothing_wrong_in_order(database: None, home: Path) -> None:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
        run(session, "UPDATE source SET recordings_expected = false", {})
    with transaction() as session:
        record_events(session, centre.a_shift())

    checks = doctor(0, "--recount")

    assert all(check["ok"] for check in checks.values()), checks
    assert checks["counters"]["finding"] == "exactly what the calls say"


def test_doctor_finds_a_counter_that_is_off_and_a_recording_that_never_came(
    database: None, home: Path
) -> None:
    centre = Centre()
    with transaction() as session:
        centre.build(session)
    with transaction() as session:
        record_events(session, centre.a_shift())
        run(session, "UPDATE counter SET dials = dials + 1 WHERE kind = 'all'", {})

    checks = doctor(1, "--recount")

    assert not checks["counters"]["ok"]
    assert checks["missing recordings"]["finding"] == "dialer: 1"
    with transaction() as session:
        assert rows(session, "SELECT 1 AS one FROM counter LIMIT 1", {})


def test_an_unknown_benchmark_is_refused(database: None) -> None:
    assert "ingest" in call("bench", "nonsense", code=2)


@pytest.mark.processes
def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "earshot", "serve", "--port", port],
            env={**os.environ, "EARSHOT_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert done.returncode == 1
    assert "listens on this port" in done.stdout
    assert port in done.stdout
    assert not (tmp_path / "pg").exists()


def test_doctor_says_that_the_direct_address_is_wrong_and_looks_on(
    database: None, home: Path, tmp_path: Path
) -> None:
    place = {
        **os.environ,
        "EARSHOT_HOME": str(tmp_path),
        "EARSHOT_DATABASE_DIRECT_URL": "postgresql://earshot:s3cret@127.0.0.1:1/earshot",
    }

    done = subprocess.run(
        [sys.executable, "-m", "earshot", "doctor", "--json"],
        env=place,
        capture_output=True,
        text=True,
    )

    checks = {check["name"]: check for check in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert not checks["notices"]["ok"]
    assert checks["notices"]["finding"].startswith("EARSHOT_DATABASE_DIRECT_URL cannot be used: ")
    assert checks["database"]["ok"]
    assert "clock" in checks
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", [("doctor",), ("serve", "--port", "0")])
def test_a_database_that_is_away_is_said_in_a_sentence(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    place = {
        **os.environ,
        "EARSHOT_HOME": str(tmp_path),
        "EARSHOT_DATABASE_URL": "postgresql://earshot:s3cret@127.0.0.1:1/earshot",
    }

    done = subprocess.run(
        [sys.executable, "-m", "earshot", *command], env=place, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stdout.startswith("The database cannot be reached or used.")
    assert "Traceback" not in done.stdout + done.stderr
    assert "s3cret" not in done.stdout + done.stderr
