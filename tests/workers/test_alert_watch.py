"""The watch in workers: within seconds, once for all of them, whatever breaks."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import timedelta

from services import db
from services.clock import utc_now
from services.db import transaction
from services.retention import pseudonyms, steps
from services.tables import AgentState, AgentStateChange, AlertRule, Depth
from tests.alerting import make_rule, stored_alerts, watch
from tests.factories import Company, make_call, make_company
from workers.watch import watch_kept

PATIENCE_S = 30


def make_stuck() -> Company:
    """Alice has been ready for ten minutes."""
    with transaction() as session:
        company = make_company(session)
        assert company.alice.agent_id is not None
        session.add(
            AgentStateChange(
                agent_id=company.alice.agent_id,
                at=utc_now() - timedelta(minutes=10),
                rank=1,
                state=AgentState.READY,
            )
        )
        return company


def until_there_are(count: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while len(stored_alerts()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def cut_all_connections() -> None:
    with transaction() as session:
        db.run(
            session,
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND datname = current_database()
            """,
            {},
        )


def test_three_workers_raise_one_alert_though_their_connections_are_cut(database: None) -> None:
    make_stuck()

    async def run() -> None:
        async with AsyncExitStack() as stack:
            for _ in range(3):
                await stack.enter_async_context(watch_kept())
            await asyncio.sleep(0.2)
            await asyncio.to_thread(cut_all_connections)
            with transaction() as session:
                make_rule(session, {"kind": "idle", "minutes": 5})
            await asyncio.to_thread(until_there_are, 1)

    asyncio.run(run())

    assert len(stored_alerts()) == 1


def test_a_rule_that_cannot_be_read_stops_no_other(database: None) -> None:
    make_stuck()
    with transaction() as session:
        make_rule(session, {"kind": "wrap_up", "minutes": "of another version"})
        make_rule(session, {"kind": "idle", "minutes": 5})
    watch("states")
    assert [alert.kind for alert in stored_alerts()] == ["idle"]


def test_alerts_go_with_the_call_and_with_the_agent_they_are_about(database: None) -> None:
    company = make_stuck()
    assert company.alice.agent_id is not None
    with transaction() as session:
        make_rule(session, {"kind": "idle", "minutes": 5})
        make_rule(session, {"kind": "too_often", "times": 1})
        number = {"customer_number": "13800001234", "unit_id": company.bobs_team.id}
        begun = utc_now() - timedelta(minutes=1)
        for _ in range(2):
            call = make_call(session, started_at=begun, **number)
            begun += timedelta(seconds=1)
        db.run(
            session,
            """
            INSERT INTO event (source_id, origin, event_id, type, at, received_at, call_id, data)
            VALUES (%(source)s, '/d', 'e', 'call.dialed', now(), now(), %(call)s, '{}')
            """,
            {"source": call.source_id, "call": call.id},
        )
    watch("states", "calls")
    assert len(stored_alerts()) == 2
    with transaction() as session:
        steps.delete(session, call.id, Depth.CALL)
    assert [alert.kind for alert in stored_alerts()] == ["idle"]
    with transaction() as session:
        pseudonyms.empty_agent(session, company.alice.agent_id)
    assert stored_alerts() == []


def test_old_alerts_are_forgotten_once_they_are_over(database: None) -> None:
    make_stuck()
    with transaction() as session:
        rule_id = make_rule(session, {"kind": "idle", "minutes": 5}).id
    watch("states")
    with transaction() as session:
        db.run(session, "UPDATE alert SET raised_at = raised_at - interval '500 days'", {})
    watch("endings")
    assert len(stored_alerts()) == 1
    with transaction() as session:
        session.get_one(AlertRule, rule_id).active = False
        db.run(session, "UPDATE alert SET over_at = now() - interval '499 days'", {})
    watch("endings")
    assert stored_alerts() == []
