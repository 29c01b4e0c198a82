"""Chinese in one script, with words that still spell their text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.settings import Script
from services.tables import Channel
from services.transcripts import Utterance, Word
from services.transcripts.script import in_script


def said(*words: str, language: str | None = "zh") -> Utterance:
    return Utterance(
        channel=Channel.AGENT,
        start_s=0,
        end_s=len(words),
        text="".join(words),
        language=language,
        words=tuple(
            Word(start_s=at, end_s=at + 1, text=word, confidence=0.9)
            for at, word in enumerate(words)
        ),
    )


@pytest.mark.parametrize(
    ("script", "heard", "kept"),
    [
        ("simplified", "後來的裡面", "后来的里面"),
        ("simplified", "乾隆愛乾淨", "乾隆爱干净"),
        ("simplified", "您看著,效果很顯著", "您看着,效果很显著"),
        ("simplified", "效果很显著,什么都好", "效果很显著,什么都好"),
        ("simplified", "您的VIP帳號", "您的VIP帐号"),
        ("traditional", "头发干净,皇后发财", "頭髮乾淨,皇后發財"),
        ("traditional", "里面的面条", "裡面的麵條"),
        ("as_heard", "後来的里面", "後来的里面"),
    ],
)
def test_chinese_is_kept_in_the_script_that_is_set(script: Script, heard: str, kept: str) -> None:
    assert in_script(said(heard), script).text == kept


def test_a_phrase_is_known_across_words() -> None:
    kept = in_script(said("头", "发"), "traditional")

    assert [word.text for word in kept.words] == ["頭", "髮"]


@pytest.mark.parametrize(("text", "language"), [("國際です", None), ("國際電話", "ja")])
def test_japanese_is_left_alone(text: str, language: str | None) -> None:
    heard = said(text, language=language)

    assert in_script(heard, "simplified") is heard


@pytest.mark.parametrize("language", ["en", None])
def test_chinese_words_in_other_talk_are_converted(language: str | None) -> None:
    kept = in_script(said("call", " 張先生", " please", language=language), "simplified")

    assert kept.text == "call 张先生 please"
    assert kept.words[1].start_s == 1


def test_text_without_words_is_converted() -> None:
    heard = said("張先生").model_copy(update={"words": ()})

    assert in_script(heard, "simplified").text == "张先生"


characters = st.one_of(
    st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
    st.sampled_from("头发干净后来里面乾隆著顯發臺灣么幺 ,aA1"),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2FFFF),
)


@given(
    st.lists(st.text(characters, min_size=1, max_size=4), min_size=1, max_size=8),
    st.sampled_from(["simplified", "traditional"]),
)
def test_words_always_spell_the_text(words: list[str], script: Script) -> None:
    kept = in_script(said(*words), script)

    assert "".join(word.text for word in kept.words) == kept.text
    assert [word.start_s for word in kept.words] == list(range(len(words)))
    assert in_script(kept, script).text == kept.text or script == "traditional"
