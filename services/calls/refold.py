"""When it is learnt later who an agent is or which team's: calls, time and boards follow.

Names and teams are read while events are recorded. So whoever changes them holds new
events back until the commit: an event is recorded either before the change, and then the
queued job finds it, or with the change in sight.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, select

from services import db, jobs
from services.activity import agents, counters, notices
from services.activity.agent_time import Team
from services.activity.contributions import difference
from services.activity.notices import Notice
from services.calls.events import CallEvent, EventType
from services.calls.locks import lock
from services.calls.memory import Memory
from services.calls.record import bring_up_to_date
from services.clock import utc_now
from services.errors import Conflict
from services.people import audit, organisation
from services.tables import AgentIdentity, CounterKind

_LONGEST_CALL = timedelta(days=1)


class NameMatched(Conflict):
    """This name is matched to another agent already, whose calls have been counted."""


class Move(NamedTuple):
    """The agent belongs to the unit from `since` on."""

    agent_id: UUID
    unit_id: UUID
    since: datetime


def hold_events(session: Session) -> None:
    """Let no event be recorded until the transaction ends, once those under way are.

    Take it before any row that recording events may wait for: names, campaigns, agents.
    """
    db.run(session, "LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE", {})


def match_identity(
    session: Session, *, source_id: UUID, external_id: str, agent_id: UUID, actor: str
) -> None:
    """Say which agent a dialer means by `external_id`; the calls it was named in follow.

    Safe to repeat. Raises NameMatched.
    """
    hold_events(session)
    identity = session.exec(
        select(AgentIdentity).where(
            AgentIdentity.source_id == source_id, AgentIdentity.external_id == external_id
        )
    ).one_or_none()
    identity = identity or AgentIdentity(source_id=source_id, external_id=external_id)
    if identity.agent_id == agent_id:
        return
    if identity.agent_id is not None:
        raise NameMatched(external_id=external_id)
    identity.agent_id = agent_id
    session.add(identity)
    session.flush()
    _follow_match(session, [identity], actor)


def match_by_code(session: Session, agent_ids: Collection[UUID], *, actor: str) -> int:
    """Match what dialers call these agents where that is their code and nobody's yet.

    The calls follow. Returns how many names were matched. Events must be held.
    """
    found = db.rows(
        session,
        """
        UPDATE agent_identity SET agent_id = agent.id FROM agent
        WHERE agent.id = ANY(%(agents)s) AND agent_identity.external_id = agent.code
            AND agent_identity.agent_id IS NULL
        RETURNING agent_identity.*
        """,
        {"agents": list(agent_ids)},
    )
    _follow_match(session, [AgentIdentity(**row) for row in found], actor)
    return len(found)


def move_agents(session: Session, moves: Sequence[Move], *, actor: str) -> None:
    """Let agents belong to another team from some instant on; what came before stays.

    Safe to repeat: a second move at the same instant replaces the first. Calls of
    after the move follow it by a job, time at once. Call it once per transaction.
    """
    if not moves:
        return
    hold_events(session)
    since = {move.agent_id: move.since for move in moves}
    lock(session, since)
    before = agents.time_since(session, since, _teams(session, since))
    for move in moves:
        organisation.place_agent(session, move.agent_id, unit_id=move.unit_id, since=move.since)
        audit.record(
            session,
            actor=actor,
            act="agent.moved",
            subject=str(move.agent_id),
            unit_id=str(move.unit_id),
            since=move.since.isoformat(),
        )
    after = agents.time_since(session, since, _teams(session, since))
    moved = difference(before, after)
    counters.add(session, moved)
    units = {UUID(key) for kind, key, _ in moved if kind is CounterKind.UNIT}
    units |= {move.unit_id for move in moves}
    notices.publish(session, Notice(agents=frozenset(since), units=frozenset(units)))
    begun = {agent_id: at for agent_id, at in since.items() if at <= utc_now()}
    if begun:
        earliest = min(begun.values())
        jobs.enqueue(session, jobs.RefoldAgents(agent_ids=tuple(sorted(begun)), since=earliest))


def stored_events(
    session: Session, agent_ids: Collection[UUID], since: datetime | None
) -> list[int]:
    """Ids of the events that name these agents, as they happened.

    In that order a batch of them touches few calls twice and little of an agent's time.
    With `since`, also of a day before it: who has a call may be said before it is answered.
    """
    found = db.tuples(
        session,
        """
        SELECT e.id FROM event e
        JOIN agent_identity i ON i.source_id = e.source_id AND i.external_id = e.data->>'agent'
        WHERE i.agent_id = ANY(%(agents)s)
            AND e.at >= coalesce(%(since)s::timestamptz, '-infinity')
        ORDER BY e.at, e.id
        """,
        {"agents": list(agent_ids), "since": since and since - _LONGEST_CALL},
    )
    return [event_id for (event_id,) in found]


def refold(session: Session, event_ids: Collection[int]) -> None:
    """Record stored events once more, with names and teams as they are known now.

    Safe to repeat. At most a thousand at a time, as when they came.
    """
    found = db.rows(
        session,
        "SELECT source_id, origin, event_id, type, at, call_id, data"
        " FROM event WHERE id = ANY(%(ids)s)",
        {"ids": list(event_ids)},
    )
    events = [
        CallEvent(
            **row | {"type": EventType(row["type"])},
            call_key=row["data"].get("call_id"),
            agent_key=row["data"].get("agent"),
        )
        for row in found
    ]
    with db.pipelined(session):
        bring_up_to_date(session, events, Memory())
    _announce_hits(session, {event.call_id for event in events if event.call_id})


def _follow_match(session: Session, matched: Iterable[AgentIdentity], actor: str) -> None:
    agent_ids = set()
    for identity in matched:
        assert identity.agent_id is not None
        agent_ids.add(identity.agent_id)
        audit.record(
            session,
            actor=actor,
            act="agent.matched",
            subject=identity.external_id,
            source_id=str(identity.source_id),
            agent_id=str(identity.agent_id),
        )
    if agent_ids:
        jobs.enqueue(session, jobs.RefoldAgents(agent_ids=tuple(sorted(agent_ids))))


def _teams(session: Session, agent_ids: Iterable[UUID]) -> dict[UUID, list[Team]]:
    teams: dict[UUID, list[Team]] = {}
    for row in db.rows(
        session,
        "SELECT agent_id, unit_id, since FROM membership WHERE agent_id = ANY(%(agents)s)"
        " ORDER BY since",
        {"agents": list(agent_ids)},
    ):
        teams.setdefault(row["agent_id"], []).append(Team(row["since"], row["unit_id"]))
    return teams


def _announce_hits(session: Session, call_ids: Collection[UUID]) -> None:
    """Today's fatal hits come onto the boards of the teams their calls belong to now."""
    found = db.rows(
        session,
        "SELECT id FROM hit WHERE call_id = ANY(%(calls)s) AND fatal AND violation"
        " AND created_at > now() - interval '1 day'",
        {"calls": list(call_ids)},
    )
    notices.publish(session, Notice(hits=frozenset(row["id"] for row in found)))
