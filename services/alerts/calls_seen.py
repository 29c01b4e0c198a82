"""What happened in calls since the last look: begun at a forbidden hour, too often, to refusers.

Each finding names the calls or hits it rests on, so that one looked at twice counts once.
"""

import hmac
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from services import db
from services.alerts.conditions import FatalHit, RefusedCalled, TooOften
from services.alerts.judging import Finding, Reach
from services.people.calling_hours import CallingHours, is_allowed, window_of
from services.tables import AlertKey, AlertSubject, Campaign

_OLDEST = timedelta(days=1)
"""Calls that began longer ago came late, or in a file: nobody can do anything about them now."""


@dataclass(frozen=True, slots=True)
class SeenCall:
    """An outbound call of which an event came since the last look."""

    call_id: UUID
    unit_id: UUID | None
    agent_id: UUID | None
    campaign_id: UUID | None
    number: str | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class SeenHit:
    """A fatal hit that was found since the last look, and still counts."""

    hit_id: UUID
    rule_key: str
    rule_name: str
    start_s: float
    call_id: UUID
    unit_id: UUID | None
    agent_id: UUID | None
    campaign_id: UUID | None


def seen_calls(session: Session, since: datetime, now: datetime) -> list[SeenCall]:
    """By index of the events that came: nothing is read that did not change."""
    asked = {"since": since, "oldest": now - _OLDEST, "now": now + _OLDEST}
    return [SeenCall(*row) for row in db.tuples(session, _CALLS, asked)]


def seen_hits(session: Session, since: datetime, now: datetime) -> list[SeenHit]:
    rows = db.tuples(session, _HITS, {"since": since, "oldest": now - _OLDEST})
    return [SeenHit(*row) for row in rows]


def fatal_hits(condition: FatalHit, reach: Reach, hits: Iterable[SeenHit]) -> list[Finding]:
    """One finding for each call. Pure."""
    by_call: dict[UUID, list[SeenHit]] = defaultdict(list)
    for hit in hits:
        wanted = not condition.rule_keys or hit.rule_key in condition.rule_keys
        if wanted and reach.has(hit.unit_id, hit.campaign_id):
            by_call[hit.call_id].append(hit)
    return [_of_call(sorted(found, key=lambda hit: hit.start_s)) for found in by_call.values()]


def outside_hours(
    reach: Reach,
    calls: Iterable[SeenCall],
    hours: dict[UUID, CallingHours],
    zone_of: dict[UUID, str],
    zone: str,
) -> list[Finding]:
    """One finding for each campaign and team. `zone` is that of calls of no team. Pure."""
    by_place: dict[tuple[UUID, UUID | None], list[SeenCall]] = defaultdict(list)
    for call in calls:
        allowed = hours.get(call.campaign_id) if call.campaign_id else None
        if allowed is None or not reach.has(call.unit_id, call.campaign_id):
            continue
        place = _zone(zone_of.get(call.unit_id, zone) if call.unit_id else zone)
        if not is_allowed(call.started_at, window_of(allowed, call.number, place)):
            assert call.campaign_id is not None
            by_place[call.campaign_id, call.unit_id].append(call)
    return [_of_campaign(found) for found in by_place.values()]


def too_often(
    session: Session, condition: TooOften, reach: Reach, calls: Iterable[SeenCall], key: bytes
) -> list[Finding]:
    """Numbers that were called more often than the condition allows, by these calls."""
    by_id = {call.call_id: call for call in calls if reach.has(call.unit_id, call.campaign_id)}
    asked = {
        "calls": list(by_id),
        "within": timedelta(hours=condition.hours),
        "campaign_id": reach.campaign_id,
        "times": condition.times,
    }
    found = db.rows(session, _TIMES, asked) if by_id else []
    return _of_numbers(found, by_id, key, limit=condition.times)


def refused_called(
    session: Session,
    condition: RefusedCalled,
    reach: Reach,
    calls: Iterable[SeenCall],
    key: bytes,
) -> list[Finding]:
    """Numbers that were called though somebody there had refused. The value is days since."""
    by_id = {call.call_id: call for call in calls if reach.has(call.unit_id, call.campaign_id)}
    asked = {
        "calls": list(by_id),
        "within": timedelta(days=condition.days),
        "outcomes": list(condition.outcomes),
        "rule_keys": list(condition.rule_keys),
    }
    found = db.rows(session, _REFUSED, asked) if by_id else []
    return _of_numbers(found, by_id, key, limit=condition.days)


def campaign_hours(session: Session) -> dict[UUID, CallingHours]:
    """Of campaigns that have any."""
    kept = session.exec(select(Campaign.id, Campaign.calling_hours)).all()
    return {each: CallingHours.model_validate(hours) for each, hours in kept if hours is not None}


