"""How often a rule would have been raised in the last seven days, from what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services import db
from services.alerts.conditions import (
    AnyCondition,
    FatalHit,
    Idle,
    LongBreak,
    LongCall,
    LongWrapUp,
)
from services.alerts.rules import check_reach
from services.clock import utc_now
from services.errors import Rejected
from services.people.access import Caller, Permission
from services.people.callers import unit_and_below
from services.people.organisation import get_company, get_unit
from services.tables import AgentState

DAYS = 7


class AlertNotPreviewable(Rejected):
    """How often this would have been raised cannot be told of the past.
    It can of agents' states, long calls and fatal hits."""


@dataclass(frozen=True, slots=True)
class DayOfAlerts:
    day: str
    times: int


@dataclass(frozen=True, slots=True)
class AlertPreview:
    """Times by day, the oldest first, without what cool-downs would have joined."""

    times: int
    agents: int
    days: list[DayOfAlerts]


def preview(
    session: Session,
    caller: Caller,
    condition: AnyCondition,
    *,
    unit_id: UUID | None,
    campaign_id: UUID | None,
) -> AlertPreview:
    """Nothing is stored. Raises AlertNotPreviewable, and what making the rule would."""
    caller.require(Permission.ALERTS_MANAGE)
    check_reach(session, caller, condition, unit_id, campaign_id)
    unit = get_unit(session, unit_id) if unit_id else get_company(session)
    now = utc_now()
    sql, asked = _question(condition)
    rows = db.rows(
        session,
        sql,
        {
            "since": now - timedelta(days=DAYS),
            "now": now,
            "units": list(unit_and_below(session, unit.id)) if unit_id else None,
            "campaign_id": campaign_id,
            "zone": unit.timezone,
            **asked,
        },
    )
    return _summed(rows, now.astimezone(ZoneInfo(unit.timezone)).date())


def _summed(rows: list[dict[str, Any]], today: date) -> AlertPreview:
    by_day: dict[date, int] = {}
    for row in rows:
        by_day[row["day"]] = by_day.get(row["day"], 0) + row["times"]
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    return AlertPreview(
        times=sum(by_day.values()),
        agents=len({row["agent_id"] for row in rows if row["agent_id"]}),
        days=[DayOfAlerts(day.isoformat(), by_day.get(day, 0)) for day in days],
    )


def _question(condition: AnyCondition) -> tuple[LiteralString, Mapping[str, Any]]:
    """Raises AlertNotPreviewable."""
    match condition:
        case Idle():
            return _STATES, _state(AgentState.READY, condition.minutes)
        case LongWrapUp():
            return _STATES, _state(AgentState.WRAP_UP, condition.minutes)
        case LongBreak():
            return _STATES, _state(AgentState.BREAK, condition.minutes, condition.reasons)
        case LongCall():
            return _CALLS, {"lasting": timedelta(minutes=condition.minutes)}
        case FatalHit():
            return _HITS, {"rule_keys": list(condition.rule_keys)}
        case _:
            raise AlertNotPreviewable(field="condition.kind", kind=condition.kind)


def _state(
    state: AgentState, minutes: float, reasons: tuple[str, ...] = ()
) -> Mapping[str, datetime | Any]:
    lasting = timedelta(minutes=minutes)
    return {"state": state.value, "lasting": lasting, "reasons": list(reasons)}


_STATES: LiteralString = """
WITH spent AS (
    SELECT agent_id, at, state, reason,
        coalesce(lead(at) OVER (PARTITION BY agent_id ORDER BY at, rank), %(now)s) AS until
    FROM agent_state_change WHERE at >= %(since)s AND at < %(now)s
)
SELECT spent.agent_id, count(*) AS times,
    ((spent.at + %(lasting)s) AT TIME ZONE %(zone)s)::date AS day
FROM spent JOIN LATERAL (
    SELECT unit_id FROM membership
    WHERE membership.agent_id = spent.agent_id AND membership.since <= spent.at
    ORDER BY membership.since DESC LIMIT 1
) AS team ON true
WHERE spent.state = %(state)s AND spent.until - spent.at > %(lasting)s
    AND (cardinality(%(reasons)s::text[]) = 0 OR spent.reason = ANY(%(reasons)s::text[]))
    AND (%(units)s::uuid[] IS NULL OR team.unit_id = ANY(%(units)s::uuid[]))
GROUP BY 1, 3
"""
_CALLS: LiteralString = """
SELECT agent_id, count(*) AS times,
    ((coalesce(bridged_at, answered_at) + %(lasting)s) AT TIME ZONE %(zone)s)::date AS day
FROM call
WHERE ended_at >= %(since)s AND ended_at < %(now)s AND NOT end_estimated
    AND ended_at - coalesce(bridged_at, answered_at) > %(lasting)s
    AND (%(units)s::uuid[] IS NULL OR unit_id = ANY(%(units)s::uuid[]))
    AND (%(campaign_id)s::uuid IS NULL OR campaign_id = %(campaign_id)s::uuid)
GROUP BY 1, 3
"""
_HITS: LiteralString = """
SELECT call.agent_id, count(DISTINCT call.id) AS times,
    (hit.created_at AT TIME ZONE %(zone)s)::date AS day
FROM hit JOIN call ON call.id = hit.call_id AND call.evaluation_id = hit.evaluation_id
WHERE hit.fatal AND hit.created_at >= %(since)s AND hit.created_at < %(now)s
    AND (cardinality(%(rule_keys)s::text[]) = 0 OR hit.rule_key = ANY(%(rule_keys)s::text[]))
    AND (%(units)s::uuid[] IS NULL OR call.unit_id = ANY(%(units)s::uuid[]))
    AND (%(campaign_id)s::uuid IS NULL OR call.campaign_id = %(campaign_id)s::uuid)
GROUP BY 1, 3
"""
