"""Adding to the counters, set-based and in one statement per transaction."""

from sqlmodel import Session

from services import db
from services.activity.cards import Tally
from services.activity.contributions import Contribution, Key, Numbers

COLUMNS = tuple(Tally.model_fields)
"""What is counted, as boards name it and as the counter table stores it."""


def add(session: Session, changes: Contribution) -> None:
    """Add `changes` to the counters. Call it once per transaction.

    Rows are locked in key order, so two transactions that count for the same team wait
    for each other and never deadlock; a second call would break that order.
    """
    if not changes:
        return
    ordered = [
        {"kind": key[0], "key": key[1], "bucket_at": key[2], "campaign_id": key[3]} | numbers
        for key, numbers in sorted(changes.items(), key=_by_key)
    ]
    db.run(session, _UPSERT, {"changes": db.as_json(ordered)})


def _by_key(change: tuple[Key, Numbers]) -> Key:
    return change[0]


_SUMS = ", ".join(COLUMNS)
_GIVEN = ", ".join(f"coalesce({name}, 0)" for name in COLUMNS)
_TYPED = ", ".join(f"{name} float8" for name in COLUMNS)
_ADDED = ", ".join(f"{name} = counter.{name} + EXCLUDED.{name}" for name in COLUMNS)
_UPSERT = f"""
INSERT INTO counter (kind, key, bucket_at, campaign_id, {_SUMS})
SELECT kind, key, bucket_at, campaign_id, {_GIVEN}
FROM json_to_recordset(%(changes)s) AS new (
    kind text, key uuid, bucket_at timestamptz, campaign_id uuid, {_TYPED})
ON CONFLICT (kind, key, bucket_at, campaign_id) DO UPDATE SET {_ADDED}
"""
