"""When it is learnt later who an agent is: calls, time and boards follow.

Names and teams are read while events are recorded. So whoever changes them holds new
events back until the commit: an event is recorded either before the change, and then the
queued job finds it, or with the change in sight.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session, select

from services import db, jobs
from services.activity import agents, counters, notices
from services.activity.agent_time import Team
from services.activity.contributions import difference
from services.activity.notices import Left, Notice, Whose
from services.calls.events import CallEvent, EventType
from services.calls.locks import lock
from services.calls.record import bring_up_to_date
from services.errors import Conflict
from services.people import audit
from services.tables import AgentIdentity, Source

_LONGEST_CALL = timedelta(days=1)
_SINCE_EVER = datetime(1970, 1, 1, tzinfo=UTC)
Place: TypeAlias = tuple[int, datetime]
"""Where an event is: its id, and when it happened, which says in which month."""


class NameMatched(Conflict):
    """This name is matched to another agent already, whose calls have been counted."""


def hold_events(session: Session) -> None:
    """Let no event be recorded until the transaction ends, once those under way are.

    Take it before any row that recording events may wait for: names, campaigns, agents.
    """
    # Only the whole: nobody writes into a month but through it.
    db.run(session, "LOCK TABLE ONLY event IN SHARE ROW EXCLUSIVE MODE", {})


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
    identity.ignored_at = None
    session.add(identity)
    session.flush()
    follow_match(session, [identity], actor)


def match_by_code(session: Session, agent_ids: Collection[UUID], *, actor: str) -> int:
    """Match what dialers call these agents where that is their code and nobody's yet.

    The calls follow. Returns how many names were matched. Events must be held.
    """
    found = db.rows(
        session,
        """
        UPDATE agent_identity SET agent_id = agent.id, ignored_at = NULL FROM agent
        WHERE agent.id = ANY(%(agents)s) AND agent_identity.external_id = agent.code
            AND agent_identity.agent_id IS NULL
        RETURNING agent_identity.*
        """,
        {"agents": list(agent_ids)},
    )
    follow_match(session, [AgentIdentity(**row) for row in found], actor)
    return len(found)


def stored_events(
    session: Session,
    agent_ids: Collection[UUID],
    since: datetime | None,
    identity_ids: Collection[UUID] = (),
) -> list[Place]:
    """Where the events are that name these agents, or use these names, as they happened.

    In that order a batch of them touches few calls twice and little of an agent's time.
    With `since`, also of a day before it: who has a call may be said before it is answered.
    """
    return db.tuples(
        session,
        """
        SELECT e.id, e.at FROM event e
        JOIN agent_identity i ON i.source_id = e.source_id AND i.external_id = e.data->>'agent'
        WHERE (i.agent_id = ANY(%(agents)s) OR i.id = ANY(%(identities)s))
            AND e.at >= coalesce(%(since)s::timestamptz, '-infinity')
        ORDER BY e.at, e.id
        """,
        {
            "agents": list(agent_ids),
            "identities": list(identity_ids),
            "since": since and since - _LONGEST_CALL,
        },
    )


def forget_time(session: Session, agent_ids: Collection[UUID]) -> None:
    """Take away what agents' time counts for: names that were theirs no longer are.

    Their events are recorded again after this. What happened in a month whose events are
    gone stays: nothing could bring it back. Safe to repeat. Call it once per transaction.
    """
    lock(session, agent_ids)
    always = dict.fromkeys(agent_ids, _SINCE_EVER)
    teams = agents.teams_of(session, agent_ids)
    counted = agents.time_since(session, always, teams)
    db.run(
        session,
        """
        DELETE FROM agent_state_change AS c WHERE agent_id = ANY(%(agents)s) AND NOT EXISTS (
            SELECT FROM gone_month
            WHERE c.at >= coalesce(from_at, '-infinity') AND c.at < to_at)
        """,
        {"agents": list(agent_ids)},
    )
    counters.add(session, difference(counted, agents.time_since(session, always, teams)))


def announce(session: Session, agent_ids: Collection[UUID]) -> None:
    """Let boards look again at these agents, and at every team that is or was theirs."""
    notices.publish(session, notice_of(agent_ids, agents.teams_of(session, agent_ids)))


def notice_of(agent_ids: Collection[UUID], teams: Mapping[UUID, Iterable[Team]]) -> Notice:
    """Where agents may be now, and where they may be no more: `teams` over time, by agent."""
    were = {(agent_id, team.unit_id) for agent_id, each in teams.items() for team in each}
    return Notice(
        agents=frozenset(agent_ids),
        units=frozenset(unit_id for _, unit_id in were),
        left=frozenset(
            Left("agent", agent_id, Whose(unit_id, agent_id)) for agent_id, unit_id in were
        ),
    )


def refold(session: Session, places: Collection[Place]) -> None:
    """Record stored events once more, with names and teams as they are known now.

    Safe to repeat. At most a thousand at a time, as when they came.
    """
    instants = [at for _, at in places]
    found = db.rows(
        session,
        "SELECT source_id, origin, event_id, type, at, call_id, data FROM event"
        " WHERE id = ANY(%(ids)s) AND at BETWEEN %(first_at)s AND %(last_at)s",
        {
            "ids": [event_id for event_id, _ in places],
            "first_at": min(instants),
            "last_at": max(instants),
        },
    )
    events = [
        CallEvent(
            **row | {"type": EventType(row["type"])},
            call_key=row["data"].get("call_id"),
            agent_key=row["data"].get("agent"),
        )
        for row in found
    ]
    bring_up_to_date(session, events)


def follow_match(session: Session, matched: Iterable[AgentIdentity], actor: str) -> None:
    """Note that names have an agent now, and let the calls and the time they stand for follow."""
    agent_ids = set()
    sources = _source_names(session)
    for identity in matched:
        assert identity.agent_id is not None
        agent_ids.add(identity.agent_id)
        audit.record(
            session,
            actor=actor,
            act="agent.matched",
            subject=str(identity.agent_id),
            source_id=str(identity.source_id),
            after={"name": identity.external_id, "source": sources[identity.source_id]},
        )
    if agent_ids:
        jobs.enqueue(session, jobs.RefoldAgents(agent_ids=tuple(sorted(agent_ids))))


def _source_names(session: Session) -> dict[UUID, str]:
    return {source.id: source.name for source in session.exec(select(Source))}
