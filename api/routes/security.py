"""One's own password and second factor."""

from fastapi import APIRouter, Request
from sqlmodel import Session

from api.deps import SESSION_COOKIE, CallerDep, SessionDep, client_address, find_caller
from api.routes.sessions import own_id
from api.schemas.session_steps import (
    CodeIn,
    EnrolIn,
    EnrolmentOut,
    PasswordChangeIn,
    RecoveryCodesOut,
    SecurityOut,
)
from services.db import transaction
from services.errors import ServiceError
from services.people import security
from services.people.second_factors import Enrolment
from services.people.security import Security
from services.tables import User

router = APIRouter(prefix="/api/v1/me", tags=["me"])

# Transactions of their own: a refusal is raised only after its note is committed.


@router.get("/security", response_model=SecurityOut, operation_id="read_security")
def read_security(session: SessionDep, caller: CallerDep) -> Security:
    """How one's own account is protected."""
    return security.get_security(session, session.get_one(User, own_id(caller)))


@router.put("/password", status_code=204, operation_id="change_password")
def change_password(request: Request, change: PasswordChangeIn) -> None:
    """Needs the old one. One's other sessions end."""
    with transaction() as session:
        refused = security.change_password(
            session,
            _me(session, request),
            old=change.old_password,
            new=change.password,
            address=client_address(request),
            token=request.cookies.get(SESSION_COOKIE),
        )
    if refused:
        raise refused


@router.post("/second_factor", response_model=EnrolmentOut, operation_id="begin_second_factor")
def begin_second_factor(request: Request, asked: EnrolIn) -> Enrolment:
    """Begin to set up an authenticator app. Counts once a code confirms it."""
    with transaction() as session:
        begun = security.begin_factor(
            session, _me(session, request), asked.password, client_address(request)
        )
    if isinstance(begun, ServiceError):
        raise begun
    return begun


@router.post("/second_factor/confirm", operation_id="confirm_second_factor")
def confirm_second_factor(request: Request, given: CodeIn) -> RecoveryCodesOut:
    """Prove by a code that the app is set up."""
    with transaction() as session:
        codes = security.confirm_factor(
            session, _me(session, request), given.code, client_address(request)
        )
    return _codes(codes)


@router.post("/recovery_codes", operation_id="renew_recovery_codes")
def renew_recovery_codes(request: Request, given: CodeIn) -> RecoveryCodesOut:
    """Ten new ones; the old ones stop working. Needs a code of the app."""
    with transaction() as session:
        codes = security.renew_recovery_codes(
            session, _me(session, request), given.code, client_address(request)
        )
    return _codes(codes)


@router.post("/second_factor/remove", status_code=204, operation_id="remove_second_factor")
def remove_second_factor(request: Request, given: CodeIn) -> None:
    """Needs a code. Not for roles that must have a second factor."""
    with transaction() as session:
        refused = security.remove_factor(
            session, _me(session, request), given.code, client_address(request)
        )
    if refused:
        raise refused


def _me(session: Session, request: Request) -> User:
    return session.get_one(User, own_id(find_caller(session, request)))


def _codes(codes: list[str] | ServiceError) -> RecoveryCodesOut:
    if isinstance(codes, ServiceError):
        raise codes
    return RecoveryCodesOut(recovery_codes=codes)
