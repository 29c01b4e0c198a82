"""CEL: who was in a bridge with whom, and so who talked for how long."""

import json
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calls.fold import FoldedCall
from services.dialers import PayloadUnreadable, Told, ZoneNeeded
from services.dialers.asterisk.unfinished import Unfinished
from tests.asterisk import call_in, calls_in, states_in, translate
from tests.deliveries import SHARED

WAZO = SHARED / "events-asterisk-cel-wazo"
TESTSUITE = SHARED / "events-asterisk-testsuite"
CUSTOMER, AGENT, SECOND = "PJSIP/trunk-00000001", "PJSIP/1001-00000002", "PJSIP/1002-00000003"
IDS = {CUSTOMER: "1772413200.1", AGENT: "1772413203.2", SECOND: "1772413263.3"}


def row(kind: str, at_s: float, channel: str, extra: Any = None, **said: str) -> str:
    """A row of cel_custom's sample configuration, `at_s` seconds after the call began."""
    fields = {
        "eventtype": kind,
        "eventtime": f"{1772413200 + at_s:.6f}",
        "cidname": "",
        "cidnum": "13800138000" if channel == CUSTOMER else "1001",
        "ani": "",
        "rdnis": "",
        "dnid": "4000" if channel == CUSTOMER else "",
        "exten": "s",
        "context": "from-trunk" if channel == CUSTOMER else "internal",
        "channame": channel,
        "appname": "",
        "appdata": "",
        "amaflags": "3",
        "accountcode": "",
        "uniqueid": IDS.get(channel, "1772413201.9"),
        "linkedid": "1772413200.1",
        "bridgepeer": "",
        "userfield": "",
        "userdeftype": "",
        "eventextra": json.dumps(extra) if isinstance(extra, dict) else extra or "",
    } | said
    return ",".join('"' + value.replace('"', '""') + '"' for value in fields.values())


def bridge(name: str) -> dict[str, str]:
    return {"bridge_id": name, "bridge_technology": "simple_bridge"}


CALL = [
    row("CHAN_START", 0, CUSTOMER),
    row("APP_START", 1, CUSTOMER, appname="Queue", appdata="sales,t"),
    row("CHAN_START", 3, AGENT),
    row("ANSWER", 9.9, AGENT),
    row("BRIDGE_ENTER", 10, AGENT, bridge("b1")),
    row("BRIDGE_ENTER", 10.5, CUSTOMER, bridge("b1")),
    row("BRIDGE_EXIT", 70.5, AGENT, bridge("b1")),
    row("HANGUP", 70.6, AGENT, {"hangupcause": 16, "hangupsource": AGENT, "dialstatus": ""}),
    row("CHAN_END", 70.6, AGENT),
    row("BRIDGE_EXIT", 70.7, CUSTOMER, bridge("b1")),
    row("HANGUP", 70.8, CUSTOMER, {"hangupcause": 16, "hangupsource": AGENT}),
    row("CHAN_END", 70.8, CUSTOMER),
    row("LINKEDID_END", 71, CUSTOMER),
]


def test_talk_is_when_both_were_in_the_same_bridge() -> None:
    call = call_in(*CALL)

    assert (call.talk_s, call.wait_s) == (60, 9.5)
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 60)]
    assert [visit.queue for visit in call.visits] == ["sales"]
    assert (call.facts["direction"], call.facts["customer_number"]) == ("inbound", "+8613800138000")


def test_the_conversation_ends_with_its_last_channel_and_by_who_hung_up_first() -> None:
    call = call_in(*CALL)

    assert call.ended_at is not None
    assert (call.ended_at.timestamp(), call.end_estimated) == (1772413271, False)
    assert (call.facts["hangup_by"], call.extra["hangup_cause"]) == ("agent", 16)


def test_without_the_last_row_the_first_channel_s_hang_up_is_the_end() -> None:
    call = call_in(*CALL[:-1])

    assert call.ended_at is not None
    assert (call.ended_at.timestamp(), call.end_estimated) == (1772413270.8, True)


def test_a_caller_who_hangs_up_in_the_queue_abandons() -> None:
    hangup = row("HANGUP", 40, CUSTOMER, {"hangupcause": 16, "hangupsource": CUSTOMER})
    call = call_in(*CALL[:2], hangup, row("LINKEDID_END", 40, CUSTOMER))

    assert (call.abandoned, call.wait_s, call.facts["hangup_by"]) == (True, 39, "customer")


