"""Tokens: whatever holds a phrase has all of the phrase's tokens."""

from hypothesis import given
from hypothesis import strategies as st

from services.scoring.card import ScorecardBody
from services.scoring.engine import score
from services.scoring.heard import HeardCall
from services.scoring.judging import compile_card
from services.tables import Channel
from services.transcripts import Utterance
from services.transcripts.tokens import tokens_of, tokens_of_call, tokens_of_phrase
from tests.factories import must_say

CHARACTERS = st.sampled_from("保证收益不的ab1 9.,%，。!？é々の한-'")
TEXTS = st.text(CHARACTERS, min_size=1, max_size=30)


@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS.filter(lambda text: tokens_of(text)))
def test_a_phrase_is_found_only_where_its_tokens_are(texts: list[str], phrase: str) -> None:
    said = [
        Utterance(channel=Channel.AGENT, start_s=at, end_s=at + 1, text=text)
        for at, text in enumerate(texts)
    ]
    card = compile_card(ScorecardBody(rules=(must_say("phrase", phrase),)), {})
    [line] = score(HeardCall(duration_s=9, utterances=said), card).lines

    if line.evidence:
        assert tokens_of_phrase(phrase) <= tokens_of_call(said)


@given(TEXTS, TEXTS, TEXTS)
def test_tokens_of_a_part_are_tokens_of_the_whole(before: str, phrase: str, after: str) -> None:
    assert tokens_of_phrase(phrase) <= tokens_of(f"{before}。 {phrase} 。{after}")


def test_characters_pairs_and_words_are_tokens() -> None:
    assert tokens_of("保证收益, risk-free 5.5%") == tokens_of("保 证收益 RISK free　5.5")
    assert tokens_of_phrase("收益") <= tokens_of("保证收益")
    assert not tokens_of_phrase("证益") <= tokens_of("保证收益")
    assert not tokens_of_phrase("call") <= tokens_of("recalling")
    assert tokens_of_phrase("益") <= tokens_of("保证收益")


def test_each_channel_is_a_text_of_its_own() -> None:
    said = [
        Utterance(channel=Channel.AGENT, start_s=0, end_s=1, text="保证"),
        Utterance(channel=Channel.CUSTOMER, start_s=1, end_s=2, text="收益"),
    ]

    assert tokens_of_phrase("保证") <= tokens_of_call(said)
    assert not tokens_of_phrase("保证收益") <= tokens_of_call(said)
