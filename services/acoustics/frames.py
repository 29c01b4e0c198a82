"""Sound as a row of short frames: how loud each is, and what its spectrum looks like."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.acoustics.stretches import Stretches, closed
from services.recordings.sound import SAMPLE_RATE_HZ, Sound

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

FRAME_S = 0.05
FLOOR_DBFS = -96.0
"""What 16 bits can say; digital silence counts as this."""
_SIZE = round(FRAME_S * SAMPLE_RATE_HZ)
_HEARD_DBFS = -55.0
"""Of fainter frames the spectrum is not looked at."""
_BAND_HZ = (200, 3400)
"""What telephones carry, without the mains' hum."""
_RINGING_HZ = (380, 520)
"""Ring-back tones of most countries, and 20 Hz for the frame's own width."""
_AROUND_HZ = 60
"""How far the power of a pure tone spreads in a frame."""
_FREQUENCIES = np.fft.rfftfreq(_SIZE, 1 / SAMPLE_RATE_HZ)
_IN_BAND = (_BAND_HZ[0] <= _FREQUENCIES) & (_BAND_HZ[1] >= _FREQUENCIES)
_WINDOW: Floats = np.hanning(_SIZE).astype(np.float32)
_BAND = _FREQUENCIES[_IN_BAND]
_RINGS = (_RINGING_HZ[0] <= _BAND) & (_RINGING_HZ[1] >= _BAND)
_BINS_AROUND = round(_AROUND_HZ * FRAME_S)


@dataclass(frozen=True)
class Frames:
    """One channel in frames of 50 ms; every array is float32[n].

    Of frames that are too faint to look at, `pitch_hz`, `purity` and `ringing` are 0 and
    `flatness` is 1.
    """

    power: Floats
    """Mean square, 1 for a sine at full scale (AES17)."""
    pitch_hz: Floats
    """Where the power is greatest, between 200 and 3400 Hz."""
    purity: Floats
    """Share of the power that lies within 60 Hz of it."""
    ringing: Floats
    """Share of the power between 380 and 520 Hz."""
    flatness: Floats
    """Geometric over arithmetic mean of the power spectrum: near 0 for tones, 0.5 for noise."""

    @property
    def level_dbfs(self) -> Floats:
        return decibels(self.power)


def frames_of(sound: Sound, index: int) -> Frames:
    """All of one channel, read a minute at a time. What is left over at the end is dropped."""
    step = 60 * SAMPLE_RATE_HZ
    blocks = [
        _frames(sound.read(index, start, start + step)) for start in range(0, sound.length, step)
    ]
    return Frames(
        *(np.concatenate([np.empty(0, np.float32), *each]) for each in zip(*blocks, strict=True))
    )


def decibels(power: Floats) -> Floats:
    """dB below full scale, never less than the floor."""
    return np.float32(10) * np.log10(np.maximum(power, np.float32(10 ** (FLOOR_DBFS / 10))))


def runs(flags: Flags, *, pause_s: float = 0) -> Stretches:
    """Where frames are true, in seconds; shorter pauses closed."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return closed((edges.reshape(-1, 2) * FRAME_S).tolist(), pause_s)


def _frames(samples: NDArray[np.int16]) -> tuple[Floats, ...]:
    count = len(samples) // _SIZE
    whole = samples[: count * _SIZE].reshape(count, _SIZE)
    frames: Floats = np.divide(whole, np.float32(32768), dtype=np.float32)
    power = 2 * np.mean(frames**2, axis=1)
    loud = np.flatnonzero(decibels(power) >= _HEARD_DBFS)
    found = np.zeros((4, count), np.float32)
    found[3] = 1
    found[:, loud] = _spectral(frames[loud])
    return power, *found


def _spectral(frames: Floats) -> Floats:
    """float32[4][n]: pitch, purity, ringing, flatness."""
    spectrum = np.abs(np.fft.rfft(frames * _WINDOW, axis=1)[:, _IN_BAND]) ** 2 + 1e-12
    total = spectrum.sum(axis=1)
    peak = spectrum.argmax(axis=1)
    around = np.abs(np.arange(len(_BAND)) - peak[:, None]) <= _BINS_AROUND
    return np.stack(
        [
            _BAND[peak],
            (spectrum * around).sum(axis=1) / total,
            spectrum[:, _RINGS].sum(axis=1) / total,
            np.exp(np.log(spectrum).mean(axis=1)) / (total / len(_BAND)),
        ]
    ).astype(np.float32)
