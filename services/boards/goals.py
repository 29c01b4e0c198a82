"""What teams and agents are to reach in a day: set, ended, listed. Nothing is overwritten."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services import db, paging
from services.boards import goals_sql
from services.boards.pace import GoalHours
from services.clock import utc_now
from services.errors import Forbidden, NotFound, Rejected
from services.paging import Paged
from services.people import audit, organisation, reach
from services.people.access import Caller, Permission
from services.tables import Agent, Goal, GoalMetric, Unit

GoalState = Literal["planned", "current", "past"]


class GoalNotFound(NotFound):
    """There is no such goal, or it is for somebody outside what you see."""


class GoalSubjectWrong(Rejected):
    """A goal is for one unit or for one agent."""


class GoalAgentCampaign(Rejected):
    """A goal for one campaign is for a unit: agents' numbers are not kept by campaign."""


class GoalTooEarly(Rejected):
    """A goal begins today at the earliest: what was aimed at before stays as it was."""


class GoalNotYours(Forbidden):
    """Goals are set by who leads the unit or the agent's team."""


@dataclass(frozen=True, slots=True)
class GoalWanted:
    """What is to be reached per day, in the metric's own unit."""

    unit_id: UUID | None
    agent_id: UUID | None
    campaign_id: UUID | None
    metric: GoalMetric
    target: float
    hours: GoalHours
    valid_from: date | None
    """None for today."""


@dataclass(frozen=True, slots=True)
class GoalFilter:
    """What a list of goals is narrowed to; None narrows nothing."""

    unit_id: UUID | None = None
    """Of the unit itself and of agents who are in it now."""
    agent_id: UUID | None = None
    campaign_id: UUID | None = None
    metric: GoalMetric | None = None
    past: bool = False
    """Also those that were replaced or ended."""


@dataclass(frozen=True, slots=True)
class ListedGoal:
    """A goal with the names of what it is about, by the calendar of its unit."""

    goal: Goal
    unit_name: str
    """Of an agent's goal, the team they are in now."""
    agent_name: str | None
    campaign_name: str | None
    timezone: str
    state: GoalState


def set_goal(session: Session, caller: Caller, wanted: GoalWanted) -> ListedGoal:
    """From its day on it counts instead of the one before.

    Raises NotPermitted, GoalSubjectWrong, UnitNotFound, AgentUnknown, CampaignNotFound,
    GoalNotYours, GoalAgentCampaign, GoalTooEarly.
    """
    caller.require(Permission.GOALS_WRITE)
    unit = _subject(session, caller, wanted.unit_id, wanted.agent_id)
    if wanted.campaign_id is not None:
        if wanted.agent_id is not None:
            raise GoalAgentCampaign(field="campaign_id")
        _require_campaign(session, caller, unit, wanted.campaign_id)
    today = _today(unit)
    if wanted.valid_from is not None and wanted.valid_from < today:
        raise GoalTooEarly(field="valid_from")
    fields = {
        "unit_id": wanted.unit_id,
        "agent_id": wanted.agent_id,
        "campaign_id": wanted.campaign_id,
        "metric": wanted.metric,
        "target": wanted.target,
        "hours": wanted.hours.to_keep(),
        "valid_from": wanted.valid_from or today,
    }
    goal = _append(session, caller, fields, before=_target_then(session, fields), act="goal.set")
    return get_goal(session, caller, goal.id)


def end_goal(session: Session, caller: Caller, goal_id: UUID) -> None:
    """Let nothing be aimed at instead: from today on, or from the day a planned one begins.

    Safe to repeat. Raises NotPermitted, GoalNotFound, GoalNotYours.
    """
    caller.require(Permission.GOALS_WRITE)
    listed = get_goal(session, caller, goal_id)
    goal = listed.goal
    unit = _subject(session, caller, goal.unit_id, goal.agent_id)
    if listed.state == "past":
        return
    fields = goal.model_dump(exclude={"id", "created_at", "created_by"}) | {
        "target": None,
        "valid_from": max(goal.valid_from, _today(unit)),
    }
    _append(session, caller, fields, before=goal.target, act="goal.ended")


def get_goal(session: Session, caller: Caller, goal_id: UUID) -> ListedGoal:
    """Raises GoalNotFound."""
    found = _read(session, caller, goals_sql.ONE, {"goal": goal_id})
    if not found:
        raise GoalNotFound(goal_id=goal_id)
    return found[0]


