"""Telling whoever looks at a call that its reviews, or those who look at it, changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from services import db
from services.clock import utc_now
from services.tables import ReviewState
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


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody who has the call open, in one browser or several."""

    user_id: UUID
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Drafted:
    """A review of the call, and how far it is saved."""

    id: UUID
    state: ReviewState
    revision: int
    reviewer_id: UUID
    reviewer_name: str
    saved_at: datetime


def who_looks(session: Session, call_id: UUID) -> list[Looking]:
    """Everybody once, who came first before the others."""
    rows = db.rows(
        session,
        """
        SELECT p.user_id, u.name, min(p.since) AS since
        FROM call_presence p JOIN app_user u ON u.id = p.user_id
        WHERE p.call_id = %(call)s AND p.seen_at >= %(at)s
        GROUP BY p.user_id, u.name ORDER BY since, u.name
        """,
        {"call": call_id, "at": utc_now() - GONE_AFTER},
    )
    return [Looking(**row) for row in rows]


def what_is_written(session: Session, call_id: UUID) -> list[Drafted]:
    """Drafts and results of the call, the oldest first."""
    rows = db.rows(
        session,
        """
        SELECT r.id, r.state, r.revision, r.reviewer_id, u.name AS reviewer_name, r.saved_at
        FROM review r JOIN app_user u ON u.id = r.reviewer_id
        WHERE r.call_id = %(call)s AND r.state <> 'discarded' ORDER BY r.opened_at, r.id
        """,
        {"call": call_id},
    )
    return [Drafted(**row | {"state": ReviewState(row["state"])}) for row in rows]


def arrive(session: Session, call_id: UUID, user_id: UUID) -> UUID:
    """Somebody opened the call. Returns what the presence is known by."""
    presence = CallPresence(id=uuid4(), call_id=call_id, user_id=user_id)
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
