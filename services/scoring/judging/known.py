"""What is known of a call besides what was said: its facts, and its language."""

import re
from collections.abc import Iterator

from services.scoring.card import Doubtful
from services.scoring.conditions import Fact, Language, Op, Speaker
from services.scoring.judging.looks import CHANNELS, Look
from services.scoring.judging.places import Answer
from services.scoring.judging.values import FactMissing, compares, fact_of, wanted_of
from services.scoring.results import Finding, Measured, Truth, Unsure
from services.tables import Channel
from services.transcripts import Utterance

_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def judge_fact(condition: Fact, look: Look) -> Answer:
    """Unknown where nobody told the fact, or it cannot be compared."""
    facts = look.talk.call.facts
    name, op = condition.name, condition.wanted.op
    try:
        value = fact_of(name, facts)
        wanted = wanted_of(condition.wanted, facts)
    except FactMissing as missing:
        return _answer(condition, Truth.UNKNOWN, Unsure.NO_FACT, str(missing))
    truth = compares(value, op, wanted)
    measured = Measured(name=name, value=value, op=op, wanted=wanted)
    if truth is None:
        return _answer(condition, Truth.UNKNOWN, Unsure.NO_FACT, name, (measured,))
    return _answer(condition, Truth.TRUE if truth else Truth.FALSE, measured=(measured,))


def judge_language(condition: Language, look: Look) -> Answer:
    """Of the letters that are surely the speaker's; unsure ones could go either way."""
    letters = {"yes": 0, "no": 0, "unsure": 0, "unknown": 0}
    reason: Unsure | None = None
    for utterance, why in _utterances(condition, look):
        count = sum(character.isalnum() for character in utterance.text)
        language = language_of(utterance)
        kind = "unsure" if why else "unknown"
        if not why and language:
            kind = "yes" if language in condition.languages else "no"
        letters[kind] += count
        reason = reason or why
    total = sum(letters.values())
    share = round(letters["yes"] / total, 3) if total else None
    measured = Measured(name="share", value=share, op=Op.GE, wanted=condition.share)
    if not total:
        return _language(condition, Truth.UNKNOWN, measured, Unsure.NOT_MEASURED, "no_speech")
    if letters["yes"] >= condition.share * total:
        return _language(condition, Truth.TRUE, measured)
    if total - letters["no"] >= condition.share * total:
        if letters["unsure"]:
            return _language(condition, Truth.UNKNOWN, measured, reason)
        return _language(condition, Truth.UNKNOWN, measured, Unsure.NOT_MEASURED, "language")
    return _language(condition, Truth.FALSE, measured)


def language_of(utterance: Utterance) -> str | None:
    """As it was heard; else as far as the script tells."""
    if utterance.language is not None:
        return utterance.language
    for script, language in ((_KANA, "ja"), (_HANGUL, "ko"), (_HAN, "zh")):
        if script.search(utterance.text):
            return language
    return None


def _utterances(condition: Language, look: Look) -> Iterator[tuple[Utterance, Unsure | None]]:
    counts_doubts = look.talk.card.body.doubtful is Doubtful.COUNT
    for utterance in look.talk.call.utterances:
        if utterance.channel not in CHANNELS[condition.speaker]:
            continue
        is_mixed = utterance.channel is Channel.MIXED and condition.speaker is not Speaker.ANYONE
        why = Unsure.MIXED_CHANNEL if is_mixed else None
        if utterance.doubts and not counts_doubts:
            why = Unsure.DOUBTFUL
        yield utterance, why


def _language(
    condition: Language,
    truth: Truth,
    measured: Measured,
    reason: Unsure | None = None,
    detail: str | None = None,
) -> Answer:
    return Answer(
        Finding(
            type=condition.type,
            truth=truth,
            reason=reason,
            detail=detail,
            speaker=condition.speaker,
            expected=condition.languages[:20],
            measured=(measured,),
        )
    )


def _answer(
    condition: Fact,
    truth: Truth,
    reason: Unsure | None = None,
    detail: str | None = None,
    measured: tuple[Measured, ...] = (),
) -> Answer:
    return Answer(
        Finding(
            type=condition.type,
            truth=truth,
            reason=reason,
            detail=detail,
            expected=(condition.name,),
            measured=measured,
        )
    )
