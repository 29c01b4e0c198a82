"""Open sessions and second factors: one's own, and those of others for administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from api.deps import SESSION_COOKIE, CallerDep, SessionDep
from api.schemas.pages import Page
from api.schemas.session_steps import OpenSessionOut
from services.errors import SignInNeeded
from services.paging import Paged
from services.people import second_factors, sessions
from services.people.access import Caller, Permission
from services.people.users import UserNotFound
from services.tables import User, UserSession

router = APIRouter(prefix="/api/v1", tags=["sessions"])

Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/sessions", operation_id="list_own_sessions")
def list_own(
    request: Request,
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Limit = 100,
) -> Page[OpenSessionOut]:
    """Where one is signed in, newest first."""
    found = sessions.list_sessions(session, own_id(caller), cursor=cursor, limit=limit)
    return _page(request, found)


@router.delete("/sessions/{session_id}", status_code=204, operation_id="end_session")
def end_one(session: SessionDep, caller: CallerDep, session_id: UUID) -> None:
    """Sign a browser out: one's own, or anybody's with `users:manage`."""
    mine = None if caller.may(Permission.USERS_MANAGE) else own_id(caller)
    sessions.end_session(session, session_id, actor=caller.actor, of_user=mine)


@router.delete("/sessions", status_code=204, operation_id="end_own_sessions")
def end_own(
    request: Request,
    session: SessionDep,
    caller: CallerDep,
    keep_current: Annotated[bool, Query(description="Stay signed in here.")] = False,
) -> None:
    """Sign out everywhere."""
    kept = request.cookies.get(SESSION_COOKIE) if keep_current else None
    sessions.end_all(session, own_id(caller), actor=caller.actor, but_token=kept)


@router.get("/users/{user_id}/sessions", operation_id="list_sessions")
def list_of_user(
    request: Request,
    session: SessionDep,
    caller: CallerDep,
    user_id: UUID,
    cursor: str | None = None,
    limit: Limit = 100,
) -> Page[OpenSessionOut]:
    """Where a user is signed in, newest first."""
    user = _user(session, caller, user_id)
    return _page(request, sessions.list_sessions(session, user.id, cursor=cursor, limit=limit))


@router.delete("/users/{user_id}/sessions", status_code=204, operation_id="end_sessions")
def end_of_user(session: SessionDep, caller: CallerDep, user_id: UUID) -> None:
    """Sign a user out everywhere."""
    user = _user(session, caller, user_id)
    sessions.end_all(session, user.id, actor=caller.actor)


@router.delete(
    "/users/{user_id}/second_factor",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="reset_second_factor",
)
def reset_second_factor(session: SessionDep, caller: CallerDep, user_id: UUID) -> None:
    """Take a lost second factor away, recovery codes too. Safe to repeat."""
    user = _user(session, caller, user_id)
    second_factors.remove(session, user, actor=caller.actor)


def own_id(caller: Caller) -> UUID:
    """Raises SignInNeeded: keys are nobody."""
    if caller.user_id is None:
        raise SignInNeeded(actor=caller.actor)
    return caller.user_id


def _user(session: SessionDep, caller: Caller, user_id: UUID) -> User:
    caller.require(Permission.USERS_MANAGE)
    user = session.get(User, user_id)
    if user is None:
        raise UserNotFound(user_id=user_id)
    return user


def _page(request: Request, found: Paged[UserSession]) -> Page[OpenSessionOut]:
    token = request.cookies.get(SESSION_COOKIE)
    return Page(items=[_shown(opened, token) for opened in found.items], next=found.next)


def _shown(opened: UserSession, token: str | None) -> OpenSessionOut:
    return OpenSessionOut(
        id=opened.id,
        current=sessions.is_token_of(opened, token),
        created_at=opened.created_at,
        last_seen_at=opened.last_seen_at,
        address=opened.address,
        device=opened.device,
        provider=opened.provider,
    )
