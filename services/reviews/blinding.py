"""What raters in a calibration begin from: one pinned score, and where it is blind, none of it."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from services.errors import Rejected
from services.scoring.readings import EvaluationReading
from services.scoring.results import Line, Verdict
from services.tables import (
    Calibration,
    CalibrationCall,
    CalibrationState,
    CalibrationTask,
    Evaluation,
    Purpose,
    Review,
    ReviewTask,
)


class NotARater(Rejected):
    """You have no call of this calibration to judge, or it is over."""


def pinned_evaluation(session: Session, rater_id: UUID, task_id: UUID | None) -> Evaluation:
    """The score that all raters of the task's call begin from. Raises NotARater."""
    found = session.exec(
        select(Evaluation)
        .join(CalibrationCall, col(CalibrationCall.evaluation_id) == Evaluation.id)
        .join(Calibration, col(Calibration.id) == CalibrationCall.calibration_id)
        .join(CalibrationTask, col(CalibrationTask.calibration_id) == Calibration.id)
        .join(ReviewTask, col(ReviewTask.id) == CalibrationTask.task_id)
        .where(
            ReviewTask.id == task_id,
            ReviewTask.call_id == CalibrationCall.call_id,
            ReviewTask.assignee_id == rater_id,
            Calibration.state == CalibrationState.OPEN,
        )
    ).one_or_none()
    if found is None:
        raise NotARater(field="task_id", task_id=task_id)
    return found


def is_blind(session: Session, review: Review) -> bool:
    """Whether its rater may not know yet what the machine found."""
    if review.purpose is not Purpose.CALIBRATION:
        return False
    calibration = session.exec(
        select(Calibration)
        .join(CalibrationTask, col(CalibrationTask.calibration_id) == Calibration.id)
        .where(CalibrationTask.task_id == review.task_id)
    ).one_or_none()
    return (
        calibration is not None
        and calibration.blind_machine
        and calibration.state is CalibrationState.OPEN
    )


def blinded(machine: EvaluationReading) -> EvaluationReading:
    """The same card, and every item left to the rater."""
    return replace(
        machine,
        score=None,
        passed=None,
        fatal=False,
        grade=None,
        earned_percent=None,
        added=0,
        deducted=0,
        sections=(),
        lines=tuple(_unanswered(line) for line in machine.lines),
        hits=[],
    )


def _unanswered(line: Line) -> Line:
    return Line(
        rule_key=line.rule_key,
        rule_name=line.rule_name,
        section=line.section,
        severity=line.severity,
        effect=line.effect,
        forbids=line.forbids,
        verdict=Verdict.UNANSWERED,
        fatal=line.fatal,
        needs_review=line.needs_review,
    )
