"""From how likely each frame is speech to pieces of speech. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FRAME_S = 0.032
_HYSTERESIS = 0.15
"""Speech goes on until its probability falls by this much below what began it."""
_BREATH = 0.098 / FRAME_S
"""The shortest pause, in frames, at which a piece that is too long is parted."""

Piece = tuple[int, int]
"""First frame and one past the last."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as speech; spans are in frames."""

    begins: float
    ends: float
    pause: float
    """A pause as long as this ends a piece."""
    longest: float

    @classmethod
    def of(cls, threshold: float, pause_s: float, longest_s: float) -> "Rules":
        ends = max(threshold - _HYSTERESIS, 0.01)
        return cls(threshold, ends, pause_s / FRAME_S, longest_s / FRAME_S)


@dataclass(frozen=True, slots=True)
class _Run:
    """Speech without any pause, and how long it is surely quiet before the next."""

    start: int
    end: int
    quiet: int


def pieces(likely: NDArray[np.float32], rules: Rules) -> list[Piece]:
    """The speech in float32[frames], by Silero's own rules: hysteresis, pauses, a limit.

    A piece that is too long is parted at the last breath within the limit, or where the
    limit is when nobody breathed.
    """
    runs = _runs(likely, rules)
    return [piece for whole in _wholes(runs, rules.pause) for piece in _cut(whole, rules.longest)]


def _runs(likely: NDArray[np.float32], rules: Rules) -> list[_Run]:
    """Frames that are neither speech nor surely quiet go with the frame before."""
    frames = np.arange(len(likely))
    loud, quiet = likely >= rules.begins, likely < rules.ends
    last_loud = np.maximum.accumulate(np.where(loud, frames, -1))
    last_quiet = np.maximum.accumulate(np.where(quiet, frames, -1))
    edges = np.flatnonzero(np.diff(last_loud > last_quiet, prepend=False, append=False)).tolist()
    starts, ends = edges[::2], edges[1::2]
    return [
        _Run(start, end, int(last_quiet[following - 1]) - end)
        for start, end, following in zip(starts, ends, [*starts, len(likely)][1:], strict=True)
    ]


def _wholes(runs: Sequence[_Run], pause: float) -> Iterator[list[_Run]]:
    """Runs in a row with short pauses only."""
    whole: list[_Run] = []
    for run in runs:
        whole.append(run)
        if run.quiet >= pause:
            yield whole
            whole = []
    if whole:
        yield whole


def _cut(whole: Sequence[_Run], longest: float) -> Iterator[Piece]:
    start, end = whole[0].start, whole[-1].end
    breaths = [(a.end, b.start) for a, b in pairwise(whole) if a.quiet > _BREATH]
    while end - start > longest:
        limit = start + longest - _BREATH
        within = [breath for breath in breaths if start < breath[0] <= limit]
        if within:
            yield start, within[-1][0]
            start = within[-1][1]
        else:
            yield start, start + int(longest)
            start += int(longest)
    yield start, end
