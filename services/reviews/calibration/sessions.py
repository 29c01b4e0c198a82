"""Sessions: who judges which calls, until it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, not_, or_
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.clock import utc_now
from services.errors import Conflict, NotFound, Rejected
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Permission
from services.reviews.calibration.members import reviews_of, tasks_of
from services.reviews.rights import require_may_review
from services.reviews.tasks import OPEN
from services.tables import (
    Calibration,
    CalibrationCall,
    CalibrationKeyKind,
    CalibrationRater,
    CalibrationState,
    CalibrationTask,
    Call,
    Evaluation,
    Layer,
    Purpose,
    ReviewState,
    ReviewTask,
    TaskState,
)

PRIORITY = 80
DUE_IN = timedelta(days=7)


class CalibrationNotFound(NotFound):
    """There is no such calibration, or you are not part of it."""


class CalibrationOver(Conflict):
    """This calibration is closed. What was said in it stays as it is."""


class CalibrationDueInPast(Rejected):
    """The due date lies in the past."""


class CallNotToCalibrate(Rejected):
    """This call is unknown to you, or it was not scored with this version."""


class CallBeingCalibrated(Conflict):
    """This call is in a calibration that is still open. Close that one first."""


class ExpertNeeded(Rejected):
    """Where an expert's word is the key, say who the expert is, and make them a rater."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to be held."""

    name: str
    call_ids: Sequence[UUID]
    rater_ids: Sequence[UUID]
    scorecard_version_id: UUID
    key: CalibrationKeyKind
    expert_id: UUID | None = None
    blind_machine: bool = True
    due_at: datetime | None = None


def start(session: Session, caller: Caller, wanted: Wanted) -> Calibration:
    """Give every rater a task for every call.

    Raises NotPermitted, ExpertNeeded, CallNotToCalibrate, CallBeingCalibrated,
    CalibrationDueInPast, NotAReviewer, OwnCall, OwnTeam.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    _require_sense(wanted)
    calls = [
        (_call(session, caller, number, call_id), _evaluation(session, wanted, number, call_id))
        for number, call_id in enumerate(wanted.call_ids)
    ]
    calibration = Calibration(
        name=wanted.name,
        scorecard_version_id=wanted.scorecard_version_id,
        key=wanted.key,
        expert_id=wanted.expert_id,
        blind_machine=wanted.blind_machine,
        due_at=wanted.due_at,
        created_by=caller.actor,
    )
    session.add(calibration)
    session.flush()
    for position, (call, evaluation) in enumerate(calls):
        session.add(
            CalibrationCall(
                calibration_id=calibration.id,
                call_id=call.id,
                position=position,
                evaluation_id=evaluation.id,
            )
        )
    for rater_id in wanted.rater_ids:
        session.add(CalibrationRater(calibration_id=calibration.id, user_id=rater_id))
        for call, _ in calls:
            _give(session, caller, calibration, call, rater_id)
    session.flush()
    _note(session, caller.actor, "calibration.started", calibration, calls=len(calls))
    return calibration


def get_session(session: Session, caller: Caller, calibration_id: UUID) -> Calibration:
    """One that the caller manages or judges in. Raises CalibrationNotFound."""
    found = session.exec(
        select(Calibration).where(Calibration.id == calibration_id, known_to(caller))
    ).one_or_none()
    if found is None:
        raise CalibrationNotFound(calibration_id=calibration_id)
    return found


def list_sessions(
    session: Session, caller: Caller, *, cursor: str | None = None, limit: int = 50
) -> Paged[Calibration]:
    """Those that the caller manages or judges in, newest first. Raises CursorBroken."""
    place = tuple_(col(Calibration.created_at), col(Calibration.id))
    query = (
        select(Calibration)
        .where(known_to(caller))
        .order_by(col(Calibration.created_at).desc(), col(Calibration.id).desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    return paging.cut(session.exec(query).all(), limit, lambda each: [each.created_at, each.id])


def close(session: Session, caller: Caller, calibration_id: UUID) -> Calibration:
    """End the judging, finished or not, and let its people see each other's word.

    Safe to repeat. Raises NotPermitted, CalibrationNotFound, CalibrationOver.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    get_session(session, caller, calibration_id)
    calibration = _lock(session, calibration_id)
    if calibration.state is CalibrationState.CANCELLED:
        raise CalibrationOver(calibration_id=calibration_id)
    return _end(session, calibration, CalibrationState.CLOSED, caller.actor)


