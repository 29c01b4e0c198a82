"""What of the organisation somebody sees: units, agents and campaigns in scope, by name."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.clock import utc_now
from services.paging import Paged
from services.people import callers
from services.people.access import Scope
from services.tables import Agent, Campaign, Membership, Unit


@dataclass(frozen=True, slots=True)
class PlacedAgent:
    """An agent and the team they belong to now."""

    id: UUID
    code: str
    name: str
    unit_id: UUID
    active: bool


def list_units(
    session: Session, scope: Scope, *, cursor: str | None = None, limit: int = 200
) -> Paged[Unit]:
    """By name. Raises CursorBroken."""
    query = select(Unit).where(_in_units(Unit.id, scope.unit_ids))
    found = session.exec(_by_name(query, Unit, cursor, limit)).all()
    return paging.cut(found, limit, lambda unit: [unit.name, unit.id])


def list_agents(
    session: Session,
    scope: Scope,
    *,
    unit_id: UUID | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 200,
) -> Paged[PlacedAgent]:
    """Agents who now belong to a unit in scope, by name; an agent sees only themselves.

    `unit_id` narrows to that unit and everything below it, `q` to names and codes
    that contain it. Raises CursorBroken.
    """
    now_in = _current_memberships()
    query = (
        select(Agent, now_in.c.unit_id)
        .join(now_in, now_in.c.agent_id == col(Agent.id))
        .where(_in_units(now_in.c.unit_id, scope.unit_ids))
    )
    if scope.agent_id is not None:
        query = query.where(Agent.id == scope.agent_id)
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
    session: Session, *, cursor: str | None = None, limit: int = 200
) -> Paged[Campaign]:
    """By name. Raises CursorBroken."""
    found = session.exec(_by_name(select(Campaign), Campaign, cursor, limit)).all()
    return paging.cut(found, limit, lambda campaign: [campaign.name, campaign.id])


def _current_memberships() -> Any:
    """Each agent's newest membership that has begun."""
    return (
        select(Membership.agent_id, Membership.unit_id)
        .where(Membership.since <= utc_now())
        .ext(distinct_on(col(Membership.agent_id)))
        .order_by(col(Membership.agent_id), col(Membership.since).desc())
        .subquery()
    )


def _in_units(column: Any, unit_ids: frozenset[UUID] | None) -> ColumnElement[bool]:
    return true() if unit_ids is None else column.in_(unit_ids)


def _by_name(query: Any, table: Any, cursor: str | None, limit: int) -> Any:
    place = tuple_(col(table.name), col(table.id))
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    return query.order_by(col(table.name), col(table.id)).limit(limit + 1)
