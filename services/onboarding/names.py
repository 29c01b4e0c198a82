"""What dialers call agents: names that are somebody's, and names that nobody has yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from services import db, jobs, paging
from services.calls import refold
from services.clock import utc_now
from services.errors import NotFound, Rejected
from services.onboarding.agents import add_agent
from services.onboarding.guessing import Guess, Guesser, Known
from services.paging import Paged
from services.people import audit, reach
from services.people.access import Caller
from services.tables import Agent, AgentIdentity, Source


class NameNotFound(NotFound):
    """There is no such name, or it is not this agent's."""


class NameUnknown(Rejected):
    """There is no such name, or somebody has it already."""


class SourceUnknown(Rejected):
    """There is no such source."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that is an agent's."""

    id: UUID
    source_id: UUID
    source_name: str
    external_id: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name that nobody has, what came of it, and whose it may be."""

    id: UUID
    source_id: UUID
    source_name: str
    external_id: str
    first_seen_at: datetime
    ignored_at: datetime | None
    calls: int
    last_call_at: datetime | None
    guesses: list[Guess]


class NewAgent(NamedTuple):
    code: str
    name: str
    unit_id: UUID
    since_date: date | None


class Match(NamedTuple):
    """Whose a name is: an agent's, or somebody's who is new."""

    identity_id: UUID
    agent_id: UUID | None
    new_agent: NewAgent | None


def list_names(session: Session, caller: Caller, agent_id: UUID) -> list[Named]:
    """An agent's names, by source. Raises AgentUnknown."""
    agent = reach.agent_in_reach(session, caller.scope, agent_id)
    found = session.exec(
        select(AgentIdentity, Source)
        .join(Source, col(AgentIdentity.source_id) == Source.id)
        .where(AgentIdentity.agent_id == agent.id)
        .order_by(col(Source.name), col(AgentIdentity.external_id))
    )
    return [
        Named(name.id, source.id, source.name, name.external_id, name.first_seen_at)
        for name, source in found
    ]


def list_sources(session: Session) -> list[Source]:
    """By name."""
    return list(session.exec(select(Source).order_by(col(Source.name))))


def link(
    session: Session, caller: Caller, agent_id: UUID, *, source_id: UUID, external_id: str
) -> None:
    """Say that a source means this agent by a name; the calls of before follow.

    A name that dialers have used and nobody has brings calls that only those have seen who
    see the whole centre, so nobody else gives it away. Raises AgentUnknown, SourceUnknown,
    NameMatched, BeyondScope.
    """
    refold.hold_events(session)
    agent = reach.agent_in_reach(session, caller.scope, agent_id)
    if session.get(Source, source_id) is None:
        raise SourceUnknown(field="source_id", source_id=source_id)
    if _waits(session, source_id, external_id):
        reach.require_everything(caller.scope)
    refold.match_identity(
        session,
        source_id=source_id,
        external_id=external_id,
        agent_id=agent.id,
        actor=caller.actor,
    )


def unlink(session: Session, caller: Caller, agent_id: UUID, identity_id: UUID) -> None:
    """Take a name back from an agent; its calls and its time go with it, by a job.

    Raises AgentUnknown, NameNotFound.
    """
    refold.hold_events(session)
    agent = reach.agent_in_reach(session, caller.scope, agent_id)
    identity = session.get(AgentIdentity, identity_id)
    if identity is None or identity.agent_id != agent.id:
        raise NameNotFound(identity_id=identity_id)
    take_back(session, identity, actor=caller.actor)


def take_back(session: Session, identity: AgentIdentity, *, actor: str) -> None:
    """The name is nobody's from now on, and was nobody's before. Events must be held."""
    assert identity.agent_id is not None
    source = session.get_one(Source, identity.source_id)
    audit.record(
        session,
        actor=actor,
        act="agent.unmatched",
        subject=str(identity.agent_id),
        source_id=str(identity.source_id),
        before={"name": identity.external_id, "source": source.name},
        after={"name": None},
    )
    agent_ids = (identity.agent_id,)
    identity.agent_id = None
    session.add(identity)
    jobs.enqueue(session, jobs.RefoldAgents(agent_ids=agent_ids, identity_ids=(identity.id,)))


