"""What the watch reads of counters and dialers, from the database to the alert."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services.db import transaction
from services.tables import Alert, Counter, CounterKind
from tests.alerting import make_rule, stored_alerts, watch
from tests.factories import make_campaign, make_company, make_source, make_unit

NOBODY = UUID(int=0)


def count(session: Session, kind: CounterKind, key: UUID, ago: timedelta, **numbers: Any) -> None:
    at = datetime.now(UTC) - ago
    bucket_at = at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
    session.add(Counter(kind=kind, key=key, bucket_at=bucket_at, **numbers))


def only_alert() -> Alert:
    watch("rates")
    [alert] = stored_alerts()
    return alert


def test_abandon_rates_are_of_whole_campaigns_over_thirty_days(database: None) -> None:
    with transaction() as session:
        company = make_company(session)
        loans = make_campaign(session).id
        cars = make_campaign(session, code="cars").id
        make_rule(session, {"kind": "abandon_rate", "percent": 2.5, "min_calls": 100})
        team, kind = company.bobs_team.id, CounterKind.CAMPAIGN
        days = timedelta(days=1)
        count(session, kind, team, days * 29, campaign_id=loans, live_answers=190)
        count(session, kind, NOBODY, days, campaign_id=loans, live_answers=10, abandoned=5)
        count(session, kind, NOBODY, days * 31, campaign_id=loans, live_answers=900)
        count(session, kind, team, days, campaign_id=cars, live_answers=99, abandoned=50)
    alert = only_alert()
    assert (alert.campaign_id, alert.value, alert.limit) == (loans, 2.5, 2.5)
    assert alert.unit_id == company.unit.id


def test_connect_rates_are_compared_with_the_same_hour_of_yesterday(database: None) -> None:
    with transaction() as session:
        company = make_company(session)
        make_rule(session, {"kind": "connect_rate", "drop_points": 20, "min_dials": 50})
        hour, day = timedelta(minutes=30), timedelta(days=1)
        count(session, CounterKind.ALL, NOBODY, hour, dials=100, connects=15)
        count(session, CounterKind.ALL, NOBODY, hour + day, dials=100, connects=40)
        count(session, CounterKind.ALL, NOBODY, hour * 6 + day, dials=100, connects=0)
    alert = only_alert()
    assert (alert.value, alert.limit, alert.subject_key) == (15, 20, str(company.unit.id))


def test_connect_rates_of_a_unit_and_a_campaign_are_theirs_alone(database: None) -> None:
    with transaction() as session:
        company = make_company(session)
        loans = make_campaign(session).id
        deep = make_unit(session, parent=company.bobs_team, name="Deep").id
        condition = {"kind": "connect_rate", "below_percent": 20, "min_dials": 10}
        unit_id = company.bobs_team.id
        make_rule(session, condition, unit_id=unit_id, campaign_id=loans)
        make_rule(session, condition, name="Other", unit_id=company.charlies_team.id)
        ago, kind = timedelta(minutes=10), CounterKind.CAMPAIGN
        count(session, kind, unit_id, ago, campaign_id=loans, dials=10, connects=1)
        count(session, kind, deep, ago, campaign_id=loans, dials=10, connects=2)
        count(session, CounterKind.UNIT, company.charlies_team.id, ago, dials=10, connects=9)
    alert = only_alert()
    assert (alert.value, alert.campaign_id, alert.unit_id) == (15, loans, unit_id)


def test_a_dialer_that_is_silent_in_its_hours_is_the_companys_alert(database: None) -> None:
    now = datetime.now(UTC)
    with transaction() as session:
        company = make_company(session)
        source, other = make_source(session), make_source(session, "other")
        make_rule(session, {"kind": "source_silent", "minutes": 15})
        for each, ago in ((source, 40), (other, 5)):
            each.last_seen_at = now - timedelta(minutes=ago)
            each.working_hours = {"from": "00:00", "to": "00:00", "days": [1, 2, 3, 4, 5, 6, 7]}
            # Where it is noon now: silence counts from midnight at the earliest.
            each.timezone = f"Etc/GMT{now.hour - 12:+d}"
            session.add(each)
    alert = only_alert()
    assert (alert.source_id, alert.unit_id) == (source.id, company.unit.id)
    assert alert.value is not None
    assert 39.9 < alert.value < 42
