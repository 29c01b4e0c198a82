"""What rules are judged by, read from the database: for all agents, calls and campaigns at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session, col, select

from services import db
from services.activity.agent_time import LONGEST
from services.activity.newest_state import newest_state
from services.dialers import health
from services.tables import AgentState, Source

_WATCHED = (AgentState.READY, AgentState.WRAP_UP, AgentState.BREAK)


@dataclass(frozen=True, slots=True)
class AgentNow:
    """What an active agent is doing, and since when."""

    agent_id: UUID
    unit_id: UUID
    state: AgentState
    since: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that goes on, since an agent joined or a person answered."""

    call_id: UUID
    agent_id: UUID | None
    unit_id: UUID | None
    campaign_id: UUID | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Abandoned:
    """Of a campaign's calls that a person answered in 30 days, how many met nobody in time."""

    campaign_id: UUID
    live_answers: int
    abandoned: int


@dataclass(frozen=True, slots=True)
class Connects:
    """Of the 60 minutes until now, and of the same ones yesterday."""

    dials: int
    connects: int
    dials_before: int
    connects_before: int


@dataclass(frozen=True, slots=True)
class Silent:
    source_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class Tree:
    """The units, and which of them lie below which."""

    company_id: UUID
    zone: str
    """Of the company."""
    zones: dict[UUID, str]
    below: dict[UUID, frozenset[UUID]]
    """Each unit with all below it."""


def read_tree(session: Session) -> Tree | None:
    """None while there is no company."""
    rows = db.rows(session, "SELECT id, parent_id, timezone FROM unit ORDER BY id", {})
    top = next((row for row in rows if row["parent_id"] is None), None)
    if top is None:
        return None
    zones = {row["id"]: row["timezone"] for row in rows}
    below = _below({row["id"]: row["parent_id"] for row in rows})
    return Tree(top["id"], top["timezone"], zones, below)


def agents_now(session: Session, now: datetime) -> list[AgentNow]:
    """Agents who are ready, in wrap-up or on a break."""
    asked = {"forgotten": now - LONGEST, "now": now, "states": [each.value for each in _WATCHED]}
    return [
        AgentNow(row["id"], row["unit_id"], AgentState(row["state"]), row["at"], row["reason"])
        for row in db.rows(session, _AGENTS, asked)
    ]


def open_calls(session: Session) -> list[OpenCall]:
    rows = db.rows(session, _OPEN_CALLS, {})
    return [
        OpenCall(row["id"], row["agent_id"], row["unit_id"], row["campaign_id"], row["since"])
        for row in rows
    ]


def abandoned(session: Session, now: datetime, units: Collection[UUID]) -> list[Abandoned]:
    """By campaign, over rolling 30 days, calls of no team included."""
    asked = {"since": now - timedelta(days=30), "units": [*units, UUID(int=0)]}
    return [
        Abandoned(row["campaign_id"], row["live_answers"], row["abandoned"])
        for row in db.rows(session, _ABANDONED, asked)
    ]


def connects(
    session: Session, now: datetime, units: Collection[UUID], campaign_id: UUID | None
) -> Connects:
    """Of the teams `units`, zero for everybody; of one campaign, or of all."""
    kind = "campaign" if campaign_id else "unit"
    if campaign_id is None and UUID(int=0) in units:
        kind = "all"
    asked = {
        "kind": kind,
        "units": list(units),
        "campaign_id": campaign_id or UUID(int=0),
        "now": now,
    }
    [row] = db.rows(session, _CONNECTS, asked)
    return Connects(*(int(row[name] or 0) for name in Connects.__slots__))


def silent(session: Session, patience: timedelta) -> list[Silent]:
    since = health.silent_sources(session, patience)
    found = session.exec(select(Source.id, Source.name).where(col(Source.name).in_(since))).all()
    return [Silent(source_id, since[name]) for source_id, name in found]


def _below(parents: dict[UUID, UUID | None]) -> dict[UUID, frozenset[UUID]]:
    """Each unit with all whose way up leads over it; a loop ends where it began."""
    found: dict[UUID, set[UUID]] = {unit_id: set() for unit_id in parents}
    for unit_id in parents:
        for each in _way_up(unit_id, parents):
            found[each].add(unit_id)
    return {unit_id: frozenset(each) for unit_id, each in found.items()}


def _way_up(unit_id: UUID, parents: dict[UUID, UUID | None]) -> Sequence[UUID]:
    way: list[UUID] = []
    at: UUID | None = unit_id
    while at is not None and at not in way:
        way.append(at)
        at = parents.get(at)
    return way


_AGENTS: LiteralString = f"""
SELECT agent.id, team.unit_id, state.state, state.at, state.reason
FROM agent
JOIN LATERAL (
    SELECT unit_id FROM membership
    WHERE membership.agent_id = agent.id AND membership.since <= %(now)s
    ORDER BY membership.since DESC LIMIT 1
) AS team ON true
JOIN LATERAL ({newest_state(agent="agent.id", now="%(now)s")}) AS state ON true
WHERE agent.active AND state.state = ANY(%(states)s)
"""
_OPEN_CALLS: LiteralString = """
SELECT id, agent_id, unit_id, campaign_id, coalesce(bridged_at, answered_at) AS since
FROM call
WHERE ended_at IS NULL AND state IN ('talking', 'held')
    AND coalesce(bridged_at, answered_at) IS NOT NULL
"""
_ABANDONED: LiteralString = """
SELECT campaign_id, sum(live_answers)::bigint AS live_answers, sum(abandoned)::bigint AS abandoned
FROM counter
WHERE kind = 'campaign' AND key = ANY(%(units)s) AND bucket_at >= %(since)s
GROUP BY campaign_id
"""
_CONNECTS: LiteralString = """
SELECT sum(dials) FILTER (WHERE recent) AS dials,
    sum(connects) FILTER (WHERE recent) AS connects,
    sum(dials) FILTER (WHERE NOT recent) AS dials_before,
    sum(connects) FILTER (WHERE NOT recent) AS connects_before
FROM (
    SELECT dials, connects, true AS recent FROM counter
    WHERE kind = %(kind)s AND key = ANY(%(units)s) AND campaign_id = %(campaign_id)s
        AND bucket_at > %(now)s - interval '65 minutes'
    UNION ALL
    SELECT dials, connects, false FROM counter
    WHERE kind = %(kind)s AND key = ANY(%(units)s) AND campaign_id = %(campaign_id)s
        AND bucket_at > %(now)s - interval '1 day 65 minutes'
        AND bucket_at <= %(now)s - interval '1 day 5 minutes'
) AS hours
"""