def list_unmatched(
    session: Session,
    caller: Caller,
    *,
    ignored: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[Unmatched]:
    """Names that nobody has, those seen last first. Raises BeyondScope, CursorBroken."""
    reach.require_everything(caller.scope)
    after = paging.decode(cursor, datetime, UUID) if cursor is not None else (None, None)
    found = db.rows(
        session,
        _UNMATCHED,
        {"ignored": ignored, "at": after[0], "id": after[1], "limit": limit + 1},
    )
    guesser = Guesser(_known(session)) if found and not ignored else None
    listed = [
        Unmatched(**row, guesses=guesser.guess(row["external_id"]) if guesser else [])
        for row in found
    ]
    return paging.cut(listed, limit, lambda name: [name.first_seen_at, name.id])


def match_names(session: Session, caller: Caller, matches: Sequence[Match]) -> int:
    """Give names to agents, new ones among them, all or none. Returns how many.

    Raises BeyondScope, NameUnknown, AgentUnknown, and what adding an agent raises.
    """
    reach.require_everything(caller.scope)
    refold.hold_events(session)
    matched = []
    added: dict[str, Agent] = {}
    for number, match in enumerate(matches):
        identity = _unmatched(session, match.identity_id, f"items.{number}.identity_id")
        agent = _agent_of(session, caller, match, added)
        session.refresh(identity)
        if identity.agent_id is None:
            identity.agent_id = agent.id
            identity.ignored_at = None
            session.add(identity)
            matched.append(identity)
    session.flush()
    refold.follow_match(session, matched, caller.actor)
    return len(matches)


def ignore_names(
    session: Session, caller: Caller, identity_ids: Sequence[UUID], *, ignored: bool
) -> None:
    """Say that names are no people's, or that they may be after all. Safe to repeat.

    Raises BeyondScope, NameUnknown.
    """
    reach.require_everything(caller.scope)
    for number, identity_id in enumerate(identity_ids):
        identity = _unmatched(session, identity_id, f"identity_ids.{number}")
        if (identity.ignored_at is not None) == ignored:
            continue
        identity.ignored_at = utc_now() if ignored else None
        session.add(identity)
        audit.record(
            session,
            actor=caller.actor,
            act="name.ignored" if ignored else "name.considered",
            subject=identity.external_id,
            source_id=str(identity.source_id),
        )


def _waits(session: Session, source_id: UUID, external_id: str) -> bool:
    found = session.exec(
        select(AgentIdentity.id).where(
            AgentIdentity.source_id == source_id,
            AgentIdentity.external_id == external_id,
            col(AgentIdentity.agent_id).is_(None),
        )
    ).first()
    return found is not None


def _unmatched(session: Session, identity_id: UUID, field: str) -> AgentIdentity:
    identity = session.get(AgentIdentity, identity_id, with_for_update=True)
    if identity is None or identity.agent_id is not None:
        raise NameUnknown(field=field, identity_id=identity_id)
    return identity


def _agent_of(session: Session, caller: Caller, match: Match, added: dict[str, Agent]) -> Agent:
    """Several names may be those of one who is new."""
    if match.new_agent is not None:
        code = match.new_agent.code
        if code not in added:
            added[code] = add_agent(session, caller, **match.new_agent._asdict())
        return added[code]
    assert match.agent_id is not None
    return reach.agent_in_reach(session, caller.scope, match.agent_id)


def _known(session: Session) -> list[Known]:
    found = session.exec(select(Agent.id, Agent.code, Agent.name).where(col(Agent.active)))
    return [Known(*row) for row in found]


_UNMATCHED = """
SELECT i.id, i.source_id, source.name AS source_name, i.external_id, i.first_seen_at,
    i.ignored_at, counted.calls, latest.started_at AS last_call_at
FROM agent_identity i
JOIN source ON source.id = i.source_id
CROSS JOIN LATERAL (
    SELECT count(*) AS calls FROM (
        SELECT 1 FROM call WHERE call.source_id = i.source_id
            AND call.agent_key = i.external_id AND call.agent_id IS NULL
        LIMIT 10000
    ) counted_one_by_one
) counted
LEFT JOIN LATERAL (
    SELECT started_at FROM call WHERE call.source_id = i.source_id
        AND call.agent_key = i.external_id AND call.agent_id IS NULL
    ORDER BY started_at DESC LIMIT 1
) latest ON true
WHERE i.agent_id IS NULL AND (i.ignored_at IS NOT NULL) = %(ignored)s
    AND (%(at)s::timestamptz IS NULL
        OR (i.first_seen_at, i.id) < (%(at)s::timestamptz, %(id)s::uuid))
ORDER BY i.first_seen_at DESC, i.id DESC
LIMIT %(limit)s
"""
