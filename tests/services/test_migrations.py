"""Migrations and tables say the same, whoever runs them and however many at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from psycopg import sql

from services.db import get_engine
from services.migrations import config


def test_migrations_make_exactly_the_tables(database: None) -> None:
    with get_engine().connect() as connection:
        command.check(config(connection))


@pytest.fixture
def empty_database(server: str) -> Iterator[str]:
    """A database that has never been migrated."""
    name = f"fresh_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield server.replace("/earshot?", f"/{name}?", 1)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.mark.processes
def test_many_processes_may_start_at_once(empty_database: str) -> None:
    env = {**os.environ, "EARSHOT_DATABASE_URL": empty_database}
    command_line = [sys.executable, "-m", "earshot", "migrate"]
    started = [
        subprocess.Popen(command_line, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]

    for process in started:
        _, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint.decode()
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
