"""Amazon Connect: contact records, agent events and contact events become calls and states."""

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
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
from tests.factories import make_campaign

INBOUND = sample("amazon_connect", "record_inbound.json")
OUTBOUND = sample("amazon_connect", "record_outbound.json")
AGENT_EVENT = sample("amazon_connect", "agent_event.json")
CONTACT_EVENT = sample("amazon_connect", "contact_event.json")

TRANSFERRED = [
    {**INBOUND, "NextContactId": "c-0009", "DisconnectReason": "AGENT_DISCONNECT"},
    {
        **INBOUND,
        "ContactId": "c-0009",
        "InitialContactId": "c-0001",
        "PreviousContactId": "c-0001",
        "InitiationMethod": "TRANSFER",
        "InitiationTimestamp": "2026-03-02T01:03:30Z",
        "ConnectedToSystemTimestamp": None,
        "DisconnectTimestamp": "2026-03-02T01:06:00Z",
        "Queue": {"Name": "Closers", "EnqueueTimestamp": "2026-03-02T01:03:40Z"},
        "Agent": {
            "Username": "bob",
            "ConnectedToAgentTimestamp": "2026-03-02T01:04:00Z",
            "AfterContactWorkStartTimestamp": "2026-03-02T01:06:00Z",
            "AfterContactWorkEndTimestamp": "2026-03-02T01:06:00Z",
        },
        "CustomerEndpoint": {"Address": "+8610000", "Type": "TELEPHONE_NUMBER"},
        "Recording": None,
        "Recordings": None,
    },
]


@pytest.fixture
def connect(client: TestClient) -> Dialer:
    return Dialer(client, "amazon_connect")


def test_a_contact_record_becomes_a_call_with_its_wait_hold_and_recording(connect: Dialer) -> None:
    answer = connect.send(INBOUND)

    assert (answer.status_code, answer.json()) == (200, {})
    call = the_call()
    assert (call.call_key, call.direction) == ("c-0001", "inbound")
    assert (call.customer_number, call.caller_number) == ("+8613800138000", "+8675588880000")
    assert (call.wait_s, call.hangup_by, call.abandoned) == (45, "customer", False)
    assert after_start(call, "bridged_at", "ended_at") == [60, 220]
    assert call.extra["attributes"]["项目"] == "wealth"
    [fetch] = fetches()
    assert fetch.url == (
        "s3://amazon-connect-1/connect/shop/CallRecordings/2026/03/02/c-0001_20260302T01:01_UTC.wav"
    )
    assert (fetch.call_id, fetch.agent_channel) == (call.id, None)
    assert notes() == []


def test_interaction_excludes_hold_so_hold_is_taken_out_of_talk(connect: Dialer) -> None:
    connect.send(INBOUND)

    call = the_call()
    assert (call.talk_s, call.hold_s) == (INBOUND["Agent"]["AgentInteractionDuration"], 30)
    assert (call.extra["hold_estimated"], call.extra["holds"]) == (True, 2)


def test_where_the_agent_stream_comes_too_records_estimate_neither_hold_nor_wrap_up(
    client: TestClient,
) -> None:
    connect = Dialer(client, "amazon_connect", settings={"agent_stream": True})

    connect.send(INBOUND)

    assert (the_call().hold_s, the_call().talk_s) == (0, 160)
    assert "hold_estimated" not in the_call().extra


@pytest.mark.parametrize("backwards", [False, True])
def test_a_record_that_comes_again_counts_by_its_last_update(
    connect: Dialer, backwards: bool
) -> None:
    later = {
        **INBOUND,
        "LastUpdateTimestamp": "2026-03-02T03:00:00Z",
        "Attributes": {"disposition": "REFUSED-2"},
    }
    for record in [later, INBOUND, later] if backwards else [INBOUND, later, INBOUND]:
        connect.send(record)

    call = the_call()
    assert call.extra["attributes"] == {"disposition": "REFUSED-2"}
    assert (call.talk_s, len(call.visits)) == (130, 1)
    assert deliveries()[-1].events == deliveries()[-1].duplicates


def test_what_came_of_a_call_and_its_campaign_stand_in_attributes(client: TestClient) -> None:
    names = {"outcome_attribute": "disposition", "outcomes": {"SALE-1": "sale"}}
    connect = Dialer(client, "amazon_connect", settings={**names, "campaign_attribute": "项目"})

    with transaction() as session:
        campaign_id = make_campaign(session, code="wealth").id

    connect.send(INBOUND)

    assert (the_call().outcome, the_call().campaign_id) == ("sale", campaign_id)


@pytest.mark.parametrize("backwards", [False, True])
def test_transfers_are_contacts_chained_into_one_call(connect: Dialer, backwards: bool) -> None:
    for record in reversed(TRANSFERRED) if backwards else TRANSFERRED:
        connect.send(record)

    call = the_call()
    assert call.call_key == "c-0001"
    assert legs(call) == [("alice", 130), ("bob", 120)]
    assert [(each["queue"], each["joined"]) for each in call.visits] == [
        ("Sales", True),
        ("Closers", True),
    ]
    assert (call.talk_s, call.hold_s) == (250, 30)
    assert after_start(call, "ended_at") == [360]
    assert (call.customer_number, call.hangup_by) == ("+8613800138000", "customer")


