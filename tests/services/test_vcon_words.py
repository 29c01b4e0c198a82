"""Sound and transcripts that vCons bring: whose channel, which words, what cannot be used."""

import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tables import Channel
from services.transcripts import Utterance
from tests.dialing import sample
from tests.vcons import CHINA, changed, translate

EXAMPLES = Path(__file__).parents[3] / "shared" / "data" / "ietf-vcon-core-examples"
RECORDED = sample("vcon", "recorded.json")
SERVER = sample("vcon", "server_style.json")
SOUND = b"RIFF\xff\xfe\x00 sound"

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "results",
                    "channels",
                    "alternatives",
                    "words",
                    "word",
                    "start",
                    "end",
                    "text",
                    "speaker",
                    "segments",
                    "utterances",
                    "duration",
                    "party",
                    "channel",
                    "confidence",
                    "language",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def said(body: Any, vendor: str = "acme", **analysis: Any) -> list[Utterance]:
    transcript = {"type": "transcript", "dialog": 0, "vendor": vendor, "body": body} | analysis
    found = translate({**RECORDED, "analysis": [transcript]}).transcripts
    return [utterance for given_transcript in found for utterance in given_transcript.utterances]


def test_sound_in_the_file_comes_along() -> None:
    body = urlsafe_b64encode(SOUND).decode().rstrip("=")
    inline = {"url": None, "body": body, "encoding": "base64url"}
    value = changed(RECORDED, "dialog.0", RECORDED["dialog"][0] | inline)

    found = translate(value)

    [recording] = found.recordings
    assert (recording.content, recording.file_name, found.links) == (SOUND, "a-1.wav", ())


@pytest.mark.parametrize(
    ("parties", "channel"),
    [
        ([0, 1], 0),
        ([1, 0], 1),
        ([[1], [0]], 1),
        ([1, [0, 1]], 1),
        ([None, 0], 1),
        ([0], None),
        (0, None),
        ([[0, 1]], None),
        ([[0, 1], [0]], None),
    ],
)
def test_the_order_of_parties_is_that_of_the_channels(parties: Any, channel: int | None) -> None:
    value = changed(changed(RECORDED, "dialog.0.parties", parties), "dialog.0.party_history", [])

    [link] = translate(value).links

    assert link.agent_channel == channel


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/a.wav", "a.wav"), (r"C:\calls\a.wav", "a.wav"), ("a\nb.wav", None), ("", None)],
)
def test_a_files_name_is_only_a_name(name: str, kept: str | None) -> None:
    [link] = translate(changed(RECORDED, "dialog.0.filename", name)).links

    assert link.file_name == kept


def test_what_is_no_sound_is_noted() -> None:
    found = translate(changed(RECORDED, "dialog.0.mediatype", "text/plain"))

    assert found.links == ()
    assert [(note.reason, note.field) for note in found.notes] == [
        ("not_sound", "dialog.0.mediatype")
    ]


def test_a_recording_that_was_taken_out_leaves_the_call() -> None:
    found = translate(changed(RECORDED, "dialog.0.url", None))

    assert (found.links, found.recordings) == ((), ())
    assert found.events


def test_channels_of_deepgram_are_the_parties_in_their_order() -> None:
    [given_transcript] = translate(RECORDED).transcripts

    assert given_transcript.engine == "deepgram transcription"
    assert given_transcript.language == "zh"
    agent, customer = given_transcript.utterances
    assert (agent.channel, agent.text) == (Channel.AGENT, "您好，这里是安心理财。")
    assert [word.text for word in agent.words] == ["您好，", "这里是安心理财。"]
    assert (agent.start_s, agent.end_s, agent.confidence) == (0.5, 2.0, 0.95)
    assert (customer.channel, customer.text) == (Channel.CUSTOMER, "OK thanks")
    assert [word.text for word in customer.words] == ["OK", " thanks"]


def test_a_body_may_be_json_in_a_string_and_a_speaker_a_word() -> None:
    [given_transcript] = translate(SERVER, CHINA).transcripts

    assert (given_transcript.engine, given_transcript.language) == ("openai whisper", "zh")
    first, second = given_transcript.utterances
    assert (first.channel, first.text) == (Channel.CUSTOMER, "喂？")
    # A number that a recogniser gave to a voice means nobody.
    assert (second.channel, second.text) == (Channel.MIXED, "您好。")