def test_a_transfer_has_two_legs_and_no_talk_between_them() -> None:
    call = call_in(
        *CALL[:6],
        row("BLINDTRANSFER", 60, AGENT, {"extension": "1002", "context": "internal"}),
        row("BRIDGE_EXIT", 60, AGENT, bridge("b1")),
        row("BRIDGE_EXIT", 60.1, CUSTOMER, bridge("b1")),
        row("CHAN_START", 63, SECOND),
        row("BRIDGE_ENTER", 70, CUSTOMER, bridge("b2")),
        row("BRIDGE_ENTER", 70, SECOND, bridge("b2")),
        row("BRIDGE_EXIT", 100, SECOND, bridge("b2")),
        row("BRIDGE_EXIT", 100, CUSTOMER, bridge("b2")),
        row("LINKEDID_END", 100, CUSTOMER),
    )
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 49.5), ("1002", 30)]
    assert (call.talk_s, call.extra["transferred_to"]) == (79.5, "1002")


def test_a_detour_through_a_local_channel_is_one_talk_however_it_is_shortened() -> None:
    one, two = "Local/1001@agents-00000009;1", "Local/1001@agents-00000009;2"
    call = call_in(
        row("CHAN_START", 0, CUSTOMER),
        row("BRIDGE_ENTER", 5, AGENT, bridge("inner")),
        row("BRIDGE_ENTER", 5, two, bridge("inner")),
        row("BRIDGE_ENTER", 7, one, bridge("outer")),
        row("BRIDGE_ENTER", 8, CUSTOMER, bridge("outer")),
        row("BRIDGE_EXIT", 9, AGENT, bridge("inner")),
        row("BRIDGE_EXIT", 9.001, one, bridge("outer")),
        row("BRIDGE_ENTER", 9.002, AGENT, bridge("outer")),
        row("BRIDGE_EXIT", 18, AGENT, bridge("outer")),
        row("BRIDGE_EXIT", 18, CUSTOMER, bridge("outer")),
        row("LINKEDID_END", 18, CUSTOMER),
    )
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 10)]


def test_an_agent_who_dials_is_the_call_s_agent_even_when_a_colleague_answers() -> None:
    ids = {"linkedid": IDS[AGENT]}
    call = call_in(
        row("CHAN_START", 3, AGENT, exten="1002", **ids),
        row("CHAN_START", 4, SECOND, **ids),
        row("BRIDGE_ENTER", 10, SECOND, bridge("b"), **ids),
        row("BRIDGE_ENTER", 10, AGENT, bridge("b"), **ids),
        row("BRIDGE_EXIT", 30, SECOND, bridge("b"), **ids),
        row("BRIDGE_EXIT", 30, AGENT, bridge("b"), **ids),
        row("LINKEDID_END", 30, AGENT, **ids),
    )
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 20)]
    assert (call.facts["direction"], call.facts["customer_number"]) == ("outbound", "1002")


def test_an_outbound_call_is_answered_when_the_customer_s_channel_is() -> None:
    ids = {"linkedid": IDS[AGENT]}
    call = call_in(
        row("CHAN_START", 3, AGENT, exten="013800138000", **ids),
        row("CHAN_START", 4, CUSTOMER, **ids),
        row("ANSWER", 10, CUSTOMER, **ids),
        row("BRIDGE_ENTER", 10.001, CUSTOMER, bridge("b"), **ids),
        row("BRIDGE_ENTER", 10.002, AGENT, bridge("b"), **ids),
        row("BRIDGE_EXIT", 30, CUSTOMER, bridge("b"), **ids),
        row("LINKEDID_END", 30, AGENT, **ids),
    )
    assert call.answered_at is not None
    assert call.answered_at.timestamp() == 1772413210
    assert (call.facts["direction"], call.facts["customer_number"]) == (
        "outbound",
        "+8613800138000",
    )


def test_rows_in_any_order_are_the_same_call() -> None:
    assert call_in(*reversed(CALL)) == call_in(*CALL)


def test_before_version_12_rows_tell_of_pairs_and_hang_ups_in_commas() -> None:
    call = call_in(
        row("CHAN_START", 0, CUSTOMER),
        row("CHAN_START", 1, AGENT),
        row("BRIDGE_START", 5, CUSTOMER, bridgepeer=AGENT),
        row("BRIDGE_END", 25, CUSTOMER, bridgepeer=AGENT),
        row("HANGUP", 25.2, CUSTOMER, "16,dialplan/builtin,ANSWER"),
        row("LINKEDID_END", 26, CUSTOMER),
    )
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 20)]
    assert (call.extra["hangup_cause"], call.extra["dial_status"]) == (16, "ANSWER")


def test_a_recording_that_was_written_is_told_of() -> None:
    monitor = {"filename": "/var/spool/x.wav", "mixmonitor_id": "0x1"}
    call = call_in(
        *CALL[:6],
        row("MIXMONITOR_START", 11, CUSTOMER, monitor),
        row("MIXMONITOR_STOP", 12, CUSTOMER, {"mixmonitor_id": "0x1"}),
    )
    assert call.extra["recording_file"] == "/var/spool/x.wav"


