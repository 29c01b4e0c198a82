"""腾讯云联络中心: its pushes become calls, legs, waits and recordings to fetch."""

import pytest
from fastapi.testclient import TestClient

from services.tables import DeliveryState
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

ACKNOWLEDGED = b'{"ErrCode":0,"ErrMsg":""}'
OUTBOUND = sample("tccc", "outbound.json")
INBOUND = sample("tccc", "inbound_transferred.json")
LOST = sample("tccc", "waiting_given_up.json")


@pytest.fixture
def tccc(client: TestClient) -> Dialer:
    return Dialer(client, "tccc")


def test_an_outbound_call_is_the_customers_ring_and_answer(tccc: Dialer) -> None:
    answer = tccc.send(OUTBOUND, action="cdr", version="1")

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    assert answer.headers["content-type"] == "application/json"
    call = the_call()
    assert (call.direction, call.customer_number) == ("outbound", "+8613800138000")
    assert (call.caller_number, call.hangup_by) == ("+8675586013388", "customer")
    assert after_start(call, "ringing_at", "answered_at", "ended_at") == [6, 15, 57]
    assert (call.talk_s, call.wait_s, call.outcome) == (42, 0, None)
    assert legs(call) == [("li@example.cn", 42)]
    assert call.extra["uui"] == "lead-77"
    assert call.extra["customer_number_original"] == "008613800138000"
    assert notes() == []


def test_an_outbound_call_waits_in_no_queue_even_if_the_push_has_a_time(tccc: Dialer) -> None:
    tccc.send({**OUTBOUND, "QueuedTimestamp": OUTBOUND["StartTimestamp"]}, action="cdr")

    assert (the_call().visits, the_call().wait_s) == ([], 0)


def test_an_inbound_call_waits_and_is_answered_by_the_agent(tccc: Dialer) -> None:
    tccc.send(INBOUND, action="cdr", version="1")

    call = the_call()
    assert (call.direction, call.customer_number) == ("inbound", "+8613800138000")
    [visit] = call.visits
    assert (visit["queue"], visit["joined"], call.wait_s) == ("售后", True, 25)
    assert (call.answered_at, call.abandoned) == (call.bridged_at, False)
    assert (call.talk_s, call.hangup_by) == (115, "agent")


def test_seat_user_is_only_the_last_agent_and_every_participant_has_a_leg(tccc: Dialer) -> None:
    tccc.send(INBOUND, action="cdr", version="1")

    call = the_call()
    # From 35 to 85; nobody until 90, which is not talk; from 90 to 155.
    assert legs(call) == [("li@example.cn", 50), ("wang@example.cn", 65)]
    assert call.agent_key == "wang@example.cn"
    assert call.extra["missed_by"] == ["zhao@example.cn"]
    assert call.extra["satisfaction_label"] == "非常满意"
    assert call.extra["ivr_keys"] == ["1"]


def test_a_transfer_with_consultation_leaves_no_gap(tccc: Dialer) -> None:
    second, missed, first = INBOUND["ServeParticipants"]
    stays = {**first, "EndedTimestamp": second["AcceptTimestamp"] + 10}

    tccc.send({**INBOUND, "ServeParticipants": [second, missed, stays]}, action="cdr")

    assert legs(the_call()) == [("li@example.cn", 55), ("wang@example.cn", 65)]
    assert the_call().talk_s == 120


def test_who_gives_up_waiting_is_abandoned_and_keeps_a_masked_number(tccc: Dialer) -> None:
    tccc.send(LOST, action="cdr", version="1")

    call = the_call()
    assert (call.abandoned, call.wait_s, call.connected) == (True, 40, False)
    assert call.visits[0]["left_by"] == "caller"
    assert call.customer_number == "139****0000"
    assert "customer_number_original" not in call.extra


def test_a_queue_without_agents_is_no_abandoned_call(tccc: Dialer) -> None:
    tccc.send({**LOST, "EndStatusString": "noSeatOnline", "HungUpSide": ""}, action="cdr")

    assert (the_call().abandoned, the_call().visits[0]["left_by"]) == (False, "empty")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("ok", None),
        ("notAnswer", "no_answer"),
        ("busy", "busy"),
        ("userReject", "rejected"),
        ("powerOff", "unreachable"),
        ("notInService", "unreachable"),
        ("numberNotExist", "wrong_number"),
        ("callerCancel", "cancelled"),
        ("unconnected", "failed"),
        ("carrierBlocked", "failed"),
    ],
)
def test_the_end_status_is_the_outcome(tccc: Dialer, status: str, outcome: str | None) -> None:
    tccc.send({**OUTBOUND, "EndStatusString": status}, action="cdr")

    assert (the_call().outcome, notes()) == (outcome, [])
    assert the_call().extra["end_status"] == status


def test_an_unknown_end_status_is_kept_noted_and_acknowledged_to_the_letter(tccc: Dialer) -> None:
    answer = tccc.send({**OUTBOUND, "EndStatusString": "abductedByAliens"}, action="cdr")

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    assert the_call().extra["end_status"] == "abductedByAliens"
    assert notes() == [("unknown_value", "EndStatusString")]
    assert deliveries()[0].state is DeliveryState.STORED


