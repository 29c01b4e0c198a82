"""What the demo's quality desk did before you came: a plan, reviews, an appeal, a calibration.

Everything is done by the services, as the people themselves would do it: so precision,
coverage, results and the audit log show what they show in earnest. Safe to repeat.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select

from demo import appealing, calibrating, inspecting
from demo.company import INSPECTORS, caller_of
from demo.plan import OPENINGS
from services.db import transaction
from services.people.access import Caller
from services.reviews import queueing, taking, tasks
from services.reviews.rights import reviews_as
from services.reviews.sampling import keeping
from services.reviews.sampling.plans import (
    EventLayer,
    Handing,
    Period,
    PlanBody,
    RandomLayer,
    RiskLayer,
)
from services.tables import Agent, Call, Review, ReviewState, ReviewTask, SamplingPlan, User

log = logging.getLogger(__name__)

PLAN = "每日抽检 Daily sample"
REVIEWS = 10
"""Of all inspectors together, and at most half of the queue: the rest is for who looks at it."""
SCORED_FIRST = 24
"""Calls that have a score before the desk begins: fewer make a poor queue."""
LOOKS_EVERY_S = 2.0
TOLD = sum(map(len, OPENINGS.values()))
"""Calls that the README tells of."""


def keep(sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait until enough calls are scored, then do what has not been done yet.

    Runs beside Earshot and ends with it: a database that goes away ends it quietly.
    """
    with suppress(OperationalError):
        while not _is_ready():
            sleep(LOOKS_EVERY_S)
        fill()


def fill() -> None:
    """Do now what of it has not been done, with the calls there are."""
    steps = (
        _draw_today,
        _ask_for_more,
        _review_some,
        appealing.release_and_appeal,
        calibrating.hold,
    )
    for step in steps:
        with transaction() as session:
            step(session)


def _is_ready() -> bool:
    with transaction() as session:
        scored = select(func.count()).where(col(Call.evaluation_id).is_not(None))
        return calibrating.was_held(session) or session.exec(scored).one() >= SCORED_FIRST


def _draw_today(session: Session) -> None:
    """A plan for every day, with a queue made of today's calls."""
    known = select(SamplingPlan.id).where(SamplingPlan.name == PLAN)
    if session.exec(known).first() is not None:
        return
    lead = caller_of(session, "qa-lead")
    inspectors = session.exec(select(User.id).where(col(User.login).in_(INSPECTORS))).all()
    body = PlanBody(
        period=Period.DAY,
        layers=(
            EventLayer(fatal=True, outcomes=("complaint",), most=40),
            RiskLayer(percent=5, most=20),
            RandomLayer(per_agent=1, expected=12),
        ),
        handing=Handing.EVEN,
        inspector_ids=tuple(inspectors),
    )
    plan = keeping.create_plan(session, lead, name=PLAN, body=body, active=True)
    keeping.draw_by_hand(session, lead, plan.id)


def _ask_for_more(session: Session) -> None:
    """What the plan has not drawn: by night it draws few, for most of its day is to come."""
    if _has_begun(session):
        return
    lacking = 2 * REVIEWS - _waiting(session)
    query = (
        select(Call.id)
        .join(Agent, col(Agent.id) == Call.agent_id)
        .where(
            col(Call.evaluation_id).is_not(None),
            col(Call.id).not_in(select(ReviewTask.call_id)),
        )
        .order_by(col(Agent.code).in_(OPENINGS).desc(), col(Call.started_at), col(Call.id))
        .limit(max(lacking, TOLD))
    )
    wish = queueing.Wish(call_ids=session.exec(query).all())
    queueing.put_in_queue(session, caller_of(session, "qa-lead"), wish)


def _review_some(session: Session) -> None:
    """Calls that the README tells of, then the most urgent of the queue, in turns."""
    if _has_begun(session):
        return
    told = _told_tasks(session)
    for number in range(min(REVIEWS, _waiting(session) // 2)):
        inspector = caller_of(session, INSPECTORS[number % len(INSPECTORS)])
        task = _take(session, inspector, told)
        if task is not None:
            inspecting.review(session, inspector, task, active_s=70.0 + 13 * number)


def _told_tasks(session: Session) -> list[ReviewTask]:
    """Of the calls that the README tells of."""
    query = (
        select(ReviewTask)
        .join(Call, col(Call.id) == ReviewTask.call_id)
        .join(Agent, col(Agent.id) == Call.agent_id)
        .where(col(Agent.code).in_(OPENINGS))
        .order_by(col(Call.started_at), col(ReviewTask.id))
        .limit(TOLD)
    )
    return list(session.exec(query))


def _take(session: Session, inspector: Caller, told: list[ReviewTask]) -> ReviewTask | None:
    if not told:
        return taking.take_next(session, inspector)
    task = told.pop(0)
    tasks.assign(session, caller_of(session, "qa-lead"), task.id, reviews_as(inspector))
    return tasks.claim(session, inspector, task.id)


def _has_begun(session: Session) -> bool:
    known = select(Review.id).where(Review.state == ReviewState.FINAL)
    return session.exec(known).first() is not None


def _waiting(session: Session) -> int:
    return session.exec(select(func.count()).select_from(ReviewTask)).one()
