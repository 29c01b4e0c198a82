"""The demo's calibration: three people judged the same calls, and did not always agree."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, func, select

from demo import inspecting
from demo.company import INSPECTORS, caller_of
from services.people.access import Caller
from services.reviews import finalising, noting, opening
from services.reviews.calibration import sessions
from services.reviews.calibration.members import tasks_of
from services.reviews.calibration.sessions import Wanted
from services.tables import (
    Calibration,
    CalibrationKeyKind,
    Call,
    Evaluation,
    Purpose,
    ReviewTask,
    RuleAnswer,
    User,
)

NAME = "第一次校准 First calibration"
RATERS = (*INSPECTORS, "qa-lead")
CALLS = 3
RATED_IN_S = 95.0

_UNLIKE: Mapping[tuple[str, int], Mapping[str, RuleAnswer]] = {
    ("inspector-2", 0): {"closing": RuleAnswer.FAILED},
    ("inspector-2", 1): {"closing": RuleAnswer.FAILED, "opening_order": RuleAnswer.FAILED},
    ("qa-lead", 2): {"opening_order": RuleAnswer.FAILED},
}
"""Where a rater sees a call, by its place, unlike the others: inspector-2 is strict on endings."""


def was_held(session: Session) -> bool:
    return session.exec(select(Calibration.id).where(Calibration.name == NAME)).first() is not None


def hold(session: Session) -> None:
    """Start it, have everybody judge every call, close it. Once."""
    if was_held(session):
        return
    version_id, call_ids = _calls_of_one_version(session)
    if not call_ids:
        return
    lead = caller_of(session, "qa-lead")
    raters = {login: caller_of(session, login) for login in RATERS}
    calibration = sessions.start(
        session,
        lead,
        Wanted(
            name=NAME,
            call_ids=call_ids,
            rater_ids=session.exec(select(User.id).where(col(User.login).in_(RATERS))).all(),
            scorecard_version_id=version_id,
            key=CalibrationKeyKind.CONSENSUS,
        ),
    )
    for task in tasks_of(session, calibration.id):
        rater = next(each for each in raters.values() if each.user_id == task.assignee_id)
        place = call_ids.index(task.call_id)
        _rate(session, rater, task, _UNLIKE.get((rater.actor, place), {}))
    sessions.close(session, lead, calibration.id)


def _rate(
    session: Session, rater: Caller, task: ReviewTask, unlike: Mapping[str, RuleAnswer]
) -> None:
    review = opening.open_review(
        session, rater, task.call_id, purpose=Purpose.CALIBRATION, task_id=task.id
    )
    inspecting.answer_open(session, rater, review, unlike)
    noting.write_feedback(
        session, rater, review.id, {}, active_s=RATED_IN_S, revision=review.revision
    )
    finalising.finalise(session, rater, review.id, revision=review.revision)


def _calls_of_one_version(session: Session) -> tuple[UUID, list[UUID]]:
    """Of the version that scored most: its lowest scores above 0, where every item counts."""
    version_id = session.exec(
        select(Evaluation.scorecard_version_id)
        .group_by(col(Evaluation.scorecard_version_id))
        .order_by(func.count().desc())
        .limit(1)
    ).one()
    lowest = (
        select(Call.id)
        .join(Evaluation, col(Evaluation.id) == Call.evaluation_id)
        .where(Evaluation.scorecard_version_id == version_id, col(Evaluation.score) > 0)
        .order_by(col(Evaluation.score), col(Call.id))
        .limit(CALLS)
    )
    return version_id, list(session.exec(lowest))
