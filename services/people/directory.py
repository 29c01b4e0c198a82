"""What of the organisation somebody sees: units, agents and campaigns in scope, by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, or_, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, func, select, tuple_

from services import paging
from services.clock import utc_now
from services.paging import Paged
from services.people import callers
from services.people.access import Scope
from services.tables import Agent, Campaign, Membership, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """A unit, and how many active agents belong to it itself now."""

    id: UUID
    parent_id: UUID | None
    kind: UnitKind
    name: str
    timezone: str
    archived_at: datetime | None
    agents: int


@dataclass(frozen=True, slots=True)
class PlacedAgent:
    """An agent and the team they belong to now, or will first belong to."""

    id: UUID
    code: str
    name: str
    unit_id: UUID
    active: bool


def list_units(
    session: Session,
    scope: Scope,
    *,
    archived: bool | None = None,
    cursor: str | None = None,
    limit: int = 200,
) -> Paged[CountedUnit]:
    """By name; `archived` narrows to those that are, or are not. Raises CursorBroken."""
    query = select(Unit).where(_is_one_of(Unit.id, scope.unit_ids), _is_archived(Unit, archived))
    found = session.exec(_by_name(query, Unit, cursor, limit)).all()
    counts = _agents_by_unit(session, [unit.id for unit in found])
    counted = [_counted(unit, counts.get(unit.id, 0)) for unit in found]
    return paging.cut(counted, limit, lambda unit: [unit.name, unit.id])


def get_unit(session: Session, unit: Unit) -> CountedUnit:
    """`unit`, counted."""
    return _counted(unit, _agents_by_unit(session, [unit.id]).get(unit.id, 0))


def get_agent(session: Session, agent: Agent) -> PlacedAgent:
    """`agent`, placed."""
    now_in = _current_memberships()
    team_id = session.exec(select(now_in.c.unit_id).where(now_in.c.agent_id == agent.id)).one()
    return PlacedAgent(agent.id, agent.code, agent.name, team_id, agent.active)


def list_agents(
    session: Session,
    scope: Scope,
    *,
    unit_id: UUID | None = None,
    q: str | None = None,
    active: bool | None = None,
    cursor: str | None = None,
    limit: int = 200,
) -> Paged[PlacedAgent]:
    """Agents who now belong to a unit in scope, by name; an agent sees only themselves.

    `unit_id` narrows to that unit and everything below it, `q` to names and codes
    that contain it, `active` to those who are, or are not. Raises CursorBroken.
    """
    now_in = _current_memberships()
    query = (
        select(Agent, now_in.c.unit_id)
        .join(now_in, now_in.c.agent_id == col(Agent.id))
        .where(_is_one_of(now_in.c.unit_id, scope.unit_ids))
    )
    if scope.agent_id is not None:
        query = query.where(Agent.id == scope.agent_id)
    if active is not None:
        query = query.where(Agent.active == active)
    if unit_id is not None:
        query = query.where(now_in.c.unit_id.in_(callers.unit_and_below(session, unit_id)))
    if q:
        query = query.where(
            or_(
                col(Agent.name).icontains(q, autoescape=True),
                col(Agent.code).icontains(q, autoescape=True),
            )
        )
    found = [
        PlacedAgent(agent.id, agent.code, agent.name, team_id, agent.active)
        for agent, team_id in session.exec(_by_name(query, Agent, cursor, limit)).all()
    ]
    return paging.cut(found, limit, lambda agent: [agent.name, agent.id])


def list_campaigns(
    session: Session,
    scope: Scope,
    *,
    archived: bool | None = None,
    cursor: str | None = None,
    limit: int = 200,
) -> Paged[Campaign]:
    """In scope, by name; `archived` narrows to those that are, or are not. Raises CursorBroken."""
    query = select(Campaign).where(
        _is_one_of(Campaign.id, scope.campaigns), _is_archived(Campaign, archived)
    )
    found = session.exec(_by_name(query, Campaign, cursor, limit)).all()
    return paging.cut(found, limit, lambda campaign: [campaign.name, campaign.id])


def _current_memberships() -> Any:
    """Each agent's newest membership that has begun, or else the first to come."""
    now = utc_now()
    begun = col(Membership.since) <= now
    return (
        select(Membership.agent_id, Membership.unit_id)
        .ext(distinct_on(col(Membership.agent_id)))
        .order_by(
            col(Membership.agent_id),
            begun.desc(),
            case((begun, col(Membership.since))).desc(),
            col(Membership.since),
        )
        .subquery()
    )


def _agents_by_unit(session: Session, unit_ids: Sequence[UUID]) -> dict[UUID, int]:
    now_in = _current_memberships()
    found = session.exec(
        select(now_in.c.unit_id, func.count())
        .join(Agent, col(Agent.id) == now_in.c.agent_id)
        .where(col(Agent.active), now_in.c.unit_id.in_(unit_ids))
        .group_by(now_in.c.unit_id)
    )
    return dict(found.all())


def _counted(unit: Unit, agents: int) -> CountedUnit:
    return CountedUnit(
        id=unit.id,
        parent_id=unit.parent_id,
        kind=unit.kind,
        name=unit.name,
        timezone=unit.timezone,
        archived_at=unit.archived_at,
        agents=agents,
    )


def _is_archived(table: type[Unit] | type[Campaign], archived: bool | None) -> ColumnElement[bool]:
    if archived is None:
        return true()
    column = col(table.archived_at)
    return column.is_not(None) if archived else column.is_(None)


def _is_one_of(column: Any, ids: frozenset[UUID] | None) -> ColumnElement[bool]:
    return true() if ids is None else column.in_(ids)


def _by_name(query: Any, table: Any, cursor: str | None, limit: int) -> Any:
    place = tuple_(col(table.name), col(table.id))
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    return query.order_by(col(table.name), col(table.id)).limit(limit + 1)
