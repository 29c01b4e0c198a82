"""Telling whoever looks at a call that its reviews, or those who look at it, changed."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from services import db
from services.clock import utc_now
from services.tables import User
from services.tables.reviewing import CallPresence

CHANNEL = "earshot_review"
GONE_AFTER = timedelta(seconds=30)
"""A browser that is silent for this long has gone."""


def announce(session: Session, call_id: UUID) -> None:
    """To every API process, when the transaction commits."""
    db.run(
        session,
        "SELECT pg_notify(%(channel)s, %(call)s)",
        {"channel": CHANNEL, "call": str(call_id)},
    )


def arrive(session: Session, call_id: UUID, user: User) -> UUID:
    """Somebody opened the call. Returns what the presence is known by."""
    presence = CallPresence(id=uuid4(), call_id=call_id, user_id=user.id)
    session.add(presence)
    session.flush()
    _forget_silent(session)
    announce(session, call_id)
    return presence.id


def stay(session: Session, presence_id: UUID) -> None:
    db.run(
        session,
        "UPDATE call_presence SET seen_at = %(now)s WHERE id = %(id)s",
        {"id": presence_id, "now": utc_now()},
    )


def leave(session: Session, call_id: UUID, presence_id: UUID) -> None:
    """Safe to repeat."""
    db.run(session, "DELETE FROM call_presence WHERE id = %(id)s", {"id": presence_id})
    announce(session, call_id)


def _forget_silent(session: Session) -> None:
    silent_since = utc_now() - GONE_AFTER
    db.run(session, "DELETE FROM call_presence WHERE seen_at < %(at)s", {"at": silent_since})
