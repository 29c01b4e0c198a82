"""How much there is to review: by inspector, by age, by plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlmodel import Session, col

from services import db
from services.clock import utc_now
from services.paging import Paged
from services.people.access import Caller, Permission
from services.reviews import inspectors
from services.reviews.inspectors import Inspector
from services.reviews.rights import reviews_as
from services.reviews.tasks import OPEN
from services.tables import Call, ReviewTask, TaskState

LOOKED_BACK = timedelta(days=7)
"""Over which reviews the mean time is taken."""
AGES_H = (0, 4, 24, 72, 168)
"""Where the stretches of age begin."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one inspector has to do and has done, calls of all units counted."""

    inspector: Inspector
    waiting: int
    """Handed to them and not begun."""
    claimed: int
    overdue: int
    done_today: int
    """Since midnight in the zone of their unit."""
    reviews_7d: int
    mean_active_s: float | None
    """Of these; breaks left out."""

    @property
    def room(self) -> int:
        """How many more they are given today."""
        return max(
            0,
            self.inspector.settings.daily_quota - self.done_today - self.waiting - self.claimed,
        )


@dataclass(frozen=True, slots=True)
class Age:
    """Tasks made at least `from_h` and less than `to_h` hours ago; None for no end."""

    from_h: int
    to_h: int | None
    tasks: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is open of the calls in scope."""

    waiting: int
    """In nobody's hands."""
    assigned: int
    claimed: int
    overdue: int
    done_24h: int
    """In the last 24 hours."""
    ages: list[Age]


def loads(
    session: Session, caller: Caller, *, cursor: str | None = None, limit: int = 100
) -> Paged[Load]:
    """By name of the inspector. Raises NotPermitted, CursorBroken."""
    page = inspectors.list_inspectors(session, caller, cursor=cursor, limit=limit)
    return Paged(loads_of(session, page.items), page.next)


def own_load(session: Session, caller: Caller) -> Load:
    """Raises NotPermitted, also for keys."""
    user_id = reviews_as(caller)
    [inspector] = inspectors.read_users(session, [user_id])
    return loads_of(session, [inspector])[0]


def loads_of(session: Session, people: Sequence[Inspector]) -> list[Load]:
    """In the order of `people`."""
    days = [{"user_id": str(each.user.id), "began": each.day_began.isoformat()} for each in people]
    now = utc_now()
    asked = {"days": db.as_json(days), "now": now, "since": now - LOOKED_BACK}
    counted = {row["user_id"]: row for row in db.rows(session, _LOADS, asked)}
    return [_load(each, counted[each.user.id]) for each in people]


def backlog(session: Session, caller: Caller) -> Backlog:
    """Raises NotPermitted."""
    caller.require(Permission.REVIEWS_MANAGE)
    now = utc_now()
    state, overdue = col(ReviewTask.state), col(ReviewTask.due_at) < now
    done = state == TaskState.DONE
    bounds = list(zip(AGES_H, (*AGES_H[1:], None), strict=True))
    aged = [_aged(now, *each) for each in bounds]
    is_open = state.in_(OPEN)
    columns: list[Any] = [
        *(func.count().filter(state == each) for each in OPEN),
        func.count().filter(is_open, overdue),
        func.count().filter(done),
        *(func.count().filter(is_open, each) for each in aged),
        *(func.count().filter(is_open, each, overdue) for each in aged),
    ]
    lately = done & (col(ReviewTask.done_at) >= now - timedelta(hours=24))
    query = (
        select_rows(*columns)
        .select_from(ReviewTask)
        .join(Call, col(Call.id) == ReviewTask.call_id)
        .where(caller.scope.calls_where(), is_open | lately)
    )
    waiting, assigned, claimed, late, finished, *rest = session.execute(query).one()
    ages = [
        Age(from_h, to_h, tasks, old)
        for (from_h, to_h), tasks, old in zip(
            bounds, rest[: len(bounds)], rest[len(bounds) :], strict=True
        )
    ]
    return Backlog(waiting, assigned, claimed, late, finished, ages)


def _aged(now: datetime, from_h: int, to_h: int | None) -> Any:
    made = col(ReviewTask.created_at)
    old_enough = made <= now - timedelta(hours=from_h)
    return old_enough if to_h is None else old_enough & (made > now - timedelta(hours=to_h))


def _load(inspector: Inspector, row: dict[str, Any]) -> Load:
    return Load(
        inspector,
        row["waiting"],
        row["claimed"],
        row["overdue"],
        row["done_today"],
        row["reviews_7d"],
        row["mean_active_s"],
    )


_LOADS = """
SELECT day.user_id, task.*, past.*
FROM jsonb_to_recordset(%(days)s::jsonb) AS day(user_id uuid, began timestamptz)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = 'assigned')::int AS waiting,
        count(*) FILTER (WHERE state = 'claimed')::int AS claimed,
        count(*) FILTER (WHERE state <> 'done' AND due_at < %(now)s)::int AS overdue,
        count(*) FILTER (WHERE state = 'done')::int AS done_today
    FROM review_task WHERE assignee_id = day.user_id
        AND (state IN ('assigned', 'claimed') OR (state = 'done' AND done_at >= day.began))
) AS task
CROSS JOIN LATERAL (
    SELECT count(*)::int AS reviews_7d, avg(active_s)::float8 AS mean_active_s
    FROM review WHERE reviewer_id = day.user_id AND finalised_at >= %(since)s
) AS past
"""
