"""阿里云 云联络中心: events of two channels and of agents become one call."""

import random
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.dialing import (
    Dialer,
    after_start,
    calls,
    deliveries,
    fetches,
    legs,
    notes,
    sample,
    the_call,
)

ACKNOWLEDGED = '{"code":0,"msg":"成功"}'.encode()
OUTBOUND = sample("aliyun_ccc", "outbound.json")
INBOUND = sample("aliyun_ccc", "inbound.json")


@pytest.fixture
def ccc(client: TestClient) -> Dialer:
    return Dialer(client, "aliyun_ccc")


def only(events: list[dict[str, Any]], *names: str, **fields: str) -> list[dict[str, Any]]:
    wanted = [event for event in events if event["eventType"] in names]
    return [event for event in wanted if fields.items() <= event.items()]


def test_two_channels_and_an_agents_states_are_one_call(ccc: Dialer) -> None:
    for event in OUTBOUND:
        answer = ccc.send(event)
        assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)

    call = the_call()
    assert (call.call_key, call.direction, call.hangup_by) == ("job-out-1", "outbound", "customer")
    assert (call.customer_number, call.caller_number) == ("+8613800138000", "+8675586013388")
    assert after_start(call, "ringing_at", "answered_at", "ended_at") == [4, 12, 72]
    assert (call.talk_s, call.hold_s, call.end_estimated) == (50, 10, False)
    assert legs(call) == [("li@demo-1", 50)]


def test_an_array_says_the_same_as_its_events_one_by_one(ccc: Dialer) -> None:
    assert ccc.send(OUTBOUND).content == ACKNOWLEDGED

    assert (the_call().talk_s, len(deliveries())) == (50, 1)


def test_an_inbound_call_waits_is_transferred_and_surveyed(ccc: Dialer) -> None:
    ccc.send(INBOUND)

    call = the_call()
    assert (call.direction, call.customer_number) == ("inbound", "+8613900139000")
    assert (call.wait_s, call.abandoned) == (26, False)
    assert call.visits[0]["queue"] == "vip@demo-1"
    # Neither the ten seconds between two agents nor the survey is talk.
    assert legs(call) == [("li@demo-1", 44), ("wang@demo-1", 60)]
    assert (call.talk_s, call.end_estimated) == (104, False)
    assert after_start(call, "ended_at") == [172]
    assert call.extra["satisfaction_label"] == "非常满意"


@pytest.mark.parametrize("sample_events", [OUTBOUND, INBOUND], ids=["outbound", "inbound"])
def test_events_at_least_once_and_in_any_order(
    ccc: Dialer, sample_events: list[dict[str, Any]]
) -> None:
    ccc.send(sample_events)
    [key] = calls()
    expected = calls()[key]
    again = [{**event, "contactId": "other"} for event in sample_events if "contactId" in event]
    shuffled = [*again, *again]
    random.Random(1).shuffle(shuffled)

    for event in shuffled:
        ccc.send(event)

    call = calls()["other"]
    same = ("talk_s", "hold_s", "wait_s", "hangup_by", "started_at", "ended_at", "answered_at")
    assert [getattr(call, name) for name in same] == [getattr(expected, name) for name in same]
    assert legs(call) == legs(expected)


def test_without_channel_events_agents_alone_make_a_call(ccc: Dialer) -> None:
    ccc.send(only(OUTBOUND, "AgentDialing", "AgentTalk", "AgentRelease", "AgentReady"))

    call = the_call()
    assert (legs(call), call.end_estimated) == ([("li@demo-1", 60)], True)


def test_a_transferred_call_is_not_over_when_the_first_agent_leaves(ccc: Dialer) -> None:
    until = INBOUND.index(only(INBOUND, "AgentTalk", agentId="wang@demo-1")[0]) + 1

    ccc.send(INBOUND[:until])

    assert (the_call().ended_at, the_call().state.value) == (None, "talking")


@pytest.mark.parametrize(
    ("state", "reason", "outcome"),
    [
        ("PowerOff", "480 - Temporarily Unavailable", "unreachable"),
        ("NoAnswer", "487 - Request Terminated", "no_answer"),
        ("Busy", "486 - Busy Here", "busy"),
        ("NotExist", "404 - Not Found", "wrong_number"),
        ("OutOfService", "480 - Temporarily Unavailable", "unreachable"),
        ("NotConnected", "480 - Temporarily Unavailable", "unreachable"),
        ("Restricted", "403 - Forbidden", "failed"),
        ("", "486 - Busy Here", "busy"),
        ("", "503 - Service Unavailable", "failed"),
        ("", "200 - Okay", None),
        ("", "", None),
    ],
)
def test_why_a_customer_was_not_reached(
    ccc: Dialer, state: str, reason: str, outcome: str | None
) -> None:
    [dialed] = only(OUTBOUND, "Dialing", channelId="ch-customer")
    [released] = only(OUTBOUND, "Released", channelId="ch-customer")
    text = f"{state} 0.9987" if state else ""
    said = {"earlyMediaState": state, "earlyMediaText": text, "releaseReason": reason}

    ccc.send([dialed, {**released, **said, "releaseInitiator": "li@demo-1"}])

    call = the_call()
    assert (call.outcome, call.connected, call.talk_s) == (outcome, False, 0)
    assert (call.hangup_by, notes()) == ("agent", [])


