"""Who gets in at alerts, their rules and their channels, and what they are about."""

from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from services.alerts.addresses import WebhookAddress, written
from services.clock import utc_now
from services.people.access import Permission
from services.tables import (
    Alert,
    AlertChannel,
    AlertKind,
    AlertRule,
    AlertSeverity,
    AlertSubject,
    ChannelKind,
)
from tests.api.access_rows import EMPTY, Asker, Names, Row, Thing
from tests.api.access_world import World

P = Permission
IDLE = {"kind": "idle", "minutes": 5}
RULE: dict[str, Any] = {"name": "Idle here", "condition": IDLE, "unit_id": "{unit_id}"}
HOOK = "http://127.0.0.1:9/alerts"
CHANNEL = {"name": "Another hook", "address": {"kind": "webhook", "url": HOOK}}
_CHOOSES = (P.ALERTS_MANAGE, P.ALERT_CHANNELS)


def _rule(session: Session, world: World, _: Asker) -> Names:
    rule = AlertRule(
        name=f"Idle {uuid4()}",
        kind=AlertKind.IDLE,
        condition=IDLE,
        unit_id=world.unit_id,
        severity=AlertSeverity.INFO,
        created_by="test",
        updated_by="test",
    )
    session.add(rule)
    session.flush()
    return {"rule_id": str(rule.id), "unit_id": str(world.unit_id)}


def _alert(session: Session, world: World, asker: Asker) -> Names:
    """Of a state of the own team's agent: who is this agent sees it, too."""
    now = utc_now()
    alert = Alert(
        rule_id=UUID(_rule(session, world, asker)["rule_id"]),
        kind=AlertKind.IDLE,
        severity=AlertSeverity.INFO,
        subject_kind=AlertSubject.AGENT,
        subject_key=str(world.agent_id),
        unit_id=world.unit_id,
        agent_id=world.agent_id,
        raised_at=now,
        last_at=now,
    )
    session.add(alert)
    session.flush()
    return {"alert_id": str(alert.id)}


def _channel(session: Session, _: World, asker: Asker) -> Names:
    channel = AlertChannel(
        name=f"Hook {uuid4()}",
        kind=ChannelKind.WEBHOOK,
        address=written(WebhookAddress(url=HOOK)),
        shown="127.0.0.1",
        per_minute=60,
        created_by=asker.login,
        updated_by=asker.login,
    )
    session.add(channel)
    session.flush()
    return {"channel_id": str(channel.id)}


ALERT_THINGS = {
    "alert": Thing(_alert),
    "alert rule": Thing(_rule),
    "alert channel": Thing(_channel, scoped=False),
}

ALERTS = (
    Row("list_alert_channels", _CHOOSES, "alert channel"),
    Row("create_alert_channel", P.ALERT_CHANNELS, body=CHANNEL),
    Row("read_alert_channel", _CHOOSES, "alert channel"),
    Row("list_alert_deliveries", P.ALERT_CHANNELS, "alert channel"),
    Row("change_alert_channel", P.ALERT_CHANNELS, "alert channel", body={"revision": 1}),
    Row("delete_alert_channel", P.ALERT_CHANNELS, "alert channel"),
    Row("test_alert_channel", P.ALERT_CHANNELS, "alert channel"),
    Row("list_alert_rules", P.ALERTS_MANAGE, "alert rule", outside=EMPTY),
    Row("create_alert_rule", P.ALERTS_MANAGE, "unit", outside=422, body=RULE),
    Row(
        "preview_alert_rule",
        P.ALERTS_MANAGE,
        "unit",
        outside=422,
        body={"condition": IDLE, "unit_id": "{unit_id}"},
    ),
    Row("read_alert_rule", P.ALERTS_MANAGE, "alert rule"),
    Row("change_alert_rule", P.ALERTS_MANAGE, "alert rule", body={"revision": 1}),
    Row("delete_alert_rule", P.ALERTS_MANAGE, "alert rule"),
    Row("list_alerts", P.BOARD_READ, "alert", outside=EMPTY),
    Row("count_alerts", P.BOARD_READ),
    Row("read_alert", P.BOARD_READ, "alert"),
    Row("acknowledge_alert", P.ALERTS_MANAGE, "alert", body={}),
)