def test_times_come_as_epochs_with_an_offset_or_need_a_zone() -> None:
    for written in ("2026-03-02 09:00:00.5+08", "2026-03-02T01:00:00.5Z"):
        assert call_in(row("CHAN_START", 0, CUSTOMER, eventtime=written)).started_at.hour == 1
    naive = row("CHAN_START", 0, CUSTOMER, eventtime="2026-03-02 09:00:00.50000")
    assert call_in(naive, zone="Asia/Shanghai").started_at.hour == 1
    with pytest.raises(ZoneNeeded):
        translate(naive)
    [wrong] = translate(naive, zone="UTC").notes
    assert wrong.reason == "zone_mismatch"


def test_a_row_without_a_time_is_refused_and_the_others_stand() -> None:
    said = translate(row("CHAN_START", 0, CUSTOMER, eventtime=""), *CALL)

    assert [(note.line, note.field) for note in said.notes] == [(1, "eventtime")]
    assert call_in(*CALL).talk_s == 60


def test_a_row_of_no_call_is_refused_by_the_column_s_name() -> None:
    said = translate(row("CHAN_START", 0, CUSTOMER, uniqueid="", linkedid=""))

    assert (said.events, [note.field for note in said.notes]) == ((), ["linkedid"])


def test_after_a_talk_the_agent_wraps_up_until_the_configured_time() -> None:
    states = states_in(translate(*CALL, wrapup_s=10).events)
    assert [(second - 1772413200, state) for second, _, state, _ in states] == [
        (70, "wrap_up"),
        (80, "ready"),
    ]


@given(st.sets(st.integers(1, len(CALL))))
def test_a_conversation_in_pieces_is_the_same(cuts: set[int]) -> None:
    borders = [0, *sorted(cuts), len(CALL)]
    unfinished = Unfinished("cel")
    pieces: list[Told] = []
    for start, end in pairwise(borders):
        before = unfinished.lines()
        query = f"kind=cel&told={len(before)}"
        pieces += translate(*before, *CALL[start:end], query=query).events
        for line in CALL[start:end]:
            unfinished.add(line)

    [whole], [pieced] = calls_in(translate(*CALL).events).values(), calls_in(pieces).values()
    assert _facts(pieced) == _facts(whole)
    assert unfinished.lines() == []


def _facts(call: FoldedCall) -> Any:
    return call.talk_s, call.wait_s, call.ended_at, call.legs, call.visits, call.facts


@given(st.binary(max_size=120), st.integers(0, 1500))
def test_damaged_rows_give_a_translation_or_a_refusal(damage: bytes, place: int) -> None:
    body = "\n".join(CALL)
    torn = body[:place] + damage.decode("latin-1") + body[place + len(damage) :]
    with suppress(PayloadUnreadable):
        translate(torn, query="kind=cel", zone="UTC")


@pytest.mark.skipif(not WAZO.exists(), reason="captured rows are not here")
@pytest.mark.parametrize(
    ("name", "talk_s", "agent"),
    [
        # Caller in the bridge from 29.293791, agent by a detour, then there until 30.808965.
        ("queue__test_call_to_queue_requested_internal_exten_is_not", 1.515, "qhFVHMgy"),
        # Customer enters at 14.248989, the agent who picked up leaves at 43.746874.
        ("recording_generation__test_recording_from_interception", 29.498, "rNXlGVeY"),
        # 34.294060 to 54.043383, whatever the recording did meanwhile.
        ("recording_generation__test_recording_pause_resume.csv", 19.749, "w6hpvj79"),
        # 07:04.4903, the last bridge of three to connect, until 07:08.290905.
        ("call_group__test_call_to_group_answered_by_a_pushed_mobile", 3.801, "TokxAXWb"),
        # A trunk on the older side: BRIDGE_START 42.2, BRIDGE_END 45.0.
        ("call_log_generation__test_answered_incoming_call.csv", 2.8, "hg63xv"),
        # Originated: both sides are there from 09:19:04.71501 until 15.108608.
        ("recording_generation__test_recorded_originate", 10.394, "XFGkT4NB"),
    ],
)
def test_captured_conversations_have_the_talk_that_a_reader_finds(
    name: str, talk_s: float, agent: str
) -> None:
    [path] = WAZO.glob(f"{name}*")
    call = call_in(path.read_text(), zone="America/New_York")

    assert (call.talk_s, [leg.agent_key for leg in call.legs]) == (talk_s, [agent])


@pytest.mark.skipif(not TESTSUITE.exists(), reason="captured rows are not here")
def test_captured_rows_of_asterisk_1_8() -> None:
    # BRIDGE_START 195.531291, BRIDGE_END 212.721349, LINKEDID_END 213.625295.
    call = call_in((TESTSUITE / "CELMaster1.csv").read_text())

    assert call.ended_at is not None
    assert (call.talk_s, call.ended_at.timestamp()) == (17.19, 1335310213.625295)