def test_a_call_goes_on_after_the_first_contact_of_a_chain(connect: Dialer) -> None:
    connect.send(TRANSFERRED[0])
    bobs = AGENT_EVENT["CurrentAgentSnapshot"]["Contacts"][0] | {
        "ContactId": "c-0009",
        "InitialContactId": "c-0001",
        "ConnectedToAgentTimestamp": "2026-03-02T01:04:00.100Z",
        "StateStartTimestamp": "2026-03-02T01:04:00.100Z",
    }
    snapshot = {
        **AGENT_EVENT["CurrentAgentSnapshot"],
        "Contacts": [bobs],
        "Configuration": {"Username": "bob"},
    }
    connect.send(
        {
            **AGENT_EVENT,
            "EventTimestamp": "2026-03-02T01:04:00.100Z",
            "CurrentAgentSnapshot": snapshot,
        }
    )

    assert (the_call().state, the_call().ended_at) == ("talking", None)


def test_a_consultation_that_ends_first_does_not_end_the_call(connect: Dialer) -> None:
    asked = TRANSFERRED[1] | {
        "DisconnectReason": "AGENT_DISCONNECT",
        "InitiationTimestamp": "2026-03-02T01:02:00Z",
        "DisconnectTimestamp": "2026-03-02T01:02:30Z",
        "Queue": None,
        "Agent": None,
    }
    for record in (TRANSFERRED[0], asked):
        connect.send(record)

    assert after_start(the_call(), "ended_at") == [220]


def test_a_callback_is_a_call_of_its_own_and_nobody_waits_on_the_line(connect: Dialer) -> None:
    asked = {**INBOUND, "Agent": None, "NextContactId": "c-0005", "Recording": None}
    asked |= {"DisconnectReason": "CONTACT_FLOW_DISCONNECT", "Recordings": None}
    back = {**OUTBOUND, "ContactId": "c-0005", "InitialContactId": "c-0001"}
    back |= {"InitiationMethod": "CALLBACK", "PreviousContactId": "c-0001"}

    for record in (asked, back):
        connect.send(record)

    inbound, callback = calls()["c-0001"], calls()["c-0005"]
    assert (inbound.abandoned, inbound.visits[0]["left_by"]) == (False, "withdrawn")
    assert (callback.direction, callback.wait_s, callback.visits) == ("outbound", 0, [])


@pytest.mark.parametrize(
    ("reason", "left_by", "abandoned"),
    [
        ("CUSTOMER_DISCONNECT", "caller", True),
        ("CONTACT_FLOW_DISCONNECT", "timeout", False),
        ("TELECOM_PROBLEM", "lost", False),
        (None, None, True),
    ],
)
def test_a_caller_who_gave_up_waiting_has_a_queue_and_no_agent(
    connect: Dialer, reason: str | None, left_by: str | None, abandoned: bool
) -> None:
    connect.send({**INBOUND, "Agent": None, "DisconnectReason": reason})

    call = the_call()
    [visit] = call.visits
    assert (visit["joined"], visit["left_by"], call.abandoned) == (False, left_by, abandoned)
    assert (call.answered_at, call.talk_s) == (None, 0)


def test_an_outbound_call_is_talk_from_the_customers_answer(connect: Dialer) -> None:
    connect.send(OUTBOUND)

    call = the_call()
    # The agent was there at 1 s, the customer at 10 s.
    assert after_start(call, "answered_at", "bridged_at", "ended_at") == [10, 10, 70]
    assert (call.talk_s, call.wait_s, call.visits, call.hangup_by) == (60, 0, [], "agent")
    assert call.outcome is None


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("TELECOM_BUSY", "busy"),
        ("TELECOM_NUMBER_INVALID", "wrong_number"),
        ("AGENT_DISCONNECT", "no_answer"),
    ],
)
def test_an_outbound_call_nobody_answered_is_no_connect(
    connect: Dialer, reason: str, outcome: str
) -> None:
    connect.send({**OUTBOUND, "ConnectedToSystemTimestamp": None, "DisconnectReason": reason})

    call = the_call()
    assert (call.answered_at, call.bridged_at, call.outcome) == (None, None, outcome)


@pytest.mark.parametrize(
    ("status", "answered", "outcome"),
    [
        ("HUMAN_ANSWERED", True, None),
        ("VOICEMAIL_BEEP", True, "voicemail"),
        ("VOICEMAIL_NO_BEEP", True, "voicemail"),
        ("FAX_MACHINE_DETECTED", True, "fax"),
        ("SIT_TONE-DETECTED", False, "failed"),
        ("AMD_UNANSWERED", False, "no_answer"),
        ("AMD_UNRESOLVED", True, None),
        ("AMD_ERROR", True, None),
        ("AMD_NOT_APPLICABLE", True, None),
        ("AMD_OF_TOMORROW", True, None),
    ],
)
def test_who_answered_is_what_the_detection_says(
    connect: Dialer, status: str, answered: bool, outcome: str | None
) -> None:
    connect.send(
        {
            **OUTBOUND,
            "InitiationMethod": "API",
            "Agent": None,
            "Queue": None,
            "AnsweringMachineDetectionStatus": status,
        }
    )

    assert (the_call().answered_at is not None, the_call().outcome) == (answered, outcome)


def test_the_two_seconds_of_the_law_are_kept(connect: Dialer) -> None:
    heard = {"greetingStartTimestamp": "2026-03-02T02:00:10Z"}
    heard["greetingEndTimestamp"] = "2026-03-02T02:00:11.500Z"
    agent = {**OUTBOUND["Agent"], "ConnectedToAgentTimestamp": "2026-03-02T02:00:13Z"}

    connect.send({**OUTBOUND, "Agent": agent, "CustomerVoiceActivity": heard})

    assert the_call().extra["agent_after_greeting_s"] == 1.5
