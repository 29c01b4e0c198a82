"""Alerts that end: what they warned of is over, or their rule warns no more."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from services import db
from services.activity.notices import Notice, publish
from services.alerts.conditions import LASTING
from services.clock import utc_now
from services.tables import AlertKind

FORGOTTEN_AFTER = timedelta(hours=24)
"""What happened, and does not last, is over this long after it happened last."""


def end_all(session: Session, rule_id: UUID) -> None:
    """Everything that is open of a rule is over, and nothing more waits to be raised."""
    found = db.rows(
        session,
        """
        UPDATE alert SET over_at = now() WHERE rule_id = %(rule_id)s AND over_at IS NULL
        RETURNING id
        """,
        {"rule_id": rule_id},
    )
    db.run(session, "DELETE FROM pending_alert WHERE rule_id = %(rule_id)s", {"rule_id": rule_id})
    announce(session, (row["id"] for row in found))


def end_forgotten(session: Session) -> None:
    """End what happened long enough ago and nobody acknowledged. Safe to repeat."""
    found = db.rows(
        session,
        """
        UPDATE alert SET over_at = now()
        WHERE over_at IS NULL AND kind = ANY(%(happened)s) AND last_at < %(before)s
        RETURNING id
        """,
        {
            "happened": [kind.value for kind in AlertKind if kind not in LASTING],
            "before": utc_now() - FORGOTTEN_AFTER,
        },
    )
    announce(session, (row["id"] for row in found))


def end_withdrawn(session: Session) -> None:
    """End those about fatal hits that no longer count: rejected, or of a rule that is muted."""
    found = db.rows(
        session,
        """
        UPDATE alert SET over_at = now() FROM call
        WHERE alert.over_at IS NULL AND alert.kind = %(kind)s AND call.id = alert.call_id
            AND call.fatal_hits = 0
        RETURNING alert.id
        """,
        {"kind": AlertKind.FATAL_HIT.value},
    )
    announce(session, (row["id"] for row in found))


def forget_old(session: Session, kept: timedelta) -> None:
    """Delete those that have been over for long, some at a time. Safe to repeat."""
    db.run(
        session,
        """
        DELETE FROM alert WHERE id IN (
            SELECT id FROM alert WHERE raised_at < %(before)s AND over_at < %(before)s
            ORDER BY raised_at LIMIT 5000
        )
        """,
        {"before": utc_now() - kept},
    )


def announce(session: Session, alert_ids: Iterable[UUID]) -> None:
    """Tell boards, when the transaction commits, that these alerts changed."""
    changed = frozenset(alert_ids)
    if changed:
        publish(session, Notice(alerts=changed))
