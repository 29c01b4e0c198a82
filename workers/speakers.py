"""Who says what: by channel, by voice where both speakers share one, and by what is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import Swap, Utterance, Word
from services.transcripts.roles import BUILT_IN, Cues, CuesBroken, read_cues, suspect_swap
from workers.asr import ModelUnavailable, Task
from workers.asr.diarizing import LONGEST_S, Diarizer, VoiceSpan, diarizer_of

_NEAR_S = 0.5
"""Words between two spans of voices belong to the nearer one, when it is no further away."""


@dataclass(frozen=True, slots=True)
class WhoSpeaks:
    utterances: tuple[Utterance, ...]
    swap: Swap | None = None
    diarizer: str | None = None
    """What told the speakers apart; None when the channels did, or nobody could."""


def be_ready(settings: AsrSettings) -> None:
    """Load now what `who_speaks` needs. Raises ModelUnavailable."""
    diarizer_of(settings)
    try:
        _cues(settings)
    except CuesBroken as error:
        raise ModelUnavailable(f"EARSHOT_ASR_ROLE_CUES: {error}") from error


def who_speaks(
    task: Task, utterances: Sequence[Utterance], settings: AsrSettings, diarizer: Diarizer | None
) -> WhoSpeaks:
    """Doubt the channels, or tell voices apart where there is but one.

    Without a diarizer, or when it stays unclear which of two voices is the agent, what is
    said on one channel stays nobody's.
    """
    everything, cues = tuple(utterances), _cues(settings)
    if Channel.AGENT in task.speakers:
        found = suspect_swap(everything, cues)
        sure = found is not None and found.likelihood > settings.swap_likelihood
        return WhoSpeaks(everything, swap=found if sure else None)
    if diarizer is None or not everything or not _can_diarize(task):
        return WhoSpeaks(everything)
    by_voice = assign(everything, diarizer.diarize(task.sound), cues, settings.swap_likelihood)
    return WhoSpeaks(everything) if by_voice is None else WhoSpeaks(by_voice, None, diarizer.name)


def assign(
    utterances: Sequence[Utterance], spans: Sequence[VoiceSpan], cues: Cues, likelihood: float
) -> tuple[Utterance, ...] | None:
    """Part utterances where the voice changes, and say which voice is the agent's.

    None unless there are two voices and what is said tells, at least this likely, which is
    which. Words that no voice is near to stay nobody's.
    """
    voices = sorted({span.voice for span in spans})
    if len(voices) != 2:
        return None
    parted = [part for said in utterances for part in _by_voice(said, spans)]
    for agent, customer in (voices, reversed(voices)):
        sides = {agent: Channel.AGENT, customer: Channel.CUSTOMER, None: Channel.MIXED}
        guess = tuple(said.model_copy(update={"channel": sides[v]}) for v, said in parted)
        found = suspect_swap(guess, cues)
        if found is not None and found.likelihood < 1 - likelihood:
            return guess
    return None


def _by_voice(
    said: Utterance, spans: Sequence[VoiceSpan]
) -> Iterator[tuple[int | None, Utterance]]:
    """Its parts with the voice of each; itself where words have no times, or one voice."""
    near = [span for span in spans if _distance_s(span, said) <= _NEAR_S]
    voices = [_nearest(near, word) for word in said.words]
    if len(set(voices)) < 2 or "".join(word.text for word in said.words) != said.text:
        yield _nearest(near, said), said
        return
    for voice, group in groupby(zip(voices, said.words, strict=True), key=lambda pair: pair[0]):
        yield voice, _part(said, [word for _, word in group])


def _nearest(spans: Sequence[VoiceSpan], spoken: Word | Utterance) -> int | None:
    """The voice that speaks most of it; the nearest where none does."""
    spoken_s: dict[int, float] = {}
    for span in spans:
        overlap_s = min(span.end_s, spoken.end_s) - max(span.start_s, spoken.start_s)
        spoken_s[span.voice] = spoken_s.get(span.voice, 0) + max(0, overlap_s)
    if any(spoken_s.values()):
        return max(spoken_s, key=lambda voice: spoken_s[voice])
    nearest = min(spans, key=lambda span: _distance_s(span, spoken), default=None)
    near = nearest is not None and _distance_s(nearest, spoken) <= _NEAR_S
    return nearest.voice if nearest is not None and near else None


def _distance_s(span: VoiceSpan, spoken: Word | Utterance) -> float:
    """Seconds between the two; below zero where they overlap."""
    return max(span.start_s - spoken.end_s, spoken.start_s - span.end_s)


def _part(said: Utterance, words: Sequence[Word]) -> Utterance:
    first = words[0].model_copy(update={"text": words[0].text.lstrip()})
    spelt = (first, *words[1:])
    return said.model_copy(
        update={
            "start_s": first.start_s,
            "end_s": max(first.start_s, words[-1].end_s),
            "text": "".join(word.text for word in spelt),
            "confidence": _mean_confidence(spelt),
            "words": spelt,
        }
    )


def _mean_confidence(words: Sequence[Word]) -> float:
    """Over characters, so that a long word counts for more than an article."""
    characters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / max(1, characters), 3)


def _can_diarize(task: Task) -> bool:
    return task.sound.channels == 1 and task.sound.duration_s <= LONGEST_S


def _cues(settings: AsrSettings) -> Cues:
    return read_cues(settings.role_cues or BUILT_IN)
