"""Bring a database to the shape this version needs."""

import asyncio
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pgqueuer.queries import Queries
from sqlalchemy import Connection, text

from services.db import database_url, get_engine

_ADVISORY_LOCK = 0x45415253  # "EARS"


def migrate() -> None:
    """Upgrade to the newest version. Many processes may call this at once; one does the work."""
    with get_engine().connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
        try:
            command.upgrade(config(connection), "head")
            connection.commit()
            asyncio.run(_upgrade_queue())
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_LOCK})


def newest() -> str:
    """The last migration that this version knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def config(connection: Connection) -> Config:
    """Alembic's configuration, bound to an open connection."""
    settings = _config()
    settings.attributes["connection"] = connection
    return settings


def _config() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    return settings


async def _upgrade_queue() -> None:
    """The job queue brings its own tables, and its own upgrades of them."""
    async with await psycopg.AsyncConnection.connect(database_url(), autocommit=True) as connection:
        queries = Queries.from_psycopg_connection(connection)
        if not await queries.schema_is_installed():
            await queries.install()
        else:
            await queries.apply_upgrade()
