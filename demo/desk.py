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
from services.db import transaction
from services.reviews import taking
from services.reviews.sampling import keeping
from services.reviews.sampling.plans import (
    EventLayer,
    Handing,
    Period,
    PlanBody,
    RandomLayer,
    RiskLayer,
)
from services.tables import Call, Review, ReviewState, ReviewTask, SamplingPlan, User

log = logging.getLogger(__name__)

PLAN = "每日抽检 Daily sample"
REVIEWS = 10
"""Of all inspectors together, and at most half of the queue: the rest is for who looks at it."""
SCORED_FIRST = 24
"""Calls that have a score before the desk begins: fewer make a poor queue."""
LOOKS_EVERY_S = 2.0


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
    steps = (_draw_today, _review_some, appealing.release_and_appeal, calibrating.hold)
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


def _review_some(session: Session) -> None:
    """The most urgent calls of the queue, in turns."""
    known = select(Review.id).where(Review.state == ReviewState.FINAL)
    if session.exec(known).first() is not None:
        return
    waiting = session.exec(select(func.count()).select_from(ReviewTask)).one()
    for number in range(min(REVIEWS, waiting // 2)):
        inspector = caller_of(session, INSPECTORS[number % len(INSPECTORS)])
        task = taking.take_next(session, inspector)
        if task is not None:
            inspecting.review(session, inspector, task, active_s=70.0 + 13 * number)
