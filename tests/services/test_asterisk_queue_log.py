"""queue_log: what its lines say of calls and agents, however old the Asterisk that wrote them."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calls.events import EventType
from services.calls.fold import FoldedCall
from services.dialers import Payload, PayloadUnreadable, Setting, Told, ZoneNeeded
from services.dialers.asterisk import adapter
from services.dialers.asterisk.queue_lines import KNOWN
from services.dialers.asterisk.unfinished import Unfinished
from tests.asterisk import DAY, call_in, calls_in, states_in, translate
from tests.deliveries import SHARED

LOGS = SHARED / "events-asterisk-queue_log"


def at(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def test_a_day_has_the_calls_waits_and_talks_that_its_lines_say() -> None:
    calls = calls_in(translate(*DAY.read_text().splitlines()).events)

    # 210 enters, 222 connected, 282 complete.
    first = calls["1772413208.1"]
    assert (first.wait_s, first.talk_s, first.abandoned) == (12, 60, False)
    assert (first.facts["hangup_by"], first.facts["customer_number"]) == (
        "customer",
        "+8613800138000",
    )
    assert [leg.agent_key for leg in first.legs] == ["1001"]
    # 300 enters sales, 330 times out; 335 enters service, 345 connected, 365 complete.
    second = calls["1772413299.4"]
    assert [(v.queue, v.joined, v.left_by) for v in second.visits] == [
        ("sales", False, "timeout"),
        ("service", True, None),
    ]
    assert (second.wait_s, second.talk_s, second.abandoned) == (40, 20, False)
    # 410 enters, 455 gives up.
    third = calls["1772413409.7"]
    assert (third.wait_s, third.talk_s, third.abandoned) == (45, 0, True)
    # 610 connected, 640 transferred away: where the call ended, no line says.
    fourth = calls["1772413599.8"]
    assert (fourth.talk_s, fourth.end_estimated, fourth.extra["transferred_to"]) == (
        30,
        True,
        "7000",
    )


def test_a_restart_ends_open_calls_and_logins_as_lost() -> None:
    told = translate(*DAY.read_text().splitlines()).events
    calls = calls_in(told)

    talking, waiting = calls["1772413699.10"], calls["1772413749.12"]
    for call in (talking, waiting):
        assert (call.ended_at, call.end_estimated) == (at(1772413800), True)
        assert (call.facts["reason"], call.abandoned) == ("lost", False)
    assert [visit.left_by for visit in waiting.visits] == ["lost"]
    assert talking.talk_s == 95
    assert [change for change in states_in(told) if change[0] == 1772413800] == [
        (1772413800, "1001", "offline", "lost"),
        (1772413800, "1002", "offline", "lost"),
    ]


def test_a_pause_everywhere_and_in_each_queue_is_one_break() -> None:
    told = translate(*DAY.read_text().splitlines()).events

    pauses = [change for change in states_in(told) if 1772413400 <= change[0] <= 1772413500]
    assert pauses == [
        (1772413400, "1001", "break", "lunch"),
        (1772413500, "1001", "ready", None),
    ]


def test_joining_a_second_queue_is_no_second_login_and_leaving_one_no_logoff() -> None:
    lines = (
        "100000001|CLI|a|SIP/1001|ADDMEMBER|",
        "100000002|CLI|b|SIP/1001|ADDMEMBER|",
        "100000003|CLI|a|SIP/1001|REMOVEMEMBER|",
        "100000004|CLI|b|SIP/1001|REMOVEMEMBER|",
    )
    assert states_in(translate(*lines).events) == [
        (100000001, "1001", "ready", None),
        (100000004, "1001", "offline", None),
    ]


def test_a_pause_in_one_queue_of_two_lasts_until_both_are_unpaused() -> None:
    lines = (
        "100000001|NONE|a|SIP/1001|PAUSE|tea",
        "100000002|NONE|b|SIP/1001|PAUSE|tea",
        "100000003|NONE|a|SIP/1001|UNPAUSE|",
        "100000004|NONE|b|SIP/1001|UNPAUSE|",
    )
    assert states_in(translate(*lines).events) == [
        (100000001, "1001", "break", "tea"),
        (100000004, "1001", "ready", None),
    ]


def test_a_change_of_the_reason_is_a_break_of_its_own() -> None:
    lines = (
        "100000001|NONE|a|SIP/1001|PAUSE|tea",
        "100000005|NONE|a|SIP/1001|UNPAUSE|Auto-Unpause",
        "100000005|NONE|a|SIP/1001|PAUSE|lunch",
    )
    assert states_in(translate(*lines).events)[-1] == (100000005, "1001", "break", "lunch")


def test_a_pause_during_a_call_begins_when_the_call_is_over() -> None:
    lines = (
        "100000010|100000009.1|a|SIP/1001|CONNECT|1|100000009.2|1",
        "100000015|NONE|a|SIP/1001|PAUSE|lunch",
        "100000020|100000009.1|a|SIP/1001|COMPLETECALLER|1|10|1",
    )
    assert states_in(translate(*lines).events) == [(100000020, "1001", "break", "lunch")]


def test_a_pause_during_wrap_up_outlasts_it() -> None:
    lines = (
        "100000010|100000009.1|a|SIP/1001|CONNECT|1|100000009.2|1",
        "100000020|100000009.1|a|SIP/1001|COMPLETECALLER|1|10|1",
        "100000025|NONE|a|SIP/1001|PAUSE|lunch",
    )
    states = [state[2] for state in states_in(translate(*lines, wrapup_s=10).events)]
    assert states == ["wrap_up", "break", "ready", "break"]


def test_agents_who_log_in_are_ready_and_offline_when_they_leave() -> None:
    lines = (
        "100000001|NONE|NONE|Agent/1001|AGENTLOGIN|SIP/7",
        "100000101|NONE|NONE|Agent/1001|AGENTLOGOFF|SIP/7|100",
        "100000201|NONE|NONE|Agent/1002|AGENTCALLBACKLOGIN|1002@inside",
        "100000301|NONE|NONE|Agent/1002|AGENTCALLBACKLOGOFF|1002@inside|100|CommandLogoff",
        "100000401|CLI|a|SIP/1003|ADDMEMBER|PAUSED",
    )
    assert states_in(translate(*lines).events) == [
        (100000001, "1001", "ready", None),
        (100000101, "1001", "offline", None),
        (100000201, "1002", "ready", None),
        (100000301, "1002", "offline", "CommandLogoff"),
        (100000401, "1003", "break", None),
    ]


def test_ringing_is_in_milliseconds_where_nobody_answers_and_in_seconds_where_somebody_does() -> (
    None
):
    told = translate(*DAY.read_text().splitlines()).events

    [rung] = [e for e in told if e.type is EventType.CALL_RINGING]
    joined = next(e for e in told if e.type is EventType.CALL_BRIDGED)
    assert (rung.data["ring_s"], rung.data["offered_to"]) == (5, "1002")
    assert joined.data["ring_s"] == 6


@pytest.mark.parametrize(
    ("line", "wait_s", "talk_s", "goal"),
    [
        ("BLINDTRANSFER|7000|inside|10|30|1", 10, 30, "7000"),
        ("TRANSFER|7000|inside|10|30", 10, 30, "7000"),
        ("ATTENDEDTRANSFER|BRIDGE|3f2a|10|30|1", 10, 30, None),
        ("ATTENDEDTRANSFER|APP|VoiceMail|10|30|1", 10, 30, "VoiceMail"),
        ("ATTENDEDTRANSFER|LINK|SIP/7-1|SIP/8-2|10|30|1", 10, 30, "SIP/7-1 SIP/8-2"),
        ("ATTENDEDTRANSFER|LINK|SIP/7-1|SIP/8-2|10|30", 10, 30, "SIP/7-1 SIP/8-2"),
    ],
)
def test_each_kind_of_transfer_has_its_durations_elsewhere(
    line: str, wait_s: float, talk_s: float, goal: str | None
) -> None:
    call = call_in(f"100000100|100000050.1|a|SIP/1001|{line}")

    assert (call.wait_s, call.talk_s) == (wait_s, talk_s)
    assert call.extra.get("transferred_to") == goal
    assert call.extra["queue_talk_s"] == talk_s


@pytest.mark.parametrize(
    ("line", "left_by", "wait_s", "abandoned"),
    [
        ("NONE|ABANDON|2|3|45", "caller", 45, True),
        ("SIP/1001|ABANDON|2|3|45", "caller", 45, True),
        ("NONE|EXITWITHTIMEOUT|2|3|45", "timeout", 45, False),
        ("NONE|EXITWITHTIMEOUT|2", "timeout", 50, False),
        ("NONE|EXITEMPTY|2|3|45", "empty", 45, False),
        ("NONE|EXITWITHKEY|9|2|3|45", "key", 45, False),
        ("NONE|WITHDRAW|2|3|45|moved", "withdrawn", 45, False),
        ("NONE|SYSCOMPAT|", "failed", 50, False),
    ],
)
def test_only_a_caller_who_gives_up_abandons(
    line: str, left_by: str, wait_s: float, abandoned: bool
) -> None:
    enters_at = 100000100 - int(wait_s)
    call = call_in(
        f"{enters_at}|100000001.1|a|NONE|ENTERQUEUE||555|3", f"100000100|100000001.1|a|{line}"
    )

    [visit] = call.visits
    assert (visit.left_by, call.wait_s, call.abandoned) == (left_by, wait_s, abandoned)
    assert call.legs == ()


def test_facts_of_an_exit_are_kept() -> None:
    call = call_in(
        "100000000|99999999.1|a|NONE|ENTERQUEUE||555|3",
        "100000045|99999999.1|a|NONE|EXITWITHKEY|9|2|3|45",
    )
    assert call.extra["pressed"] == "9"
    assert (call.extra["left_at_position"], call.extra["position"]) == (2, 3)
    assert call.extra["queue_wait_s"] == 45


def test_an_abandon_of_a_call_that_an_agent_has_is_refused_with_a_note() -> None:
    said = translate(
        "100000000|99999999.1|a|NONE|ENTERQUEUE||555|1",
        "100000010|99999999.1|a|SIP/1001|CONNECT|10|99999999.2|3",
        "100000020|99999999.1|a|NONE|ABANDON|1|1|20",
    )
    [call] = calls_in(said.events).values()
    assert (call.abandoned, call.ended_at, [note.reason for note in said.notes]) == (
        False,
        None,
        ["contradiction"],
    )


@pytest.mark.parametrize("verb", ["FULL", "CLOSED", "JOINEMPTY", "JOINUNAVAIL", "DIVERT_HOLDTIME"])
def test_a_call_that_was_not_let_in_never_waited(verb: str) -> None:
    call = call_in(f"100000000|99999999.1|a|NONE|{verb}|")

    assert (call.visits, call.abandoned, call.extra["kept_out_by"]) == ((), False, verb.lower())


def test_a_call_in_two_queues_talks_twice_and_not_in_between() -> None:
    call = call_in(
        "100000000|99999999.1|q01|NONE|ENTERQUEUE||555|1",
        "100000005|99999999.1|q01|Agent/1001|CONNECT|5|99999999.2|5",
        "100000025|99999999.1|q01|Agent/1001|COMPLETECALLER|5|20|1",
        "100000040|99999999.1|q02|NONE|ENTERQUEUE||555|1",
        "100000047|99999999.1|q02|Agent/1002|CONNECT|7|99999999.3|7",
        "100000057|99999999.1|q02|Agent/1002|COMPLETEAGENT|7|10|1",
    )
    assert [(v.queue, v.joined) for v in call.visits] == [("q01", True), ("q02", True)]
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 20), ("1002", 10)]
    assert (call.wait_s, call.talk_s) == (12, 30)


def test_lines_of_one_second_keep_their_order() -> None:
    call = call_in(
        "100000000|99999999.1|q01|NONE|ENTERQUEUE||555|1",
        "100000000|99999999.1|q01|NONE|EXITEMPTY|1|1|0",
        "100000000|99999999.1|q02|NONE|ENTERQUEUE||555|1",
        "100000000|99999999.1|q02|NONE|EXITEMPTY|1|1|0",
        "100000000|99999999.1|q03|NONE|ENTERQUEUE||555|1",
        "100000009|99999999.1|q03|NONE|ABANDON|1|1|9",
    )
    assert [(v.queue, v.left_by) for v in call.visits] == [
        ("q01", "empty"),
        ("q02", "empty"),
        ("q03", "caller"),
    ]


def test_lines_out_of_order_are_put_in_order() -> None:
    lines = DAY.read_text().splitlines()
    by_verb = sorted(lines, key=lambda line: (line.split("|")[0] != "1772413210", len(line)))

    ordered, mixed = (calls_in(translate(*each).events) for each in (lines, by_verb))
    assert {key: (c.wait_s, c.talk_s) for key, c in mixed.items()} == {
        key: (c.wait_s, c.talk_s) for key, c in ordered.items()
    }


def test_a_connect_before_its_enter_is_still_one_wait() -> None:
    call = call_in(
        "100000010|99999999.1|a|SIP/1001|CONNECT|0|99999999.2|0",
        "100000011|99999999.1|a|NONE|ENTERQUEUE||555|1",
        "100000030|99999999.1|a|SIP/1001|COMPLETEAGENT|0|20|1",
    )
    assert (len(call.visits), call.wait_s, call.talk_s) == (1, 0, 20)
    assert call.facts["customer_number"] == "555"


def test_a_call_whose_beginning_is_missing_has_what_its_end_says() -> None:
    call = call_in("100000100|100000050.1|a|SIP/1001|COMPLETEAGENT|12|30|1")

    assert (call.wait_s, call.talk_s) == (12, 30)
    assert (call.bridged_at, call.started_at) == (at(100000070), at(100000058))


def test_old_lines_have_fewer_fields() -> None:
    call = call_in(
        "1266833910|1266833905.2|9000|NONE|ENTERQUEUE||01773597776",
        "1266833911|1266833905.2|9000|Local/2004@from-internal/n|CONNECT|1|1266833911.7",
        "1266833914|1266833905.2|9000|Local/2004@from-internal/n|COMPLETEAGENT|1|3",
    )
    assert (call.wait_s, call.talk_s) == (1, 3)
    assert [leg.agent_key for leg in call.legs] == ["2004"]


def test_a_bar_in_a_name_or_an_address_shifts_nothing() -> None:
    call = call_in(
        "100000000|99999999.1|a|NONE|ENTERQUEUE|http://crm/?a=1|b=2|13800138000|1",
        "100000010|99999999.1|a|Li | Na|CONNECT|10|99999999.2|3",
    )
    assert call.facts["customer_number"] == "+8613800138000"
    assert [leg.agent_key for leg in call.legs] == ["Li | Na"]


def test_a_member_may_be_logged_by_name_or_by_device_and_is_one_agent() -> None:
    said = translate(
        "100000000|CLI|a|PJSIP/1001|ADDMEMBER|",
        "100000001|NONE|a|Li, Na|PAUSE|tea",
        "100000002|NONE|a|PJSIP/li|UNPAUSE|",
        members={"Li, Na": "1001", "PJSIP/li": "1001"},
    )
    assert {change[1] for change in states_in(said.events)} == {"1001"}


def test_verbs_of_queuemetrics_and_vicidial_are_kept() -> None:
    call = call_in(
        "100000000|M100.1|out|NONE|CALLOUTBOUND||13800138000|x",
        "100000005|M100.1|out|Agent/1001|CONNECT|5|M100.2",
        "100000025|M100.1|out|Agent/1001|COMPLETEAGENT|5|20|1",
        "100000026|M100.1|out|Agent/1001|CALLSTATUS|SALE",
        "100000027|M100.1|out|Agent/1001|INFO|IVR|2",
        "100000028|M100.1|out|NONE|DID|4008001234",
        "100000029|M100.1|out|NONE|HANGUP|16",
        outcomes={"SALE": "sale"},
    )
    assert (call.facts["direction"], call.facts["customer_number"]) == (
        "outbound",
        "+8613800138000",
    )
    assert (call.facts["outcome"], call.talk_s, call.visits) == ("sale", 20, ())
    assert (call.extra["info"], call.extra["did"], call.extra["hangup_cause"]) == (
        "IVR|2",
        "4008001234",
        "16",
    )


def test_a_reason_on_a_line_of_its_own_is_the_break_s() -> None:
    lines = (
        "100000001|NONE|NONE|Agent/1001|PAUSEALL|",
        "100000002|NONE|NONE|Agent/1001|PAUSEREASON|LUNCH",
    )
    assert states_in(translate(*lines).events)[-1] == (100000002, "1001", "break", "LUNCH")


def test_an_outcall_is_a_whole_outbound_call() -> None:
    call = call_in("100000100|100000050.1|a|SIP/1001|OUTCALL|ANSWER|30")

    assert (call.talk_s, call.facts["direction"], call.facts["agent"]) == (30, "outbound", "1001")


def test_verbs_we_do_not_know_and_lines_of_no_call_are_noted() -> None:
    said = translate(
        "100000001|99999999.1|a|NONE|DANCE|polka",
        "100000002|NONE|a|NONE|ENTERQUEUE||555|1",
        "100000003|REALTIME|a|SIP/1001|PENALTY|2",
        "100000004|CLI|NONE|NONE|CONFIGRELOAD|",
    )
    assert said.events == ()
    assert [(note.reason, note.line) for note in said.notes] == [
        ("unknown_value", 1),
        ("missing", 2),
    ]


def test_a_line_that_cannot_be_read_does_not_spoil_the_others() -> None:
    said = translate(
        "soon|99999999.1|a|NONE|ENTERQUEUE||555|1",
        "100000001|99999999.1|a",
        "100000002|99999999.2|a|NONE|ENTERQUEUE||555|1",
        query="kind=queue_log",
    )
    assert [event.data["call_id"] for event in said.events] == ["99999999.2"]
    assert [(note.line, note.refuses) for note in said.notes] == [(1, True), (2, True)]


def test_identical_lines_of_one_second_are_counted_and_the_same_when_they_come_again() -> None:
    line = "100000001|99999999.1|a|SIP/1001|RINGNOANSWER|1000"
    first, second = translate(line, line), translate(line, line)

    rung = [e.event_id for e in first.events if e.type is EventType.CALL_RINGING]
    assert len(set(rung)) == 2
    assert [e.event_id for e in second.events] == [e.event_id for e in first.events]


ROWS = (
    "id,time,callid,queuename,agent,event,data1,data2,data3,data4,data5",
    "1,2026-03-02 09:00:10.000001,1772413208.1,sales,NONE,ENTERQUEUE,,13800138000,1,,",
    "2,2026-03-02 09:00:22.500000,1772413208.1,sales,PJSIP/1001,CONNECT,12,1772413216.3,6,,",
    "3,2026-03-02 09:01:22.500000,1772413208.1,sales,PJSIP/1001,COMPLETECALLER,12,60,1,,",
)


def test_rows_of_the_table_have_local_times_of_the_declared_zone() -> None:
    call = call_in(*ROWS, zone="Asia/Shanghai")

    assert call.started_at == datetime(2026, 3, 2, 1, 0, 10, 1, tzinfo=UTC)
    assert (call.wait_s, call.talk_s) == (12.5, 60)
    assert call_in(*ROWS, utc=["queue_log"]).started_at.hour == 9
    with pytest.raises(ZoneNeeded):
        translate(*ROWS)


def test_rows_may_have_all_data_in_one_column() -> None:
    call = call_in(
        "time,callid,queuename,agent,event,data",
        "2026-03-02 09:01:22,100.1,a,SIP/1001,ATTENDEDTRANSFER,LINK|SIP/7|SIP/8|10|30|1",
        zone="UTC",
    )
    assert (call.wait_s, call.talk_s) == (10, 30)


def test_a_row_has_room_for_five_values_so_a_shifted_sixth_is_lost() -> None:
    call = call_in(
        "time,callid,queuename,agent,event,data1,data2,data3,data4,data5",
        "2026-03-02 09:01:22,100.1,a,SIP/1001,ATTENDEDTRANSFER,LINK,SIP/7,SIP/8,10,30",
        zone="UTC",
    )
    assert (call.wait_s, call.talk_s) == (10, 30)


def test_lines_told_before_are_understood_and_not_told_again() -> None:
    lines = DAY.read_text().splitlines()

    first = translate(*lines[:5]).events
    second = translate(*lines[:6], query="told=5").events
    whole = translate(*lines[:6]).events

    assert [*first, *second] == list(whole)


@given(st.sets(st.integers(1, 40)))
def test_a_day_in_pieces_is_the_same_day(cuts: set[int]) -> None:
    lines = DAY.read_text().splitlines()
    whole = translate(*lines).events

    pieces: list[Told] = []
    unfinished = Unfinished("queue_log")
    for piece in _cut(lines, cuts):
        before = unfinished.lines()
        pieces += translate(*before, *piece, query=f"kind=queue_log&told={len(before)}").events
        for line in piece:
            unfinished.add(line)

    def sum_up(told: Iterable[Told]) -> Any:
        calls = calls_in(told)
        return states_in(told), {
            key: (c.state, c.ended_at, c.wait_s, c.talk_s, c.abandoned, c.visits, c.legs)
            for key, c in calls.items()
        }

    assert sum_up(pieces) == sum_up(whole)
    assert sorted(e.event_id for e in pieces) == sorted(e.event_id for e in whole)


def _cut(lines: list[str], cuts: set[int]) -> list[list[str]]:
    """Pieces that cut no second in two."""
    pieces: list[list[str]] = [[]]
    for number, line in enumerate(lines):
        second = line.partition("|")[0]
        if number in cuts and pieces[-1] and pieces[-1][-1].partition("|")[0] != second:
            pieces.append([])
        pieces[-1].append(line)
    return pieces


def test_each_line_alone_in_any_order_is_the_same_calls() -> None:
    lines = [line for line in DAY.read_text().splitlines() if "QUEUESTART" not in line]
    told = [event for line in reversed(lines) for event in translate(line).events]

    alone, whole = calls_in(told), calls_in(translate(*lines).events)
    assert {key: (c.wait_s, c.talk_s, len(c.visits)) for key, c in alone.items()} == {
        key: (c.wait_s, c.talk_s, len(c.visits)) for key, c in whole.items()
    }


@given(
    st.lists(
        st.builds(
            "|".join,
            st.lists(
                st.one_of(
                    st.sampled_from([*KNOWN, "NONE", "100000000", "1.5", "", "SIP/1001"]),
                    st.text(max_size=8),
                ),
                min_size=3,
                max_size=12,
            ),
        ),
        max_size=6,
    )
)
def test_whatever_stands_in_lines_nothing_breaks(lines: list[str]) -> None:
    try:
        said = translate(*lines, query="kind=queue_log")
    except PayloadUnreadable:
        return
    for call in calls_in(said.events).values():
        assert call.wait_s >= 0


@given(st.binary(max_size=200), st.integers(0, 1500))
def test_damaged_bytes_give_a_translation_or_a_refusal(damage: bytes, place: int) -> None:
    body = DAY.read_bytes()
    body = body[:place] + damage + body[place + len(damage) :]
    with suppress(PayloadUnreadable, ZoneNeeded):
        adapter.translate(Payload(body), Setting())


@pytest.mark.skipif(not LOGS.exists(), reason="captured logs are not here")
def test_captured_logs_have_the_numbers_that_a_reader_finds_in_them() -> None:
    def read(name: str) -> dict[str, FoldedCall]:
        return calls_in(translate((LOGS / name).read_text()).events)

    freepbx = read("queue_log_freepbx_2010.txt")
    # ENTERQUEUE 910, CONNECT 911, COMPLETEAGENT 914.
    assert _numbers(freepbx["1266833905.2"]) == (1, 3, False, "agent")
    # ENTERQUEUE 931, CONNECT 933, COMPLETECALLER 937.
    assert _numbers(freepbx["1266833925.10"]) == (2, 4, False, "customer")
    # No ENTERQUEUE: CONNECT 4038 says 36 s of waiting, COMPLETEAGENT 4046.
    assert _numbers(freepbx["1266833996.30"]) == (36, 8, False, "agent")
    # Rung and never heard of again: still waiting.
    assert freepbx["1266833996.31"].ended_at is None

    restarted = read("queue_log_2020.txt")
    # ENTERQUEUE 2941, ABANDON 3009.
    assert _numbers(restarted["1596512941.163"]) == (68, 0, True, "customer")
    # ENTERQUEUE 3054, cut by the restart at 3628: lost, not abandoned.
    assert _numbers(restarted["1596513054.164"]) == (574, 0, False, None)

    unfinished = read("queue_log_missing_exit_loway_2007.txt")
    assert [call.ended_at for call in unfinished.values()] == [None, None, None]


def _numbers(call: FoldedCall) -> tuple[float, float, bool, Any]:
    return call.wait_s, call.talk_s, call.abandoned, call.facts.get("hangup_by")
