"""Which calls are due, and which nobody may delete."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.clock import utc_now
from services.retention.rules import RetentionRule
from services.tables import Depth

HELD: LiteralString = """EXISTS (
    SELECT FROM legal_hold AS hold WHERE hold.lifted_at IS NULL AND (
        hold.kind = 'call' AND hold.subject = call.id::text
        OR hold.kind = 'campaign' AND hold.subject = call.campaign_id::text
        OR hold.kind = 'agent' AND (
            hold.subject = call.agent_id::text
            OR call.legs @> jsonb_build_array(jsonb_build_object('agent_id', hold.subject)))
        OR hold.kind = 'customer' AND right(regexp_replace(hold.subject, '\\D', '', 'g'), 9) IN (
            right(regexp_replace(coalesce(call.customer_number, '-'), '\\D', '', 'g'), 9),
            right(regexp_replace(coalesce(call.caller_number, '-'), '\\D', '', 'g'), 9))
    )
)"""
"""The condition on `call`. Numbers are the same by their last nine digits: rather one too many."""

# What comes late, after its kind was deleted, is due again.
_DUE: LiteralString = """
    SELECT call.id, first.name AS rule, first.place, due.depth
    FROM call
    CROSS JOIN LATERAL (
        SELECT rule.* FROM jsonb_to_recordset(%(rules)s::jsonb) AS rule (
            place int, name text, kind text, campaigns jsonb, outcomes jsonb,
            keep_audio_days int, keep_text_days int, keep_call_days int)
        WHERE (rule.campaigns = '[]' OR rule.campaigns ? call.campaign_id::text)
            AND CASE rule.kind
                WHEN 'all' THEN true
                WHEN 'sold' THEN call.sold
                WHEN 'outcomes' THEN rule.outcomes ? call.outcome
                WHEN 'connected' THEN call.connected
                WHEN 'not_connected' THEN NOT call.connected
            END
        ORDER BY rule.place LIMIT 1
    ) AS first
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN call.ended_at < %(at)s - make_interval(days => first.keep_call_days)
                AND (call.emptied_at IS NULL OR call.customer_number IS NOT NULL) THEN 'call'
            WHEN call.ended_at < %(at)s - make_interval(days => first.keep_text_days)
                AND (call.text_deleted_at IS NULL OR EXISTS (
                    SELECT FROM transcript
                    WHERE call_id = call.id AND created_at > call.text_deleted_at)) THEN 'text'
            WHEN call.ended_at < %(at)s - make_interval(days => first.keep_audio_days)
                AND (call.audio_deleted_at IS NULL OR EXISTS (
                    SELECT FROM recording WHERE call_id = call.id)) THEN 'audio'
        END AS depth
    ) AS due
    WHERE call.ended_at < %(at)s - make_interval(days => %(least)s) AND due.depth IS NOT NULL
    """
_NOT_HELD: LiteralString = " AND NOT " + HELD
_CHOOSE: LiteralString = (
    "INSERT INTO retention_item (run_id, call_id, depth, rule, counts, contents, attempts)"
    " SELECT %(run_id)s, id, depth, rule, '{}', '[]', 0 FROM ("
    + _DUE
    + _NOT_HELD
    + ") AS due ON CONFLICT DO NOTHING"
)
_COUNT: LiteralString = (
    "SELECT place, depth, held, count(*) AS calls FROM (SELECT due.*, "
    + HELD
    + " AS held FROM ("
    + _DUE
    + ") AS due JOIN call ON call.id = due.id) AS counted GROUP BY place, depth, held"
)
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DueCount:
    """Of one rule: calls of which so much is due now, and within thirty days."""

    rule: int
    depth: Depth
    tonight: int
    month: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What rules would delete if nothing else changed."""

    counts: list[DueCount]
    held_tonight: int
    """Calls that a hold keeps from it."""


def choose(session: Session, run_id: UUID, rules: tuple[RetentionRule, ...]) -> int:
    """Note what a run has to delete; returns how many calls. Safe to repeat."""
    db.run(session, _CHOOSE, _asked(rules, utc_now()) | {"run_id": run_id})
    found = db.rows(
        session,
        "SELECT count(*) AS n FROM retention_item WHERE run_id = %(run_id)s",
        {"run_id": run_id},
    )
    return int(found[0]["n"])


def preview(session: Session, rules: tuple[RetentionRule, ...]) -> Preview:
    now = utc_now()
    tonight = db.rows(session, _COUNT, _asked(rules, now))
    month = db.rows(session, _COUNT, _asked(rules, now + _MONTH))
    at_once, later = _free(tonight), _free(month)
    return Preview(
        counts=[
            DueCount(rule=place, depth=Depth(depth), tonight=at_once[key], month=later[key])
            for key in sorted(at_once.keys() | later.keys())
            for place, depth in [key]
        ],
        held_tonight=sum(row["calls"] for row in tonight if row["held"]),
    )


def _free(counted: Sequence[dict[str, Any]]) -> Counter[tuple[int, str]]:
    """By rule and depth, without what is held."""
    free = {(row["place"], row["depth"]): row["calls"] for row in counted if not row["held"]}
    return Counter(free)


def held_among(session: Session, call_ids: Sequence[UUID]) -> list[UUID]:
    found = db.rows(
        session,
        "SELECT id FROM call WHERE id = ANY(%(ids)s) AND " + HELD + " ORDER BY id",
        {"ids": list(call_ids)},
    )
    return [row["id"] for row in found]


def is_held(session: Session, call_id: UUID) -> bool:
    return bool(held_among(session, [call_id]))


def _asked(rules: tuple[RetentionRule, ...], at: datetime) -> dict[str, Any]:
    told = [{"place": place} | rule.model_dump(mode="json") for place, rule in enumerate(rules)]
    days = [rule.keep_audio_days for rule in rules]
    known = [each for each in days if each is not None]
    # Nothing is due before the shortest time is over; 2^20 days is before anybody telephoned.
    return {"rules": db.as_json(told), "at": at, "least": min(known) if known else 1 << 19}
