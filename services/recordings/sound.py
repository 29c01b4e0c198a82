"""Decoded sound: channels of samples, read piece by piece so that hours of it fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
BLOCK_S = 60
"""How much of a channel is read at a time by those who go through all of it."""
_SLICES_PER_S = 40
_SLICES_MAX = 4000
_FULL_SCALE = 32768

Place = tuple[int, int, int]
"""A channel, and the first and one past the last sample of a part of it."""


class Samples(Protocol):
    """One channel as int16 samples."""

    def __len__(self) -> int: ...

    def read(self, start: int, end: int) -> NDArray[np.int16]:
        """int16[end - start]; a copy that the caller may change."""
        ...


@dataclass(frozen=True)
class InMemory:
    samples: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.samples)

    def read(self, start: int, end: int) -> NDArray[np.int16]:
        return self.samples[start:end].copy()


@dataclass(frozen=True)
class OnDisk:
    """Raw int16 samples in a file, read anew each time: nothing of it stays in memory."""

    file: Path
    length: int

    def __len__(self) -> int:
        return self.length

    def read(self, start: int, end: int) -> NDArray[np.int16]:
        count = max(0, min(end, self.length) - start)
        return np.fromfile(self.file, np.int16, count, offset=start * 2)


@dataclass(frozen=True)
class Sound:
    """Channels of equal length at 16 kHz; one channel when they all sound the same."""

    parts: tuple[Samples, ...]
    muted: tuple[Place, ...] = ()
    """Read as silence."""

    @classmethod
    def of(cls, samples: NDArray[np.int16]) -> "Sound":
        """From int16[channels][n]."""
        return cls(tuple(InMemory(channel) for channel in samples))

    @property
    def channels(self) -> int:
        return len(self.parts)

    @property
    def length(self) -> int:
        """Samples per channel."""
        return len(self.parts[0])

    @property
    def duration_s(self) -> float:
        return self.length / SAMPLE_RATE_HZ

    def only(self, index: int) -> "Sound":
        """One channel of it."""
        return Sound(
            (self.parts[index],),
            tuple((0, start, end) for channel, start, end in self.muted if channel == index),
        )

    def without(self, places: Sequence[Place]) -> "Sound":
        """The same sound with silence at `places`."""
        return Sound(self.parts, (*self.muted, *places))

    def read(self, index: int, start: int, end: int) -> NDArray[np.int16]:
        """int16[n] of one channel; both ends in samples, cut off at the ends of the sound."""
        start, end = max(0, start), min(end, self.length)
        samples = self.parts[index].read(start, max(start, end))
        for channel, first, last in self.muted:
            if channel == index and first < end and last > start:
                samples[max(0, first - start) : max(0, last - start)] = 0
        return samples

    def channel(
        self, index: int, start_s: float = 0, end_s: float | None = None
    ) -> NDArray[np.float32]:
        """float32[n] in [-1, 1], as speech models take it."""
        end = self.length if end_s is None else round(end_s * SAMPLE_RATE_HZ)
        samples = self.read(index, round(start_s * SAMPLE_RATE_HZ), end)
        return np.divide(samples, _FULL_SCALE, dtype=np.float32)

    def blocks(self, block_s: float = BLOCK_S) -> Iterator[NDArray[np.int16]]:
        """All of it in order, int16[channels][n], `block_s` seconds at a time."""
        size = round(block_s * SAMPLE_RATE_HZ)
        for start in range(0, self.length, size):
            yield np.stack(
                [self.read(index, start, start + size) for index in range(self.channels)]
            )

    def peaks(self) -> list[list[float]]:
        """Loudest sample per slice and channel, 0 to 1; some 40 slices a second."""
        count = max(1, min(_SLICES_MAX, int(self.duration_s * _SLICES_PER_S)))
        edges = [round(self.length * number / count) for number in range(count + 1)]
        per_block = max(1, count * BLOCK_S // max(1, int(self.duration_s)))
        loud: list[list[float]] = [[] for _ in self.parts]
        for first in range(0, count, per_block):
            last = min(first + per_block, count)
            begin, end = edges[first], edges[last]
            starts = [edge - begin for edge in edges[first:last]]
            for index, peaks in enumerate(loud):
                peaks += _loudest(self.read(index, begin, end), starts)
        return loud


def _loudest(samples: NDArray[np.int16], starts: Sequence[int]) -> list[float]:
    """Of each slice that begins at one of `starts`, 0 to 1."""
    high = np.maximum.reduceat(samples, starts).astype(np.int32)
    low = np.minimum.reduceat(samples, starts).astype(np.int32)
    return [round(float(peak), 3) for peak in np.maximum(high, -low) / _FULL_SCALE]
