"""AMI: what live events say, and what they leave unsaid."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.calls.events import EventType
from services.dialers import Payload, Setting
from services.dialers.asterisk import adapter
from tests.asterisk import call_in, calls_in, states_in, translate

CUSTOMER = {
    "Channel": "PJSIP/trunk-00000001",
    "CallerIDNum": "13800138000",
    "CallerIDName": "<unknown>",
    "Exten": "4000",
    "Context": "from-trunk",
    "Uniqueid": "1772413200.1",
    "Linkedid": "1772413200.1",
}
AGENT = {
    "Channel": "PJSIP/1001-00000002",
    "CallerIDNum": "1001",
    "Context": "internal",
    "Uniqueid": "1772413203.2",
    "Linkedid": "1772413200.1",
}
MEMBER = {"Queue": "sales", "MemberName": "Li Na", "Interface": "PJSIP/1001"}


def block(name: str, at_s: float, *fields: dict[str, str], **more: str) -> str:
    merged: dict[str, str] = {"Event": name}
    for each in fields:
        merged |= each
    merged |= {**more, "EarshotReceived": f"{1772413200 + at_s:.6f}"}
    return "\n".join(f"{key}: {value}" for key, value in merged.items()) + "\n"


CALL = [
    block("Newchannel", 0, CUSTOMER),
    block("QueueCallerJoin", 1, CUSTOMER, Queue="sales", Position="1", Count="1"),
    block("Newchannel", 3, AGENT),
    block("AgentCalled", 3, CUSTOMER, MEMBER, DestChannel=AGENT["Channel"]),
    block("QueueCallerLeave", 9, CUSTOMER, Queue="sales", Position="1", Count="0"),
    block("AgentConnect", 9, CUSTOMER, MEMBER, HoldTime="8", RingTime="6"),
    block("BridgeEnter", 9, AGENT, BridgeUniqueid="b1"),
    block("BridgeEnter", 9, CUSTOMER, BridgeUniqueid="b1"),
    block("Hold", 20, AGENT),
    block("Unhold", 30, AGENT),
    block("BridgeLeave", 69, AGENT, BridgeUniqueid="b1"),
    block("AgentComplete", 69, CUSTOMER, MEMBER, HoldTime="8", TalkTime="60", Reason="agent"),
    block("Hangup", 69, AGENT, Cause="16"),
    block("BridgeLeave", 69, CUSTOMER, BridgeUniqueid="b1"),
    block("Hangup", 70, CUSTOMER, Cause="16"),
    block("EarshotCallEnd", 70, Uniqueid="1772413200.1", Linkedid="1772413200.1"),
]


def test_a_queue_call_with_a_hold() -> None:
    call = call_in("\n".join(CALL))

    assert (call.wait_s, call.talk_s, call.hold_s) == (8, 50, 10)
    assert [(v.queue, v.joined) for v in call.visits] == [("sales", True)]
    assert [leg.agent_key for leg in call.legs] == ["1001"]
    assert (call.facts["direction"], call.facts["hangup_by"]) == ("inbound", "agent")
    assert call.facts["customer_number"] == "+8613800138000"


def test_times_are_durations_in_seconds_but_a_ring_in_vain_is_in_milliseconds() -> None:
    told = translate(block("AgentRingNoAnswer", 5, CUSTOMER, MEMBER, RingTime="4000")).events
    assert [e.data.get("ring_s") for e in told if e.type is EventType.CALL_RINGING] == [4]
    joined = [e for e in translate("\n".join(CALL)).events if "queue_wait_s" in e.data]
    assert (joined[0].data["queue_wait_s"], joined[0].data["ring_s"]) == (8, 6)


def test_a_caller_who_abandons_and_one_who_only_left() -> None:
    leave = block("QueueCallerLeave", 31, CUSTOMER, Queue="sales")
    gone = block("Hangup", 31, CUSTOMER, Cause="16")
    abandon = block("QueueCallerAbandon", 31, CUSTOMER, Queue="sales", HoldTime="30")

    gave_up = call_in("\n".join([*CALL[:2], abandon, leave, gone]))
    left = call_in("\n".join([*CALL[:2], leave, gone]))

    assert (gave_up.abandoned, gave_up.wait_s) == (True, 30)
    assert (left.abandoned, left.wait_s, left.visits[0].left_by) == (False, 30, "left")


def test_members_are_told_once_per_change_however_many_queues_they_are_in() -> None:
    def member(at_s: float, queue: str, **said: str) -> str:
        fields = {"Status": "1", "Paused": "0", **said}
        return block("QueueMemberStatus", at_s, MEMBER | {"Queue": queue}, fields)

    events = [
        member(1, "sales"),
        member(1.1, "service"),
        member(5, "sales", Status="6"),
        member(9, "sales", Status="2", InCall="1"),
        member(20, "sales", Status="8"),
        member(30, "sales", Status="1", LastCall="1772413229", Wrapuptime="10"),
        block("QueueMemberPause", 50, MEMBER, Status="1", Paused="1", PausedReason="lunch"),
        member(50.1, "service", Paused="1", PausedReason="lunch"),
        member(60, "sales", Status="5"),
        member(61, "sales", Status="0"),
    ]
    assert [(s - 1772413200, a, b, c) for s, a, b, c in states_in(translate(*events).events)] == [
        (1, "1001", "ready", None),
        (5, "1001", "ringing", None),
        (9, "1001", "talking", None),
        (20, "1001", "hold", None),
        (30, "1001", "wrap_up", None),
        (39, "1001", "ready", None),
        (50, "1001", "break", "lunch"),
        (60, "1001", "offline", None),
    ]


def test_a_source_may_take_only_agents_from_the_ami() -> None:
    told = translate("\n".join(CALL), ami="agents").events

    assert {event.type for event in told} == {EventType.AGENT_STATE}


def test_a_call_gone_while_nobody_listened_is_over_by_then() -> None:
    gone = block("EarshotCallGone", 99, Uniqueid="1772413200.1", Linkedid="1772413200.1")
    call = call_in("\n".join([*CALL[:8], gone]))

    assert (call.end_estimated, call.facts["reason"]) == (True, "lost")
    assert call.ended_at == datetime.fromtimestamp(1772413299, UTC)


def test_events_without_a_time_happened_when_they_came() -> None:
    body = "Event: Newchannel\r\n" + "\r\n".join(f"{k}: {v}" for k, v in CUSTOMER.items())
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)

    [told] = adapter.translate(Payload(body.encode(), received_at=at), Setting()).events
    assert told.at == at
    [note] = adapter.translate(Payload(body.encode()), Setting()).notes
    assert (note.reason, note.refuses) == ("missing", True)


def test_the_same_events_again_are_the_same() -> None:
    first, again = (translate("\n".join(CALL)).events for _ in range(2))

    assert first == again
    assert len({event.event_id for event in first}) == len(first)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                [*CUSTOMER, *MEMBER, "Event", "Status", "Paused", "Cause", "Timestamp"]
            ),
            st.one_of(
                st.sampled_from(["Hangup", "AgentConnect", "QueueMemberStatus", "1", "16"]),
                st.text(max_size=6),
            ),
        ),
        max_size=5,
    )
)
def test_whatever_stands_in_events_nothing_breaks(events: list[dict[str, Any]]) -> None:
    text = "\n\n".join("\n".join(f"{k}: {v}" for k, v in each.items()) for each in events)

    calls_in(translate(f"Event: Hangup\n\n{text}", query="kind=ami").events)
