"""Calibrations: started, closed, and what came of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response, status
from sqlmodel import Session

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.routes.calls import wanted_calls
from api.schemas.calibrations import (
    MAX_CALLS,
    CalibrationIn,
    CalibrationOut,
    DrawnCallsOut,
    ListedCalibrationOut,
    OutcomeOut,
    PossibleRaterOut,
    SettleIn,
)
from api.schemas.pages import Page
from api.schemas.regrades import DriftOut, RegradeIn, RegradeOut, RegradesAskedOut
from services.calls.queries import CallFilter
from services.paging import Paged
from services.people import users
from services.people.access import Caller, Permission
from services.reviews.calibration import choosing, members, ratings, regrades, sessions
from services.reviews.calibration.drift import Drift, drift
from services.reviews.calibration.reading import read_outcome, read_session
from services.reviews.calibration.sessions import Wanted
from services.tables import Calibration, User

router = APIRouter(prefix="/api/v1/calibrations", tags=["calibrations"], route_class=CreatingRoute)
_THEIRS = (Permission.REVIEWS_WRITE, Permission.REVIEWS_MANAGE)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="start_calibration")
def start(session: SessionDep, caller: CallerDep, wanted: CalibrationIn) -> CalibrationOut:
    """Give every rater a task for every call. What they say scores no call."""
    asked = Wanted(**dict(wanted))
    return _shown(session, caller, sessions.start(session, caller, asked))


@router.get("", operation_id="list_calibrations")
def list_calibrations(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[ListedCalibrationOut]:
    """Those you judge in, or manage, newest first."""
    caller.require_one_of(*_THEIRS)
    page = sessions.list_sessions(session, caller, cursor=cursor, limit=limit)
    progress = members.progress_of(session, [each.id for each in page.items])
    names = users.names_of(session, (each.created_by for each in page.items))
    items = [
        ListedCalibrationOut.of(each, names[each.created_by], progress[each.id])
        for each in page.items
    ]
    return Page(items=items, next=page.next)


@router.get("/raters", response_model=Page[PossibleRaterOut], operation_id="list_possible_raters")
def list_possible_raters(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paged[User]:
    """Who may review calls, by name."""
    return choosing.list_raters(session, caller, cursor=cursor, limit=limit)


@router.get("/draw", operation_id="draw_calls_to_calibrate")
def draw_calls(
    session: SessionDep,
    caller: CallerDep,
    wanted: Annotated[CallFilter, Depends(wanted_calls)],
    count: Annotated[int, Query(ge=1, le=MAX_CALLS)],
    seed: Annotated[int, Query(ge=0, lt=2**31)],
) -> DrawnCallsOut:
    """Some calls by chance, none that is being judged. Nothing is stored."""
    drawn = choosing.draw(session, caller, wanted, count=count, seed=seed)
    return DrawnCallsOut.model_validate(drawn)


@router.get("/drift", response_model=DriftOut, operation_id="read_calibration_drift")
def read_drift(session: SessionDep, caller: CallerDep) -> Drift:
    """How raters and items move from month to month, over closed calibrations."""
    return drift(session, caller)


@router.post("/regrades", status_code=status.HTTP_201_CREATED, operation_id="ask_for_regrades")
def ask_for_regrades(session: SessionDep, caller: CallerDep, wanted: RegradeIn) -> RegradesAskedOut:
    """Draw some of what somebody finished into your own queue, to grade the grader."""
    tasks = regrades.ask(session, caller, **dict(wanted))
    return RegradesAskedOut(task_ids=[task.id for task in tasks])


@router.get("/regrades", operation_id="list_regrades")
def list_regrades(
    session: SessionDep, caller: CallerDep, reviewer_id: UUID | None = None
) -> Page[RegradeOut]:
    """The last 200 second looks that are finished, newest first."""
    found = regrades.list_regrades(session, caller, reviewer_id=reviewer_id)
    return Page(items=[RegradeOut.model_validate(each) for each in found])


@router.get("/{calibration_id}", operation_id="read_calibration")
def read(session: SessionDep, caller: CallerDep, calibration_id: UUID) -> CalibrationOut:
    """One session, and how far its raters are. Nobody's verdicts."""
    return _shown(session, caller, _theirs(session, caller, calibration_id))


@router.post("/{calibration_id}/close", operation_id="close_calibration")
def close(session: SessionDep, caller: CallerDep, calibration_id: UUID) -> CalibrationOut:
    """End the judging, and let its people see what everybody said. Safe to repeat."""
    return _shown(session, caller, sessions.close(session, caller, calibration_id))


@router.post("/{calibration_id}/cancel", operation_id="cancel_calibration")
def cancel(session: SessionDep, caller: CallerDep, calibration_id: UUID) -> CalibrationOut:
    """Hold it no longer: nothing of it is shown. Safe to repeat."""
    return _shown(session, caller, sessions.cancel(session, caller, calibration_id))


@router.get("/{calibration_id}/outcome", operation_id="read_calibration_outcome")
def outcome(session: SessionDep, caller: CallerDep, calibration_id: UUID) -> OutcomeOut:
    """How far its raters agree, the machine as one of them. 409 until it is closed."""
    calibration = _theirs(session, caller, calibration_id)
    return OutcomeOut.of(read_outcome(session, calibration), calibration)


@router.put(
    "/{calibration_id}/consensus/{call_id}/{rule_key}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="settle_calibration_item",
)
def settle(
    session: SessionDep,
    caller: CallerDep,
    calibration_id: UUID,
    call_id: UUID,
    rule_key: str,
    wanted: SettleIn,
) -> Response:
    """Note what the session agreed on where its raters were divided. Safe to repeat."""
    ratings.settle(session, caller, calibration_id, call_id, rule_key, wanted.answer, wanted.note)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


def _shown(session: Session, caller: Caller, calibration: Calibration) -> CalibrationOut:
    return CalibrationOut.of(read_session(session, calibration, caller.user_id))


def _theirs(session: SessionDep, caller: Caller, calibration_id: UUID) -> Calibration:
    caller.require_one_of(*_THEIRS)
    return sessions.get_session(session, caller, calibration_id)
