"""What a migration does to a large table while events are being written into it.

See docs/operations.md, "Large tables". A test (tests/test_house_migrations.py) refuses
migrations that keep such a table from being written for as long as it is large.
"""

from alembic import op


def add_index(name: str, table: str, columns: str, *, unique: bool = False) -> None:
    """Build an index while the table is written into, however long that takes. Safe to repeat.

    `columns` as in SQL: `(call_id)`, `USING brin (received_at)`. What a try that was killed
    left, which no query uses, is built anew. Ends the transaction of the migration before it,
    so let it be the first thing a migration does.
    """
    kind = "UNIQUE INDEX" if unique else "INDEX"
    with op.get_context().autocommit_block():
        # It waits for every transaction that is open, which may be a backup: that is no harm.
        op.execute("SET lock_timeout = 0")
        if not _is_valid(name):
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE {kind} CONCURRENTLY {name} ON {table} {columns}")
        op.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")


def add_check(name: str, table: str, condition: str) -> None:
    """Add a constraint and prove it of the rows that are there, while others are written.

    Safe to repeat. Ends the transaction of the migration before it.
    """
    with op.get_context().autocommit_block():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition}) NOT VALID")
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def _is_valid(name: str) -> bool:
    found = op.get_bind().exec_driver_sql(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%(name)s)", {"name": name}
    )
    return bool(found.scalar())


LOCK_TIMEOUT = "3s"
"""How long a migration waits for a table. All who come later wait behind it meanwhile."""
