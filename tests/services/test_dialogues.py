"""Dialogues that people paste, read as if they had been heard."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.dialogues import DialogueWrong, read_dialogue
from services.tables import Channel
from services.transcripts import EntityKind


@pytest.mark.parametrize(
    ("line", "channel"),
    [
        ("坐席：您好", Channel.AGENT),
        ("客服: 您好", Channel.AGENT),
        ("客户：您好", Channel.CUSTOMER),
        ("  Agent :您好", Channel.AGENT),
        ("CUSTOMER:  您好  ", Channel.CUSTOMER),
        ("A: 您好", Channel.AGENT),
        ("[00:00] Caller: 您好", Channel.CUSTOMER),
        ("(0:00) rep: 您好", Channel.AGENT),
        ("【00:00:00】客户：您好", Channel.CUSTOMER),
        ("00:00.000 顾客：您好", Channel.CUSTOMER),
    ],
)
def test_speakers_are_known_by_many_names(line: str, channel: Channel) -> None:
    [said] = read_dialogue(line)

    assert (said.channel, said.text, said.start_s) == (channel, "您好", 0)


def test_seconds_follow_from_the_length_of_the_text() -> None:
    first, second, third = read_dialogue(
        "坐席：" + "一" * 45 + "\n客户：嗯\nAgent: " + "letters " * 14
    )

    assert first.end_s == pytest.approx(10)
    assert second.start_s > first.end_s
    assert second.end_s - second.start_s == pytest.approx(0.4)
    assert third.end_s - third.start_s == pytest.approx(7)


def test_given_times_hold_and_what_came_before_ends_by_then() -> None:
    first, second, third, fourth = read_dialogue(
        f"坐席：{'话' * 90}\n[00:05] 客户：嗯\n[01:02:03.5] 坐席：好\n客户：再见"
    )

    assert (first.start_s, first.end_s) == (0, 5)
    assert second.start_s == 5
    assert third.start_s == 3723.5
    assert fourth.start_s > third.end_s


def test_a_line_without_a_speaker_goes_on_with_the_one_before() -> None:
    [said] = read_dialogue("坐席：价格是\n三千五百元\n\n")

    assert said.text == "价格是三千五百元"
    assert [(each.kind, each.value) for each in said.entities] == [(EntityKind.AMOUNT, "3500")]


def test_words_of_an_alphabet_stay_apart_over_lines() -> None:
    [said] = read_dialogue("Agent: we guarantee\nreturns")

    assert said.text == "we guarantee returns"


def test_a_colon_in_what_is_said_is_no_speaker() -> None:
    first, second = read_dialogue("坐席：时间是12:30\n客户：地址：北京")

    assert (first.text, second.text) == ("时间是12:30", "地址：北京")


def test_a_turn_without_words_is_left_out() -> None:
    assert [said.text for said in read_dialogue("坐席：\n客户：喂")] == ["喂"]
    assert read_dialogue("") == ()


@pytest.mark.parametrize("line", ["坐席：a\n", "a\n"])
def test_too_many_lines_are_refused(line: str) -> None:
    with pytest.raises(DialogueWrong, match="more than 5000 lines"):
        read_dialogue("坐席：a\n" + line * 5_000)


turns = st.tuples(
    st.sampled_from(["坐席", "客户", "Agent"]), st.text("您好abc 元3,。", max_size=20)
)


@given(st.lists(turns, max_size=8))
def test_utterances_come_in_time_and_none_overlap(dialogue: list[tuple[str, str]]) -> None:
    said = read_dialogue("\n".join(f"{name}：{text}" for name, text in dialogue))

    assert [each.text for each in said] == [text.strip() for _, text in dialogue if text.strip()]
    assert all(each.start_s < each.end_s for each in said)
    assert all(a.end_s <= b.start_s for a, b in pairwise(said))


@given(st.text(max_size=120) | st.text("坐席:：[]0123 \n", max_size=80))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        read_dialogue(text)
    except DialogueWrong as wrong:
        told = str(wrong.facts["detail"])
    else:
        told = "Line"
    assert "Line" in told