def test_an_unknown_early_media_state_is_noted(ccc: Dialer) -> None:
    [released] = only(OUTBOUND, "Released", channelId="ch-customer")

    ccc.send({**released, "earlyMediaState": "OnTheMoon", "releaseReason": "480 - x"})

    assert (the_call().outcome, notes()) == ("unreachable", [("unknown_value", "earlyMediaState")])
    assert the_call().extra["early_media_state"] == "OnTheMoon"


@pytest.mark.parametrize(
    ("phase", "abandoned"), [("Queuing", True), ("Ringing", True), ("IVR", False)]
)
def test_a_caller_gives_up_in_a_phase(ccc: Dialer, phase: str, abandoned: bool) -> None:
    customer = only(INBOUND, "Dialing", "Established", "Enqueue", "Released", caller="13900139000")
    customer = [event for event in customer if event["channelId"] == "ch-customer"]
    queued = [e for e in customer if phase != "IVR" or e["eventType"] != "Enqueue"]
    given_up = {**queued[-1], "eventType": "Abandoned", "abandonPhase": phase}

    ccc.send([*queued, given_up])

    call = the_call()
    assert (call.abandoned, call.connected, call.hangup_by) == (abandoned, False, "customer")
    assert call.extra["abandon_phase"] == phase


@pytest.mark.parametrize(
    ("event", "left_by"),
    [
        ("QueueingTimeout", "timeout"),
        ("QueueingOverflow", "withdrawn"),
        ("QueueingFailure", "failed"),
        ("DispatchingFailure", "failed"),
    ],
)
def test_a_wait_that_the_queue_ended_is_not_abandoned(
    ccc: Dialer, event: str, left_by: str
) -> None:
    [queued] = only(INBOUND, "Enqueue")
    [released] = only(INBOUND, "Released", channelId="ch-customer")
    left = {**queued, "eventType": event, "eventTime": "2026-03-02T01:01:10.000Z"}

    ccc.send([queued, left, released])

    call = the_call()
    assert (call.abandoned, call.wait_s) == (False, 60)
    assert call.visits[0]["left_by"] == left_by


def test_a_recording_is_fetched_under_its_name(ccc: Dialer) -> None:
    ccc.send(sample("aliyun_ccc", "recording_ready.json"))
    ccc.send(INBOUND)

    [fetch] = fetches()
    assert (fetch.call_id, fetch.file_name) == (the_call().id, "job-in-1.wav")
    assert fetch.url == "https://records.example/job-in-1.wav?Expires=1"


def test_agents_on_telephones_are_told_from_customers_by_their_numbers(
    client: TestClient,
) -> None:
    settings = {"agent_numbers": ["13711112222"], "agents_by": "name"}
    ccc = Dialer(client, "aliyun_ccc", settings=settings)

    for event in OUTBOUND:
        ccc.send(
            {**event, "callee": "13711112222"} if event.get("channelId") == "ch-agent" else event
        )

    call = the_call()
    assert (call.customer_number, legs(call)) == ("+8613800138000", [("li", 50)])
    assert after_start(call, "answered_at", "ended_at") == [12, 72]


def test_masked_numbers_stay_and_their_channel_is_the_customers(ccc: Dialer) -> None:
    for event in OUTBOUND:
        ccc.send(
            {**event, "callee": "138****8000"} if event.get("channelId") == "ch-customer" else event
        )

    assert (the_call().customer_number, the_call().talk_s) == ("138****8000", 50)


@pytest.mark.parametrize("media", ["AUDIO", "Audio", "audio ", None])
def test_names_with_trailing_spaces_and_in_other_case_are_understood(
    ccc: Dialer, media: str | None
) -> None:
    said = {"mediaType": media, "callType": "Outbound "}
    for event in OUTBOUND:
        changed = said if "callType" in event else {}
        ccc.send({**event, **changed, "eventType": f"{event['eventType']} "})

    assert (the_call().talk_s, the_call().direction) == (50, "outbound")
    assert {reason for reason, _ in notes()} == {"not_used"}
