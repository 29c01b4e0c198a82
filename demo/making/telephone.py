"""Turn a dialogue into the sound of a telephone call."""

import random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from demo.calls import Turn
from demo.making.dialogues import Line
from demo.making.sentences import Language
from demo.making.speech import RATE_HZ, Samples, Voice, speak

NARROW_HZ = (300, 3400)
WIDE_HZ = (80, 7600)
OUT_OF_BAND = 0.03
"""What is left of sound outside the telephone's band."""

Stereo = NDArray[np.float32]
"""float32[2, n]"""


class Cast(NamedTuple):
    agent: Voice
    customer: Voice


class Performance(NamedTuple):
    """`sound` is float32[2, n] at 16 kHz: the agent, the customer."""

    sound: Stereo
    turns: tuple[Turn, ...]


def perform(
    lines: list[Line], language: Language, cast: Cast, rng: random.Random, *, overlap: bool = True
) -> Performance:
    """Speak the lines, one channel per speaker, with the pauses and overlaps of a real call."""
    spoken = [speak(line.text, language, getattr(cast, line.role)) for line in lines]
    starts = _place(lines, [len(samples) for samples in spoken], rng, overlap=overlap)
    turns = tuple(
        Turn(
            channel=line.role,
            text=line.text,
            start_s=round(start / RATE_HZ, 2),
            end_s=round((start + len(samples)) / RATE_HZ, 2),
        )
        for line, start, samples in zip(lines, starts, spoken, strict=True)
    )
    return Performance(_mix(lines, starts, spoken, rng), turns)


def _place(
    lines: list[Line], lengths: list[int], rng: random.Random, *, overlap: bool
) -> list[int]:
    """The sample at which each line starts. Nobody overlaps themselves."""
    starts: list[int] = []
    end_s = rng.uniform(0.3, 1.0)
    previous: str | None = None
    for line, length in zip(lines, lengths, strict=True):
        if line.role == previous:
            gap_s = rng.uniform(0.3, 0.7)
        elif overlap and len(starts) > 2 and rng.random() < 0.08:
            gap_s = -rng.uniform(0.2, 0.5)
        else:
            gap_s = rng.uniform(0.25, 1.1)
        starts.append(int((end_s + gap_s) * RATE_HZ))
        end_s, previous = (starts[-1] + length) / RATE_HZ, line.role
    return starts


def _mix(lines: list[Line], starts: list[int], spoken: list[Samples], rng: random.Random) -> Stereo:
    ends = [start + len(samples) for start, samples in zip(starts, spoken, strict=True)]
    sound = np.zeros((2, max(ends) + int(rng.uniform(0.5, 1.2) * RATE_HZ)), np.float32)
    loudness = (rng.uniform(0.3, 0.5), rng.uniform(0.25, 0.45))
    for line, start, end, samples in zip(lines, starts, ends, spoken, strict=True):
        channel = 0 if line.role == "agent" else 1
        sound[channel, start:end] += samples * loudness[channel]
    noise = np.random.default_rng(rng.getrandbits(32))
    for channel in range(2):
        level = 10 ** rng.uniform(-4.0, -3.2)
        sound[channel] = through_telephone(sound[channel], NARROW_HZ)
        sound[channel] += noise.standard_normal(sound.shape[1]).astype(np.float32) * level
    return sound


def through_telephone(samples: Samples, band_hz: tuple[int, int]) -> Samples:
    """Keep what a telephone line passes. float32[n] at 16 kHz in and out."""
    spectrum = np.fft.rfft(samples)
    frequency_hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    spectrum[(frequency_hz < band_hz[0]) | (frequency_hz > band_hz[1])] *= OUT_OF_BAND
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)
