"""Hot words take the place of what sounds like them, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tables import Channel
from services.transcripts import Utterance, Word
from services.transcripts.hot_words import sounds_like, sounds_of, with_hot_words


def said(*words: tuple[str, float]) -> Utterance:
    return Utterance(
        channel=Channel.AGENT,
        start_s=0,
        end_s=len(words),
        text="".join(text for text, _ in words),
        language="zh",
        words=tuple(
            Word(start_s=at, end_s=at + 1, text=text, confidence=confidence)
            for at, (text, confidence) in enumerate(words)
        ),
    )


def test_a_name_that_sounds_the_same_gives_way_and_is_kept() -> None:
    heard = said(("我是", 0.9), ("刘", 0.4), ("静", 0.3), ("丽", 0.5), (",您好", 0.9))

    kept = with_hot_words(heard, ["刘敬礼"])

    assert kept.text == "我是刘敬礼,您好"
    assert [(word.text, word.heard) for word in kept.words] == [
        ("我是", None),
        ("刘敬礼", "刘静丽"),
        (",您好", None),
    ]
    assert (kept.words[1].start_s, kept.words[1].end_s) == (1, 4)
    assert kept.words[1].confidence == 0.4


def test_a_word_is_corrected_in_part() -> None:
    kept = with_hot_words(said(("买稳", 0.5), ("见礼财吧", 0.5)), ["稳健理财"])

    assert [(word.text, word.heard) for word in kept.words] == [("买稳健理财吧", "买稳见礼财吧")]


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("刘经里", "刘经理"),
        ("赵谷文", "赵顾问"),
        ("牛经理", "刘经理"),
        ("流金理", "刘经理"),
        ("安新理财", "安心理财"),
        ("重及险", "重疾险"),
        ("稳见你财", "稳健理财"),
        ("重庆", "崇庆"),
        ("李姗", "李珊"),
    ],
)
def test_what_sounds_alike_is_corrected(heard: str, term: str) -> None:
    assert with_hot_words(said((heard, 0.3)), [term]).text == term


@pytest.mark.parametrize(
    ("heard", "confidence", "term"),
    [
        ("经理", 0.9, "京里"),
        ("权力", 0.6, "权利"),
        ("刘经理", 0.3, "陈经理"),
        ("林凤", 0.3, "凌峰三"),
        ("您宁", 0.3, "林林"),
        ("事项", 0.3, "智享"),
        ("刘静", 0.3, "牛经"),
        ("里", 0.1, "理"),
        ("保险", 0.2, "暴雪"),
        ("刘,经理", 0.2, "刘经理"),
        ("card", 0.2, "卡的"),
        ("稳健理财", 0.2, "稳健理财"),
    ],
)
def test_near_misses_stay(heard: str, confidence: float, term: str) -> None:
    utterance = said((heard, confidence))

    assert with_hot_words(utterance, [term]) == utterance


def test_a_term_that_was_heard_is_not_taken_for_another() -> None:
    utterance = said(("王静", 0.2), ("找王婧", 0.2))

    assert with_hot_words(utterance, ["王静", "王婧"]).text == "王静找王婧"


def test_the_longer_of_two_terms_wins() -> None:
    assert with_hot_words(said(("安新礼财", 0.2)), ["理财", "安心理财"]).text == "安心理财"


def test_without_hot_words_nothing_changes() -> None:
    utterance = said(("刘静丽", 0.1))

    assert with_hot_words(utterance, []) is utterance


def test_traditional_characters_sound_like_simplified_ones() -> None:
    assert with_hot_words(said(("劉經禮", 0.2)), ["刘经理"]).text == "刘经理"


def test_sounds_are_compared_without_tones() -> None:
    assert sounds_like(sounds_of("妈麻"), sounds_of("马骂"))
    assert not sounds_like(sounds_of("妈麻"), sounds_of("马"))


texts = st.text(st.sampled_from("刘流经静理里安心新财,a 1"), min_size=1, max_size=3)


@given(
    st.lists(st.tuples(texts, st.floats(0, 1)), max_size=8),
    st.lists(st.sampled_from(["刘经理", "安心", "理财", "心经", "A股"]), max_size=5),
)
def test_nothing_that_was_heard_is_lost(words: list[tuple[str, float]], terms: list[str]) -> None:
    heard = said(*words)

    kept = with_hot_words(heard, terms)

    assert "".join(word.text for word in kept.words) == kept.text
    assert "".join(word.heard or word.text for word in kept.words) == heard.text
    assert len(kept.text) == len(heard.text)
    assert [word.start_s for word in kept.words] == sorted(word.start_s for word in kept.words)
    assert with_hot_words(kept, terms).text == kept.text