@pytest.mark.parametrize(
    "body",
    [
        [{"party": 0, "start": 1, "end": 2, "text": "您好"}],
        [{"parties": 0, "start": "2026-03-02T01:00:01Z", "duration": 1, "text": "您好"}],
        {"utterances": [{"speaker": "agent", "start": 1, "end": 2, "transcript": "您好"}]},
        {"segments": [{"speaker": "李娜", "start": "1.0", "end": "2", "text": " 您好 "}]},
        {"results": {"utterances": [{"channel": 0, "start": 1, "end": 2, "transcript": "您好"}]}},
        {"transcript": [{"role": "坐席", "start_time": 1, "end_time": 2, "content": "您好"}]},
    ],
)
def test_what_recognisers_write_in_many_ways_is_the_same(body: Any) -> None:
    [utterance] = said(body)

    assert (utterance.channel, utterance.text) == (Channel.AGENT, "您好")
    assert (utterance.start_s, utterance.end_s) == (1, 2)


def test_some_count_in_milliseconds() -> None:
    turns = [{"speaker": "A", "start": 1500, "end": 2500, "text": "Hi", "confidence": 0.5}]

    [utterance] = said({"utterances": turns}, vendor="AssemblyAI")

    assert (utterance.start_s, utterance.end_s, utterance.confidence) == (1.5, 2.5, 0.5)


def test_turns_end_with_a_speaker_a_sentence_or_a_pause() -> None:
    words = [
        {"word": "one", "start": 0, "end": 1, "speaker": 0},
        {"word": "two", "start": 1, "end": 2, "speaker": 1},
        {"word": "three", "punctuated_word": "Three.", "start": 2, "end": 3, "speaker": 1},
        {"word": "four", "start": 3, "end": 4, "speaker": 1},
        {"word": "five", "start": 9, "end": 10, "speaker": 1},
    ]

    assert [each.text for each in said({"words": words, "transcript": "..."})] == [
        "one",
        "two Three.",
        "four",
        "five",
    ]


def test_words_are_kept_only_if_they_make_the_text() -> None:
    words = [{"word": "您", "start": 1, "end": 1.5}, {"word": "好", "start": 1.5, "end": 2}]
    turn = {"start": 1, "end": 2, "text": "您好", "words": words}

    [same], [other] = said([turn]), said([{**turn, "text": "你好"}])

    assert ([word.text for word in same.words], other.words) == (["您", "好"], ())


@pytest.mark.parametrize(
    "body",
    [
        "您好，这里是安心理财。",
        {"text": "您好", "segments": []},
        [{"text": "no times"}],
        [{"start": -1, "end": 2, "text": "before"}],
        {},
        None,
        7,
    ],
)
def test_words_without_times_are_noted_and_not_used(body: Any) -> None:
    transcript = {"type": "transcript", "dialog": 0, "body": body}

    found = translate({**RECORDED, "analysis": [transcript]})

    assert found.transcripts == ()
    assert [(note.reason, note.refuses) for note in found.notes] == [("not_used", False)]


def test_what_cannot_be_stored_is_replaced() -> None:
    [utterance] = said([{"start": 1, "end": 2, "text": "a\0b\ud800c"}])

    assert utterance.text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("kind", ["transcript-redacted", "summary", "sentiment"])
def test_only_transcripts_are_transcripts(kind: str) -> None:
    assert said([{"start": 1, "end": 2, "text": "Hi"}], type=kind) == []


def test_a_transcript_elsewhere_or_of_no_recording_is_noted() -> None:
    elsewhere = {"type": "transcript", "dialog": 0, "url": "https://words.example/1"}
    nowhere = {"type": "transcript", "dialog": None, "body": "[]"}

    found = translate({**RECORDED, "analysis": [elsewhere, nowhere]})

    assert [note.field for note in found.notes] == ["analysis.0.url", "analysis.1.dialog"]


@given(JSON)
def test_any_body_gives_words_in_order_or_none(body: Any) -> None:
    written = json.dumps(body)
    value = {**RECORDED, "analysis": [{"type": "transcript", "dialog": 0, "body": written}]}

    for given_transcript in translate(value).transcripts:
        starts = [utterance.start_s for utterance in given_transcript.utterances]
        assert starts == sorted(starts)
        assert all(0 <= each.start_s <= each.end_s for each in given_transcript.utterances)


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the working group's examples are not here")
def test_a_real_transcript_keeps_every_word() -> None:
    name = "ab_call_ext_rec_analysis.vcon"
    written = json.loads((EXAMPLES / name).read_text())
    alternative = written["analysis"][0]["body"]["results"]["channels"][0]["alternatives"][0]

    [given_transcript] = translate((EXAMPLES / name).read_bytes()).transcripts

    heard = given_transcript.utterances
    assert " ".join(each.text for each in heard) == alternative["transcript"]
    assert sum(len(each.words) for each in heard) == len(alternative["words"])
    assert {each.channel for each in heard} == {Channel.MIXED}
