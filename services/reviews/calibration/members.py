"""What belongs to a session: its calls and raters, their tasks and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select

from services.tables import (
    AddedHit,
    CalibrationCall,
    CalibrationRater,
    CalibrationTask,
    Hit,
    Review,
    ReviewState,
    ReviewTask,
)


def tasks_of(session: Session, calibration_id: UUID) -> list[ReviewTask]:
    query = (
        select(ReviewTask)
        .join(CalibrationTask, col(CalibrationTask.task_id) == ReviewTask.id)
        .where(CalibrationTask.calibration_id == calibration_id)
    )
    return list(session.exec(query.order_by(col(ReviewTask.id))))


def reviews_of(session: Session, calibration_id: UUID) -> list[Review]:
    """Drafts and finished ones, of all its raters."""
    query = (
        select(Review)
        .join(CalibrationTask, col(CalibrationTask.task_id) == Review.task_id)
        .where(
            CalibrationTask.calibration_id == calibration_id,
            col(Review.state).in_([ReviewState.DRAFT, ReviewState.FINAL]),
        )
    )
    return list(session.exec(query.order_by(col(Review.id))))


def calls_of(session: Session, calibration_id: UUID) -> list[CalibrationCall]:
    """In the session's order."""
    query = select(CalibrationCall).where(CalibrationCall.calibration_id == calibration_id)
    return list(session.exec(query.order_by(col(CalibrationCall.position))))


def raters_of(session: Session, calibration_id: UUID) -> list[UUID]:
    query = select(CalibrationRater.user_id).where(
        CalibrationRater.calibration_id == calibration_id
    )
    return list(session.exec(query.order_by(col(CalibrationRater.user_id))))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a session is, over all raters and calls."""

    raters: int = 0
    calls: int = 0
    done: int = 0
    """Reviews that are finished."""


def progress_of(session: Session, calibration_ids: Sequence[UUID]) -> dict[UUID, Progress]:
    counts = [
        {row[0]: row[1] for row in session.execute(query)}
        for query in (
            _counted(CalibrationRater.calibration_id, calibration_ids),
            _counted(CalibrationCall.calibration_id, calibration_ids),
            _counted(CalibrationTask.calibration_id, calibration_ids)
            .join(Review, col(Review.task_id) == CalibrationTask.task_id)
            .where(Review.state == ReviewState.FINAL),
        )
    ]
    return {
        each: Progress(*(counted.get(each, 0) for counted in counts)) for each in calibration_ids
    }


def places_of(session: Session, calibration_id: UUID, call_id: UUID) -> dict[str, Sequence[float]]:
    """Seconds at which a call met or broke a rule, by rule: the machine's, and raters' own."""
    hits = (
        select(Hit.rule_key, Hit.start_s)
        .join(CalibrationCall, col(CalibrationCall.evaluation_id) == Hit.evaluation_id)
        .where(CalibrationCall.calibration_id == calibration_id, CalibrationCall.call_id == call_id)
    )
    reviews = [
        each.id
        for each in reviews_of(session, calibration_id)
        if each.call_id == call_id and each.state is ReviewState.FINAL
    ]
    added = select(AddedHit.rule_key, AddedHit.start_s).where(col(AddedHit.review_id).in_(reviews))
    found: dict[str, set[float]] = {}
    for rule, start_s in [*session.exec(hits), *session.exec(added)]:
        found.setdefault(rule, set()).add(start_s)
    return {rule: sorted(places) for rule, places in found.items()}


def _counted(column: Any, calibration_ids: Sequence[UUID]) -> Any:
    return select_rows(column, func.count()).where(column.in_(calibration_ids)).group_by(column)
