"""Alembic's door: which tables are ours, and on which connection to work."""

import re
from typing import Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import services.tables  # noqa: F401

_OTHERS = re.compile(r"pgqueuer.*|event_(\d{4,}_\d{2}|before|other)")
"""The job queue's tables, which its library manages, and the parts of the table of events."""


def is_ours(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or not _OTHERS.fullmatch(name or "")


def render_plainly(kind: str, what: object, _: object) -> str | Literal[False]:
    """Migrations outlive the libraries of the day: write SQLModel's string as SQLAlchemy's."""
    return "sa.String()" if kind == "type" and isinstance(what, AutoString) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_name=is_ours,
    render_item=render_plainly,
    compare_server_default=True,
    # One that was waited for in vain is tried again without those before it.
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
