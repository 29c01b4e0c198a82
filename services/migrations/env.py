"""Alembic's door: which tables are ours, and on which connection to work."""

from typing import Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import services.tables  # noqa: F401


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """The job queue's tables are managed by its library."""
    return kind != "table" or not (name or "").startswith("pgqueuer")


def render_plainly(kind: str, what: object, _: object) -> str | Literal[False]:
    """Migrations outlive the libraries of the day: write SQLModel's string as SQLAlchemy's."""
    return "sa.String()" if kind == "type" and isinstance(what, AutoString) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_name=is_ours,
    render_item=render_plainly,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
