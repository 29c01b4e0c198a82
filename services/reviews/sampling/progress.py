"""What became of the calls that plans drew, period by period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col

from services import db
from services.clock import utc_now
from services.people.access import Caller
from services.people.organisation import get_company
from services.reviews.sampling.keeping import get_plan, plans_of
from services.reviews.sampling.periods import Stretch, before, stretch_of
from services.reviews.sampling.plans import Period
from services.tables import SamplingPlan

MOST_PLANS = 200


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """One plan in one period."""

    plan_id: UUID
    name: str
    period: str
    begins_at: datetime
    ends_at: datetime
    draws: int
    looked_at: int
    chosen: int
    open: int
    done: int
    withdrawn: int
    overdue: int
    last_drawn_at: datetime | None


def progress_now(session: Session, caller: Caller) -> list[PlanProgress]:
    """Of the active plans that the caller sees, in their current period, by name."""
    query = plans_of(caller).where(SamplingPlan.active).order_by(col(SamplingPlan.name))
    plans = session.exec(query.limit(MOST_PLANS)).all()
    now, zone = utc_now(), _zone(session)
    return _read(session, [(plan, stretch_of(_period(plan), now, zone)) for plan in plans])


def progress_of(
    session: Session, caller: Caller, plan_id: UUID, *, periods: int = 8
) -> list[PlanProgress]:
    """The current period of one plan and those before it, newest first. Raises PlanNotFound."""
    plan = get_plan(session, caller, plan_id)
    zone = _zone(session)
    stretches = [stretch_of(_period(plan), utc_now(), zone)]
    while len(stretches) < periods:
        stretches.append(before(_period(plan), stretches[-1], zone))
    return _read(session, [(plan, stretch) for stretch in stretches])


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(get_company(session).timezone)


def _period(plan: SamplingPlan) -> Period:
    return Period(plan.body["period"])


def _read(session: Session, wanted: Collection[tuple[SamplingPlan, Stretch]]) -> list[PlanProgress]:
    asked = [{"plan_id": str(plan.id), "period": stretch.name} for plan, stretch in wanted]
    found = {
        (row.pop("plan_id"), row.pop("period")): row
        for row in db.rows(session, _PROGRESS, {"asked": db.as_json(asked), "now": utc_now()})
    }
    return [
        PlanProgress(
            plan_id=plan.id,
            name=plan.name,
            period=stretch.name,
            begins_at=stretch.begin,
            ends_at=stretch.end,
            **found[plan.id, stretch.name],
        )
        for plan, stretch in wanted
    ]


# A call may be looked at by several draws of a period; `state` counts each once.
_PROGRESS: LiteralString = """
SELECT asked.plan_id, asked.period, drawn.*, made.*
FROM jsonb_to_recordset(%(asked)s::jsonb) AS asked(plan_id uuid, period text)
CROSS JOIN LATERAL (
    SELECT count(*)::int AS draws, coalesce(max((state ->> 'seen')::int), 0) AS looked_at,
        coalesce(sum(jsonb_array_length(chosen)), 0)::int AS chosen, max(drawn_at) AS last_drawn_at
    FROM sample_draw d WHERE d.plan_id = asked.plan_id AND d.period = asked.period
) AS drawn
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE t.state IN ('waiting', 'assigned', 'claimed'))::int AS open,
        count(*) FILTER (WHERE t.state = 'done')::int AS done,
        count(*) FILTER (WHERE t.state = 'withdrawn')::int AS withdrawn,
        count(*) FILTER (WHERE t.state IN ('waiting', 'assigned', 'claimed')
            AND t.due_at < %(now)s)::int AS overdue
    FROM sample_draw d JOIN review_task t ON t.draw_id = d.id
    WHERE d.plan_id = asked.plan_id AND d.period = asked.period
) AS made
"""
