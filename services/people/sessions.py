"""Signing in and out, and slowing down those who guess."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select

from services import db
from services.clock import utc_now
from services.errors import SignInNeeded, TooMany
from services.people import audit, passwords
from services.people.users import find_user, normalize_login
from services.settings import get_settings
from services.tables import SignInFailure, User, UserSession

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_LOGIN = 5
FAILURES_PER_ADDRESS = 30
"""More than for a login: a whole call centre may share one address."""
SEEN_EVERY = timedelta(minutes=1)


class SignInRefused(SignInNeeded):
    """The login or the password is wrong."""


class SignInThrottled(TooMany):
    """Too many failed sign-ins. Please wait a few minutes and try again."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes into the cookie and nowhere else."""

    user: User
    token: str


def sign_in(
    session: Session, login: str, password: str, address: str
) -> SignedIn | SignInRefused | SignInThrottled:
    """Check a password and open a session.

    Refusals are returned, not raised: raising would roll back the note of the failure
    that throttling counts. Whoever owns the transaction raises them once it is over.
    """
    login = normalize_login(login).replace("\0", "")
    _one_at_a_time(session, login)
    if wait_s := _seconds_to_wait(session, login, address):
        return SignInThrottled(login=login, address=address, retry_after_s=wait_s)
    user = find_user(session, login)
    known = user.password_hash if user and user.active else None
    fits, renewed = passwords.verify_and_update(password, known)
    if user is None or not fits:
        _note_failure(session, login, address, known=user is not None)
        return SignInRefused(login=login, address=address)
    user.password_hash = renewed or user.password_hash
    return _open(session, user, address)


def find_session(session: Session, token: str) -> User | None:
    """The user of a live session; None when it ended, idled out or the user was stopped."""
    now = utc_now()
    settings = get_settings()
    found = session.exec(
        select(User, UserSession)
        .join(UserSession, col(UserSession.user_id) == User.id)
        .where(
            UserSession.token_hash == _hash(token),
            UserSession.created_at > now - settings.session_lifetime,
            UserSession.last_seen_at > now - settings.session_idle,
            col(User.active),
        )
    ).one_or_none()
    if found is None:
        return None
    user, opened = found
    if opened.last_seen_at < now - SEEN_EVERY:
        _note_seen(session, opened)
    return user


def sign_out(session: Session, token: str) -> None:
    """Safe to repeat."""
    session.exec(delete(UserSession).where(col(UserSession.token_hash) == _hash(token)))


def purge(session: Session) -> None:
    """Forget sessions that are over and failures that no longer count."""
    now = utc_now()
    settings = get_settings()
    over = or_(
        col(UserSession.created_at) <= now - settings.session_lifetime,
        col(UserSession.last_seen_at) <= now - settings.session_idle,
    )
    old = col(SignInFailure.at) <= now - FAILURE_WINDOW
    # Rows that another sign-in is clearing already are left to it.
    for table, condition in ((UserSession, over), (SignInFailure, old)):
        done = select(table.id).where(condition).with_for_update(skip_locked=True)
        session.exec(delete(table).where(col(table.id).in_(done)))


def _one_at_a_time(session: Session, login: str) -> None:
    """Queue the attempts on one login, or a thousand at once would each see no failure yet."""
    db.run(
        session,
        "SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 0))",
        {"name": f"sign-in {login}"},
    )


def _seconds_to_wait(session: Session, login: str, address: str) -> int:
    limits = {_of_login(login): FAILURES_PER_LOGIN, _of_address(address): FAILURES_PER_ADDRESS}
    return max(_until_allowed(session, subject, limit) for subject, limit in limits.items())


def _until_allowed(session: Session, subject: str, limit: int) -> int:
    """Seconds until fewer than `limit` failures of `subject` lie within the window."""
    now = utc_now()
    nth_newest = session.exec(
        select(SignInFailure.at)
        .where(SignInFailure.subject == subject, SignInFailure.at > now - FAILURE_WINDOW)
        .order_by(col(SignInFailure.at).desc())
        .offset(limit - 1)
        .limit(1)
    ).one_or_none()
    if nth_newest is None:
        return 0
    return max(1, round((nth_newest + FAILURE_WINDOW - now).total_seconds()))


def _note_failure(session: Session, login: str, address: str, *, known: bool) -> None:
    session.add(SignInFailure(subject=_of_login(login)))
    session.add(SignInFailure(subject=_of_address(address)))
    # People type passwords where the login belongs; the audit log keeps what it is told.
    subject = login if known else "unknown login"
    audit.record(session, actor=subject, act="session.refused", subject=subject, address=address)


def _open(session: Session, user: User, address: str) -> SignedIn:
    purge(session)
    session.exec(delete(SignInFailure).where(col(SignInFailure.subject) == _of_login(user.login)))
    token = secrets.token_urlsafe(32)
    session.add_all([user, UserSession(user_id=user.id, token_hash=_hash(token))])
    audit.record(
        session, actor=user.login, act="session.opened", subject=user.login, address=address
    )
    return SignedIn(user=user, token=token)


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


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _of_login(login: str) -> str:
    return f"login {login}"


def _of_address(address: str) -> str:
    return f"address {address}"
