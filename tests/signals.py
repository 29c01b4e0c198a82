"""Sound whose truth is known because it was made so: tones, rings, music, noise, steps."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.acoustics import Acoustics
from services.acoustics.listening import Listened
from services.acoustics.measure import measures_of
from services.acoustics.talk import talk_of
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.tables import Channel
from services.transcripts import Utterance

BOTH = (Channel.AGENT, Channel.CUSTOMER)
OTHER = {Channel.AGENT: Channel.CUSTOMER, Channel.CUSTOMER: Channel.AGENT}
Signal = NDArray[np.float64]
"""float64[n] in [-1, 1] at 16 kHz."""
Spoken = Sequence[tuple[float, float]]
NOTHING = Listened(loudness_dbfs={}, jumps={}, ringing=(), music=(), beeps=())


def quiet(seconds: float) -> Signal:
    return np.zeros(round(seconds * SAMPLE_RATE_HZ))


def tone(seconds: float, *pitches_hz: float, dbfs: float = -20) -> Signal:
    """Sines at once, each as loud as the others, together at `dbfs` (AES17)."""
    at_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    waves: Signal = np.sin(2 * np.pi * np.outer(pitches_hz, at_s)).sum(axis=0)
    return waves * float(10 ** (dbfs / 20) / max(1, len(pitches_hz)) ** 0.5)


def noise(seconds: float, *, dbfs: float = -20) -> Signal:
    drawn = np.random.default_rng(5).normal(0, 0.5**0.5, round(seconds * SAMPLE_RATE_HZ))
    return np.clip(drawn * float(10 ** (dbfs / 20)), -1, 1)


def rings(count: int, on_s: float, off_s: float, *pitches_hz: float) -> Signal:
    """`count` rings, the pause after the last one left out."""
    ring = [tone(on_s, *pitches_hz), quiet(off_s)]
    return np.concatenate((ring * count)[:-1])


def british_rings(count: int) -> Signal:
    """Double rings."""
    half = tone(0.4, 400, 450)
    return np.concatenate(([half, quiet(0.2), half, quiet(2)] * count)[:-1])


def music(seconds: float, *, dbfs: float = -20) -> Signal:
    """Chords of three notes, with overtones that die away, changing twice a second."""
    chords = [
        sum(
            tone(0.5, *(root * step * part for step in (1, 1.25, 1.5)), dbfs=dbfs) / part
            for part in (1, 2, 3)
        )
        * np.exp(-2 * np.arange(SAMPLE_RATE_HZ // 2) / SAMPLE_RATE_HZ)
        for root in (262, 349, 392, 220, 294, 330)
    ]
    count = round(seconds * SAMPLE_RATE_HZ)
    return np.tile(np.concatenate(chords), int(seconds // 3) + 1)[:count]


def sound_of(*channels: Signal) -> Sound:
    """Channels of equal length; the shorter ones go on in silence."""
    length = max(len(channel) for channel in channels)
    padded = [np.pad(channel, (0, length - len(channel))) for channel in channels]
    return Sound.of((np.stack(padded) * 32767).round().astype(np.int16))


def silent(seconds: float, channels: int = 2) -> Sound:
    return sound_of(*[quiet(seconds)] * channels)


def measured(
    agent: Spoken, customer: Spoken, said: Sequence[Utterance] = (), *, duration_s: float = 60
) -> Acoustics:
    """Of a call on two channels in which they speak then, too faintly to be listened to."""
    return measures_of(talk_of(duration_s, BOTH, [agent, customer], said), NOTHING)


def spoken(channel: Channel, start_s: float, end_s: float, text: str = "一二三四五") -> Utterance:
    return Utterance(channel=channel, start_s=start_s, end_s=end_s, text=text)
