"""What a backtest says of teams, agents and all calls, whoever did its calls."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.jobs import RunBacktest
from services.scoring.trials import backtesting
from services.transcripts.index import index_some
from tests.api.trying import (
    DAY,
    GREETING,
    WIDER,
    Centre,
    draft,
    finished,
    forbids,
    start,
)
from tests.doors import sign_in
from tests.factories import make_call, make_transcript, said
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting
from workers.jobs.trials import run_backtest

OTHER_POINTS = draft({**GREETING, "points": 3}, forbids("promise", "保证收益", points=7.3))
FATAL = draft(GREETING, forbids("promise", "稳赚", fatal="card"), pass_score=90)


@pytest.fixture
def centre(client: TestClient) -> Centre:
    """With calls that nobody matched, one of them never scored."""
    with transaction() as session:
        made = Centre(session)
        for hours, agent_key in ((30, "nobody"), (31, None)):
            call = make_call(
                session,
                campaign_id=made.campaign.id,
                agent_key=agent_key,
                started_at=DAY + timedelta(hours=hours),
            )
            make_transcript(session, call, [said("您好,稳赚不赔", 1)])
        while index_some(session):
            pass
        return made


@pytest.mark.parametrize("body", [WIDER, OTHER_POINTS, FATAL])
def test_a_backtest_that_two_workers_did_sums_up_as_one_that_one_did(
    client: TestClient, centre: Centre, body: dict[str, Any]
) -> None:
    """One adds up while calls pass by; who takes over reads all of them once more."""
    sign_in(client, "quinn")
    by_one = finished(client, centre, body)

    started = start(client, centre, body)
    stopping = threading.Event()
    stopping.set()
    run_backtest(RunBacktest(backtest_id=UUID(started["id"])), stopping)
    halfway = client.get(f"/api/v1/backtests/{started['id']}").json()
    run_waiting(FakeTranscriber([]))
    by_two = client.get(f"/api/v1/backtests/{started['id']}").json()

    assert (halfway["state"], halfway["summary"]["teams"]) == ("running", [])
    assert (by_one["state"], by_two["state"]) == ("done", "done")
    assert by_one["calls_done"] == by_two["calls_done"] == 10
    assert by_one["summary"]["totals"]["calls"] == 10
    assert len(by_one["summary"]["teams"]) == len(by_one["summary"]["agents"]) == 3
    assert _rounded(by_one["summary"]) == _rounded(by_two["summary"])


def test_a_backtest_that_two_workers_were_at_together_sums_up_all_calls(
    client: TestClient, centre: Centre
) -> None:
    """A worker that was silent for a while has lost its job, and goes on all the same."""
    sign_in(client, "quinn")
    by_one = finished(client, centre, WIDER)
    backtest_id = UUID(start(client, centre, WIDER)["id"])
    benches = []
    for _ in ("silent", "its successor"):
        with transaction() as session:
            benches.append(backtesting.begin(session, backtest_id))
    silent, successor = (bench for bench in benches if bench is not None)

    for bench, more in ((successor, True), (silent, False), (successor, False)):
        with transaction() as session:
            assert backtesting.advance(session, backtest_id, bench) is more

    by_two = client.get(f"/api/v1/backtests/{backtest_id}").json()
    assert (by_two["state"], by_two["calls_done"]) == ("done", 10)
    assert _rounded(by_two["summary"]) == _rounded(by_one["summary"])


def _rounded(summary: dict[str, Any]) -> dict[str, Any]:
    """Means to a billionth: PostgreSQL adds in another order. Shifts by whose they are."""
    return {
        "totals": _round(summary["totals"]),
        "rules": summary["rules"],
        **{
            what: sorted(map(_round, summary[what]), key=lambda shift: str(shift["id"]))
            for what in ("teams", "agents")
        },
    }


def _round(told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, 9) if isinstance(value, float) else value for name, value in told.items()
    }
