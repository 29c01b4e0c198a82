"""Slowing down those who guess passwords and codes."""

from datetime import timedelta

from sqlmodel import Session, col, delete, select

from services import db
from services.clock import utc_now
from services.errors import TooMany
from services.tables import SignInFailure

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_LOGIN = 5
FAILURES_PER_ADDRESS = 30
"""More than for a login: a whole call centre may share one address."""


class SignInThrottled(TooMany):
    """Too many failed sign-ins. Please wait a few minutes and try again."""


def one_at_a_time(session: Session, login: str) -> None:
    """Queue the attempts on one login, or a thousand at once would each see no failure yet."""
    db.run(
        session,
        "SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 0))",
        {"name": f"sign-in {login}"},
    )


def held_back(session: Session, login: str, address: str) -> SignInThrottled | None:
    """Passwords and codes count together: a right password buys no more guesses at a code."""
    limits = {_of_login(login): FAILURES_PER_LOGIN, _of_address(address): FAILURES_PER_ADDRESS}
    wait_s = max(_until_allowed(session, subject, limit) for subject, limit in limits.items())
    if not wait_s:
        return None
    return SignInThrottled(login=login, address=address, retry_after_s=wait_s)


def note_failure(session: Session, login: str, address: str) -> None:
    session.add(SignInFailure(subject=_of_login(login)))
    session.add(SignInFailure(subject=_of_address(address)))


def forget_failures(session: Session, login: str) -> None:
    """Of a login that has signed in. Its address may have guessed at others."""
    session.exec(delete(SignInFailure).where(col(SignInFailure.subject) == _of_login(login)))


def purge(session: Session) -> None:
    """Forget failures that no longer count."""
    # Rows that another sign-in is clearing already are left to it.
    done = (
        select(SignInFailure.id)
        .where(col(SignInFailure.at) <= utc_now() - FAILURE_WINDOW)
        .with_for_update(skip_locked=True)
    )
    session.exec(delete(SignInFailure).where(col(SignInFailure.id).in_(done)))


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


def _of_login(login: str) -> str:
    return f"login {login}"


def _of_address(address: str) -> str:
    return f"address {address}"
