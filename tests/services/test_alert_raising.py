"""From findings to alerts: raised once, counted up, cooling down, over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from services.alerts import facts
from services.alerts.facts import Tree
from services.alerts.judging import Finding
from services.alerts.raising import settle_happened, settle_lasting
from services.tables import (
    Alert,
    AlertChannel,
    AlertDelivery,
    AlertRule,
    AlertSeverity,
    AlertSubject,
    ChannelKind,
    DeliveryOutcome,
)
from tests.alerting import make_rule
from tests.factories import make_company

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
FOUND = Finding(AlertSubject.UNIT, "north", value=12, limit=10)


@pytest.fixture
def tree(session: Session) -> Tree:
    make_company(session)
    found = facts.read_tree(session)
    assert found is not None
    return found


def rule_of(session: Session, kind: str = "idle", **fields: Any) -> AlertRule:
    extra = {"connect_rate": {"below_percent": 10}}.get(kind, {})
    return make_rule(session, {"kind": kind, **extra}, **fields)


def alerts(session: Session) -> list[Alert]:
    session.flush()
    return list(session.exec(select(Alert).order_by(Alert.raised_at)))  # type: ignore[arg-type]


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_what_goes_on_is_one_alert_and_its_value_is_renewed(session: Session, tree: Tree) -> None:
    rule = rule_of(session)
    settle_lasting(session, rule, [FOUND], tree, NOON)
    settle_lasting(session, rule, [replace(FOUND, value=12.1)], tree, after(0.1))
    settle_lasting(session, rule, [replace(FOUND, value=14)], tree, after(2))
    [alert] = alerts(session)
    assert (alert.count, alert.value, alert.last_at) == (1, 14, after(2))
    assert alert.unit_id == tree.company_id


def test_what_comes_again_while_it_cools_down_is_the_same_alert(
    session: Session, tree: Tree
) -> None:
    rule = rule_of(session, cooldown_s=900)
    settle_lasting(session, rule, [FOUND], tree, NOON)
    settle_lasting(session, rule, [], tree, after(1))
    settle_lasting(session, rule, [FOUND], tree, after(15))
    [alert] = alerts(session)
    assert (alert.count, alert.over_at) == (2, None)
    settle_lasting(session, rule, [], tree, after(20))
    settle_lasting(session, rule, [FOUND], tree, after(36))
    first, second = alerts(session)
    assert (first.over_at, second.count, second.over_at) == (after(20), 1, None)


def test_without_a_cool_down_each_time_is_an_alert(session: Session, tree: Tree) -> None:
    rule = rule_of(session, cooldown_s=0)
    for minute in (0, 2):
        settle_lasting(session, rule, [FOUND], tree, after(minute))
        settle_lasting(session, rule, [], tree, after(minute + 1))
    assert len(alerts(session)) == 2


def test_a_rate_is_raised_once_it_has_lasted_and_not_for_a_moment(
    session: Session, tree: Tree
) -> None:
    rule = rule_of(session, "connect_rate", lasting_s=300)
    settle_lasting(session, rule, [FOUND], tree, NOON)
    settle_lasting(session, rule, [], tree, after(3))
    settle_lasting(session, rule, [FOUND], tree, after(4))
    settle_lasting(session, rule, [FOUND], tree, after(8.9))
    assert alerts(session) == []
    settle_lasting(session, rule, [FOUND], tree, after(9))
    [alert] = alerts(session)
    assert alert.raised_at == after(9)


def happened(*abouts: UUID) -> Finding:
    return Finding(AlertSubject.NUMBER, "digest", value=4, limit=3, abouts=frozenset(abouts))


def test_a_call_that_is_looked_at_twice_counts_once(session: Session, tree: Tree) -> None:
    rule = rule_of(session, "too_often")
    first, second = uuid4(), uuid4()
    settle_happened(session, rule, [happened(first)], tree, NOON)
    settle_happened(session, rule, [happened(first)], tree, after(1))
    [alert] = alerts(session)
    assert (alert.count, alert.last_at) == (1, NOON)
    settle_happened(session, rule, [happened(first, second)], tree, after(2))
    [alert] = alerts(session)
    assert (alert.count, alert.last_at) == (2, after(2))


def test_what_happens_while_it_cools_down_is_counted_and_not_shown_again(
    session: Session, tree: Tree
) -> None:
    rule = rule_of(session, "too_often", cooldown_s=900)
    settle_happened(session, rule, [happened(uuid4())], tree, NOON)
    [alert] = alerts(session)
    alert.over_at = after(1)
    session.add(alert)
    settle_happened(session, rule, [happened(uuid4())], tree, after(10))
    [alert] = alerts(session)
    assert (alert.count, alert.over_at) == (2, after(1))
    settle_happened(session, rule, [happened(uuid4())], tree, after(17))
    assert [each.count for each in alerts(session)] == [2, 1]


def make_channel(session: Session, name: str, **fields: Any) -> AlertChannel:
    defaults: dict[str, Any] = {
        "kind": ChannelKind.WECOM,
        "address": "{}",
        "shown": "x",
        "per_minute": 20,
        "created_by": "test",
        "updated_by": "test",
    }
    channel = AlertChannel(name=name, **defaults | fields)
    session.add(channel)
    session.flush()
    return channel


def test_alerts_wait_for_channels_that_are_on_and_take_them(session: Session, tree: Tree) -> None:
    takes = make_channel(session, "all", digest_s=30)
    loud = make_channel(session, "loud", min_severity=AlertSeverity.CRITICAL)
    off = make_channel(session, "off", active=False)
    ids = [str(each.id) for each in (takes, loud, off)]
    rule = rule_of(session, channel_ids=ids)
    settle_lasting(session, rule, [FOUND], tree, NOON)
    settle_lasting(session, rule, [], tree, after(1))
    settle_lasting(session, rule, [FOUND], tree, after(2))
    [delivery] = session.exec(select(AlertDelivery)).all()
    assert (delivery.channel_id, delivery.state) == (takes.id, DeliveryOutcome.WAITING)
    assert delivery.due_at == NOON + timedelta(seconds=30)


def test_in_quiet_hours_alerts_are_raised_and_nobody_is_told(session: Session, tree: Tree) -> None:
    channel = make_channel(session, "all")
    noon_there = {"from": "11:00", "to": "13:00", "days": [7]}
    rule = rule_of(session, channel_ids=[str(channel.id)], quiet=noon_there)
    settle_lasting(session, rule, [FOUND], tree, NOON)
    [delivery] = session.exec(select(AlertDelivery)).all()
    assert delivery.state is DeliveryOutcome.QUIET
    assert len(alerts(session)) == 1


def test_a_loop_of_units_ends() -> None:
    here, there = uuid4(), uuid4()
    below = facts._below({here: there, there: here})
    assert below == {here: frozenset({here, there}), there: frozenset({here, there})}
