"""Signing in, step by step, and out."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response, status
from fastapi.responses import JSONResponse

from api import cookies
from api.deps import SESSION_COOKIE, CallerDep, SessionDep
from api.schemas.session import SessionOut, SignInIn
from api.schemas.session_steps import (
    CodeIn,
    EnrolledOut,
    EnrolmentOut,
    NewPasswordIn,
    SignedOutOut,
    StepOut,
)
from services.db import transaction
from services.errors import ServiceError, SignInNeeded
from services.people import profiles, sessions, signing_in
from services.people.profiles import Profile
from services.people.second_factors import Enrolment
from services.people.sessions import SignedIn
from services.people.signing_in import Outcome, SignInOver, StepAsked

router = APIRouter(prefix="/api/v1/session", tags=["session"])

_STEP: dict[int | str, dict[str, Any]] = {
    202: {"model": StepOut, "description": "Not over: asks for one more step"}
}
_post = partial(router.post, response_model=SessionOut, status_code=201, responses=_STEP)


@_post("", operation_id="sign_in")
def sign_in(request: Request, response: Response, sign_in: SignInIn) -> Profile | Response:
    """Open a session; its token comes as an HttpOnly cookie.

    202 when something is missing: a second factor, a password of one's own.
    """
    visitor = cookies.visitor_of(request)
    # A transaction of its own: a refusal is raised only after its note is committed.
    with transaction() as session:
        outcome = signing_in.sign_in(session, sign_in.login, sign_in.password, visitor)
    return _answer(request, response, outcome)


@router.get("", response_model=SessionOut, operation_id="read_session")
def read_session(session: SessionDep, caller: CallerDep) -> Profile:
    """Say who is signed in."""
    if caller.user_id is None:
        raise SignInNeeded(actor=caller.actor)
    return profiles.get_profile(session, caller.user_id)


@router.delete("", operation_id="sign_out")
def sign_out(request: Request, response: Response, session: SessionDep) -> SignedOutOut:
    """End the session. Harmless when there is none."""
    token = request.cookies.get(SESSION_COOKIE)
    continue_at = sessions.sign_out(session, token) if token else None
    cookies.forget_session(response)
    return SignedOutOut(continue_at=continue_at)


@router.get("/step", operation_id="read_sign_in_step")
def read_step(request: Request, session: SessionDep) -> StepOut:
    """What the sign-in of this browser waits for."""
    asked = signing_in.read_step(session, _step_token(request))
    return StepOut(step=asked.kind, login=asked.login)


@_post("/second_factor", operation_id="give_second_factor")
def give_second_factor(request: Request, response: Response, given: CodeIn) -> Profile | Response:
    """Give a code of the authenticator app, or a recovery code."""
    token, visitor = _step_token(request), cookies.visitor_of(request)
    with transaction() as session:
        outcome = signing_in.give_code(session, token, given.code, visitor)
    return _answer(request, response, outcome)


@_post("/password", operation_id="choose_password")
def choose_password(
    request: Request, response: Response, chosen: NewPasswordIn
) -> Profile | Response:
    """Replace a one-time password."""
    token, visitor = _step_token(request), cookies.visitor_of(request)
    with transaction() as session:
        outcome = signing_in.choose_password(session, token, chosen.password, visitor)
    return _answer(request, response, outcome)


@router.post("/enrolment", response_model=EnrolmentOut, operation_id="begin_enrolment")
def begin_enrolment(request: Request, session: SessionDep) -> Enrolment:
    """Begin to set up the second factor that one's role demands."""
    return signing_in.begin_enrolment(session, _step_token(request))


@router.post("/enrolment/confirm", operation_id="confirm_enrolment")
def confirm_enrolment(request: Request, response: Response, given: CodeIn) -> EnrolledOut:
    """Prove by a code that the app is set up. The answer has the recovery codes."""
    token, visitor = _step_token(request), cookies.visitor_of(request)
    with transaction() as session:
        confirmed = signing_in.confirm_enrolment(session, token, given.code, visitor)
    if isinstance(confirmed, ServiceError):
        raise confirmed
    codes, outcome = confirmed
    _remember(request, response, outcome)
    step = outcome.kind if isinstance(outcome, StepAsked) else None
    return EnrolledOut(recovery_codes=codes, step=step)


def _answer(
    request: Request, response: Response, outcome: Outcome | ServiceError
) -> Profile | Response:
    """Raises the refusal, if it is one."""
    if isinstance(outcome, ServiceError):
        raise outcome
    if isinstance(outcome, StepAsked):
        told = StepOut(step=outcome.kind, login=outcome.login)
        response = JSONResponse(told.model_dump(mode="json"), status.HTTP_202_ACCEPTED)
        _remember(request, response, outcome)
        return response
    _remember(request, response, outcome)
    with transaction() as session:
        return profiles.get_profile(session, outcome.user.id)


def _remember(request: Request, response: Response, outcome: Outcome) -> None:
    """A session this browser had before ends: two tabs are never two people."""
    if isinstance(outcome, SignedIn):
        if old := request.cookies.get(SESSION_COOKIE):
            with transaction() as session:
                sessions.sign_out(session, old)
        cookies.set_session(response, outcome.token)
        cookies.forget_step(response)
    else:
        cookies.set_step(response, outcome.token)


def _step_token(request: Request) -> str:
    """Raises SignInOver."""
    token = request.cookies.get(cookies.STEP_COOKIE)
    if token is None:
        raise SignInOver()
    return token