def test_a_dial_that_nobody_answered_has_no_talk(tccc: Dialer) -> None:
    seat = {**OUTBOUND["ServeParticipants"][0], "RecordURL": ""}
    times = {"AcceptTimestamp": 0, "Duration": 0, "EndStatusString": "notAnswer"}

    tccc.send({**OUTBOUND, **times, "RecordURL": "", "ServeParticipants": [seat]}, action="cdr")

    call = the_call()
    assert (call.connected, call.talk_s, call.answered_at) == (False, 0, None)
    assert (call.agent_key, fetches()) == ("li@example.cn", [])


def test_in_predictive_dialling_nobody_dials(tccc: Dialer) -> None:
    seat = {**OUTBOUND["ServeParticipants"][0]}
    seat |= {name: OUTBOUND["AcceptTimestamp"] + 2 for name in ("RingTimestamp", "AcceptTimestamp")}

    tccc.send({**OUTBOUND, "CallType": 5, "ServeParticipants": [seat]}, action="cdr")

    call = the_call()
    assert after_start(call, "answered_at", "bridged_at") == [15, 17]
    assert legs(call) == [("li@example.cn", 40)]


def test_without_participants_the_seat_user_is_the_agent(tccc: Dialer) -> None:
    tccc.send({**INBOUND, "ServeParticipants": []}, action="cdr")

    assert legs(the_call()) == [("wang@example.cn", 120)]


def test_an_accepted_call_of_nobody_known_is_answered_all_the_same(tccc: Dialer) -> None:
    tccc.send({**INBOUND, "ServeParticipants": None, "SeatUser": None}, action="cdr")

    assert (the_call().connected, the_call().talk_s, the_call().legs) == (True, 120, [])


def test_agents_may_go_by_another_name_than_their_mail(client: TestClient) -> None:
    tccc = Dialer(client, "tccc", settings={"agents_by": "StaffNumber"})

    tccc.send(OUTBOUND, action="cdr")
    tccc.send(INBOUND, action="cdr")

    assert calls()["s-out"].agent_key == "1001"
    # Participants carry no StaffNumber; only of SeatUser can it be known.
    assert [name for name, _ in legs(calls()["s-in"])] == ["1002"]
    assert notes() == [("missing", "ServeParticipants.1.StaffNumber")]


def test_the_skill_group_may_be_the_campaign(client: TestClient) -> None:
    Dialer(client, "tccc", settings={"campaign_by": "SkillGroup"}).send(OUTBOUND, action="cdr")

    assert the_call().extra["skill_group"] == "电销一组"


def test_calls_between_members_are_not_counted(tccc: Dialer) -> None:
    answer = tccc.send({**OUTBOUND, "CallType": 6}, action="cdr")

    assert (answer.content, calls()) == (ACKNOWLEDGED, {})
    assert deliveries()[0].state is DeliveryState.IGNORED


def test_a_duration_that_contradicts_the_times_is_noted(tccc: Dialer) -> None:
    tccc.send({**OUTBOUND, "Duration": 60}, action="cdr")
    tccc.send({**OUTBOUND, "SessionId": "s-2", "Duration": 43}, action="cdr")

    assert notes() == [("contradiction", "Duration")]
    assert {call.talk_s for call in calls().values()} == {42}


def test_recordings_of_the_record_and_of_its_own_push_are_fetched_once(tccc: Dialer) -> None:
    tccc.send(sample("tccc", "record_agent.json"), action="record", version="1")
    tccc.send(OUTBOUND, action="cdr", version="1")
    answer = tccc.send(sample("tccc", "record_customer.json"), action="record", version="1")

    assert answer.content == ACKNOWLEDGED
    urls = ["https://records.example/r-0.mp3", "https://records.example/r-1.mp3"]
    assert [fetch.url for fetch in fetches()] == urls
    assert {fetch.call_id for fetch in fetches()} == {the_call().id}


@pytest.mark.parametrize(("wanted", "file"), [("customer", "r-0"), ("agents", "r-1")])
def test_one_sides_recordings_may_be_enough(client: TestClient, wanted: str, file: str) -> None:
    tccc = Dialer(client, "tccc", settings={"recordings": wanted})

    tccc.send(OUTBOUND, action="cdr")
    for name in ("record_agent.json", "record_customer.json"):
        assert tccc.send(sample("tccc", name), action="record").content == ACKNOWLEDGED

    assert [fetch.url for fetch in fetches()] == [f"https://records.example/{file}.mp3"]


def test_the_copy_in_ones_own_bucket_counts_where_the_vendor_has_none(tccc: Dialer) -> None:
    record = sample("tccc", "record_customer.json") | {"RecordURL": ""}

    tccc.send(record, action="record")

    assert [fetch.url for fetch in fetches()] == ["https://bucket.example/r-0.mp3"]


def test_a_voicemail_has_its_customer_as_a_number(tccc: Dialer) -> None:
    answer = tccc.send(sample("tccc", "voicemail.json"), action="voicemail", version="1")

    call = the_call()
    assert answer.content == ACKNOWLEDGED
    assert (call.customer_number, call.outcome) == ("+8613800138000", "voicemail")
    assert (call.direction, call.connected, call.end_estimated) == ("inbound", False, True)
    assert [fetch.call_id for fetch in fetches()] == [call.id]


def test_a_recording_without_an_address_is_refused_by_name(tccc: Dialer) -> None:
    answer = tccc.send({"SessionId": "s-1", "RecordURL": None}, action="record")

    assert (answer.status_code, answer.json()["field"]) == (422, "RecordURL")