def number_key(session: Session) -> bytes:
    """What numbers are digested with; made the first time. Ask under the watch's lock."""
    key = session.exec(select(AlertKey)).first()
    if key is None:
        key = AlertKey(secret=secrets.token_hex(32))
        session.add(key)
        session.flush()
    return bytes.fromhex(key.secret)


def digest(number: str, key: bytes) -> str:
    """Which number it is, for those who have the key, and nothing else. Pure."""
    return hmac.new(key, number.encode(), sha256).hexdigest()


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _of_call(hits: list[SeenHit]) -> Finding:
    first = hits[0]
    return Finding(
        AlertSubject.CALL,
        str(first.call_id),
        unit_id=first.unit_id,
        agent_id=first.agent_id,
        campaign_id=first.campaign_id,
        call_id=first.call_id,
        start_s=first.start_s,
        detail=first.rule_name,
        abouts=frozenset(hit.hit_id for hit in hits),
    )


def _of_campaign(calls: list[SeenCall]) -> Finding:
    newest = max(calls, key=lambda call: call.started_at)
    return Finding(
        AlertSubject.CAMPAIGN,
        f"{newest.campaign_id}/{newest.unit_id or ''}",
        unit_id=newest.unit_id,
        campaign_id=newest.campaign_id,
        call_id=newest.call_id,
        abouts=frozenset(call.call_id for call in calls),
    )


def _of_numbers(
    rows: Collection[dict[str, Any]], by_id: dict[UUID, SeenCall], key: bytes, *, limit: float
) -> list[Finding]:
    """One for each number; its newest call says where it belongs. Pure."""
    by_number: dict[str, list[tuple[SeenCall, float]]] = defaultdict(list)
    for row in rows:
        call = by_id[row["id"]]
        by_number[call.number or ""].append((call, float(row["value"])))
    findings = []
    for number, found in by_number.items():
        newest, value = max(found, key=lambda each: each[0].started_at)
        findings.append(
            Finding(
                AlertSubject.NUMBER,
                digest(number, key),
                unit_id=newest.unit_id,
                agent_id=newest.agent_id,
                campaign_id=newest.campaign_id,
                call_id=newest.call_id,
                value=round(value, 2),
                limit=limit,
                abouts=frozenset(call.call_id for call, _ in found),
            )
        )
    return findings


_CALLS: LiteralString = """
SELECT id, unit_id, agent_id, campaign_id, customer_number, started_at FROM call
WHERE id IN (SELECT call_id FROM event WHERE received_at > %(since)s AND call_id IS NOT NULL
        AND at > %(oldest)s::timestamptz - interval '1 day')
    AND direction = 'outbound' AND started_at BETWEEN %(oldest)s AND %(now)s
"""
_HITS: LiteralString = """
SELECT hit.id, hit.rule_key, hit.rule_name, hit.start_s, call.id, call.unit_id, call.agent_id,
    call.campaign_id
FROM hit JOIN call ON call.id = hit.call_id AND call.evaluation_id = hit.evaluation_id
WHERE hit.fatal AND hit.violation AND hit.created_at > %(since)s AND call.fatal_hits > 0
    AND coalesce(call.ended_at, call.started_at) >= %(oldest)s
"""
_TIMES: LiteralString = """
SELECT fresh.id, count(*) AS value
FROM call AS fresh JOIN call AS other ON other.customer_number = fresh.customer_number
    AND other.started_at > fresh.started_at - %(within)s AND other.started_at <= fresh.started_at
    AND other.direction = 'outbound'
    AND (%(campaign_id)s::uuid IS NULL OR other.campaign_id = %(campaign_id)s::uuid)
WHERE fresh.id = ANY(%(calls)s) AND fresh.customer_number IS NOT NULL
GROUP BY fresh.id HAVING count(*) > %(times)s
"""
_REFUSED: LiteralString = """
SELECT fresh.id,
    extract(epoch FROM fresh.started_at - max(before.started_at)) / 86400 AS value
FROM call AS fresh JOIN call AS before ON before.customer_number = fresh.customer_number
    AND before.started_at >= fresh.started_at - %(within)s
    AND before.started_at < fresh.started_at
WHERE fresh.id = ANY(%(calls)s) AND fresh.customer_number IS NOT NULL
    AND (before.outcome = ANY(%(outcomes)s::text[]) OR EXISTS (
        SELECT FROM hit WHERE hit.call_id = before.id
            AND hit.evaluation_id = before.evaluation_id
            AND hit.rule_key = ANY(%(rule_keys)s::text[])
    ))
GROUP BY fresh.id
"""
