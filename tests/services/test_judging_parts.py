"""The parts that conditions are judged with: spelling, likeness, values, sounds alike."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from services.scoring.conditions import Op
from services.scoring.judging.alike import Sounding, sounds_of
from services.scoring.judging.candidates import LineIndex
from services.scoring.judging.folding import normalized, origins
from services.scoring.judging.likeness import likeness_of, ready_line
from services.scoring.judging.texts import ChannelText, Spoken
from services.scoring.judging.values import compares, entity_compares
from services.tables import Channel
from services.transcripts import EntityKind, Utterance, spelling
from tests.judging import turn

ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from("保证,，.．。 1２３%％éＡaß㎡ｶﾞ\u0301\u0308हि\n\x1e\x1f\x1c\x1d"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=20,
)
LETTERS = st.text("保证收益您好理财录音", min_size=4, max_size=24)


def text_of(*utterances: Utterance) -> ChannelText:
    return ChannelText.of(Channel.AGENT, Spoken(utterances))


def batched(characters: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(characters), size):
        yield characters[start : start + size]


@given(st.lists(ANY_TEXT, max_size=5))
def test_a_call_is_spelled_as_its_sentences_are(texts: list[str]) -> None:
    assert normalized(texts) == [spelling.normalize(text) for text in texts]


def test_every_character_is_spelled_in_a_call_as_it_is_alone() -> None:
    everything = [chr(point) for point in range(0x30000) if not 0xD800 <= point < 0xE000]
    plain = [each for each in everything if not unicodedata.combining(each)]
    for thousand in batched(plain, 1000):
        assert normalized(thousand) == [spelling.normalize(each) for each in thousand]


@given(ANY_TEXT)
def test_every_letter_comes_from_where_its_sentence_says(text: str) -> None:
    letters, starts, ends = spelling.fold(text)

    assert origins(text, letters) == (starts, ends)


@settings(max_examples=300, deadline=None)
@given(LETTERS, LETTERS, st.integers(40, 100), st.data())
def test_no_turn_that_is_alike_enough_is_passed_over(
    line: str, text: str, similarity: int, data: st.DataObject
) -> None:
    """However the line is mangled on its way into the turn."""
    at = data.draw(st.integers(0, len(line)))
    turn_text = text[:at] + line[:at] + data.draw(st.text("的了啊", max_size=3)) + line[at:] + text
    ready = ready_line(line, similarity, homophones=False)
    index = LineIndex()
    index.add(ready)
    index.close()
    for said_text in (turn_text, text):
        said = text_of(Utterance(channel=Channel.AGENT, start_s=0, end_s=1, text=said_text))
        if likeness_of(ready, said.text, similarity):
            assert index.look(said, said.text).turns[0]


@pytest.mark.parametrize(
    ("line", "text", "least", "most"),
    [
        ("本次通话将会被录音", "您好本次通话将会被录音请放心", 100, 100),
        ("本次通话将会被录音", "本次通话", 50, 70),
        ("投资有风险，请您谨慎选择", "请您谨慎选择因为投资有风险", 99, 100),
        ("this call may be recorded for quality", "for quality this call may be recorded", 99, 100),
        ("this call may be recorded for quality", "how are you on this lovely day", 0, 60),
    ],
)
def test_likeness(line: str, text: str, least: float, most: float) -> None:
    ready = ready_line(line, 30, homophones=False)

    likeness = likeness_of(ready, spelling.normalize(text), 30)

    assert least <= (likeness.similarity if likeness else 0) <= most


@given(LETTERS, LETTERS)
def test_a_stretch_is_as_alike_as_it_says(line: str, text: str) -> None:
    likeness = likeness_of(ready_line(line, 30, homophones=False), text, 30)

    if likeness:
        start, end = likeness.span
        assert fuzz.ratio(line, text[start:end]) == pytest.approx(likeness.similarity)


@pytest.mark.parametrize(
    ("phrase", "text", "quote"),
    [
        ("银行卡", "我的银航卡", "银航卡"),
        ("银行卡", "我的寅行卡", "寅行卡"),
        ("还款", "请您环款", "环款"),
        ("微信vx", "加威信vx", "威信vx"),
        ("保证收益", "保管收益", None),
        ("先", "西安", None),
        ("vx", "vxn", None),
    ],
)
def test_what_sounds_the_same(phrase: str, text: str, quote: str | None) -> None:
    said = text_of(turn(f"A 0-1 {text}"))
    sounds = sounds_of(phrase)

    found = Sounding(said).find(sounds)

    assert [said.text[start:end] for start, end in found] == ([quote] if quote else [])


@given(
    st.text("行航还环保包证正率律得的", max_size=30),
    st.text("行航还环保包证正", min_size=1, max_size=3),
)
def test_a_phrase_always_sounds_like_itself(text: str, phrase: str) -> None:
    said = text_of(turn(f"A 0-1 {phrase}{text}"))
    sounds = sounds_of(phrase)

    assert Sounding(said).find(sounds)[0] == (0, len(phrase))


@pytest.mark.parametrize(
    ("value", "op", "wanted", "holds"),
    [
        (3500.0, "eq", "3500.00", True),
        ("3", "ge", 3, True),
        ("Sale ", "eq", "sale", True),
        ("sale", "in", ("sale", "callback"), True),
        ("sale", "not_in", ("sale", "callback"), False),
        (True, "eq", "true", True),
        (True, "eq", 1, False),
        ("gold", "gt", 3, None),
        ("gold", "ne", 3, True),
        ("09:30", "lt", "10:00", True),
        ("nan", "eq", 3, False),
    ],
)
def test_values_compare_as_people_mean_them(value: Any, op: str, wanted: Any, holds: Any) -> None:
    assert compares(value, Op(op), wanted) is holds


@pytest.mark.parametrize(
    ("kind", "value", "op", "wanted", "holds"),
    [
        ("amount", "3500", "eq", 3500.00, True),
        ("amount", "3500", "eq", "3,500.00元", True),
        ("amount", "3500", "lt", 3600, True),
        ("amount", "3500", "in", (100, 3500), True),
        ("percentage", "5.5", "eq", "5.5%", True),
        ("phone", "13800138000", "eq", "+86 138 0013 8000", True),
        ("phone", "13800138000", "eq", 13800138000.0, True),
        ("phone", "13800138000", "eq", "13900138000", False),
        ("phone", "8000", "eq", "13800138000", False),
        ("id_number", "11010519491231002X", "eq", "11010519491231002x", True),
        ("card", "6222021234567890", "gt", "1", None),
        ("date", "2026-03-05", "eq", "2026-03-05", True),
        ("date", "--03-05", "eq", "2026-03-05", True),
        ("date", "---05", "eq", "2026-03-05", True),
        ("date", "---05", "eq", "2026-03-06", False),
        ("date", "2026-03-05", "lt", "2026-04-01", True),
        ("date", "--03-05", "lt", "2026-04-01", None),
        ("time", "09:30", "eq", "9:30", True),
        ("time", "09:30", "lt", "10:00", True),
    ],
)
def test_entities_compare_by_what_they_are(
    kind: str, value: str, op: str, wanted: Any, holds: Any
) -> None:
    assert entity_compares(EntityKind(kind), value, Op(op), wanted) is holds
