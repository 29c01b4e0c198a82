"""Handing out what waits, and handing on what those who are away have."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from services.clock import utc_now
from services.errors import ServiceError
from services.people import audit
from services.people.access import Caller, Permission
from services.people.standing import standing_of
from services.reviews import inspectors, workload
from services.reviews.dealing import Hand, Waiting, deal
from services.reviews.inspectors import Inspector
from services.reviews.queues import NEVER
from services.reviews.rights import require_may_review, reviewable
from services.reviews.sampling.keeping import active_plans
from services.reviews.sampling.plans import Handing, PlanBody
from services.reviews.taking import REMEMBERED
from services.reviews.tasks import hand, put_back
from services.tables import (
    Call,
    Purpose,
    Review,
    ReviewState,
    ReviewTask,
    Role,
    SampleDraw,
    SamplingPlan,
    TaskState,
    Transcript,
    User,
)

MOST_AT_ONCE = 1_000
_IN_HAND = (TaskState.ASSIGNED, TaskState.CLAIMED)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What came of it. `by_user` counts tasks; `left` are those that nobody was there for."""

    by_user: Mapping[UUID, int]
    left: int


def hand_out(
    session: Session,
    caller: Caller,
    *,
    way: Handing,
    inspector_ids: Collection[UUID] = (),
    plan_id: UUID | None = None,
    campaign_id: UUID | None = None,
    rehearse: bool = False,
) -> HandedOut:
    """Give what waits in the caller's scope to those who may review it, as far as they have room.

    The most urgent first, 1,000 at a time. To the inspectors named, or to all of them.
    `rehearse` only tells. Raises NotPermitted.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    conditions = [caller.scope.calls_where()]
    if plan_id is not None:
        conditions.append(col(ReviewTask.draw_id).in_(_draws_of(plan_id)))
    if campaign_id is not None:
        conditions.append(col(Call.campaign_id) == campaign_id)
    people = _present(session, inspector_ids)
    return _hand_out(session, caller.actor, conditions, people, way, rehearse=rehearse)


def hand_out_plans(session: Session, *, actor: str) -> None:
    """What plans drew that do not leave it in the pool, each in its way. Safe to repeat."""
    for plan_id in active_plans(session):
        body = PlanBody.model_validate(session.get_one(SamplingPlan, plan_id).body)
        if body.handing is not Handing.POOL:
            drawn = col(ReviewTask.draw_id).in_(_draws_of(plan_id))
            people = _present(session, body.inspector_ids)
            _hand_out(session, actor, [drawn], people, body.handing)


def cover_absences(session: Session, *, actor: str) -> None:
    """Hand what those have who are away or gone to their deputies, or put it back.

    What somebody has begun to review stays theirs: who manages reviews can recall it.
    Safe to repeat.
    """
    away = _absent(session)
    for task in _held(session, away.keys()):
        taker = away[task.assignee_id].deputy if task.assignee_id else None
        call = session.get_one(Call, task.call_id)
        before = task.assignee_id
        if taker is not None and _may_take(session, taker, call):
            hand(session, task, taker.id)
        else:
            put_back(session, task)
        audit.record(
            session,
            actor=actor,
            act="review_task.covered",
            subject=str(task.id),
            call_id=str(call.id),
            before={"assignee_id": str(before)},
            after={"assignee_id": str(task.assignee_id) if task.assignee_id else None},
        )


def _absent(session: Session) -> dict[UUID, Inspector]:
    """Who has something to review, and is away, or reviews no longer."""
    holders = session.exec(
        select(ReviewTask.assignee_id)
        .where(ReviewTask.purpose == Purpose.REVIEW, col(ReviewTask.state).in_(_IN_HAND))
        .distinct()
    ).all()
    found = inspectors.read_users(session, [each for each in holders if each is not None])
    return {each.user.id: each for each in found if not _is_there(session, each)}


def _is_there(session: Session, each: Inspector) -> bool:
    may = standing_of(session, each.user).permissions
    return each.user.active and not each.is_away and Permission.REVIEWS_WRITE in may


def _may_take(session: Session, taker: User, call: Call) -> bool:
    [found] = inspectors.read_users(session, [taker.id])
    if found.is_away:
        return False
    try:
        require_may_review(session, taker.id, call)
    except ServiceError:
        return False
    return True


def _held(session: Session, user_ids: Collection[UUID]) -> Sequence[ReviewTask]:
    """Tasks in the hands of these, and not begun."""
    begun = select(Review.task_id).where(
        Review.task_id == ReviewTask.id, Review.state == ReviewState.DRAFT
    )
    query = (
        select(ReviewTask)
        .where(
            ReviewTask.purpose == Purpose.REVIEW,
            col(ReviewTask.state).in_(_IN_HAND),
            col(ReviewTask.assignee_id).in_(user_ids),
            ~begun.exists(),
        )
        .order_by(col(ReviewTask.id))
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).all()


def _present(session: Session, named: Collection[UUID]) -> list[Inspector]:
    """Those named, or all whose work it is: inspectors, and whoever was given settings."""
    return [
        each
        for each in inspectors.all_inspectors(session)
        if not each.is_away
        and (
            each.user.id in named
            or (not named and (each.user.role is Role.INSPECTOR or each.has_settings))
        )
    ]


def _hand_out(
    session: Session,
    actor: str,
    conditions: Iterable[ColumnElement[bool]],
    people: Sequence[Inspector],
    way: Handing,
    *,
    rehearse: bool = False,
) -> HandedOut:
    waiting = _waiting(session, conditions)
    loads = {each.inspector.user.id: each for each in workload.loads_of(session, people)}
    hands = {
        user_id: Hand(
            room=load.room,
            load=load.waiting + load.claimed + load.done_today,
            share=load.inspector.settings.share,
        )
        for user_id, load in loads.items()
    }
    told = _told(session, waiting, [each for each in people if hands[each.user.id].room])
    given = deal(told, hands, _had(session, hands.keys()), way)
    if not rehearse:
        _give(session, actor, waiting, given, {each.user.id: each.user.login for each in people})
    by_user = {user_id: list(given.values()).count(user_id) for user_id in hands}
    return HandedOut(by_user, len(waiting) - len(given))


def _waiting(
    session: Session, conditions: Iterable[ColumnElement[bool]]
) -> dict[UUID, tuple[ReviewTask, Call]]:
    """Locked; what somebody is about to take is passed over. Most urgent first."""
    query = (
        select(ReviewTask, Call)
        .join(Call, col(Call.id) == ReviewTask.call_id)
        .where(
            ReviewTask.state == TaskState.WAITING,
            ReviewTask.purpose == Purpose.REVIEW,
            *conditions,
        )
        .order_by(
            col(ReviewTask.priority).desc(),
            func.coalesce(col(ReviewTask.due_at), NEVER),
            col(ReviewTask.id),
        )
        .limit(MOST_AT_ONCE)
        .with_for_update(of=ReviewTask, skip_locked=True)
    )
    return {task.id: (task, call) for task, call in session.exec(query)}


def _told(
    session: Session,
    waiting: Mapping[UUID, tuple[ReviewTask, Call]],
    people: Sequence[Inspector],
) -> list[Waiting]:
    takers: dict[UUID, set[UUID]] = {task_id: set() for task_id in waiting}
    skilled: dict[UUID, set[UUID]] = {task_id: set() for task_id in waiting}
    languages = _languages(session, [call.id for _, call in waiting.values()])
    for each in people:
        for task_id in _takes(session, each, waiting.keys()):
            takers[task_id].add(each.user.id)
            call = waiting[task_id][1]
            named = str(call.campaign_id) in each.settings.campaign_ids
            if named or languages.get(call.id) in each.settings.languages:
                skilled[task_id].add(each.user.id)
    return [
        Waiting(task_id, call.agent_id, frozenset(takers[task_id]), frozenset(skilled[task_id]))
        for task_id, (_, call) in waiting.items()
    ]


def _takes(session: Session, each: Inspector, task_ids: Collection[UUID]) -> Sequence[UUID]:
    scope = standing_of(session, each.user).scope
    query = (
        select(ReviewTask.id)
        .join(Call, col(Call.id) == ReviewTask.call_id)
        .where(col(ReviewTask.id).in_(task_ids), reviewable(each.user, scope, each.settings))
    )
    return session.exec(query).all()


def _languages(session: Session, call_ids: Collection[UUID]) -> dict[UUID, str | None]:
    query = select(Transcript.call_id, Transcript.language).where(
        col(Transcript.call_id).in_(call_ids)
    )
    return dict(session.exec(query.order_by(col(Transcript.created_at))).all())


def _had(session: Session, user_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """By user and agent: how many calls they were handed of late."""
    query = (
        select(ReviewTask.assignee_id, Call.agent_id, func.count())
        .join(Call, col(Call.id) == ReviewTask.call_id)
        .where(
            col(ReviewTask.assignee_id).in_(user_ids),
            col(ReviewTask.assigned_at) > utc_now() - REMEMBERED,
            col(Call.agent_id).is_not(None),
        )
        .group_by(col(ReviewTask.assignee_id), col(Call.agent_id))
    )
    return {
        (user_id, agent_id): count
        for user_id, agent_id, count in session.exec(query)
        if user_id is not None and agent_id is not None
    }


def _give(
    session: Session,
    actor: str,
    waiting: Mapping[UUID, tuple[ReviewTask, Call]],
    given: Mapping[UUID, UUID],
    logins: Mapping[UUID, str],
) -> None:
    """One entry in the log for each who is given something, with the tasks."""
    for task_id, user_id in given.items():
        hand(session, waiting[task_id][0], user_id)
    for user_id in sorted(set(given.values())):
        own = sorted(str(task_id) for task_id, to in given.items() if to == user_id)
        audit.record(
            session,
            actor=actor,
            act="review_tasks.handed_out",
            subject=logins[user_id],
            task_ids=own,
        )


def _draws_of(plan_id: UUID) -> ColumnElement[UUID]:
    return select(SampleDraw.id).where(SampleDraw.plan_id == plan_id).scalar_subquery()