def cancel(session: Session, caller: Caller, calibration_id: UUID) -> Calibration:
    """Hold it no longer. Safe to repeat.

    Raises NotPermitted, CalibrationNotFound, CalibrationOver.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    get_session(session, caller, calibration_id)
    calibration = _lock(session, calibration_id)
    if calibration.state is CalibrationState.CLOSED:
        raise CalibrationOver(calibration_id=calibration_id)
    return _end(session, calibration, CalibrationState.CANCELLED, caller.actor)


def close_what_is_due(session: Session) -> int:
    """Close sessions whose time is over; how many."""
    due = session.exec(
        select(Calibration)
        .where(Calibration.state == CalibrationState.OPEN, col(Calibration.due_at) <= utc_now())
        .with_for_update(skip_locked=True)
    ).all()
    for calibration in due:
        _end(session, calibration, CalibrationState.CLOSED, "system")
    return len(due)


def _end(
    session: Session, calibration: Calibration, state: CalibrationState, actor: str
) -> Calibration:
    if calibration.state is not CalibrationState.OPEN:
        return calibration
    calibration.state, calibration.closed_at = state, utc_now()
    session.add(calibration)
    for task in tasks_of(session, calibration.id):
        if task.state in OPEN:
            task.state = TaskState.WITHDRAWN
            session.add(task)
    for review in reviews_of(session, calibration.id):
        if review.state is ReviewState.DRAFT:
            review.state = ReviewState.DISCARDED
            session.add(review)
    session.flush()
    _note(session, actor, f"calibration.{state.value}", calibration)
    return calibration


def _require_sense(wanted: Wanted) -> None:
    is_expert = wanted.key is CalibrationKeyKind.EXPERT
    if is_expert != (wanted.expert_id is not None):
        raise ExpertNeeded(field="expert_id")
    if wanted.expert_id is not None and wanted.expert_id not in wanted.rater_ids:
        raise ExpertNeeded(field="rater_ids")
    if wanted.due_at is not None and wanted.due_at <= utc_now():
        raise CalibrationDueInPast(field="due_at")


def _call(session: Session, caller: Caller, number: int, call_id: UUID) -> Call:
    call = session.exec(
        select(Call).where(Call.id == call_id, caller.scope.calls_where())
    ).one_or_none()
    if call is None:
        raise CallNotToCalibrate(field=f"call_ids.{number}", call_id=call_id)
    is_open = (
        select(Calibration.id)
        .join(CalibrationCall, col(CalibrationCall.calibration_id) == Calibration.id)
        .where(CalibrationCall.call_id == call_id, Calibration.state == CalibrationState.OPEN)
    )
    if session.exec(is_open).first() is not None:
        raise CallBeingCalibrated(field=f"call_ids.{number}", call_id=call_id)
    return call


def _evaluation(session: Session, wanted: Wanted, number: int, call_id: UUID) -> Evaluation:
    """The newest one by the session's version."""
    found = session.exec(
        select(Evaluation)
        .where(
            Evaluation.call_id == call_id,
            Evaluation.scorecard_version_id == wanted.scorecard_version_id,
        )
        .order_by(col(Evaluation.created_at).desc(), col(Evaluation.id))
        .limit(1)
    ).one_or_none()
    if found is None:
        raise CallNotToCalibrate(field=f"call_ids.{number}", call_id=call_id)
    return found


def _give(
    session: Session, caller: Caller, calibration: Calibration, call: Call, rater_id: UUID
) -> None:
    require_may_review(session, rater_id, call)
    now = utc_now()
    task = ReviewTask(
        call_id=call.id,
        purpose=Purpose.CALIBRATION,
        layer=Layer.ASKED,
        reasons=[{"code": "calibration"}],
        repeat=True,
        state=TaskState.ASSIGNED,
        priority=PRIORITY,
        assignee_id=rater_id,
        assigned_at=now,
        due_at=calibration.due_at or now + DUE_IN,
        created_by=caller.actor,
        note=calibration.name,
    )
    session.add(task)
    session.flush()
    session.add(CalibrationTask(task_id=task.id, calibration_id=calibration.id))


def known_to(caller: Caller) -> ColumnElement[bool]:
    """Those one judges in; who manages reviews knows all whose calls are in scope."""
    own = select(CalibrationRater.calibration_id).where(CalibrationRater.user_id == caller.user_id)
    is_own = col(Calibration.id).in_(own)
    if not caller.may(Permission.REVIEWS_MANAGE):
        return is_own
    outside = (
        select(CalibrationCall.calibration_id)
        .join(Call, col(Call.id) == CalibrationCall.call_id)
        .where(not_(caller.scope.calls_where()))
    )
    return or_(is_own, col(Calibration.id).not_in(outside))


def _lock(session: Session, calibration_id: UUID) -> Calibration:
    return session.exec(
        select(Calibration)
        .where(Calibration.id == calibration_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _note(
    session: Session, actor: str, act: str, calibration: Calibration, **facts: object
) -> None:
    audit.record(
        session, actor=actor, act=act, subject=str(calibration.id), name=calibration.name, **facts
    )
