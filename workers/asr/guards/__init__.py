"""What a model wrote and nobody said: marked where it may be so, left out where it is."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.settings import AsrSettings
from services.transcripts import Doubt, LeftOut, Utterance
from services.transcripts.spelling import is_ideographic
from workers.asr import Heard, Signs, Task, in_order
from workers.asr.guards.levels import levels_db
from workers.asr.guards.phrases import Effect, known_phrases
from workers.asr.guards.repetition import (
    compression_ratio,
    is_loop,
    is_natural,
    looped_in_a_row,
    says,
)

_SLACK_S = 0.5
"""How much longer than its times an utterance may have taken: they are not exact."""


@dataclass(frozen=True, slots=True)
class Observed:
    """All that is known of how an utterance came about."""

    utterance: Utterance
    signs: Signs
    level_db: float | None
    """Above the median of its speaker's utterances."""
    is_in_a_row: bool
    """It is one of several that say the same, one after the other."""


def guard(task: Task, heard: Heard, settings: AsrSettings) -> Heard:
    """What was heard, with doubts; what certainly was not said is among what was left out.

    No text is changed, and nothing gets lost: every utterance is kept or left out.
    """
    return judge(heard, levels_db(task, heard.utterances), settings)


def judge(heard: Heard, levels: Sequence[float | None], settings: AsrSettings) -> Heard:
    """The same, of levels measured before. One for each utterance."""
    signs = heard.signs or (Signs(),) * len(heard.utterances)
    rows = looped_in_a_row(heard.utterances)
    kept: list[tuple[Utterance, Signs]] = []
    left_out = list(heard.left_out)
    for number, utterance in enumerate(heard.utterances):
        seen = Observed(utterance, signs[number], levels[number], number in rows)
        doubts, is_invented = examine(seen, settings)
        if is_invented:
            left_out.append(_left_out(utterance, doubts))
        else:
            kept.append((utterance.model_copy(update={"doubts": doubts}), signs[number]))
    return in_order(kept, sorted(left_out, key=lambda text: text.start_s))


def examine(seen: Observed, settings: AsrSettings) -> tuple[tuple[Doubt, ...], bool]:
    """The doubts about an utterance, and whether it certainly was not said.

    That is so of text without a letter, of sentences that nobody says in a call, and
    where the model took the sound for no speech and something else that has nothing to
    do with the model's own opinion speaks against it.
    """
    effect = known_phrases(settings.known_phrases).effect_on(seen.utterance.text)
    pieces = says(seen.utterance.text)
    doubts = {*seen.utterance.doubts, *_doubts(seen, pieces, settings)}
    if effect in (Effect.LEAVE_OUT, Effect.MARK) or (effect is Effect.SUSPECT and doubts):
        doubts.add(Doubt.KNOWN_PHRASE)
    if not pieces:
        doubts.add(Doubt.NO_SPEECH)
    others = doubts - {Doubt.NO_SPEECH, Doubt.UNLIKELY}
    if effect is Effect.SUSPECT:
        others.discard(Doubt.KNOWN_PHRASE)
    is_invented = (
        not pieces or effect is Effect.LEAVE_OUT or (Doubt.NO_SPEECH in doubts and bool(others))
    )
    return tuple(doubt for doubt in Doubt if doubt in doubts), is_invented


def _doubts(seen: Observed, pieces: Sequence[str], settings: AsrSettings) -> Iterator[Doubt]:
    """Those that need no list of phrases."""
    if _is_no_speech(seen.signs, settings):
        yield Doubt.NO_SPEECH
    if _logprob(seen) < settings.doubt_logprob:
        yield Doubt.UNLIKELY
    if seen.is_in_a_row or _is_repetition(seen, pieces, settings):
        yield Doubt.REPETITION
    if seen.level_db is not None and seen.level_db < -settings.doubt_faint_db:
        yield Doubt.FAINT
    if _is_too_fast(seen.utterance, settings):
        yield Doubt.TOO_FAST


def _is_no_speech(signs: Signs, settings: AsrSettings) -> bool:
    """As Whisper has it: likely no speech, and unlikely words. A sure text is speech."""
    if signs.no_speech_prob is None or signs.avg_logprob is None:
        return False
    return (
        signs.no_speech_prob > settings.doubt_no_speech
        and signs.avg_logprob < settings.doubt_logprob
    )


def _logprob(seen: Observed) -> float:
    """The lower of the model's own, which may be of more text than this, and the words'."""
    own = seen.signs.avg_logprob if seen.signs.avg_logprob is not None else 0.0
    return min(own, math.log(max(seen.utterance.confidence, 1e-9)))


def _is_repetition(seen: Observed, pieces: Sequence[str], settings: AsrSettings) -> bool:
    ratio = seen.signs.compression_ratio
    if ratio is None:
        ratio = compression_ratio(seen.utterance.text)
    return is_loop(pieces) or (ratio > settings.doubt_compression and not is_natural(pieces))


def _is_too_fast(utterance: Utterance, settings: AsrSettings) -> bool:
    """Whether not even the fastest speaker could have said it in its time."""
    letters = [character for character in utterance.text if character.isalnum()]
    han = sum(map(is_ideographic, letters))
    least_s = han / settings.doubt_han_per_s + (len(letters) - han) / settings.doubt_letters_per_s
    return least_s > utterance.end_s - utterance.start_s + _SLACK_S


def _left_out(utterance: Utterance, doubts: tuple[Doubt, ...]) -> LeftOut:
    return LeftOut(
        channel=utterance.channel,
        start_s=utterance.start_s,
        end_s=utterance.end_s,
        text=utterance.text,
        doubts=doubts,
    )
