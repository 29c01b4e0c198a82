"""Counting events sent to us directly that were known already, or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db

KEPT = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Tally:
    duplicates: int = 0
    refused: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.duplicates + other.duplicates, self.refused + other.refused)


def add(session: Session, counted: Mapping[UUID, Tally], at: datetime) -> None:
    """Add what was counted since the last time to the minute of `at`; forget what is old."""
    rows = [
        {"source_id": source_id, "duplicates": tally.duplicates, "refused": tally.refused}
        # In one order for every process, so that two of them cannot deadlock.
        for source_id, tally in sorted(counted.items())
    ]
    minute_at = at.replace(second=0, microsecond=0)
    db.run(session, _ADD, {"rows": db.as_json(rows), "minute_at": minute_at})
    db.run(session, _FORGET, {"before": at - KEPT})


def since(session: Session, source_id: UUID, since: datetime) -> Tally:
    [row] = db.rows(session, _SUM, {"source_id": source_id, "since": since})
    return Tally(row["duplicates"], row["refused"])


_ADD: LiteralString = """
INSERT INTO source_minute (source_id, minute_at, duplicates, refused)
SELECT source_id, %(minute_at)s, duplicates, refused
FROM json_to_recordset(%(rows)s) AS new (source_id uuid, duplicates int, refused int)
ON CONFLICT (source_id, minute_at) DO UPDATE SET
    duplicates = source_minute.duplicates + EXCLUDED.duplicates,
    refused = source_minute.refused + EXCLUDED.refused
"""
_FORGET: LiteralString = """
DELETE FROM source_minute WHERE (source_id, minute_at) IN (
    SELECT source_id, minute_at FROM source_minute WHERE minute_at < %(before)s
    FOR UPDATE SKIP LOCKED
)
"""
_SUM: LiteralString = """
SELECT coalesce(sum(duplicates), 0)::bigint AS duplicates,
    coalesce(sum(refused), 0)::bigint AS refused
FROM source_minute WHERE source_id = %(source_id)s AND minute_at > %(since)s
"""
