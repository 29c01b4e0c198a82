"""CDR: several rows per call, and seconds that are not what they seem."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calls.events import EventType
from services.calls.fold import FoldedCall
from services.dialers import PayloadUnreadable, ZoneNeeded
from tests.asterisk import call_in, calls_in, states_in, translate
from tests.deliveries import SHARED

FILES = SHARED / "events-asterisk-testsuite"

# A row of a real Asterisk, and its zone: 08:49:35 at the clock is 12:49:35 UTC, the epoch in it.
REAL = (
    '"","101","100","phones","""USER101"" <101>","SIP/101-00000005","SIP/100-00000006","Dial",'
    '"SIP/100,10,m","2015-03-26 08:49:35","2015-03-26 08:49:40","2015-03-26 08:50:05",30,25,'
    '"ANSWERED","DOCUMENTATION","1427374175.5",""'
)


def row(**said: Any) -> str:
    """Master.csv with all its columns: agent 1001 dials a customer and talks for a minute."""
    fields = {
        "accountcode": "spring",
        "src": "1001",
        "dst": "013800138000",
        "dcontext": "outbound",
        "clid": '"Li" <1001>',
        "channel": "PJSIP/1001-0000002a",
        "dstchannel": "PJSIP/trunk-0000002b",
        "lastapp": "Dial",
        "lastdata": "PJSIP/013800138000@trunk",
        "start": "2026-03-02 09:00:00",
        "answer": "2026-03-02 09:00:10",
        "end": "2026-03-02 09:01:10",
        "duration": 70,
        "billsec": 60,
        "disposition": "ANSWERED",
        "amaflags": "DOCUMENTATION",
        "uniqueid": "1772413200.1",
        "userfield": "",
        "peeraccount": "",
        "linkedid": "1772413200.1",
        "sequence": 1,
    } | said
    return ",".join('"' + str(value).replace('"', '""') + '"' for value in fields.values())


def shanghai(*rows: str, **options: Any) -> FoldedCall:
    return call_in(*rows, zone="Asia/Shanghai", **options)


def test_a_dial_of_an_agent_is_a_call_with_its_talk() -> None:
    call = shanghai(row())

    assert (call.facts["direction"], call.facts["customer_number"]) == (
        "outbound",
        "+8613800138000",
    )
    assert (call.started_at.hour, call.talk_s) == (1, 60)
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 60)]
    assert (call.extra["account"], call.extra["disposition"]) == ("spring", "ANSWERED")


def test_a_row_of_a_real_asterisk() -> None:
    call = call_in(REAL, zone="America/New_York")

    assert (call.talk_s, [leg.agent_key for leg in call.legs]) == (25, ["101"])


def test_an_inbound_call_that_rang_at_three_agents_is_one_call() -> None:
    rang = {
        "src": "13800138000",
        "dst": "4000",
        "channel": "PJSIP/trunk-00000001",
        "dcontext": "from-trunk",
        "answer": "",
        "billsec": 0,
        "disposition": "NO ANSWER",
    }
    rows = [
        row(**rang, dstchannel="PJSIP/1002-00000002", sequence=2, end="2026-03-02 09:00:10"),
        row(**rang, dstchannel="PJSIP/1003-00000003", sequence=3, end="2026-03-02 09:00:10"),
        row(
            **{**rang, "disposition": "ANSWERED", "answer": "2026-03-02 09:00:10", "billsec": 60},
            dstchannel="PJSIP/1001-00000004",
            sequence=4,
        ),
    ]
    call = shanghai(*rows)

    assert (call.facts["direction"], call.facts["customer_number"]) == ("inbound", "+8613800138000")
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 60)]
    assert "outcome" not in call.facts


def test_a_second_agent_has_a_leg_of_their_own() -> None:
    second = row(
        sequence=2,
        channel="PJSIP/trunk-0000002b",
        dstchannel="PJSIP/1002-0000002c",
        uniqueid="1772413205.2",
        start="2026-03-02 09:01:12",
        answer="2026-03-02 09:01:20",
        end="2026-03-02 09:01:50",
        duration=38,
        billsec=30,
    )
    call = shanghai(row(), second)

    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 60), ("1002", 30)]
    assert call.talk_s == 90


@pytest.mark.parametrize(
    ("disposition", "outcome"),
    [
        ("NO ANSWER", "no_answer"),
        ("BUSY", "busy"),
        ("FAILED", "failed"),
        ("CONGESTION", "failed"),
        ("CANCEL", "cancelled"),
    ],
)
def test_a_dial_that_failed_is_no_connect_even_with_seconds_to_bill(
    disposition: str, outcome: str
) -> None:
    call = shanghai(row(disposition=disposition))

    assert (call.answered_at, call.talk_s, call.facts["outcome"]) == (None, 0, outcome)
    assert call.extra["billsec_s"] == 60


def test_a_carrier_that_failed_before_another_connected_is_no_outcome() -> None:
    failed = row(disposition="FAILED", answer="", billsec=0, end="2026-03-02 09:00:01")

    call = shanghai(failed, row(sequence=2, uniqueid="1772413201.2"))

    assert (call.talk_s, call.facts.get("outcome")) == (60, None)


