"""A day beside others: running numbers, goals with their pace, records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services import db
from services.activity import board_sql
from services.activity.audiences import Audience
from services.boards import comparing_sql
from services.boards.comparing_sql import METRICS
from services.boards.days import Day, Numbers, day_of, regrouped, running_sums, sum_until, today
from services.boards.goals import ListedGoal, goals_today
from services.boards.pace import GoalHours, expected
from services.boards.records import BestDay, read_records
from services.clock import utc_now
from services.errors import Rejected
from services.people.callers import unit_and_below
from services.people.reach import AgentUnknown
from services.tables import CounterKind, Goal, Unit

_HEAT = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose counters are read: teams', one agent's, or what teams did for a campaign."""

    kind: CounterKind
    keys: Sequence[UUID]
    campaign_id: UUID | None = None

    def params(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "keys": list(self.keys), "campaign": self.campaign_id}


@dataclass(frozen=True, slots=True)
class ComparedDay:
    day: Day
    running: Mapping[str, Sequence[float]]
    """By metric, the sum at the end of each five minutes from midnight on; today up to now."""
    by_now: Numbers
    """Through the five minutes in which this time of day lies."""
    whole: Numbers


@dataclass(frozen=True, slots=True)
class PacedGoal:
    listed: ListedGoal
    done: float
    """Today, in the metric's own unit."""
    expected: float
    """What of the target is to be reached by now."""


@dataclass(frozen=True, slots=True)
class Interval:
    since: datetime
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class HeatCell:
    weekday: int
    """1 for Monday to 7."""
    hour: int
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Comparison:
    unit: Unit
    now: datetime
    days: Sequence[ComparedDay]
    """Today, yesterday, and the same weekday last week."""
    goals: Sequence[PacedGoal]
    records: Sequence[BestDay]


class AgentUnaccounted(Rejected):
    """Numbers of agents are not kept by campaign: ask for one or the other."""


def compare(
    session: Session,
    unit: Unit,
    audience: Audience,
    *,
    campaign_id: UUID | None = None,
    agent_id: UUID | None = None,
    about_agents: bool = True,
) -> Comparison:
    """Today's numbers of the board of `unit` beside other days', as `audience` may see them.

    Of one campaign or one agent when asked; goals and records are always the board's, and
    those of single agents are left out without `about_agents`. Raises AgentUnaccounted,
    AgentUnknown.
    """
    now = utc_now()
    members = members_of(session, audience)
    own = members if about_agents else []
    return Comparison(
        unit=unit,
        now=now,
        days=compare_days(session, unit, whose(audience, members, campaign_id, agent_id), now),
        goals=pace_goals(session, audience, own, unit, now),
        records=_records(session, unit, audience, own, now),
    )


def whose(
    audience: Audience,
    members: Sequence[UUID],
    campaign_id: UUID | None = None,
    agent_id: UUID | None = None,
) -> Whose:
    """The counters behind what `audience` sees: of all, of one campaign or of one agent.

    Raises AgentUnaccounted, AgentUnknown.
    """
    agent_id = agent_id or audience.agent_id
    if agent_id is None:
        return _of_teams(audience, campaign_id)
    if campaign_id is not None:
        raise AgentUnaccounted(field="campaign_id")
    if agent_id not in members:
        raise AgentUnknown(field="agent_id")
    return Whose(CounterKind.AGENT, [agent_id])


def members_of(session: Session, audience: Audience) -> list[UUID]:
    """The agents whose cards `audience` sees."""
    if audience.agent_id is not None:
        return [audience.agent_id]
    rows = db.rows(session, board_sql.MEMBERS, {"units": list(audience.unit_ids)})
    return [row["agent_id"] for row in rows]


def compare_days(session: Session, unit: Unit, of: Whose, now: datetime) -> list[ComparedDay]:
    """Today, yesterday, and the same weekday last week."""
    zone = ZoneInfo(unit.timezone)
    this = today(now, zone)
    days = [day_of(this.date - timedelta(days=ago), zone) for ago in (0, 1, 7)]
    found = _buckets(session, days, of)
    return [
        ComparedDay(
            day,
            running_sums(day, min(now, day.until), buckets, METRICS),
            sum_until(day.at_time_of(now, zone), buckets, METRICS),
            sum_until(day.until, buckets, METRICS),
        )
        for day, buckets in zip(days, found, strict=True)
    ]


def read_intervals(session: Session, day: Day, of: Whose, period: timedelta) -> list[Interval]:
    """What each `period` of a day brought, as far as the day has come."""
    [buckets] = _buckets(session, [day], of)
    return [Interval(*each) for each in regrouped(day, utc_now(), buckets, period)]


