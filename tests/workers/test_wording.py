"""From a heard recording to the text that is kept: script, hot words and what numbers mean."""

from sqlmodel import select

from services.db import transaction
from services.settings import AsrSettings
from services.tables import Channel, Transcript
from services.transcripts import Utterance, Word
from tests.factories import make_call, make_campaign
from tests.sounds import attach_sound, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

WORDS = (("我是", 0.9), ("劉", 0.3), ("靜", 0.2), ("禮", 0.4), (",每月一百九十八塊", 0.9))


def kept(hot_words: list[str], settings: AsrSettings) -> tuple[Utterance, Transcript]:
    """What becomes of `WORDS` in a call of a campaign with `hot_words`."""
    heard = Utterance(
        channel=Channel.AGENT,
        start_s=0.5,
        end_s=1.5,
        text="".join(text for text, _ in WORDS),
        language="zh",
        words=tuple(
            Word(start_s=0.5 + at / 5, end_s=0.7 + at / 5, text=text, confidence=confidence)
            for at, (text, confidence) in enumerate(WORDS)
        ),
    )
    with transaction() as session:
        campaign = make_campaign(session)
        campaign.hot_words = hot_words
        call = make_call(session, campaign_id=campaign.id)
        attach_sound(session, call.id, wav(*two(2)))

    run_waiting(FakeTranscriber([heard], settings=settings))

    with transaction() as session:
        transcript = session.exec(select(Transcript)).one()
    [utterance] = transcript.utterances
    return Utterance.model_validate(utterance), transcript


def test_a_campaigns_names_are_put_right_and_numbers_are_understood(database: None) -> None:
    utterance, transcript = kept(["刘经理"], AsrSettings())

    assert utterance.text == "我是刘经理,每月一百九十八块"
    assert "".join(word.text for word in utterance.words) == utterance.text
    assert [word.heard for word in utterance.words if word.heard] == ["刘静礼"]
    [entity] = utterance.entities
    assert (entity.written, entity.value) == ("198元", "198")
    assert utterance.text[entity.char_start : entity.char_end] == "一百九十八块"
    assert transcript.parameters["script"] == "simplified"
    assert transcript.parameters["hot_words_by_sound"] == ["刘经理"]


def test_without_hot_words_names_stay_as_heard(database: None) -> None:
    utterance, _ = kept([], AsrSettings())

    assert utterance.text == "我是刘静礼,每月一百九十八块"
    assert all(word.heard is None for word in utterance.words)


def test_the_script_is_a_setting(database: None) -> None:
    utterance, transcript = kept(["刘经理"], AsrSettings(script="as_heard"))

    assert utterance.text == "我是刘经理,每月一百九十八塊"
    assert [entity.value for entity in utterance.entities] == ["198"]
    assert transcript.parameters["script"] == "as_heard"
