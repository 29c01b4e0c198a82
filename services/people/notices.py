"""Notices: what a user should know, shown until they have read it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, delete, select, tuple_, update

from services import paging
from services.clock import utc_now
from services.paging import Paged
from services.people.access import PERMISSIONS, Permission
from services.tables import CustomRole, User, UserNotice, UserRole

KEPT_FOR = timedelta(days=90)


def notify(
    session: Session,
    *,
    kind: str,
    facts: dict[str, Any],
    permission: Permission | None = None,
    user_ids: Collection[UUID] = (),
    but: UUID | None = None,
) -> None:
    """Tell all active users with `permission`, and `user_ids`, but not `but`.

    `kind` is a stable word such as `broken_glass.opened`; `facts` must be JSON and may hold
    nothing that its readers must not see. Old notices are forgotten meanwhile.
    """
    readers = set(user_ids)
    if permission is not None:
        readers |= set(session.exec(select(User.id).where(col(User.active), _has(permission))))
    readers.discard(but)
    session.add_all([UserNotice(user_id=each, kind=kind, facts=facts) for each in sorted(readers)])
    session.exec(delete(UserNotice).where(col(UserNotice.created_at) < utc_now() - KEPT_FOR))


def list_notices(
    session: Session, user_id: UUID, *, cursor: str | None = None, limit: int = 50
) -> Paged[UserNotice]:
    """A user's own, newest first. Raises CursorBroken."""
    place = tuple_(col(UserNotice.created_at), col(UserNotice.id))
    query = (
        select(UserNotice)
        .where(UserNotice.user_id == user_id)
        .order_by(col(UserNotice.created_at).desc(), col(UserNotice.id).desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    return paging.cut(session.exec(query).all(), limit, lambda each: [each.created_at, each.id])


def count_unread(session: Session, user_id: UUID) -> int:
    return session.exec(
        select(func.count()).where(UserNotice.user_id == user_id, col(UserNotice.read_at).is_(None))
    ).one()


def mark_read(session: Session, user_id: UUID, ids: Collection[UUID] | None) -> None:
    """Mark own notices as read; None for all of them. Safe to repeat."""
    unread = update(UserNotice).where(
        col(UserNotice.user_id) == user_id, col(UserNotice.read_at).is_(None)
    )
    if ids is not None:
        unread = unread.where(col(UserNotice.id).in_(ids))
    session.exec(unread.values(read_at=utc_now()))


def _has(permission: Permission) -> Any:
    shipped = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    custom = (
        select(UserRole.user_id)
        .join(CustomRole, col(CustomRole.id) == UserRole.role_id)
        .where(col(CustomRole.permissions).contains([permission.value]))
    )
    any_custom = select(UserRole.user_id)
    return or_(
        col(User.id).in_(custom),
        col(User.role).in_(shipped) & col(User.id).not_in(any_custom),
    )
