"""Telling by channels what waits for them: several alerts in one message, at a measured pace.

`take` and `note` are transactions of their own; the network is asked between them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

from sqlmodel import Session

from services import db
from services.activity.alert_cards import NAMED, is_of_unknown_agent, subject_of
from services.alerts import addresses, messages
from services.alerts.addresses import Address
from services.alerts.messages import Message, Told
from services.clock import utc_now
from services.people.organisation import get_company
from services.settings import get_settings
from services.tables import AlertChannel, AlertKind, AlertSeverity

TRIES = 6
_FIRST_WAIT = timedelta(seconds=30)
"""Doubled after each try that failed: the last comes a quarter of an hour after the first."""
_LOST_AFTER = timedelta(minutes=2)
"""A message that a worker took and never said anything of is taken again."""
_MOST_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message on its way, and the deliveries that it settles."""

    message_id: UUID
    address: Address
    message: Message


def take(session: Session, channel_id: UUID) -> Parcel | None:
    """What is due for a channel, as one message; None while there is nothing, or the pace forbids.

    Alerts that have not been tried yet go along, though they could wait longer.
    """
    channel = session.get(AlertChannel, channel_id, with_for_update=True)
    now = utc_now()
    if channel is None or not channel.active or channel.archived_at is not None:
        _give_up(session, channel_id, "the channel is switched off")
        return None
    if not _is_free(session, channel, now):
        return None
    message_id = uuid4()
    rows = db.rows(
        session,
        _TAKE,
        {
            "channel_id": channel_id,
            "now": now,
            "lost_at": now + _LOST_AFTER,
            "message_id": message_id,
            "most": _MOST_TOGETHER,
        },
    )
    if not rows:
        return None
    told = db.rows(session, _TOLD, {"alerts": [row["alert_id"] for row in rows]})
    message = messages.of_alerts(
        [_told(row) for row in told],
        language=channel.language,
        zone=get_company(session).timezone,
        origin=origin(),
    )
    return Parcel(message_id, addresses.read(channel.address), message)


def note_sent(session: Session, message_id: UUID) -> None:
    db.run(session, _SENT, {"message_id": message_id, "now": utc_now()})


def note_failed(
    session: Session, message_id: UUID, reason: str, *, for_good: bool, again_after_s: float
) -> None:
    """Try again later, or give it up after enough tries."""
    asked = {
        "message_id": message_id,
        "reason": reason,
        "now": utc_now(),
        "tries": 0 if for_good else TRIES,
        "first_s": _FIRST_WAIT.total_seconds(),
        "again_after_s": again_after_s,
    }
    db.run(session, _FAILED, asked)


def origin() -> str | None:
    """Where people open Earshot, as far as it is known."""
    return next(iter(get_settings().public_origins), None)


def _is_free(session: Session, channel: AlertChannel, now: datetime) -> bool:
    """Whether the channel may take a message: one at a time, and so many in a minute."""
    asked = {"channel_id": channel.id, "minute": now - timedelta(minutes=1)}
    [row] = db.rows(session, _PACE, asked)
    return row["sent"] < channel.per_minute and not row["sending"]


def _give_up(session: Session, channel_id: UUID, reason: str) -> None:
    db.run(session, _GIVE_UP, {"channel_id": channel_id, "reason": reason})


def _told(row: dict[str, Any]) -> Told:
    return Told(
        id=str(row["id"]),
        rule_name=row["rule_name"],
        kind=AlertKind(row["kind"]),
        severity=AlertSeverity(row["severity"]),
        subject=subject_of(row),
        agent_unknown=is_of_unknown_agent(row),
        unit_name=row["unit_name"],
        value=row["value"],
        limit=row["limit"],
        count=row["count"],
        raised_at=row["raised_at"],
    )


_TAKE: LiteralString = """
WITH due AS (
    SELECT id FROM alert_delivery
    WHERE channel_id = %(channel_id)s
        AND ((state = 'waiting' AND (due_at <= %(now)s OR tries = 0))
            OR (state = 'sending' AND due_at <= %(now)s))
    ORDER BY created_at, id LIMIT %(most)s
)
UPDATE alert_delivery SET state = 'sending', tries = tries + 1, message_id = %(message_id)s,
    due_at = %(lost_at)s
FROM due WHERE alert_delivery.id = due.id AND EXISTS (
    SELECT FROM alert_delivery AS other WHERE other.channel_id = %(channel_id)s
        AND other.state IN ('waiting', 'sending') AND other.due_at <= %(now)s)
RETURNING alert_delivery.alert_id
"""
_PACE: LiteralString = """
SELECT count(DISTINCT message_id) FILTER (WHERE tries > 0 AND sent_at > %(minute)s) AS sent,
    coalesce(bool_or(state = 'sending' AND due_at > now()), false) AS sending
FROM alert_delivery
WHERE channel_id = %(channel_id)s AND (state IN ('waiting', 'sending') OR sent_at > %(minute)s)
"""
_TOLD: LiteralString = NAMED + "WHERE alert.id = ANY(%(alerts)s)"
_SENT: LiteralString = """
UPDATE alert_delivery SET state = 'sent', sent_at = %(now)s, error = NULL
WHERE message_id = %(message_id)s AND state = 'sending'
"""
_FAILED: LiteralString = """
UPDATE alert_delivery SET
    state = CASE WHEN tries >= %(tries)s THEN 'failed' ELSE 'waiting' END,
    error = %(reason)s, sent_at = NULL,
    due_at = %(now)s + make_interval(secs => greatest(
        %(first_s)s * 2 ^ (tries - 1), %(again_after_s)s))
WHERE message_id = %(message_id)s AND state = 'sending'
"""
_GIVE_UP: LiteralString = """
UPDATE alert_delivery SET state = 'failed', error = %(reason)s
WHERE channel_id = %(channel_id)s AND state IN ('waiting', 'sending')
"""
