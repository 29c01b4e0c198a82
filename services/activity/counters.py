"""Adding to the counters, set-based and in one statement per transaction."""

from typing import Any

from sqlmodel import Session

from services import db
from services.activity.contributions import Contribution, Key, Numbers

COLUMNS = (
    "dials",
    "connects",
    "effective_talks",
    "sales",
    "talk_s",
    "hold_s",
    "scored",
    "score_sum",
    "fatal_hits",
    "ready_s",
    "wrap_s",
    "break_s",
    "logged_s",
)


def add(session: Session, changes: Contribution) -> None:
    """Add `changes` to the counters. Call it once per transaction.

    Rows are locked in key order, so two transactions that count for the same team wait
    for each other and never deadlock; a second call would break that order.
    """
    if not changes:
        return
    ordered = sorted(changes.items(), key=_by_key)
    params: dict[str, Any] = {
        "kinds": [key[0].value for key, _ in ordered],
        "keys": [key[1] for key, _ in ordered],
        "buckets": [key[2] for key, _ in ordered],
    }
    params |= {name: [float(numbers.get(name, 0)) for _, numbers in ordered] for name in COLUMNS}
    db.run(session, _UPSERT, params)


def _by_key(change: tuple[Key, Numbers]) -> tuple[str, bytes, float]:
    (kind, key, bucket_at), _ = change
    return (kind.value, key.bytes, bucket_at.timestamp())


_UPSERT = """
INSERT INTO counter (kind, key, bucket_at, dials, connects, effective_talks, sales, talk_s,
                     hold_s, scored, score_sum, fatal_hits, ready_s, wrap_s, break_s, logged_s)
SELECT * FROM unnest(
    %(kinds)s::text[], %(keys)s::uuid[], %(buckets)s::timestamptz[], %(dials)s::int[],
    %(connects)s::int[], %(effective_talks)s::int[], %(sales)s::int[], %(talk_s)s::float8[],
    %(hold_s)s::float8[], %(scored)s::int[], %(score_sum)s::float8[], %(fatal_hits)s::int[],
    %(ready_s)s::float8[], %(wrap_s)s::float8[], %(break_s)s::float8[], %(logged_s)s::float8[])
ON CONFLICT (kind, key, bucket_at) DO UPDATE SET
    dials = counter.dials + EXCLUDED.dials,
    connects = counter.connects + EXCLUDED.connects,
    effective_talks = counter.effective_talks + EXCLUDED.effective_talks,
    sales = counter.sales + EXCLUDED.sales,
    talk_s = counter.talk_s + EXCLUDED.talk_s,
    hold_s = counter.hold_s + EXCLUDED.hold_s,
    scored = counter.scored + EXCLUDED.scored,
    score_sum = counter.score_sum + EXCLUDED.score_sum,
    fatal_hits = counter.fatal_hits + EXCLUDED.fatal_hits,
    ready_s = counter.ready_s + EXCLUDED.ready_s,
    wrap_s = counter.wrap_s + EXCLUDED.wrap_s,
    break_s = counter.break_s + EXCLUDED.break_s,
    logged_s = counter.logged_s + EXCLUDED.logged_s
"""
