"""The audit log: who did what to what. Written in the transaction of the act itself."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from services import paging
from services.clock import utc_now
from services.paging import Paged
from services.tables import AuditEntry


def record(session: Session, *, actor: str, act: str, subject: str, **facts: Any) -> None:
    """Note that `actor` did `act` (e.g. `key.created`) to `subject`; `facts` must be JSON."""
    session.add(AuditEntry(actor=actor, act=act, subject=subject, facts=facts))


def record_once(session: Session, *, actor: str, act: str, subject: str, within: timedelta) -> None:
    """Record an act that comes in many requests, such as playing a sound, as one."""
    known = session.exec(
        select(AuditEntry.id)
        .where(
            AuditEntry.subject == subject,
            AuditEntry.actor == actor,
            AuditEntry.act == act,
            AuditEntry.at > utc_now() - within,
        )
        .limit(1)
    ).first()
    if known is None:
        record(session, actor=actor, act=act, subject=subject)


def list_entries(
    session: Session,
    *,
    actor: str | None = None,
    act: str | None = None,
    subject: str | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> Paged[AuditEntry]:
    """Newest first. Raises CursorBroken."""
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(limit + 1)
    if actor is not None:
        query = query.where(AuditEntry.actor == actor)
    if act is not None:
        query = query.where(AuditEntry.act == act)
    if subject is not None:
        query = query.where(AuditEntry.subject == subject)
    if cursor is not None:
        [last_id] = paging.decode(cursor, int)
        query = query.where(col(AuditEntry.id) < last_id)
    return paging.cut(session.exec(query).all(), limit, lambda entry: [entry.id])
