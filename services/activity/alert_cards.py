"""Alerts as cards of boards: the open ones, and those that changed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.activity.cards import AlertCard
from services.tables import AlertKind, AlertSubject

SHOWN = 100
"""A board opens with this many open alerts, newest first."""

STATE_KINDS = frozenset({AlertKind.IDLE, AlertKind.CALL, AlertKind.WRAP_UP, AlertKind.BREAK})
"""How long an agent has been at something: what agents are shown of themselves."""


def subject_of(row: Mapping[str, Any]) -> str:
    """Whom or what an alert is about, as people call it; numbers are masked.

    Of an agent whom nobody knows, what the dialer calls them: see `is_of_unknown_agent`.
    `row` has `subject_kind`, `agent_name`, `agent_key`, `unit_name`, `campaign_name`,
    `source_name`, `customer_number` and `detail`, each of which may be None.
    """
    match row["subject_kind"]:
        case AlertSubject.NUMBER:
            return _masked(row["customer_number"])
        case AlertSubject.CAMPAIGN:
            return row["campaign_name"] or ""
        case AlertSubject.SOURCE:
            return row["source_name"] or ""
        case AlertSubject.UNIT:
            return row["unit_name"] or ""
        case _:
            whom = row["agent_name"] or row["agent_key"] or _masked(row["customer_number"])
            return f"{whom} · {row['detail']}" if row["detail"] else whom


def is_of_unknown_agent(row: Mapping[str, Any]) -> bool:
    """Whether `subject_of` says what a dialer calls an agent whom nobody has matched."""
    of_somebody = row["subject_kind"] in (AlertSubject.AGENT, AlertSubject.CALL)
    return of_somebody and not row["agent_name"] and bool(row["agent_key"])


def open_cards(session: Session, version: int, units: Collection[UUID]) -> list[AlertCard]:
    """Of these teams, newest first."""
    rows = db.rows(session, _OPEN, {"units": list(units), "shown": SHOWN})
    return [_card(version, row) for row in rows]


def changed_cards(session: Session, version: int, alerts: Collection[UUID]) -> list[AlertCard]:
    """As they are now; those that are over are withdrawn."""
    if not alerts:
        return []
    return [_card(version, row) for row in db.rows(session, _THESE, {"alerts": list(alerts)})]


def past_cards(
    session: Session, units: Collection[UUID], since: datetime, until: datetime
) -> list[tuple[AlertCard, datetime | None]]:
    """Those open at some time between the two, as they are now, and when each was over."""
    asked = {"units": list(units), "since": since, "until": until}
    return [(_card(0, row), row["over_at"]) for row in db.rows(session, _PAST, asked)]


NAMED: LiteralString = """
SELECT alert.*, alert_rule.name AS rule_name, agent.name AS agent_name, unit.name AS unit_name,
    campaign.name AS campaign_name, source.name AS source_name, call.customer_number, call.agent_key
FROM alert
JOIN alert_rule ON alert_rule.id = alert.rule_id
JOIN unit ON unit.id = alert.unit_id
LEFT JOIN agent ON agent.id = alert.agent_id
LEFT JOIN campaign ON campaign.id = alert.campaign_id
LEFT JOIN source ON source.id = alert.source_id
LEFT JOIN call ON call.id = alert.call_id
"""
"""Alerts with the names in them, as `subject_of` reads them; a condition follows."""
_OPEN: LiteralString = (
    NAMED
    + """
WHERE alert.over_at IS NULL AND alert.unit_id = ANY(%(units)s)
ORDER BY alert.raised_at DESC, alert.id LIMIT %(shown)s
"""
)
# Few last for a week, and those that do are open still.
_PAST: LiteralString = (
    NAMED
    + """
WHERE alert.unit_id = ANY(%(units)s) AND alert.raised_at < %(until)s
    AND (alert.over_at IS NULL
         OR alert.over_at >= %(since)s AND alert.raised_at >= %(since)s - interval '7 days')
"""
)
_THESE: LiteralString = NAMED + "WHERE alert.id = ANY(%(alerts)s)"


def _card(version: int, row: dict[str, Any]) -> AlertCard:
    return AlertCard(
        key=str(row["id"]),
        version=version,
        unit_id=row["unit_id"],
        rule_kind=row["kind"],
        rule_name=row["rule_name"],
        severity=row["severity"],
        subject=subject_of(row),
        agent_unknown=is_of_unknown_agent(row),
        agent_id=row["agent_id"],
        campaign_id=row["campaign_id"],
        call_id=row["call_id"],
        value=row["value"],
        count=row["count"],
        raised_at=row["raised_at"],
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by"],
        withdrawn=row["over_at"] is not None,
    )


def _masked(number: str | None) -> str:
    """Like everywhere, see `services.calls.queries.masked`."""
    if not number:
        return ""
    hidden = len(number) - 7
    return number[:3] + "*" * hidden + number[-4:] if hidden > 0 else "*" * len(number)
