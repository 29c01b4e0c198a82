"""The months that events are kept in: the table `event` is partitioned by their `at`, in UTC.

What fits no month that was made lies in `event_other`, so no event is ever refused for want
of one. An installation from before there were months has a part `event_before`, which ends
where its months begin. Every part has a unique index of its own over the identity of events:
the whole cannot have one, because it would have to contain `at`. It has no primary key
either: an insert that names no index, as ours, would look into it for every event.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import LiteralString, NamedTuple

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from services import db
from services.errors import Unavailable

AHEAD = 2
"""Months that are made beside the current one."""
OTHER = "event_other"
_LEAST = 1_000
"""Events of one month lying in `event_other` that are worth a part of their own."""
MOST = 1_000_000
"""That are moved at once: reads that have to look everywhere wait for some ten seconds."""
_PASSING = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.DuplicateTable,
    psycopg.errors.UniqueViolation,
)
"""Somebody was before us, or did the same at this moment."""
_FIRST = datetime(1, 2, 1, tzinfo=UTC)
_LAST = datetime(9999, 11, 1, tzinfo=UTC)


class EventsBusy(Unavailable):
    """The table of events is in use. Nothing was changed; try again later."""


class Month(NamedTuple):
    """From, and up to but not including, in UTC."""

    from_at: datetime
    to_at: datetime

    @property
    def name(self) -> str:
        """Of its part of the table."""
        return f"event_{self.from_at.year:04}_{self.from_at.month:02}"


class Part(NamedTuple):
    """A part of the table as it is."""

    name: str
    from_at: datetime | None
    """None: from the beginning."""
    to_at: datetime | None
    """None of `event_other`, which has no bounds."""
    events: int
    """As PostgreSQL estimates it."""
    size_bytes: int
    """Indexes included."""


class Gathered(NamedTuple):
    """Events of one month that lie in `event_other`."""

    month: Month
    events: int

    @property
    def is_movable(self) -> bool:
        """Whether a worker gives them their month; else they are too many to be moved at once."""
        return self.events <= MOST


def month_of(at: datetime) -> Month:
    """That `at` lies in. The first and the last that Python knows take what is beyond them."""
    at = min(max(at.astimezone(UTC), _FIRST), _LAST)
    start = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Month(start, (start + timedelta(days=31)).replace(day=1))


def months_from(at: datetime, count: int) -> list[Month]:
    months = [month_of(at)]
    while len(months) < count:
        months.append(month_of(months[-1].to_at))
    return months


def parts(session: Session) -> list[Part]:
    """All there are, the oldest first and `event_other` last."""
    return [Part(**row) for row in db.rows(session, _PARTS, {})]


def missing(session: Session, months: Iterable[Month]) -> list[Month]:
    """Those that no part holds yet."""
    there = [part for part in parts(session) if part.to_at is not None]
    wanted = dict.fromkeys(months)
    return [month for month in wanted if not any(_holds(part, month) for part in there)]


def gathered(session: Session) -> list[Gathered]:
    """Months of which so much lies in `event_other` that they are worth a part of their own."""
    found = db.rows(session, _CROWDED, {"least": _LEAST})
    return [Gathered(month_of(row["at"]), row["events"]) for row in found]


def overfull(session: Session, months: Iterable[Month], most: int) -> list[Month]:
    """Those of which more than `most` events lie in `event_other`."""
    return [month for month in months if _is_overfull(session, month, most)]


def make(session: Session, month: Month) -> None:
    """Give a month its part, with what lies of it in `event_other`, however much that is.

    Give it a transaction of its own. Raises EventsBusy.
    """
    name = month.name
    bounds = f"FOR VALUES FROM ('{month.from_at.isoformat()}') TO ('{month.to_at.isoformat()}')"
    execute = session.connection().exec_driver_sql
    with in_a_moment(session):
        execute(f"LOCK TABLE {OTHER} IN ACCESS EXCLUSIVE MODE")
        execute(f"CREATE TABLE {name} (LIKE event INCLUDING DEFAULTS)")
        execute(f"CREATE UNIQUE INDEX uq_{name} ON {name} (source_id, origin, event_id)")
        execute(f"CREATE INDEX ix_{name}_id ON {name} (id)")
        execute(
            f"WITH moved AS (DELETE FROM {OTHER} WHERE at >= %(from_at)s AND at < %(to_at)s"
            f" RETURNING *) INSERT INTO {name} SELECT * FROM moved",
            {"from_at": month.from_at, "to_at": month.to_at},
        )
        execute(f"ALTER TABLE event ATTACH PARTITION {name} {bounds}")


@contextmanager
def in_a_moment(session: Session) -> Iterator[None]:
    """Wait for tables two seconds at most: whoever waits keeps all who come later waiting.

    Raises EventsBusy; the transaction is over then.
    """
    db.run(session, "SET LOCAL lock_timeout = '2s'", {})
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        if isinstance(getattr(error, "orig", error), _PASSING):
            raise EventsBusy(said=str(error)) from error
        raise


def _is_overfull(session: Session, month: Month, most: int) -> bool:
    [(lying,)] = db.tuples(session, _LYING, {**month._asdict(), "enough": most + 1})
    return int(lying) > most


def _holds(part: Part, month: Month) -> bool:
    assert part.to_at is not None
    return (part.from_at is None or part.from_at <= month.from_at) and part.to_at >= month.to_at


_PARTS: LiteralString = r"""
SELECT part.relname AS name,
    (regexp_match(bound, $$FROM \('([^']+)'\)$$))[1]::timestamptz AS from_at,
    (regexp_match(bound, $$TO \('([^']+)'\)$$))[1]::timestamptz AS to_at,
    greatest(part.reltuples, 0)::bigint AS events,
    pg_total_relation_size(part.oid) AS size_bytes
FROM pg_inherits
JOIN pg_class AS part ON part.oid = inhrelid
CROSS JOIN LATERAL pg_get_expr(part.relpartbound, part.oid) AS bound
WHERE inhparent = 'event'::regclass
ORDER BY to_at NULLS LAST
"""
_CROWDED: LiteralString = """
SELECT date_trunc('month', at, 'UTC') AS at, count(*) AS events
FROM event_other
WHERE at > '0001-02-01 00:00Z' AND at < '9999-11-01 00:00Z'
GROUP BY 1 HAVING count(*) >= %(least)s
ORDER BY 1
"""
_LYING: LiteralString = """
SELECT count(*) FROM (
    SELECT FROM event_other WHERE at >= %(from_at)s AND at < %(to_at)s LIMIT %(enough)s) AS lying
"""
