"""Grading the grader: a second person reviews some of what somebody finished, drawn by chance."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from services.clock import utc_now
from services.errors import Conflict
from services.people import audit
from services.people.access import Caller, Permission
from services.reviews.calibration.figures import alignment, item_of
from services.reviews.calibration.sessions import DUE_IN, PRIORITY
from services.reviews.opening import RESULTS
from services.scoring.results import Line, Verdict
from services.tables import (
    Call,
    Layer,
    Purpose,
    Review,
    ReviewState,
    ReviewTask,
    TaskState,
    User,
)

_LINES = TypeAdapter(tuple[Line, ...])


class NothingToRegradeHere(Conflict):
    """This reviewer finished nothing in this time that was not looked at again already."""


@dataclass(frozen=True, slots=True)
class Regrade:
    """A review and the second look at it."""

    call_id: UUID
    started_at: datetime
    review_id: UUID
    regrade_id: UUID
    reviewer: str
    second: str
    finalised_at: datetime
    score: float | None
    second_score: float | None
    alignment: float | None
    """Mean over items of 1 - |a - b| / most."""
    differs: Mapping[str, tuple[Verdict, Verdict]]
    """By name of the rule: what the one said, and the other."""


def ask(
    session: Session,
    caller: Caller,
    *,
    reviewer_id: UUID,
    count: int,
    since: datetime,
    seed: int,
) -> list[ReviewTask]:
    """Put some of what `reviewer_id` finished since then in the caller's own queue.

    `random.Random(seed).sample` of the reviews by id, those in scope that nobody was asked
    to look at again: the same seed over the same reviews draws the same ones. Raises
    NotPermitted, NothingToRegradeHere.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    asked = select(ReviewTask.call_id).where(
        ReviewTask.purpose == Purpose.REGRADE, ReviewTask.state != TaskState.WITHDRAWN
    )
    found = session.exec(
        select(Review)
        .join(Call, col(Call.id) == Review.call_id)
        .where(
            caller.scope.calls_where(),
            Review.reviewer_id == reviewer_id,
            Review.reviewer_id != caller.user_id,
            Review.state == ReviewState.FINAL,
            col(Review.purpose).in_(RESULTS),
            col(Review.finalised_at) >= since,
            col(Review.call_id).not_in(asked),
        )
        .order_by(col(Review.id))
    ).all()
    if not found:
        raise NothingToRegradeHere(reviewer_id=reviewer_id)
    drawn = random.Random(seed).sample(found, min(count, len(found)))
    tasks = [_task(caller, review) for review in drawn]
    session.add_all(tasks)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act="regrade.asked",
        subject=str(reviewer_id),
        seed=seed,
        of=len(found),
        call_ids=[str(task.call_id) for task in tasks],
    )
    return tasks


def list_regrades(
    session: Session, caller: Caller, *, reviewer_id: UUID | None = None, limit: int = 200
) -> list[Regrade]:
    """Finished second looks at calls in scope, newest first. Raises NotPermitted."""
    caller.require(Permission.REVIEWS_MANAGE)
    seconds = session.exec(
        select(Review, Call)
        .join(Call, col(Call.id) == Review.call_id)
        .where(
            caller.scope.calls_where(),
            Review.purpose == Purpose.REGRADE,
            Review.state == ReviewState.FINAL,
        )
        .order_by(col(Review.finalised_at).desc(), col(Review.id))
        .limit(limit)
    ).all()
    found = [_regrade(session, second, call) for second, call in seconds]
    return [
        regrade
        for regrade, first in found
        if reviewer_id is None or first.reviewer_id == reviewer_id
    ]


def _regrade(session: Session, second: Review, call: Call) -> tuple[Regrade, Review]:
    """Beside the result there was when the second one looked."""
    first = session.exec(
        select(Review)
        .where(
            Review.call_id == call.id,
            col(Review.purpose).in_(RESULTS),
            col(Review.state).in_([ReviewState.FINAL, ReviewState.SUPERSEDED]),
            col(Review.finalised_at) <= second.opened_at,
        )
        .order_by(col(Review.number).desc())
        .limit(1)
    ).one()
    lines, second_lines = _by_rule(first), _by_rule(second)
    shared = lines.keys() & second_lines.keys()
    aligned = [alignment(item_of(lines[key]), item_of(second_lines[key])) for key in shared]
    regrade = Regrade(
        call_id=call.id,
        started_at=call.started_at,
        review_id=first.id,
        regrade_id=second.id,
        reviewer=session.get_one(User, first.reviewer_id).name,
        second=session.get_one(User, second.reviewer_id).name,
        finalised_at=second.finalised_at or second.saved_at,
        score=first.score,
        second_score=second.score,
        alignment=sum(aligned) / len(aligned) if aligned else None,
        differs={
            lines[key].rule_name: (lines[key].verdict, second_lines[key].verdict)
            for key in sorted(shared)
            if lines[key].verdict is not second_lines[key].verdict
        },
    )
    return regrade, first


def _by_rule(review: Review) -> dict[str, Line]:
    return {line.rule_key: line for line in _LINES.validate_python(review.lines)}


def _task(caller: Caller, review: Review) -> ReviewTask:
    now = utc_now()
    return ReviewTask(
        call_id=review.call_id,
        purpose=Purpose.REGRADE,
        layer=Layer.ASKED,
        reasons=[{"code": "regrade"}],
        repeat=True,
        state=TaskState.ASSIGNED,
        priority=PRIORITY,
        assignee_id=caller.user_id,
        assigned_at=now,
        due_at=now + DUE_IN,
        created_by=caller.actor,
    )
