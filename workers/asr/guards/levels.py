"""How loud each utterance is, beside what its speaker's utterances usually are."""

from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from services.recordings.sound import SAMPLE_RATE_HZ
from services.tables import Channel
from services.transcripts import Utterance
from workers.asr import Task

_FRAME = SAMPLE_RATE_HZ * 30 // 1000
_SILENCE_DB = -96.0
"""The softest that 16 bits can hold."""


def levels_db(task: Task, utterances: Sequence[Utterance]) -> list[float | None]:
    """Of each utterance: decibels above the median of its speaker's; mostly below 10 apart.

    None where several speakers share a channel, since one of them may be far from the
    telephone.
    """
    own = {speaker: index for index, speaker in enumerate(task.speakers)}
    levels = [
        _level_db(task, own[utterance.channel], utterance) if utterance.channel in own else None
        for utterance in utterances
    ]
    usual = {
        speaker: median(found)
        for speaker in own
        if speaker is not Channel.MIXED and (found := _of(speaker, utterances, levels))
    }
    return [
        level - usual[utterance.channel]
        if level is not None and utterance.channel in usual
        else None
        for utterance, level in zip(utterances, levels, strict=True)
    ]


def _of(
    speaker: Channel, utterances: Sequence[Utterance], levels: Sequence[float | None]
) -> list[float]:
    return [
        level
        for utterance, level in zip(utterances, levels, strict=True)
        if level is not None and utterance.channel is speaker
    ]


def _level_db(task: Task, index: int, utterance: Utterance) -> float | None:
    """Of the loudest tenth of it, in dB of full scale: pauses within it do not count."""
    samples = task.sound.channel(index, utterance.start_s, utterance.end_s)
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    return speech_level_db(frames) if len(frames) else None


def speech_level_db(frames: NDArray[np.float32]) -> float:
    """`frames` are float32[frames][samples] in [-1, 1]."""
    loud = float(np.percentile(np.mean(np.square(frames), axis=1), 90))
    return max(_SILENCE_DB, 10 * float(np.log10(max(loud, 1e-12))))
