"""Leaves nothing of a test behind."""

from sqlalchemy import text
from sqlmodel import SQLModel

from services.db import get_engine


def empty_database() -> None:
    tables = ", ".join(table.name for table in SQLModel.metadata.sorted_tables)
    with get_engine().begin() as connection:
        connection.execute(text(f"TRUNCATE {tables}, pgqueuer, pgqueuer_log CASCADE"))
