"""What models invent is marked or left out; what people say is neither."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import Doubt, LeftOut, Utterance
from workers.asr import Signs, in_order
from workers.asr.guards import judge

REAL = Path(__file__).parents[3] / "shared" / "data"
SETTINGS = AsrSettings()
SURE = Signs(avg_logprob=-0.2, no_speech_prob=0.01, compression_ratio=1.1)
NO_SPEECH = Signs(avg_logprob=-1.2, no_speech_prob=0.8, compression_ratio=1.1)


def utterance(text: str, *, at_s: float = 0, seconds: float = 30) -> Utterance:
    return Utterance(channel=Channel.AGENT, start_s=at_s, end_s=at_s + seconds, text=text)


def judged(
    text: str, signs: Signs = SURE, *, level_db: float | None = 0, seconds: float = 30
) -> tuple[set[Doubt], bool]:
    """The doubts about one utterance, and whether it was kept."""
    heard = judge(in_order([(utterance(text, seconds=seconds), signs)]), [level_db], SETTINGS)
    [found] = heard.utterances or heard.left_out
    assert found.text == text
    return set(found.doubts), bool(heard.utterances)


@pytest.mark.parametrize(
    "text",
    [
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "請不吝點贊 訂閱 轉發 打賞支持明鏡與點點欄目",
        "字幕由Amara.org社区提供",
        "字幕由 Amara.org 社群提供。",
        "谢谢观看!",
        "多謝您收看時局新聞,再會!",
        "Thanks for watching!",
        "THANK YOU FOR WATCHING. Please subscribe to my channel.",
        "Subtitles by the Amara.org community",
        "Thanks for watching! Thanks for watching! Thanks for watching!",
        "[Music]",
        "(upbeat music playing) [Applause]",
        "（音乐）",
        "♪♪♪",
        "...",
        "。",
        " ",
    ],
)
def test_what_nobody_says_in_a_call_is_left_out(text: str) -> None:
    doubts, is_kept = judged(text)

    assert not is_kept
    assert doubts & {Doubt.KNOWN_PHRASE, Doubt.NO_SPEECH}


@pytest.mark.parametrize(
    "text",
    [
        "好的,再见。请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "We'll call you tomorrow. Thanks for watching!",
        "字幕志愿者 杨栋梁",
        "Subtitles by Steamteamextra",
        "♪ and I will always love you ♪",
        "李宗盛",
    ],
)
def test_a_known_phrase_beside_other_words_is_marked_and_kept(text: str) -> None:
    assert judged(text) == ({Doubt.KNOWN_PHRASE}, True)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "Thank you.",
        "好的,谢谢您",
        "对对对对对对对对对对对对",
        "no no no no no no no no",
        "Okay, okay, okay.",
        "是的是的是的",
        "喂您好能听到吗喂您好能听到吗喂您好能听到吗",
        "您好,我是安心理财的刘经理,本次通话将会被录音",
        "我们的视频课程您可以先订阅三个月",
        "Do you subscribe to a newspaper?",
        "Please turn the music down",
        "音乐",
        "我的手机号是零零零零零零零零零零零",
        "Amarante is my name",
    ],
)
def test_what_people_say_is_kept_without_doubts(text: str) -> None:
    assert judged(text) == (set(), True)


@pytest.mark.skipif(not REAL.exists(), reason="the shared sample conversations are not here")
def test_a_thousand_sentences_of_telephone_calls_raise_no_doubt() -> None:
    said: list[str] = []
    for file in sorted((REAL / "zh-teleantifraud").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            call = json.loads(line)
            said += [
                s for turn in call["left"] + call["right"] for s in re.split("(?<=[。？！])", turn)
            ]
    for file in sorted((REAL / "ms-ckm-2026").glob("*.json")):
        said += re.split("(?<=[.?!]) ", json.loads(file.read_text("utf-8"))["Content"])
    said = [text for text in said if text.strip()]

    heard = in_order([(utterance(text, at_s=at_s), Signs()) for at_s, text in enumerate(said)])
    guarded = judge(heard, [None] * len(said), SETTINGS)

    assert len(said) > 1000
    assert [each for each in guarded.utterances if each.doubts] == []
    assert guarded.left_out == ()


@pytest.mark.skipif(not REAL.exists(), reason="the shared sample conversations are not here")
def test_nobody_in_a_real_call_speaks_too_fast() -> None:
    file = REAL / "aws-transcribe-call-analytics-output" / "example-call.json"
    turns = [
        (turn["Content"], (turn["EndOffsetMillis"] - turn["BeginOffsetMillis"]) / 1000)
        for turn in json.loads(file.read_text("utf-8"))["Transcript"]
    ]

    assert len(turns) > 30
    assert [text for text, seconds in turns if judged(text, seconds=seconds)[0]] == []


@pytest.mark.parametrize("text", ["谢谢", "Thank you.", "thank you, bye bye", "嗯嗯嗯"])
def test_a_short_phrase_is_a_known_one_only_beside_another_sign(text: str) -> None:
    unlikely = Signs(avg_logprob=-1.5, no_speech_prob=0.1)

    assert judged(text, level_db=-30) == ({Doubt.FAINT, Doubt.KNOWN_PHRASE}, True)
    assert judged(text, unlikely) == ({Doubt.UNLIKELY, Doubt.KNOWN_PHRASE}, True)
    assert judged(text, NO_SPEECH)[1]


def test_signs_are_taken_at_whispers_own_thresholds() -> None:
    text = "您好,请问是李女士吗"

    assert judged(text, Signs(-1.0, 0.9, 2.4)) == (set(), True)
    assert judged(text, Signs(-1.01, 0.6, 2.4)) == ({Doubt.UNLIKELY}, True)
    assert judged(text, Signs(-1.01, 0.61, 2.4)) == ({Doubt.NO_SPEECH, Doubt.UNLIKELY}, True)
    assert judged(text, Signs(-0.1, 0.9, 2.41)) == ({Doubt.REPETITION}, True)
    assert judged(text, Signs(None, 0.9, None)) == (set(), True)


def test_no_speech_is_left_out_when_something_independent_agrees() -> None:
    text = "您好,请问是李女士吗"

    assert not judged(text, NO_SPEECH, level_db=-21)[1]
    assert not judged(text, NO_SPEECH, seconds=0.1)[1]
    assert not judged("我们的产品很好" * 9, NO_SPEECH)[1]
    assert judged(text, NO_SPEECH, level_db=-19)[1]


def test_words_of_low_confidence_are_unlikely_whatever_the_segment_was() -> None:
    unsure = utterance("您好").model_copy(update={"confidence": 0.3})

    [found] = judge(in_order([(unsure, SURE)]), [0], SETTINGS).utterances

    assert found.doubts == (Doubt.UNLIKELY,)


@pytest.mark.parametrize(
    "text",
    ["对" * 21, "谢谢大家" * 6, "I want to ask you " * 5, "好的" + "我们的产品很好" * 4 + "再见"],
)
def test_a_loop_is_repetition_without_any_sign_of_the_model(text: str) -> None:
    doubts, is_kept = judged(text, Signs())

    assert Doubt.REPETITION in doubts
    assert is_kept


def test_a_phrase_looped_over_utterances_is_repetition() -> None:
    def doubts(text: str, times: int) -> set[tuple[Doubt, ...]]:
        said = [(utterance(text, at_s=5 * number, seconds=4), SURE) for number in range(times)]
        between = utterance("嗯", at_s=6).model_copy(update={"channel": Channel.CUSTOMER})
        heard = judge(in_order([*said, (between, SURE)]), [None] * (times + 1), SETTINGS)
        assert not next(each for each in heard.utterances if each.text == "嗯").doubts
        return {each.doubts for each in heard.utterances if each.text == text}

    assert doubts("我们的产品很好", 4) == {(Doubt.REPETITION,)}
    assert doubts("我们的产品很好", 3) == {()}
    assert doubts("嗯", 40) == {()}
    assert doubts("I see.", 40) == {()}


@pytest.mark.parametrize(
    ("text", "seconds", "too_fast"),
    [
        ("我们的产品每个月只要两千元", 0.5, True),
        ("我们的产品每个月只要两千元", 0.6, False),
        ("对", 0.0, False),
        ("We guarantee you five percent every month", 0.5, True),
        ("We guarantee you five percent every month", 0.7, False),
        ("您的VIP卡 is ready 13800138000", 0.3, True),
        ("您的VIP卡 is ready 13800138000", 0.7, False),
    ],
)
def test_more_than_anybody_says_in_the_time(text: str, seconds: float, too_fast: bool) -> None:
    assert (Doubt.TOO_FAST in judged(text, seconds=seconds)[0]) == too_fast


TEXTS = st.text("对好的谢观看 a.♪", max_size=30) | st.sampled_from(
    ["谢谢观看", "Thank you", "[Music]", "对" * 30, ""]
)
SIGNS = st.builds(
    Signs,
    st.none() | st.floats(-3, 0),
    st.none() | st.floats(0, 1),
    st.none() | st.floats(0.1, 20),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(Channel),
            st.floats(0, 100),
            st.floats(0, 20),
            TEXTS,
            SIGNS,
            st.none() | st.floats(-90, 20),
        ),
        max_size=12,
    )
)
def test_every_text_is_kept_or_left_out_as_it_was(
    drawn: list[tuple[Channel, float, float, str, Signs, float | None]],
) -> None:
    before = in_order(
        [
            (Utterance(channel=channel, start_s=at_s, end_s=at_s + s, text=text), signs)
            for channel, at_s, s, text, signs, _ in drawn
        ],
        [LeftOut(channel=Channel.AGENT, start_s=1, end_s=2, text="before", doubts=())],
    )

    after = judge(before, [level for *_, level in drawn], SETTINGS)

    kept = [said.model_copy(update={"doubts": ()}) for said in after.utterances]
    assert is_part_of(kept, before.utterances)
    assert len(after.signs) == len(kept)
    assert all_of(kept, after.left_out) == all_of(before.utterances, before.left_out)
    assert all(text.doubts for text in after.left_out if text.text != "before")


def is_part_of(few: Sequence[Utterance], many: Iterable[Utterance]) -> bool:
    """Whether `few` stand among `many` in the same order."""
    rest = iter(many)
    return all(each in rest for each in few)


def all_of(
    kept: Sequence[Utterance], left_out: Sequence[LeftOut]
) -> list[tuple[str, float, float, str]]:
    texts: list[Utterance | LeftOut] = [*kept, *left_out]
    return sorted((each.channel, each.start_s, each.end_s, each.text) for each in texts)
