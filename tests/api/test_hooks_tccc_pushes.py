"""腾讯云联络中心: what is wrong with a push is said, and neither order nor repetition matters."""

import itertools
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.dialers import Payload, Setting
from services.dialers.tccc import adapter
from tests.dialing import Dialer, calls, deliveries, mutated, notes, outlive, sample, the_call

ACKNOWLEDGED = b'{"ErrCode":0,"ErrMsg":""}'
OUTBOUND = sample("tccc", "outbound.json")
INBOUND = sample("tccc", "inbound_transferred.json")


@pytest.fixture
def tccc(client: TestClient) -> Dialer:
    return Dialer(client, "tccc")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"SessionId": ""}, "SessionId"),
        ({"Direction": 2}, "Direction"),
        ({"ServeParticipants": [{"Sequence": "x"}]}, "ServeParticipants.0.Sequence"),
        ({"EndedTimestamp": 10**20}, "EndedTimestamp"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    tccc: Dialer, change: dict[str, Any], field: str
) -> None:
    answer = tccc.send({**OUTBOUND, **change}, action="cdr")

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert calls() == {}


def test_a_push_without_any_time_is_refused(tccc: Dialer) -> None:
    never = {name: 0 for name in OUTBOUND if name.endswith("Timestamp")}

    answer = tccc.send({**OUTBOUND, **never, "ServeParticipants": []}, action="cdr")

    assert (answer.status_code, answer.json()["field"]) == (422, "StartTimestamp")


@pytest.mark.parametrize("action", ["asr", "asr_realtime", "im"])
def test_other_pushes_are_acknowledged_and_not_used(tccc: Dialer, action: str) -> None:
    answer = tccc.send({"SessionId": "s-1"}, action=action)

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    assert notes() == [("not_used", "action")]


def test_a_push_is_known_by_its_id_and_a_call_by_its_session(tccc: Dialer) -> None:
    push = {"X-TCCC-PUSH-UUID": "p-1"}

    answers = [tccc.send(INBOUND, headers=push, action="cdr") for _ in range(3)]
    answers.append(tccc.send(INBOUND, headers={"X-TCCC-PUSH-UUID": "p-2"}, action="cdr"))

    assert {answer.content for answer in answers} == {ACKNOWLEDGED}
    assert (len(deliveries()), the_call().version) == (2, 1)


def test_pushes_in_any_order_make_the_same_call(client: TestClient) -> None:
    pushes = [
        (OUTBOUND, "cdr"),
        (sample("tccc", "record_agent.json"), "record"),
        ({**sample("tccc", "voicemail.json"), "SessionId": "s-out"}, "voicemail"),
    ]
    seen = set()
    for number, order in enumerate(itertools.permutations(pushes)):
        tccc = Dialer(client, "tccc")
        for body, action in order:
            tccc.send({**body, "SessionId": f"s-{number}"}, action=action)
        call = calls()[f"s-{number}"]
        seen.add((call.talk_s, call.outcome, call.ended_at, call.agent_key, call.end_estimated))

    assert len(seen) == 1


@given(mutated("tccc"), st.sampled_from(["cdr", "record", "voicemail", "x\0"]))
def test_spoilt_bytes_are_translated_or_refused(body: bytes, action: str) -> None:
    outlive(adapter, Payload(body=body, query=f"action={action}"), Setting())
