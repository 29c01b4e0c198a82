"""Changes of tables that have rows."""

from typing import Any

import sqlalchemy as sa
from alembic import op


def add_filled(table: str, name: str, kind: sa.types.TypeEngine[Any], for_those_there: str) -> None:
    """Add a column that may not be null; `for_those_there` is the SQL of what rows get.

    PostgreSQL keeps a constant default of old rows aside: it does not rewrite the table.
    """
    default = sa.text(for_those_there)
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.alter_column(table, name, server_default=None)