def test_an_agent_who_dials_in_vain_does_not_ring_for_ever() -> None:
    told = translate(row(disposition="NO ANSWER"), zone="Asia/Shanghai", wrapup_s=0).events

    assert [e.data["agent"] for e in told if e.type is EventType.CALL_ENDED] == ["1001"]
    assert [state for _, _, state, _ in states_in(told)] == ["ready"]


@pytest.mark.parametrize("application", ["Queue", "Playback", "Hangup"])
def test_seconds_of_a_queue_or_an_ivr_are_no_talk(application: str) -> None:
    inbound = {"channel": "PJSIP/trunk-00000001", "dcontext": "from-trunk", "dstchannel": ""}
    call = shanghai(row(lastapp=application, **inbound))

    assert (call.talk_s, call.legs, call.extra["application"]) == (0, (), application)


def test_a_voicemail_is_no_person() -> None:
    call = shanghai(row(lastapp="VoiceMail", dstchannel=""))

    assert (call.facts["outcome"], call.answered_at) == ("voicemail", None)


def test_local_times_need_a_zone_unless_they_are_utc() -> None:
    with pytest.raises(ZoneNeeded):
        translate(row())
    assert call_in(row(), utc=["cdr"]).started_at.hour == 9


def test_a_zone_that_cannot_be_right_is_noted_once() -> None:
    rows = (row(), row(uniqueid="1772413201.1", linkedid="1772413201.1"))

    [wrong] = translate(*rows, zone="UTC").notes
    assert (wrong.reason, wrong.field, wrong.refuses) == ("zone_mismatch", "start", False)
    assert "+8 h" in wrong.sentence
    assert translate(*rows, zone="Asia/Shanghai").notes == ()


def test_a_row_that_begins_long_after_its_channel_says_nothing_of_the_zone() -> None:
    late = row(
        start="2026-03-02 10:02:00",
        answer="2026-03-02 10:02:10",
        end="2026-03-02 10:03:10",
        sequence=2,
    )
    assert translate(row(), late, zone="Asia/Shanghai").notes == ()


def test_rows_are_known_by_their_ids_and_without_them_by_what_they_say() -> None:
    first, again = (translate(row(), zone="UTC").events for _ in range(2))
    assert [e.event_id for e in first] == [e.event_id for e in again]

    short = [",".join(row(linkedid="", sequence="", channel=f"SIP/{n}").split(",")) for n in "12"]
    ids = {event.event_id for event in translate(*short, zone="UTC").events}
    assert len(ids) == len(translate(*short, zone="UTC").events)


def test_an_export_names_its_columns_or_the_source_does() -> None:
    heading = (
        "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
        "disposition,amaflags,accountcode,uniqueid,userfield,did,recordingfile,linkedid,sequence"
    )
    line = (
        "2026-03-02 09:00:00,Li,1001,13800138000,out,PJSIP/1001-0000002a,PJSIP/trunk-0000002b,"
        "Dial,x,70,60,ANSWERED,3,,1772413200.1,,,out-1380-1001.wav,1772413200.1,7"
    )
    named = shanghai(heading, line)
    told = shanghai(line, cdr_columns=heading.split(","))

    for call in (named, told):
        assert (call.talk_s, call.extra["recording_file"]) == (60, "out-1380-1001.wav")


def test_a_row_without_its_time_is_refused_by_name_and_the_others_stand() -> None:
    said = translate(row(start=""), row(start="soon"), row(), zone="Asia/Shanghai")

    assert [(note.line, note.field, note.refuses) for note in said.notes] == [
        (1, "start", True),
        (2, "start", True),
    ]
    assert len(calls_in(said.events)) == 1


def test_seconds_that_contradict_the_times_are_noted() -> None:
    [note] = translate(row(billsec=75), zone="Asia/Shanghai").notes

    assert (note.reason, note.line) == ("duration_differs", 1)


@given(st.binary(max_size=120), st.integers(0, 500))
def test_damaged_rows_give_a_translation_or_a_refusal(damage: bytes, place: int) -> None:
    body = f"{row()}\n{row(sequence=2)}\n"
    torn = body[:place] + damage.decode("latin-1") + body[place + len(damage) :]
    with suppress(PayloadUnreadable):
        translate(torn, query="kind=cdr", zone="Asia/Shanghai")


@pytest.mark.skipif(not FILES.exists(), reason="captured rows are not here")
def test_captured_rows_have_the_numbers_that_a_reader_finds_in_them() -> None:
    # Both calls play something at a console for seven seconds: answered, and no talk.
    said = translate((FILES / "Master.csv").read_text(), zone="UTC")
    calls = calls_in(said.events)
    assert [(c.talk_s, c.extra["billsec_s"]) for c in calls.values()] == [(0, 7), (0, 7)]
    lengths = [(c.ended_at - c.started_at).total_seconds() for c in calls.values() if c.ended_at]
    assert (lengths, said.notes) == ([7, 7], ())

    # 23:51:15 is the 1231977075 of its ids in UTC; four of its rows bill what they did not last.
    said = translate((FILES / "good.csv").read_text(), zone="America/Chicago")
    reasons = [(note.reason, note.line) for note in said.notes]
    differ = [("duration_differs", line) for line in (2, 3, 4, 5)]
    assert reasons == [("zone_mismatch", None), *differ]
    # A quote that is never closed.
    torn = translate((FILES / "buggy.csv").read_text(), zone="UTC")
    assert len(calls_in(torn.events)) == 1