def read_heat(session: Session, unit: Unit, of: Whose, now: datetime) -> list[HeatCell]:
    """What four weeks up to today's midnight brought, by weekday and hour; where anything did."""
    zone = ZoneInfo(unit.timezone)
    midnight = today(now, zone).since
    params = of.params() | {"zone": unit.timezone, "since": midnight - _HEAT, "until": midnight}
    return [
        HeatCell(row["weekday"], row["hour"], {name: row[name] for name in METRICS})
        for row in db.rows(session, comparing_sql.HOURS, params)
    ]


def pace_goals(
    session: Session, audience: Audience, agent_ids: Sequence[UUID], unit: Unit, now: datetime
) -> list[PacedGoal]:
    """The goals in force of the board's unit, of units below it, and of `agent_ids`."""
    units = [] if audience.agent_id else [unit.id, *audience.unit_ids]
    goals = [each for each in goals_today(session, units, agent_ids) if _sees(audience, each.goal)]
    done = _done(session, goals, now)
    return [_paced(each, done.get(each.goal.id, 0.0), now) for each in goals]


def _of_teams(audience: Audience, campaign_id: UUID | None) -> Whose:
    if campaign_id is None:
        return Whose(CounterKind.UNIT, sorted(audience.unit_ids))
    limits = dict(audience.campaigns)
    teams = [
        unit_id
        for unit_id in sorted(audience.unit_ids)
        if unit_id not in limits or campaign_id in limits[unit_id]
    ]
    return Whose(CounterKind.CAMPAIGN, teams, campaign_id)


def _records(
    session: Session, unit: Unit, audience: Audience, agent_ids: Sequence[UUID], now: datetime
) -> list[BestDay]:
    teams = [] if audience.agent_id else sorted(audience.unit_ids)
    return read_records(session, unit, teams, agent_ids, now)


def _sees(audience: Audience, goal: Goal) -> bool:
    """Whether what the goal counts is seen: a goal of a campaign only by who sees its calls."""
    if goal.campaign_id is None or not audience.campaigns:
        return True
    limits = dict(audience.campaigns)
    everywhere = not audience.unit_ids <= limits.keys()
    return everywhere or any(goal.campaign_id in known for known in limits.values())


def _paced(listed: ListedGoal, done: float, now: datetime) -> PacedGoal:
    goal = listed.goal
    hours = GoalHours.model_validate(goal.hours)
    wanted = expected(goal.target or 0.0, hours, now, ZoneInfo(listed.timezone))
    return PacedGoal(listed, done, round(wanted, 3))


def _done(session: Session, goals: Sequence[ListedGoal], now: datetime) -> dict[UUID, float]:
    below = {
        unit_id: sorted(unit_and_below(session, unit_id))
        for unit_id in {each.goal.unit_id for each in goals}
        if unit_id is not None
    }
    wanted = [_wanted(each, below, now) for each in goals]
    found = db.rows(session, comparing_sql.DONE, {"wanted": db.as_json(wanted)})
    by_goal = {row["id"]: row for row in found}
    metrics = {each.goal.id: each.goal.metric.value for each in goals}
    return {goal_id: row[metrics[goal_id]] for goal_id, row in by_goal.items()}


def _wanted(
    listed: ListedGoal, below: Mapping[UUID, Sequence[UUID]], now: datetime
) -> dict[str, Any]:
    goal = listed.goal
    if goal.unit_id is None:
        kind, keys = CounterKind.AGENT, [goal.agent_id]
    else:
        kind = CounterKind.CAMPAIGN if goal.campaign_id else CounterKind.UNIT
        keys = list(below[goal.unit_id])
    return {
        "id": goal.id,
        "kind": kind.value,
        "keys": keys,
        "campaign": goal.campaign_id,
        "since": today(now, ZoneInfo(listed.timezone)).since,
    }


def _buckets(
    session: Session, days: Sequence[Day], of: Whose
) -> list[dict[datetime, dict[str, float]]]:
    """By day, its five minutes."""
    params = of.params() | {
        "since": [day.since for day in days],
        "until": [day.until for day in days],
    }
    found: list[dict[datetime, dict[str, float]]] = [{} for _ in days]
    for row in db.rows(session, comparing_sql.BUCKETS, params):
        numbers = {name: row[name] for name in METRICS}
        found[row["nth"] - 1][row["bucket_at"].astimezone(UTC)] = numbers
    return found
