"""Which team agents belong to from when on: calls, time and boards follow a change of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, delete, select

from services import jobs
from services.activity import agents, counters, notices
from services.activity.agent_time import Team, team_at
from services.activity.contributions import difference
from services.activity.notices import Notice
from services.calls.locks import lock
from services.calls.refold import hold_events, notice_of
from services.clock import utc_now
from services.people import audit, organisation
from services.tables import CounterKind, Membership, Unit


class Move(NamedTuple):
    """The agent belongs to the unit from `since` on."""

    agent_id: UUID
    unit_id: UUID
    since: datetime


def move_agents(
    session: Session,
    moves: Sequence[Move],
    *,
    actor: str,
    withdrawn: Sequence[Membership] = (),
) -> None:
    """Let agents belong to other teams from some instants on; what came before stays.

    `withdrawn` are moves that are taken back. Safe to repeat: a second move of an agent at
    the same instant replaces the first. Calls of after a move follow it by a job, time at
    once; a move that lies ahead takes effect by itself. Call it once per transaction.
    """
    if not moves and not withdrawn:
        return
    hold_events(session)
    since = _earliest([*moves, *withdrawn])
    lock(session, since)
    teams = agents.teams_of(session, since)
    before = agents.time_since(session, since, teams)
    names = _unit_names(session)
    for membership in withdrawn:
        _withdraw(session, membership, actor, names)
    for move in moves:
        _place(session, move, teams.get(move.agent_id, []), actor, names)
    after = agents.time_since(session, since, agents.teams_of(session, since))
    moved = difference(before, after)
    counters.add(session, moved)
    units = {UUID(key) for kind, key, *_ in moved if kind is CounterKind.UNIT}
    units |= {move.unit_id for move in moves}
    notices.publish(session, notice_of(since, teams) | Notice(units=frozenset(units)))
    _follow(session, moves)


def _earliest(places: Iterable[Move | Membership]) -> dict[UUID, datetime]:
    """The first instant at which something changes, by agent."""
    since: dict[UUID, datetime] = {}
    for place in places:
        since[place.agent_id] = min(place.since, since.get(place.agent_id, place.since))
    return since


def _place(
    session: Session,
    move: Move,
    teams: Sequence[Team],
    actor: str,
    names: Mapping[UUID, str],
) -> None:
    organisation.place_agent(session, move.agent_id, unit_id=move.unit_id, since=move.since)
    came_from = team_at(teams, move.since)
    audit.record(
        session,
        actor=actor,
        act="agent.moved",
        subject=str(move.agent_id),
        unit_id=str(move.unit_id),
        since=move.since.isoformat(),
        before={"unit": names[came_from] if came_from else None},
        after={"unit": names[move.unit_id], "since": move.since.isoformat()},
    )


def _withdraw(
    session: Session, membership: Membership, actor: str, names: Mapping[UUID, str]
) -> None:
    session.exec(delete(Membership).where(col(Membership.id) == membership.id))
    audit.record(
        session,
        actor=actor,
        act="agent.move_withdrawn",
        subject=str(membership.agent_id),
        before={"unit": names[membership.unit_id], "since": membership.since.isoformat()},
        after={"unit": None},
    )


def _follow(session: Session, moves: Iterable[Move]) -> None:
    """Calls that began after a move follow it; boards follow one that lies ahead in its time."""
    now = utc_now()
    begun = _earliest(move for move in moves if move.since <= now)
    if begun:
        earliest = min(begun.values())
        jobs.enqueue(session, jobs.RefoldAgents(agent_ids=tuple(sorted(begun)), since=earliest))
    ahead: dict[datetime, set[UUID]] = {}
    for move in moves:
        if move.since > now:
            ahead.setdefault(move.since, set()).add(move.agent_id)
    for since, agent_ids in ahead.items():
        due = jobs.RefoldAgents(agent_ids=tuple(sorted(agent_ids)), since=since)
        jobs.enqueue(session, due, delay=since - now)


def _unit_names(session: Session) -> dict[UUID, str]:
    return {unit.id: unit.name for unit in session.exec(select(Unit))}
