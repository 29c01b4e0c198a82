"""Taking the next call of the queue: the most urgent one that the inspector may review.

Many take at once and none waits: a call that somebody else is about to take is passed over.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, or_
from sqlmodel import Session, col, select

from services.clock import utc_now
from services.errors import Conflict
from services.people import audit
from services.people.access import Caller
from services.reviews.queues import NEVER
from services.reviews.rights import reviewable, reviews_as, settings_of
from services.reviews.tasks import mark_claimed
from services.tables import Call, ReviewTask, TaskState, Unit, User

REMEMBERED = timedelta(days=14)
"""For rotation: whose calls an inspector has had in this time."""


class QuotaReached(Conflict):
    """You have done as many reviews today as you are given. Ask for more explicitly."""


def take_next(
    session: Session,
    caller: Caller,
    *,
    campaign_id: UUID | None = None,
    beyond_quota: bool = False,
) -> ReviewTask | None:
    """Claim the next call; None where there is nothing left to take.

    What is claimed and not done comes first, so a second click gives the same call. Then
    by priority and the hour it is due; of equal ones first those handed to the caller, then
    those of agents whose calls they have had least of late. Raises NotPermitted, QuotaReached.
    """
    user_id = reviews_as(caller)
    # One at a time for one person: two browsers shall not take two calls.
    locked = select(User).where(User.id == user_id).with_for_update(key_share=True)
    user = session.exec(locked).one()
    at_hand = _first(session, [*_claimed(user, caller), *_of_campaign(campaign_id)], ())
    if at_hand is not None:
        return at_hand
    settings = settings_of(session, user.id)
    if not beyond_quota and done_today(session, user, utc_now()) >= settings.daily_quota:
        raise QuotaReached(quota=settings.daily_quota)
    handed = (col(ReviewTask.state) == TaskState.ASSIGNED) & _own(user)
    free = (col(ReviewTask.state) == TaskState.WAITING) & reviewable(user, caller.scope, settings)
    conditions = [caller.scope.calls_where(), or_(handed, free), *_of_campaign(campaign_id)]
    task = _first(session, conditions, _order(user))
    if task is None:
        return None
    mark_claimed(session, task.id, user.id)
    audit.record(
        session,
        actor=caller.actor,
        act="review_task.claimed",
        subject=str(task.id),
        call_id=str(task.call_id),
    )
    return task


def done_today(session: Session, user: User, now: datetime) -> int:
    """Since midnight of the zone of the user's unit."""
    midnight = day_of(session, user, now)
    return session.exec(
        select(func.count())
        .select_from(ReviewTask)
        .where(
            ReviewTask.assignee_id == user.id,
            ReviewTask.state == TaskState.DONE,
            col(ReviewTask.done_at) >= midnight,
        )
    ).one()


def day_of(session: Session, user: User, now: datetime) -> datetime:
    """When today began for this user."""
    zone = ZoneInfo(session.get_one(Unit, user.unit_id).timezone)
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _first(
    session: Session, conditions: list[ColumnElement[bool]], order: tuple[Any, ...]
) -> ReviewTask | None:
    query = (
        select(ReviewTask)
        .join(Call, col(Call.id) == ReviewTask.call_id)
        .where(*conditions)
        .order_by(*order, col(ReviewTask.claimed_at), col(ReviewTask.id))
        .limit(1)
        .with_for_update(of=ReviewTask, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return session.exec(query).first()


def _own(user: User) -> ColumnElement[bool]:
    return col(ReviewTask.assignee_id) == user.id


def _claimed(user: User, caller: Caller) -> list[ColumnElement[bool]]:
    claimed = col(ReviewTask.state) == TaskState.CLAIMED
    return [_own(user), claimed, caller.scope.calls_where()]


def _of_campaign(campaign_id: UUID | None) -> list[ColumnElement[bool]]:
    return [] if campaign_id is None else [col(Call.campaign_id) == campaign_id]


def _order(user: User) -> tuple[Any, ...]:
    due = func.coalesce(col(ReviewTask.due_at), NEVER)
    return (
        col(ReviewTask.priority).desc(),
        func.date_trunc("hour", due),
        case((_own(user), 0), else_=1),
        _times_had(user),
        due,
    )


def _times_had(user: User) -> Any:
    """How many calls of the same agent the inspector has had of late."""
    calls = select(Call.agent_id, Call.id).subquery()
    had = select(ReviewTask.call_id, ReviewTask.assignee_id, ReviewTask.assigned_at).subquery()
    return (
        select(func.count())
        .select_from(had)
        .join(calls, calls.c.id == had.c.call_id)
        .where(
            had.c.assignee_id == user.id,
            had.c.assigned_at > utc_now() - REMEMBERED,
            calls.c.agent_id == Call.agent_id,
            had.c.call_id != Call.id,
        )
        .correlate(Call)
        .scalar_subquery()
    )
