"""A real PostgreSQL for every test that asks for `database`; pure tests ask for nothing."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import settings
from sqlmodel import Session

import services.tables  # noqa: F401
from services.db import get_engine, transaction
from services.embedded import EmbeddedPostgres
from services.migrations import migrate
from services.settings import get_settings
from tests.emptying import empty_database

# A machine busy with other work must not fail a property.
settings.register_profile("earshot", deadline=None)
settings.load_profile("earshot")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--payloads", type=int, default=1_100, help="how many payloads to fuzz the dialers with"
    )
    parser.addoption("--uploads", type=int, default=400, help="how many recordings to spoil")
    parser.addoption(
        "--examples", type=int, default=1, help="requests of each role to each operation"
    )


@pytest.fixture(scope="session", autouse=True)
def home() -> Iterator[Path]:
    """A folder of this test run's own, for the database and recordings."""
    # Short, because the path of a Unix socket may not exceed 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="earshot-"))
    os.environ["EARSHOT_HOME"] = str(folder)
    # Tests ask faster than people do; the limit has a test of its own.
    os.environ["EARSHOT_REQUESTS_PER_MINUTE"] = "0"
    get_settings.cache_clear()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[str]:
    """PostgreSQL, migrated by the same door as production. Yields its URL."""
    given = os.environ.get("EARSHOT_TEST_DATABASE_URL")
    postgres = EmbeddedPostgres(home)
    os.environ["EARSHOT_DATABASE_URL"] = given or postgres.start()
    get_settings.cache_clear()
    migrate()
    yield os.environ["EARSHOT_DATABASE_URL"]
    get_engine().dispose()
    if not given:
        postgres.stop()


@pytest.fixture
def database(server: str, home: Path) -> Iterator[None]:
    """An empty database. Commits are real, as in production; it and storage are emptied after."""
    yield
    empty_database()
    for folder in (home / "recordings").glob("*"):
        shutil.rmtree(folder)


@pytest.fixture
def session(database: None) -> Iterator[Session]:
    with transaction() as session:
        yield session


@pytest.fixture
def client(database: None) -> Iterator[TestClient]:
    """The whole API, with its listener and intake running."""
    from api.app import create_app  # noqa: PLC0415  (pure tests need no web framework)

    with TestClient(create_app(), base_url="http://testserver") as client:
        yield client


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
