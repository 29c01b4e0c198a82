"""Asterisk's files at the door: which they are, what is kept, what is refused."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.dialers.asterisk.settings import Settings
from services.tables import Agent, AgentStateChange, DeliveryState
from tests.asterisk import DAY
from tests.deliveries import calls, deliveries, make_dialer, post
from tests.factories import make_agent, make_company

CDR = (
    '"","1001","13800138000","out","""Li"" <1001>","PJSIP/1001-0000002a","PJSIP/trunk-0000002b",'
    '"Dial","x","2026-03-02 09:00:00","2026-03-02 09:00:10","2026-03-02 09:01:10",70,60,"ANSWERED",'
    '"DOCUMENTATION","1772413200.1","","","1772413200.1","7"\n'
)
CEL = (
    '"CHAN_START","1772413200.5","","555","","","","s","in","SIP/9-00000001",'
    '"","","3","","1772413200.1","1772413200.1"'
)
AMI = "Event: Newchannel\r\nChannel: SIP/9-00000001\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n\r\n"


def dialer(**fields: object) -> str:
    with transaction() as session:
        return make_dialer(session, dialer="asterisk", **fields)


def test_a_queue_log_becomes_calls_and_the_time_of_agents(client: TestClient) -> None:
    with transaction() as session:
        company = make_company(session)
        make_agent(session, company.bobs_team, code="1002", name="Wang")
    key = dialer()

    assert post(client, "asterisk", key, DAY.read_bytes()).json() == {"status": "stored"}

    stored = {call.call_key: call for call in calls()}
    assert (stored["1772413208.1"].wait_s, stored["1772413208.1"].talk_s) == (12, 60)
    assert sum(call.abandoned for call in stored.values()) == 1
    assert stored["1772413299.4"].visits[0]["left_by"] == "timeout"
    with transaction() as session:
        alice = session.exec(select(Agent).where(Agent.code == "1001")).one()
        changes = session.exec(
            select(AgentStateChange).where(AgentStateChange.agent_id == alice.id)
        ).all()
    breaks = [change for change in changes if change.state == "break"]
    assert [(each.reason, each.at.timestamp()) for each in breaks] == [("lunch", 1772413400)]


def test_the_same_log_again_in_other_pieces_changes_nothing(client: TestClient) -> None:
    key, body = dialer(), DAY.read_bytes()
    post(client, "asterisk", key, body)
    before = [(call.call_key, call.version) for call in calls()]

    lines = body.splitlines(keepends=True)
    for piece in (body, b"".join(lines[:9]), b"".join(lines[:20])):
        assert post(client, "asterisk", key, piece).status_code == 200

    assert [(call.call_key, call.version) for call in calls()] == before


@pytest.mark.parametrize(
    ("body", "kind"), [(DAY.read_text(), "queue_log"), (CDR, "cdr"), (CEL, "cel"), (AMI, "ami")]
)
def test_a_file_is_known_by_its_address_or_its_look(
    client: TestClient, body: str, kind: str
) -> None:
    key = dialer(timezone="Asia/Shanghai", settings={"wrapup_s": 5})

    for params in ({"kind": kind}, {}):
        assert post(client, "asterisk", key, body, params=params).status_code == 200

    first, second = deliveries()
    assert first.events > 0
    assert (second.events, second.duplicates) == (first.events, first.events)


@pytest.mark.parametrize(
    ("body", "params", "field"),
    [
        ("hello", {}, "body"),
        ("", {}, "body"),
        (CDR, {"kind": "cdrs"}, "kind"),
        (CDR, {"told": "many"}, "told"),
        (CDR, {}, "start"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_kept(
    client: TestClient, body: str, params: dict[str, str], field: str
) -> None:
    answer = post(client, "asterisk", dialer(), body, params=params)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    [delivery] = deliveries()
    assert (delivery.state, delivery.body.decode()) == (DeliveryState.REFUSED, body)
    assert calls() == []


def test_settings_that_cannot_be_used_are_refused_by_name() -> None:
    for wrong in ({"agent_channels": "("}, {"agent_channels": r"\d+"}, {"agents": "x"}):
        with pytest.raises(ValueError, match="agent"):
            Settings.model_validate(wrong)
