"""Agents one by one: who they are, and in which team from when to when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from services.calls import refold
from services.calls.placing import Move, move_agents
from services.clock import utc_now
from services.errors import Conflict, Forbidden, NotFound
from services.people import audit, organisation, reach
from services.people.access import Caller, Scope
from services.tables import Agent, Membership, Unit


class AlreadyInTeam(Conflict):
    """The agent belongs to this team at that time already."""


class MembershipNotFound(NotFound):
    """There is no such move of this agent."""


class MembershipBegun(Conflict):
    """This has begun already: calls are counted by it. Move the agent again instead."""


class MoveBeyondScope(Forbidden):
    """This move leads to a team outside what you see."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A team of an agent, from one instant to the next move; `until` is None for good."""

    id: UUID
    unit_id: UUID
    unit_name: str
    timezone: str
    since: datetime
    until: datetime | None
    lies_ahead: bool


def add_agent(
    session: Session,
    caller: Caller,
    *,
    code: str,
    name: str,
    unit_id: UUID,
    since_date: date | None,
) -> Agent:
    """Add an agent who belongs to a team from a day on; today unless told otherwise.

    What dialers already call by this code is theirs where whoever adds them sees the whole
    centre: the calls made by that name come along, which nobody else has seen. Raises
    AgentCodeTaken, UnitUnknown, UnitArchived, UnitNoTeam.
    """
    refold.hold_events(session)
    unit = reach.chosen_team(session, caller.scope, unit_id)
    since = midnight(since_date or _today(unit), unit)
    agent = organisation.create_agent(session, code=code, name=name, unit_id=unit.id, since=since)
    audit.record(
        session,
        actor=caller.actor,
        act="agent.created",
        subject=str(agent.id),
        after={"code": code, "name": name, "unit": unit.name, "since": since.isoformat()},
    )
    if caller.scope == Scope():
        refold.match_by_code(session, [agent.id], actor=caller.actor)
    return agent


def change_agent(
    session: Session, caller: Caller, agent_id: UUID, changes: Mapping[str, Any]
) -> Agent:
    """Change `name` and `active`. Raises AgentUnknown."""
    agent = reach.agent_in_reach(session, caller.scope, agent_id)
    session.refresh(agent, with_for_update=True)
    wanted = {field: to for field, to in changes.items() if getattr(agent, field) != to}
    for field, value in wanted.items():
        before = getattr(agent, field)
        setattr(agent, field, value)
        audit.record(
            session,
            actor=caller.actor,
            act=_act(field, value),
            subject=str(agent.id),
            before={field: before},
            after={field: value},
        )
    session.add(agent)
    refold.announce(session, [agent.id])
    return agent


def list_stays(session: Session, caller: Caller, agent_id: UUID) -> list[Stay]:
    """The teams of an agent, newest first. Raises AgentUnknown."""
    agent = reach.agent_in_reach(session, caller.scope, agent_id)
    found = session.exec(
        select(Membership, Unit)
        .join(Unit, col(Membership.unit_id) == Unit.id)
        .where(Membership.agent_id == agent.id)
        .order_by(col(Membership.since).desc())
    ).all()
    ends = [None, *(membership.since for membership, _ in found)]
    now = utc_now()
    return [
        Stay(
            id=membership.id,
            unit_id=unit.id,
            unit_name=unit.name,
            timezone=unit.timezone,
            since=membership.since,
            until=until,
            lies_ahead=membership.since > now,
        )
        for (membership, unit), until in zip(found, ends, strict=False)
    ]


def transfer(
    session: Session,
    caller: Caller,
    agent_id: UUID,
    *,
    unit_id: UUID,
    since_date: date | None,
    replaces: UUID | None = None,
) -> None:
    """Let an agent belong to a team from a day's midnight in its zone on, or from now on.

    `replaces` is a move that lies ahead and is corrected by this one. Calls that began
    before stay where they were. Raises AgentUnknown, UnitUnknown, UnitArchived, UnitNoTeam,
    AlreadyInTeam, MembershipNotFound, MembershipBegun, MoveBeyondScope.
    """
    refold.hold_events(session)
    agent = reach.agent_in_reach(session, caller.scope, agent_id)
    unit = reach.chosen_team(session, caller.scope, unit_id)
    withdrawn = [_ahead(session, caller, agent, replaces)] if replaces else []
    since = midnight(since_date, unit) if since_date else utc_now()
    _require_new(session, agent, unit, since, withdrawn)
    move = Move(agent.id, unit.id, since)
    move_agents(session, [move], actor=caller.actor, withdrawn=withdrawn)


def withdraw(session: Session, caller: Caller, agent_id: UUID, membership_id: UUID) -> None:
    """Take back a move that lies ahead.

    Raises AgentUnknown, MembershipNotFound, MembershipBegun, MoveBeyondScope.
    """
    refold.hold_events(session)
    agent = reach.agent_in_reach(session, caller.scope, agent_id)
    membership = _ahead(session, caller, agent, membership_id)
    move_agents(session, [], actor=caller.actor, withdrawn=[membership])


def midnight(day: date, unit: Unit) -> datetime:
    """When `day` begins where `unit` is."""
    return datetime.combine(day, time.min, ZoneInfo(unit.timezone)).astimezone(UTC)


def _today(unit: Unit) -> date:
    return utc_now().astimezone(ZoneInfo(unit.timezone)).date()


def _act(field: str, value: Any) -> str:
    if field == "name":
        return "agent.renamed"
    return "agent.activated" if value else "agent.deactivated"


def _ahead(session: Session, caller: Caller, agent: Agent, membership_id: UUID) -> Membership:
    membership = session.get(Membership, membership_id)
    if membership is None or membership.agent_id != agent.id:
        raise MembershipNotFound(membership_id=membership_id)
    if membership.since <= utc_now():
        raise MembershipBegun(membership_id=membership_id)
    if not caller.scope.sees_unit(membership.unit_id):
        raise MoveBeyondScope(membership_id=membership_id)
    return membership


def _require_new(
    session: Session, agent: Agent, unit: Unit, since: datetime, withdrawn: Sequence[Membership]
) -> None:
    taken_back = {membership.id for membership in withdrawn}
    newest_first = select(Membership).where(
        Membership.agent_id == agent.id, Membership.since <= since
    )
    stays = session.exec(newest_first.order_by(col(Membership.since).desc())).all()
    there = next((stay for stay in stays if stay.id not in taken_back), None)
    if there is not None and there.unit_id == unit.id:
        raise AlreadyInTeam(field="unit_id", agent_id=agent.id)
