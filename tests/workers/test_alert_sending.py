"""Alerts that wait go out together, at a measured pace, and are tried again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from services import db
from services.alerts import sending
from services.alerts.addresses import WebhookAddress, written
from services.clock import utc_now
from services.db import transaction
from services.jobs import SendAlerts, waiting
from services.settings import get_settings
from services.tables import (
    Alert,
    AlertChannel,
    AlertDelivery,
    AlertSubject,
    ChannelKind,
    DeliveryOutcome,
)
from tests.alert_outlets import ChatServer, chat_server
from tests.alerting import make_rule, watch
from tests.factories import make_company
from workers.jobs.alerts import send_alerts


@pytest.fixture
def chat(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    monkeypatch.setenv("EARSHOT_FETCH_PRIVATE", "127.0.0.1/32")
    get_settings.cache_clear()
    with chat_server() as server:
        yield server
    monkeypatch.undo()
    get_settings.cache_clear()


def make_waiting(chat: ChatServer, count: int, **fields: Any) -> UUID:
    """A channel to `chat` for which so many alerts wait; its id."""
    with transaction() as session:
        company = make_company(session)
        rule = make_rule(session, {"kind": "idle"})
        defaults: dict[str, Any] = {"per_minute": 60, "language": "en"}
        channel = AlertChannel(
            name="hook",
            kind=ChannelKind.WEBHOOK,
            address=written(WebhookAddress(url=chat.url)),
            shown="x",
            created_by="test",
            updated_by="test",
            **defaults | fields,
        )
        session.add(channel)
        session.flush()
        for n in range(count):
            alert = Alert(
                rule_id=rule.id,
                kind=rule.kind,
                severity=rule.severity,
                subject_kind=AlertSubject.AGENT,
                subject_key=str(n),
                unit_id=company.bobs_team.id,
                agent_id=company.alice.agent_id,
                value=11,
                limit=10,
                raised_at=utc_now(),
                last_at=utc_now(),
            )
            session.add(alert)
            session.flush()
            session.add(AlertDelivery(alert_id=alert.id, channel_id=channel.id))
        return channel.id


def deliveries() -> list[AlertDelivery]:
    with transaction() as session:
        query = select(AlertDelivery).order_by(col(AlertDelivery.created_at))
        return list(session.exec(query))


def pass_time(by: timedelta) -> None:
    with transaction() as session:
        sql = "UPDATE alert_delivery SET due_at = due_at - %(by)s, sent_at = sent_at - %(by)s"
        db.run(session, sql, {"by": by})


def test_what_waits_goes_out_in_one_message(chat: ChatServer) -> None:
    channel_id = make_waiting(chat, 3)
    send_alerts(SendAlerts(channel_id=channel_id))
    [heard] = chat.heard
    assert heard.json["data"]["title"] == "Earshot alerts: 3"
    assert len(heard.json["data"]["alerts"]) == 3
    assert {(each.state, each.tries) for each in deliveries()} == {(DeliveryOutcome.SENT, 1)}
    assert len({each.message_id for each in deliveries()}) == 1
    send_alerts(SendAlerts(channel_id=channel_id))
    assert len(chat.heard) == 1


def test_the_watch_has_sent_what_is_due_and_nothing_before(chat: ChatServer) -> None:
    make_waiting(chat, 1)
    with transaction() as session:
        db.run(session, "UPDATE alert_delivery SET due_at = now() + interval '20 seconds'", {})
    watch("sending")
    with transaction() as session:
        assert waiting(session, SendAlerts) == []
    pass_time(timedelta(seconds=30))
    watch("sending")
    with transaction() as session:
        assert len(waiting(session, SendAlerts)) == 1


def test_no_more_messages_in_a_minute_than_the_channel_takes(chat: ChatServer) -> None:
    channel_id = make_waiting(chat, 1, per_minute=1)
    send_alerts(SendAlerts(channel_id=channel_id))
    with transaction() as session:
        [alert_id] = session.exec(select(Alert.id))
        session.add(AlertDelivery(alert_id=alert_id, channel_id=channel_id))
    send_alerts(SendAlerts(channel_id=channel_id))
    assert len(chat.heard) == 1
    pass_time(timedelta(minutes=2))
    send_alerts(SendAlerts(channel_id=channel_id))
    assert len(chat.heard) == 2


def test_what_fails_is_tried_again_later_and_later_until_it_is_given_up(chat: ChatServer) -> None:
    chat.answers = [(503, {})]
    channel_id = make_waiting(chat, 1)
    waits = []
    for _ in range(sending.TRIES):
        send_alerts(SendAlerts(channel_id=channel_id))
        send_alerts(SendAlerts(channel_id=channel_id))
        [delivery] = deliveries()
        waits.append(round((delivery.due_at - utc_now()).total_seconds() / 30))
        pass_time(timedelta(minutes=30))
    assert len(chat.heard) == sending.TRIES
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert (delivery.state, delivery.error) == (DeliveryOutcome.FAILED, "answered 503")


def test_what_would_be_refused_for_ever_is_given_up_at_once(chat: ChatServer) -> None:
    chat.answers = [(410, {})]
    channel_id = make_waiting(chat, 2)
    send_alerts(SendAlerts(channel_id=channel_id))
    assert {each.state for each in deliveries()} == {DeliveryOutcome.FAILED}


def test_a_message_that_a_killed_worker_took_is_taken_again(chat: ChatServer) -> None:
    channel_id = make_waiting(chat, 1)
    with transaction() as session:
        assert sending.take(session, channel_id) is not None
    send_alerts(SendAlerts(channel_id=channel_id))
    assert chat.heard == []
    pass_time(timedelta(minutes=3))
    watch("sending")
    send_alerts(SendAlerts(channel_id=channel_id))
    assert [each.state for each in deliveries()] == [DeliveryOutcome.SENT]


def test_nothing_goes_out_by_a_channel_that_is_off(chat: ChatServer) -> None:
    channel_id = make_waiting(chat, 1, active=False)
    send_alerts(SendAlerts(channel_id=channel_id))
    assert chat.heard == []
    assert [each.state for each in deliveries()] == [DeliveryOutcome.FAILED]
