"""What belongs to a session: its calls and raters, their tasks and what they said."""

from uuid import UUID

from sqlmodel import Session, col, select

from services.tables import (
    CalibrationCall,
    CalibrationRater,
    CalibrationTask,
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
