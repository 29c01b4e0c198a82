"""One speaker heard on both channels: the faint copy is nobody speaking."""

import logging
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from services.recordings.sound import SAMPLE_RATE_HZ, Place, Sound
from workers.asr import Spoken

log = logging.getLogger(__name__)

_FAINT = 10 ** (-20 / 20)
"""A copy is more than 20 dB below what it is a copy of."""
_ALIKE = 0.6
"""Correlation of a copy with what it is a copy of."""
_SLICE = SAMPLE_RATE_HZ * 3 // 10
_LONGEST_DELAY = SAMPLE_RATE_HZ * 3 // 10


def without_echo(sound: Sound, spoken: Sequence[Spoken]) -> Sound:
    """`sound` with silence where a channel holds but a faint copy of the other.

    `spoken` is what voice activity found on each channel: the rest is not looked at.
    Faint speech alone is kept, and so is a copy while somebody speaks above it. The same
    object comes back when there is no echo.
    """
    if sound.channels != 2:
        return sound
    found = [
        (mine, start, end)
        for mine in (0, 1)
        for times in spoken[mine]
        for start, end in _slices(*times)
        if _is_copy(sound, mine, start, end)
    ]
    if not found:
        return sound
    seconds = round(sum(end - start for _, start, end in found) / SAMPLE_RATE_HZ, 1)
    log.info("left out the other speaker's echo", extra={"seconds": seconds})
    return sound.without(list(_in_a_row(found)))


def _in_a_row(places: Sequence[Place]) -> Iterator[Place]:
    """Fewer places: in hours of sound every one costs whoever reads it."""
    row: Place | None = None
    for channel, start, end in places:
        if row is not None and (channel, start) == (row[0], row[2]):
            row = (channel, row[1], end)
            continue
        if row is not None:
            yield row
        row = (channel, start, end)
    if row is not None:
        yield row


def _slices(start_s: float, end_s: float) -> Iterator[tuple[int, int]]:
    """Samples; the last slice takes what is left."""
    start, end = round(start_s * SAMPLE_RATE_HZ), round(end_s * SAMPLE_RATE_HZ)
    count = max(1, (end - start) // _SLICE)
    edges = [start + index * _SLICE for index in range(count)]
    yield from zip(edges, [*edges[1:], end], strict=True)


def _is_copy(sound: Sound, mine: int, start: int, end: int) -> bool:
    copy = sound.read(mine, start, end).astype(np.float64)
    other = sound.read(1 - mine, start - _LONGEST_DELAY, end).astype(np.float64)
    return is_faint_copy(copy - copy.mean(), other - other.mean())


def is_faint_copy(copy: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether `copy`, float[n], is far below some n samples of `other` in a row and like them.

    Likeness is the greatest normalised cross-correlation over all delays.
    """
    delays = len(other) - len(copy) + 1
    power = np.concatenate([[0.0], np.cumsum(other**2)])
    loud = np.sqrt(np.maximum(power[len(copy) :] - power[:delays], 0))
    quiet = float(np.sqrt(copy @ copy))
    if quiet >= _FAINT * loud.max():
        return False
    size = 1 << (len(other) - 1).bit_length()
    together = np.fft.irfft(np.fft.rfft(other, size) * np.conj(np.fft.rfft(copy, size)), size)
    alike = np.abs(together[:delays]) / np.maximum(loud * quiet, 1e-9)
    best = int(np.argmax(alike))
    return bool(alike[best] > _ALIKE and quiet < _FAINT * loud[best])
