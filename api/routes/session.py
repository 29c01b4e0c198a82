"""Signing in and out."""

from fastapi import APIRouter, Request, Response, status

from api.deps import SESSION_COOKIE, CallerDep, SessionDep
from api.schemas.session import SessionOut, SignInIn
from services.db import transaction
from services.errors import ServiceError, SignInNeeded
from services.people import sessions, users
from services.people.users import Profile
from services.settings import get_settings

router = APIRouter(prefix="/api/v1/session", tags=["session"])


@router.post(
    "", response_model=SessionOut, status_code=status.HTTP_201_CREATED, operation_id="sign_in"
)
def sign_in(request: Request, response: Response, sign_in: SignInIn) -> Profile:
    """Open a session; its token comes as an HttpOnly cookie."""
    address = request.client.host if request.client else "unknown"
    # A transaction of its own: a refusal is raised only after its note is committed.
    with transaction() as session:
        outcome = sessions.sign_in(session, sign_in.login, sign_in.password, address)
    if isinstance(outcome, ServiceError):
        raise outcome
    _set_cookie(response, outcome.token)
    with transaction() as session:
        return users.get_profile(session, outcome.user.id)


@router.get("", response_model=SessionOut, operation_id="read_session")
def read_session(session: SessionDep, caller: CallerDep) -> Profile:
    """Say who is signed in."""
    if caller.user_id is None:
        raise SignInNeeded(actor=caller.actor)
    return users.get_profile(session, caller.user_id)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT, operation_id="sign_out")
def sign_out(request: Request, response: Response, session: SessionDep) -> None:
    """End the session. Harmless when there is none."""
    if token := request.cookies.get(SESSION_COOKIE):
        sessions.sign_out(session, token)
    response.delete_cookie(
        SESSION_COOKIE, secure=get_settings().secure_cookies, httponly=True, samesite="lax"
    )


def _set_cookie(response: Response, token: str) -> None:
    # No lifetime: the cookie goes with the browser, and the server decides before that.
    response.set_cookie(
        SESSION_COOKIE,
        token,
        secure=get_settings().secure_cookies,
        httponly=True,
        samesite="lax",
        path="/",
    )
