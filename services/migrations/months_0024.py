"""From one table of events to one in months, and back, while events are being written.

1. `prepare`, outside of transactions, in as long as it takes to read the table twice: a
   constraint that says when the table ends. It is added unproven, which takes a moment, then
   proved, which keeps nobody from writing.
2. `swap`, in one transaction of some hundredths of a second: the table becomes the first part
   of a new one. PostgreSQL looks at no row, because the constraint has said what it asks.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from alembic import op

_SLACK = timedelta(days=7)
"""Between now and the end of the table as it is: until then it takes what comes."""
_END = "ck_event_ends"
_OLD_NAMES = (
    ("pk_event", "pk_event_before"),
    ("uq_event_source_id_origin_event_id", "uq_event_before"),
    ("ix_event_call_id", "ix_event_before_call_id"),
    ("ix_event_received", "ix_event_before_received"),
)
_AHEAD = 2
_COLUMNS = "id, source_id, origin, event_id, type, at, received_at, call_id, data"


def prepare() -> None:
    """Safe to repeat, also after being killed half-way."""
    with op.get_context().autocommit_block():
        if not _is_proved():
            op.execute(f"ALTER TABLE event DROP CONSTRAINT IF EXISTS {_END}")
            _set_aside(_end_of_before())
            op.execute(f"ALTER TABLE event VALIDATE CONSTRAINT {_END}")


def swap() -> None:
    op.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
    end_at = _proved_end()
    assert end_at is not None
    _step_aside()
    _make_whole()
    if _ask("SELECT EXISTS (SELECT FROM event_before)"):
        _attach("event_before", "MINVALUE", f"'{end_at.isoformat()}'")
        op.execute(f"ALTER TABLE event_before DROP CONSTRAINT {_END}")
        first_at = end_at
    else:
        op.execute("DROP TABLE event_before")
        first_at = _first_of_month(datetime.now(UTC))
    op.execute("ALTER TABLE event ATTACH PARTITION event_other DEFAULT")
    for _ in range(_AHEAD + 1):
        first_at = _make_month(first_at)


def swap_back() -> None:
    """In one transaction, and as long as it takes to copy the months since: stop Earshot first.

    Of one identity in two months, which only agents' own events can have, the older stays.
    """
    op.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
    parts = _parts()
    if "event_before" not in parts:
        op.execute("CREATE TABLE event_before (LIKE event INCLUDING DEFAULTS)")
        op.execute(
            "ALTER TABLE event_before ADD CONSTRAINT pk_event_before PRIMARY KEY (id),"
            " ADD CONSTRAINT uq_event_before UNIQUE (source_id, origin, event_id),"
            " ADD CONSTRAINT fk_event_source_id FOREIGN KEY (source_id) REFERENCES source (id)"
        )
        op.execute("CREATE INDEX ix_event_before_call_id ON event_before (call_id)")
        op.execute(
            "CREATE INDEX ix_event_before_received ON event_before USING brin (received_at)"
            " WITH (autosummarize = on)"
        )
    else:
        op.execute("ALTER TABLE event DETACH PARTITION event_before")
        parts.remove("event_before")
    for part in parts:
        op.execute(
            f"INSERT INTO event_before ({_COLUMNS}) SELECT {_COLUMNS} FROM {part}"
            " ORDER BY id ON CONFLICT DO NOTHING"
        )
    op.execute("ALTER SEQUENCE event_id_seq OWNED BY event_before.id")
    op.execute("DROP TABLE event")
    _step_back()


def _set_aside(end_at: datetime) -> None:
    """Make sure that nothing lies, or will lie, behind the end of the table.

    Nearly always nothing does: what claims to be of next month is refused at the door, unless
    somebody allowed it. In one statement to the server, so that it is one transaction.
    """
    op.execute(
        f"""
        DO $$ BEGIN
            CREATE TABLE IF NOT EXISTS event_other (LIKE event INCLUDING DEFAULTS);
            ALTER TABLE event ADD CONSTRAINT {_END} CHECK (at < '{end_at.isoformat()}') NOT VALID;
        END $$
        """
    )
    op.execute(
        f"""
        WITH moved AS (DELETE FROM event WHERE at >= '{end_at.isoformat()}' RETURNING *)
        INSERT INTO event_other SELECT * FROM moved
        """
    )


def _end_of_before() -> datetime:
    return _next(_first_of_month(datetime.now(UTC) + _SLACK))


def _is_proved() -> bool:
    """By a try before this one, and not so long ago that the end is near."""
    end_at = _proved_end()
    return end_at is not None and end_at > datetime.now(UTC) + timedelta(days=1)


def _proved_end() -> datetime | None:
    end = _ask(
        "SELECT (regexp_match(pg_get_constraintdef(oid), $$'([^']+)'$$))[1]::timestamptz"
        f" FROM pg_constraint WHERE conname = '{_END}' AND convalidated"
        " AND conrelid = 'event'::regclass"
    )
    return end.astimezone(UTC) if isinstance(end, datetime) else None


def _step_aside() -> None:
    op.execute("ALTER TABLE event RENAME TO event_before")
    for old, new in _OLD_NAMES:
        op.execute(f"ALTER INDEX {old} RENAME TO {new}")


def _make_whole() -> None:
    op.execute(
        """
        CREATE TABLE event (
            LIKE event_before INCLUDING DEFAULTS,
            CONSTRAINT fk_event_source_id FOREIGN KEY (source_id) REFERENCES source (id)
        ) PARTITION BY RANGE (at)
        """
    )
    op.execute("ALTER SEQUENCE event_id_seq OWNED BY event.id")
    op.execute("CREATE INDEX ix_event_call_id ON event (call_id)")
    op.execute(
        "CREATE INDEX ix_event_received ON event USING brin (received_at) WITH (autosummarize = on)"
    )
    _index("event_other")
    op.execute("CREATE INDEX ix_event_other_at ON event_other (at)")


def _make_month(first_at: datetime) -> datetime:
    """Returns where it ends."""
    name, end_at = f"event_{first_at:%Y_%m}", _next(first_at)
    op.execute(f"CREATE TABLE {name} (LIKE event INCLUDING DEFAULTS)")
    _index(name)
    _attach(name, f"'{first_at.isoformat()}'", f"'{end_at.isoformat()}'")
    return end_at


def _attach(name: str, start: str, end: str) -> None:
    op.execute(f"ALTER TABLE event ATTACH PARTITION {name} FOR VALUES FROM ({start}) TO ({end})")


def _index(name: str) -> None:
    """What a part has of its own. The index of ids is not unique: each insert would ask it."""
    op.execute(f"CREATE UNIQUE INDEX uq_{name} ON {name} (source_id, origin, event_id)")
    op.execute(f"CREATE INDEX ix_{name}_id ON {name} (id)")


def _step_back() -> None:
    op.execute("ALTER TABLE event_before RENAME TO event")
    for old, new in _OLD_NAMES:
        op.execute(f"ALTER INDEX {new} RENAME TO {old}")


def _parts() -> list[str]:
    rows = op.get_bind().exec_driver_sql(
        "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
        " WHERE inhparent = 'event'::regclass ORDER BY relname"
    )
    return [str(name) for (name,) in rows]


def _ask(sql: str) -> Any:
    return op.get_bind().exec_driver_sql(sql).scalar()


def _first_of_month(at: datetime) -> datetime:
    return at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next(first_at: datetime) -> datetime:
    return (first_at + timedelta(days=31)).replace(day=1)