def list_goals(
    session: Session,
    caller: Caller,
    wanted: GoalFilter,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ListedGoal]:
    """Of units and agents in scope, the newest first; an agent's own too. Raises CursorBroken."""
    caller.require(Permission.BOARD_READ)
    before = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    params = {
        "unit": wanted.unit_id,
        "agent": wanted.agent_id,
        "campaign": wanted.campaign_id,
        "metric": wanted.metric,
        "past": wanted.past,
        "before_at": before[0],
        "before_id": before[1],
        "limit": limit + 1,
    }
    found = _read(session, caller, goals_sql.PAGE, params)
    return paging.cut(found, limit, lambda each: [each.goal.created_at, each.goal.id])


def goals_today(
    session: Session, unit_ids: Collection[UUID], agent_ids: Collection[UUID]
) -> list[ListedGoal]:
    """What is aimed at now by these units and agents, whoever asks."""
    params = {"units": list(unit_ids), "agents": list(agent_ids)}
    return [_listed(row) for row in db.rows(session, goals_sql.TODAY, params)]


def _read(session: Session, caller: Caller, sql: Any, params: dict[str, Any]) -> list[ListedGoal]:
    rows = db.rows(session, sql, params | _sight(session, caller))
    return [_listed(row) for row in rows]


def _sight(session: Session, caller: Caller) -> dict[str, Any]:
    """Which units' goals and whose agents' are seen; null for all."""
    units = [unit_id for (unit_id,) in db.tuples(session, "SELECT id FROM unit", {})]
    own = [part.agent_id for part in caller.scope.parts if part.agent_id]
    campaigns = caller.scope.campaigns
    return {
        "seen": list(filter(caller.scope.sees_unit, units)),
        "overseen": list(filter(caller.scope.oversees, units)),
        "own": own,
        "campaigns": None if campaigns is None else list(campaigns),
    }


def _listed(row: dict[str, Any]) -> ListedGoal:
    names = ("unit_name", "agent_name", "campaign_name", "timezone", "state")
    named = {name: row.pop(name) for name in names}
    return ListedGoal(Goal(**row | {"metric": GoalMetric(row["metric"])}), **named)


def _subject(session: Session, caller: Caller, unit_id: UUID | None, agent_id: UUID | None) -> Unit:
    """The unit that a goal is of, or its agent's team now."""
    if unit_id is not None and agent_id is None:
        unit = reach.unit_in_reach(session, caller.scope, unit_id)
    elif agent_id is not None and unit_id is None:
        unit = _team_of(session, caller, agent_id)
    else:
        raise GoalSubjectWrong(field="unit_id")
    if not caller.scope.oversees(unit.id):
        raise GoalNotYours()
    return unit


def _team_of(session: Session, caller: Caller, agent_id: UUID) -> Unit:
    agent = session.get(Agent, agent_id)
    [row] = db.rows(session, goals_sql.TEAM_NOW, {"agent": agent_id}) or [{"unit_id": None}]
    if agent is None or row["unit_id"] is None or not caller.scope.sees_unit(row["unit_id"]):
        raise reach.AgentUnknown(field="agent_id")
    return organisation.get_unit(session, row["unit_id"])


def _require_campaign(session: Session, caller: Caller, unit: Unit, campaign_id: UUID) -> None:
    campaign = reach.campaign_in_reach(session, caller.scope, campaign_id)
    limit = caller.scope.campaigns_of(unit.id)
    if limit is not None and campaign.id not in limit:
        raise organisation.CampaignNotFound(field="campaign_id")


def _today(unit: Unit) -> date:
    return utc_now().astimezone(ZoneInfo(unit.timezone)).date()


def _target_then(session: Session, fields: dict[str, Any]) -> float | None:
    """What was aimed at on that day until now."""
    found = db.rows(session, goals_sql.THEN, fields)
    return found[0]["target"] if found else None


def _append(
    session: Session,
    caller: Caller,
    fields: dict[str, Any],
    *,
    before: float | None,
    act: str,
) -> Goal:
    goal = Goal(**fields, created_by=caller.actor)
    session.add(goal)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act=act,
        subject=str(goal.unit_id or goal.agent_id),
        metric=goal.metric.value,
        campaign_id=goal.campaign_id and str(goal.campaign_id),
        valid_from=goal.valid_from.isoformat(),
        before={"target": before},
        after={"target": goal.target, "hours": goal.hours},
    )
    return goal
