"""Signed-in browsers: opened, found again, listed and ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, and_, col, delete, select, tuple_

from services import db, paging
from services.clock import utc_now
from services.errors import NotFound
from services.paging import Paged
from services.people import audit
from services.settings import get_settings
from services.tables import User, UserSession

SEEN_EVERY = timedelta(minutes=1)
_DEVICE_MAX = 300


class SessionNotFound(NotFound):
    """There is no such session."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who knocks: an IP address, and what the browser calls itself."""

    address: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes into the cookie and nowhere else."""

    user: User
    token: str


def open_session(
    session: Session,
    user: User,
    visitor: Visitor,
    *,
    provider: str | None = None,
    sign_out_url: str | None = None,
) -> SignedIn:
    """A session with a token that nobody has seen before."""
    purge(session)
    token = secrets.token_urlsafe(32)
    opened = UserSession(
        user_id=user.id,
        token_hash=hash_token(token),
        address=visitor.address,
        device=visitor.device[:_DEVICE_MAX].replace("\0", "") if visitor.device else None,
        provider=provider,
        sign_out_url=sign_out_url,
    )
    session.add_all([user, opened])
    by = {"provider": provider} if provider else {}
    audit.record(
        session,
        actor=user.login,
        act="session.opened",
        subject=user.login,
        address=visitor.address,
        **by,
    )
    return SignedIn(user=user, token=token)


def find_session(session: Session, token: str) -> User | None:
    """The user of a live session; None when it ended, idled out or the user was stopped."""
    found = session.exec(
        select(User, UserSession)
        .join(UserSession, col(UserSession.user_id) == User.id)
        .where(UserSession.token_hash == hash_token(token), _alive(), col(User.active))
    ).one_or_none()
    if found is None:
        return None
    user, opened = found
    if opened.last_seen_at < utc_now() - SEEN_EVERY:
        _note_seen(session, opened)
    return user


def list_sessions(
    session: Session, user_id: UUID, *, cursor: str | None = None, limit: int = 100
) -> Paged[UserSession]:
    """A user's open sessions, newest first. Raises CursorBroken."""
    place = tuple_(col(UserSession.created_at), col(UserSession.id))
    query = (
        select(UserSession)
        .where(UserSession.user_id == user_id, _alive())
        .order_by(col(UserSession.created_at).desc(), col(UserSession.id).desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    found = session.exec(query).all()
    return paging.cut(found, limit, lambda opened: [opened.created_at, opened.id])


def is_token_of(opened: UserSession, token: str | None) -> bool:
    """Whether it is the session of the browser that asks."""
    return token is not None and opened.token_hash == hash_token(token)


def end_session(
    session: Session, session_id: UUID, *, actor: str, of_user: UUID | None = None
) -> None:
    """End one session; with `of_user`, only if it is theirs. Raises SessionNotFound."""
    found = session.exec(
        select(UserSession, User)
        .join(User, col(User.id) == UserSession.user_id)
        .where(UserSession.id == session_id)
    ).one_or_none()
    if found is None or (of_user is not None and found[0].user_id != of_user):
        raise SessionNotFound(session_id=session_id)
    opened, user = found
    session.delete(opened)
    audit.record(
        session, actor=actor, act="session.ended", subject=user.login, address=opened.address
    )


def end_all(
    session: Session, user_id: UUID, *, actor: str | None = None, but_token: str | None = None
) -> int:
    """End every session of a user, but for that of `but_token`; says how many.

    With an `actor` it is in the audit log: leave them out where another entry says it.
    """
    ended = delete(UserSession).where(col(UserSession.user_id) == user_id)
    if but_token is not None:
        ended = ended.where(col(UserSession.token_hash) != hash_token(but_token))
    count = len(session.exec(ended.returning(col(UserSession.id))).all())
    if actor is not None:
        user = session.get_one(User, user_id)
        audit.record(
            session, actor=actor, act="session.all_ended", subject=user.login, sessions=count
        )
    return count


def sign_out(session: Session, token: str) -> str | None:
    """Where to end the provider's session too, if anywhere. Safe to repeat."""
    ended = delete(UserSession).where(col(UserSession.token_hash) == hash_token(token))
    return session.exec(ended.returning(col(UserSession.sign_out_url))).scalar_one_or_none()


def purge(session: Session) -> None:
    """Forget sessions that are over."""
    over = or_(*(~condition for condition in _conditions()))
    # Rows that another sign-in is clearing already are left to it.
    done = select(UserSession.id).where(over).with_for_update(skip_locked=True)
    session.exec(delete(UserSession).where(col(UserSession.id).in_(done)))


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _alive() -> ColumnElement[bool]:
    return and_(*_conditions())


def _conditions() -> tuple[ColumnElement[bool], ...]:
    now = utc_now()
    settings = get_settings()
    return (
        col(UserSession.created_at) > now - settings.session_lifetime,
        col(UserSession.last_seen_at) > now - settings.session_idle,
    )


def _note_seen(session: Session, opened: UserSession) -> None:
    # Skips when another request of the same browser is writing the same minute.
    db.run(
        session,
        """
        UPDATE user_session SET last_seen_at = now() WHERE id IN (
            SELECT id FROM user_session WHERE id = %(id)s FOR UPDATE SKIP LOCKED
        )
        """,
        {"id": opened.id},
    )
