"""Alerts about calls of agents whom nobody has matched."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.scoring import evaluate
from services.tables import Role
from tests.alerting import Centre, make_rule, watch
from tests.factories import (
    make_call,
    make_campaign,
    make_scorecard,
    make_transcript,
    make_user,
    said,
)

NUMBER = "13800001234"


@pytest.fixture
def centre(client: TestClient) -> Centre:
    return Centre(client)


def test_a_fatal_hit_of_an_agent_whom_nobody_knows_names_what_the_dialer_calls_them(
    centre: Centre,
) -> None:
    now = datetime.now(UTC)
    with transaction() as session:
        make_rule(session, {"kind": "fatal_hit"}, severity="critical")
        scorecard, _ = make_scorecard(session)
        campaign = make_campaign(session, scorecard_id=scorecard.id)
        call = make_call(
            session,
            source_id=centre.source.id,
            campaign_id=campaign.id,
            agent_key="9999",
            customer_number=NUMBER,
            started_at=now - timedelta(minutes=5),
            answered_at=now - timedelta(minutes=5),
            ended_at=now - timedelta(minutes=2),
        )
        make_transcript(session, call, [said("we guarantee it", at_s=7)])
        evaluate.score_call(session, call.id)
        make_user(session, centre.company.unit, login="max", role=Role.MANAGER)
    watch()
    centre.sign_in("max")

    [alert] = centre.alerts()

    assert (alert["subject"], alert["agent_unknown"]) == ("9999 · Guaranteed return", True)
