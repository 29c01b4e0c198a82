"""Somebody must always be able to let others in."""

from typing import Any

from sqlmodel import Session, col, exists, func, select

from services import db
from services.errors import Conflict
from services.tables import Role, User, UserRole


class LastAdministrator(Conflict):
    """This is the last active administrator. Make somebody else one first."""


def require_another(session: Session, user: User) -> None:
    """Raises LastAdministrator if nobody else is one. Two at once cannot stop each other."""
    db.run(session, "SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))", {})
    if not is_administrator(session, user):
        return
    others = select(func.count()).where(*_administrators(), col(User.id) != user.id)
    if not session.exec(others).one():
        raise LastAdministrator(login=user.login)


def is_administrator(session: Session, user: User) -> bool:
    found = select(User.id).where(*_administrators(), col(User.id) == user.id)
    return session.exec(found).first() is not None


def _administrators() -> tuple[Any, ...]:
    """Active, and with the whole of the shipped role: a custom one may allow less."""
    narrowed = exists().where(col(UserRole.user_id) == User.id)
    return col(User.active), col(User.role) == Role.ADMIN, ~narrowed
