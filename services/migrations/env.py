"""Alembic's door: which tables are ours, and on which connection to work."""

from alembic import context
from sqlmodel import SQLModel

import services.tables  # noqa: F401


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """The job queue's tables are managed by its library."""
    return kind != "table" or not (name or "").startswith("pgqueuer")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_name=is_ours,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
