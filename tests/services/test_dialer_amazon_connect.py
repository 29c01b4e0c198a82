"""Amazon Connect's agents and transcripts, and any bytes at all, translated without a database."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calls.fold import Heard, fold
from services.dialers import Payload, PayloadUnreadable, Setting, Told, Translation
from services.dialers.amazon_connect import adapter
from services.dialers.unpacking import json_values
from services.tables import Channel
from tests.dialing import mutated, outlive, sample
from tests.misshapen import misshapen

SAMPLES = Path(__file__).parents[3] / "shared" / "data"
EVENT = sample("amazon_connect", "agent_event.json")
LENS = sample("amazon_connect", "contact_lens.json")
ANALYTICS = sample("amazon_connect", "call_analytics.json")
CONTACT = EVENT["CurrentAgentSnapshot"]["Contacts"][0]


def translate(record: Any, query: str = "", **options: Any) -> Translation:
    body = record if isinstance(record, bytes) else json.dumps(record).encode()
    return adapter.translate(Payload(body, query=query), Setting(options=options))


def snapshot(*contacts: Any, **status: Any) -> Any:
    changed = EVENT["CurrentAgentSnapshot"] | {"Contacts": list(contacts)}
    return changed | {"AgentStatus": changed["AgentStatus"] | status}


def contact(state: str, since: str = "2026-03-02T01:03:40.800Z", **change: Any) -> Any:
    return CONTACT | {"State": state, "StateStartTimestamp": since} | change


def event(now: Any, before: Any = None, **change: Any) -> Any:
    snapshots = {"CurrentAgentSnapshot": now, "PreviousAgentSnapshot": before}
    return EVENT | {"EventTimestamp": "2026-03-02T01:03:41.000Z"} | snapshots | change


def state(record: dict[str, Any], **options: Any) -> tuple[str, str | None, str]:
    [told] = [each for each in translate(record, **options).events if "state" in each.data]
    return told.data["state"], told.data["reason"], f"{told.at:%H:%M:%S.%f}"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (contact("CONNECTED"), "talking"),
        (contact("CONNECTED_ONHOLD"), "hold"),
        (contact("CONNECTING"), "ringing"),
        (contact("INCOMING"), "ringing"),
        (contact("ENDED"), "wrap_up"),
        (contact("MISSED"), "break"),
    ],
)
def test_a_contact_at_hand_is_what_its_agent_does(now: dict[str, Any], expected: str) -> None:
    assert state(event(snapshot(now)))[0] == expected


def test_wrap_up_has_no_event_and_begins_when_the_contact_ended() -> None:
    ended = snapshot(contact("ENDED"))

    assert state(event(ended, snapshot(contact("CONNECTED")))) == (
        "wrap_up",
        None,
        "01:03:40.800000",
    )


def test_wrap_up_lasts_until_the_contact_leaves_the_list() -> None:
    left = event(snapshot(), snapshot(contact("ENDED")), EventTimestamp="2026-03-02T01:04:00.500Z")

    assert state(left) == ("ready", None, "01:04:00.500000")


def test_with_two_contacts_only_the_event_says_when_things_changed() -> None:
    held = contact("CONNECTED_ONHOLD", since="2026-03-02T01:02:00.000Z")
    asked = contact("CONNECTED", since="2026-03-02T01:02:10.000Z", ContactId="c-0002")

    assert state(event(snapshot(held), snapshot(held, asked))) == ("hold", None, "01:03:41.000000")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"Type": "ROUTABLE", "Name": "有空"}, ("ready", None)),
        ({"Type": "OFFLINE", "Name": "下班"}, ("offline", None)),
        ({"Type": "CUSTOM", "Name": "午餐"}, ("break", "午餐")),
        ({"Type": "CUSTOM", "Name": "晨会"}, ("meeting", "晨会")),
        ({"Type": None, "Name": "Available"}, ("ready", None)),
        ({"Type": None, "Name": "Offline"}, ("offline", None)),
        ({"Type": None, "Name": "Lunch"}, ("break", "Lunch")),
    ],
)
def test_a_status_of_ones_own_is_a_break_with_its_name(
    status: dict[str, Any], expected: tuple[str, str | None]
) -> None:
    record = event(snapshot(**status))

    assert state(record, statuses={"晨会": "meeting"})[:2] == expected


def test_a_call_outranks_the_status_that_follows_it() -> None:
    assert state(event(snapshot(contact("ENDED"), Type="CUSTOM", Name="午餐")))[0] == "wrap_up"


def test_chats_do_not_make_an_agent_talk() -> None:
    assert state(event(snapshot(contact("CONNECTED", Channel="CHAT"))))[0] == "ready"


def test_a_logout_is_offline_whatever_the_snapshot_says() -> None:
    assert state(event(snapshot(), EventType="LOGOUT")) == ("offline", None, "01:03:41.000000")


def test_a_heart_beat_after_logout_is_no_presence() -> None:
    translation = translate(event(snapshot(), EventType="HEART_BEAT"))

    assert translation.events == ()
    assert [note.refuses for note in translation.notes] == [False]


def test_holds_in_the_stream_are_as_long_as_they_were() -> None:
    steps = [
        event(snapshot(contact(kind, since=f"2026-03-02T01:0{minute}:00.000Z")))
        for kind, minute in (("CONNECTED_ONHOLD", 2), ("CONNECTED", 3), ("ENDED", 4))
    ]
    told = [each for step in steps for each in translate(step).events]

    assert folded(told).hold_s == 60


def test_an_agent_who_dials_is_seen_dialing() -> None:
    dialing = contact("CONNECTING", InitiationMethod="OUTBOUND", ConnectedToAgentTimestamp=None)

    told = translate(event(snapshot(dialing))).events

    assert [each.type for each in told] == ["agent.state", "call.dialed"]
    assert told[1].data["direction"] == "outbound"


def folded(told: Sequence[Told]) -> Any:
    return fold(
        Heard(each.type, each.at, ("amazon_connect", each.event_id), dict(each.data))
        for each in told
        if "call_id" in each.data
    )


@given(st.data())
def test_any_order_and_repetition_of_a_calls_records_is_the_same_call(data: Any) -> None:
    first = sample("amazon_connect", "record_inbound.json")
    later = first | {"LastUpdateTimestamp": "2026-03-03T00:00:00Z", "Attributes": {"a": "b"}}
    told = [
        each
        for record in (first, later, EVENT, sample("amazon_connect", "contact_event.json"))
        for each in translate(record, agent_stream=True).events
    ]
    shuffled = data.draw(st.permutations(told))
    extra = data.draw(st.lists(st.sampled_from(told)))

    once = {each.event_id: each for each in reversed([*shuffled, *extra])}
    again = folded(list(once.values()))

    assert again.extra["attributes"] == {"a": "b"}
    assert (again.wait_s, again.end_estimated, len(again.visits)) == (45, False, 1)


@given(st.dictionaries(st.text(min_size=12), st.none() | st.integers() | st.text()))
def test_fields_nobody_knows_change_nothing(unknown: dict[str, Any]) -> None:
    record = sample("amazon_connect", "record_inbound.json")
    known = {name.lower() for name in record}
    new = {name: value for name, value in unknown.items() if name.lower() not in known}

    assert translate({**record, **new}) == translate(record)


@given(mutated("amazon_connect") | misshapen("amazon_connect"))
def test_any_bytes_are_translated_or_refused(body: bytes) -> None:
    outlive(adapter, Payload(body), Setting())


def test_contact_lens_is_a_transcript_by_role_in_seconds_of_the_recording() -> None:
    [given_transcript] = translate(LENS).transcripts

    assert given_transcript.call_key == "c-0001"
    assert (given_transcript.engine, given_transcript.language) == ("amazon contact lens", "zh")
    agent, customer = given_transcript.utterances
    assert (agent.channel, agent.start_s, agent.end_s) == (Channel.AGENT, 0.16, 1.5)
    assert (customer.channel, customer.text) == (Channel.CUSTOMER, "多少钱？")


def test_redacted_text_never_stands_in_the_place_of_the_raw_one() -> None:
    [redacted] = translate({**LENS, "ContentMetadata": {"Output": "Redacted"}}).transcripts

    assert redacted.engine == "amazon contact lens, redacted"


def test_call_analytics_has_roles_on_turns_and_words_with_times() -> None:
    [given_transcript] = translate(ANALYTICS).transcripts

    assert given_transcript.call_key == "11111111-2222-3333-4444-555555555555"
    [said] = given_transcript.utterances
    assert (said.channel, said.confidence) == (Channel.AGENT, 0.8)
    assert [(word.text, word.start_s) for word in said.words] == [
        ("Thank", 0.04),
        (" you,", 0.33),
        (" goodbye.", 1.2),
    ]


def test_the_address_says_whose_transcript_it_is_where_the_file_does_not() -> None:
    nameless = {name: value for name, value in LENS.items() if name != "CustomerMetadata"}

    [given_transcript] = translate(nameless, query="call_id=c-7").transcripts
    assert given_transcript.call_key == "c-7"
    refused = translate(nameless).notes[0]
    assert (refused.field, refused.refuses) == ("CustomerMetadata.ContactId", True)


def test_a_failed_analysis_gives_no_transcript() -> None:
    assert translate({**LENS, "JobStatus": "FAILED"}).transcripts == ()


@pytest.mark.parametrize(
    "body", [b"\x1f\x8bnot gzip", b"", b"[NaN]", b"[" * 100 + b"]" * 100, b"\xff"]
)
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(PayloadUnreadable):
        translate(body)


def test_values_one_after_another_are_as_good_as_lines() -> None:
    assert json_values(b'\xef\xbb\xbf{"a":1}{"b":2}\n[3] 4') == [{"a": 1}, {"b": 2}, [3], 4]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collected samples are not here")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("events-amazon-connect/agent_event_acw_0.json", ["wrap_up"]),
        ("events-amazon-connect/agent_event_acw_1.json", ["ready"]),
        ("events-amazon-connect/agent_event_stream_sample_0.json", []),
    ],
)
def test_the_samples_of_the_documentation_say_what_it_says_they_say(
    name: str, expected: list[str]
) -> None:
    told = translate((SAMPLES / name).read_bytes()).events

    assert [each.data["state"] for each in told if "state" in each.data] == expected


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collected samples are not here")
def test_a_real_analysis_keeps_every_turn_and_all_its_words() -> None:
    name = "aws-transcribe-call-analytics-output/example-call.json"

    [given_transcript] = translate((SAMPLES / name).read_bytes(), "call_id=c").transcripts

    said = given_transcript.utterances
    assert len(said) == 37
    assert all("".join(word.text for word in each.words) == each.text for each in said)
    assert said[-1].end_s <= 182.89
