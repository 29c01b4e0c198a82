"""Where a pooler is between, what a session keeps goes past it."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from services import db
from services.migrations import migrate
from services.settings import Settings, get_settings


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def test_without_a_pooler_there_is_one_address(database: None) -> None:
    assert db.direct_url() == db.database_url()


def test_what_listens_goes_past_the_pooler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_DATABASE_URL", "postgresql://pooler:6432/earshot")
    monkeypatch.setenv(
        "EARSHOT_DATABASE_DIRECT_URL", "postgresql+psycopg://box/earshot?tcp_user_timeout=5000"
    )

    assert db.database_url().startswith("postgresql://pooler:6432/earshot?")
    assert db.direct_url().startswith("postgresql://box/earshot?")
    assert "tcp_user_timeout=5000" in db.direct_url()
    assert "keepalives_idle=10" in db.direct_url()


def test_the_way_past_a_pooler_alone_is_refused() -> None:
    with pytest.raises(ValidationError, match="EARSHOT_DATABASE_URL is not"):
        Settings(database_url=None, database_direct_url="postgresql://box/earshot")


def test_a_migration_needs_no_pooler(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds a lock of its session, on a connection of its own to the server."""
    monkeypatch.setenv("EARSHOT_DATABASE_DIRECT_URL", db.database_url())
    get_settings.cache_clear()

    migrate()

    with db.own_connection() as one, db.own_connection() as other:
        pids = {each.exec_driver_sql("SELECT pg_backend_pid()").scalar() for each in (one, other)}
    assert len(pids) == 2
