"""Between a folded call and its row in the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Cursor
from sqlmodel import Session

from services import db
from services.calls.fold import FoldedCall, Leg, Visit, is_connect
from services.calls.names import Names
from services.tables import CallState

_FACTS = ("customer_number", "caller_number", "hangup_by", "outcome", "currency")
_SALE = "sale"
_TYPES = {
    "id": "uuid",
    "source_id": "uuid",
    "call_key": "text",
    "state": "text",
    "direction": "text",
    "customer_number": "text",
    "caller_number": "text",
    "campaign_id": "uuid",
    "agent_id": "uuid",
    "agent_key": "text",
    "unit_id": "uuid",
    "started_at": "timestamptz",
    "ringing_at": "timestamptz",
    "answered_at": "timestamptz",
    "bridged_at": "timestamptz",
    "queued_at": "timestamptz",
    "ended_at": "timestamptz",
    "end_estimated": "bool",
    "wait_s": "float8",
    "abandoned": "bool",
    "in_time": "bool",
    "talk_s": "float8",
    "hold_s": "float8",
    "connected": "bool",
    "sold": "bool",
    "effective": "bool",
    "hangup_by": "text",
    "outcome": "text",
    "amount": "float8",
    "currency": "text",
    "legs": "jsonb",
    "visits": "jsonb",
    "extra": "jsonb",
    "fatal_hits": "int",
    "first_at": "timestamptz",
    "last_at": "timestamptz",
    "digest": "bigint",
    "version": "int",
}
_BEFORE = (
    "id, digest, version, score, fatal_hits, campaign_id, direction, connected, sold, effective,"
    " answered_at, bridged_at, queued_at, ended_at, wait_s, abandoned, in_time, outcome,"
    " talk_s, hold_s, legs, first_at, last_at, EXISTS ("
    "SELECT FROM gone_month WHERE to_at > coalesce(call.first_at, call.started_at)"
    " AND coalesce(from_at, '-infinity')"
    " <= coalesce(call.last_at, call.ended_at, call.started_at)) AS in_gone_month"
)
"""What a change must know of the call as it was: what it counted for, where it showed, and
where its events are."""


def row_of(
    call_id: UUID,
    source_id: UUID,
    folded: FoldedCall,
    called: Names,
    old: Mapping[str, Any] | None,
    spoken_of: tuple[datetime, datetime],
) -> dict[str, Any]:
    """The row that `folded` makes of the call; score and identity stay as `old` has them.

    `spoken_of` is the first and the last instant of its events, refuted ones included.
    """
    facts = folded.facts
    legs = [_leg_row(leg, source_id, called) for leg in folded.legs]
    last = legs[-1] if legs else {"agent_id": None, "agent_key": None, "unit_id": None}
    campaign = called.campaigns.get(facts.get("campaign", ""))
    connected = is_connect(folded.answered_at, facts.get("outcome"))
    said = {
        "id": call_id,
        "source_id": source_id,
        "call_key": facts["call_id"],
        "state": folded.state.value,
        "direction": facts.get("direction", "outbound"),
        **{name: facts.get(name) for name in _FACTS},
        "amount": None if facts.get("amount") is None else float(facts["amount"]),
        "campaign_id": campaign.id if campaign else None,
        "agent_id": UUID(last["agent_id"]) if last["agent_id"] else None,
        "agent_key": last["agent_key"],
        "unit_id": UUID(last["unit_id"]) if last["unit_id"] else None,
        "started_at": folded.started_at,
        "ringing_at": folded.ringing_at,
        "answered_at": folded.answered_at,
        "bridged_at": folded.bridged_at,
        "queued_at": folded.visits[0].from_at if folded.visits else None,
        "ended_at": folded.ended_at,
        "end_estimated": folded.end_estimated,
        "wait_s": folded.wait_s,
        "abandoned": folded.abandoned,
        "in_time": _is_in_time(folded.visits, campaign.service_level_s if campaign else 20),
        "talk_s": folded.talk_s,
        "hold_s": folded.hold_s,
        "connected": connected,
        "sold": connected and facts.get("outcome") == _SALE,
        "effective": _is_effective(
            folded, connected, campaign.effective_talk_s if campaign else 30
        ),
        "legs": legs,
        "visits": msgspec.to_builtins(folded.visits),
        "extra": _in_order(folded.extra),
    }
    digest = _digest(said)
    said |= {"digest": digest, "first_at": spoken_of[0], "last_at": spoken_of[1]}
    if old is None:
        return said | {"score": None, "fatal_hits": 0, "version": 1}
    version = old["version"] if old["digest"] == digest else old["version"] + 1
    return said | {
        "score": old["score"],
        "fatal_hits": old["fatal_hits"],
        "version": version,
    }


def ask_before(session: Session, call_ids: Collection[UUID]) -> Cursor[dict[str, Any]]:
    """Ask for the calls as they are, as far as a change of them must know."""
    return db.ask(
        session,
        f"SELECT {_BEFORE} FROM call WHERE id = ANY(%(ids)s::uuid[])",
        {"ids": db.array(call_ids)},
    )


def write(session: Session, calls: Sequence[Mapping[str, Any]]) -> None:
    """Insert or replace calls, all in one statement. Leaves what scoring wrote alone."""
    db.run(session, _UPSERT, {"calls": db.as_json(calls)})


def _digest(said: Mapping[str, Any]) -> int:
    encoded = blake2b(msgspec.json.encode(said), digest_size=8)
    return int.from_bytes(encoded.digest(), signed=True)


def _in_order(extra: dict[str, Any]) -> dict[str, Any]:
    """What is read back from the database has its keys in another order than what came."""
    if not extra:
        return extra
    ordered: dict[str, Any] = msgspec.to_builtins(extra, order="deterministic")
    return ordered


def _is_effective(folded: FoldedCall, connected: bool, threshold_s: int) -> bool:
    ended = folded.state is CallState.ENDED
    return connected and ended and folded.talk_s >= threshold_s


def _is_in_time(visits: Sequence[Visit], promised_s: int) -> bool:
    """Whether an agent took it within `promised_s`, waits in earlier queues included."""
    waited_s = 0.0
    for visit in visits:
        waited_s += (visit.to_at - visit.from_at).total_seconds() if visit.to_at else 0
        if visit.joined:
            return waited_s <= promised_s
    return False


def _leg_row(leg: Leg, source_id: UUID, called: Names) -> dict[str, Any]:
    agent_id = called.agent(source_id, leg.agent_key)
    unit_id = called.team(agent_id, leg.from_at)
    return {
        "agent_key": leg.agent_key,
        "agent_id": str(agent_id) if agent_id else None,
        "unit_id": str(unit_id) if unit_id else None,
        "from_at": leg.from_at.isoformat(),
        "to_at": leg.to_at.isoformat() if leg.to_at else None,
        "talk_s": leg.talk_s,
        "hold_s": leg.hold_s,
    }


_COLUMNS = ", ".join(_TYPES)
_TYPED = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
_CHANGES = ", ".join(
    f"{name} = EXCLUDED.{name}"
    for name in _TYPES
    if name not in {"id", "source_id", "call_key", "fatal_hits"}
)
_UPSERT = f"""
INSERT INTO call ({_COLUMNS}, updated_at)
SELECT {_COLUMNS}, now() FROM json_to_recordset(%(calls)s) AS new ({_TYPED})
ON CONFLICT (id) DO UPDATE SET {_CHANGES}, updated_at = now()
"""
