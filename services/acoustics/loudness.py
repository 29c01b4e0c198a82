"""How loud somebody speaks, and where they raise their voice."""

from collections.abc import Iterable, Sequence

import numpy as np

from services.acoustics import Jump
from services.acoustics.frames import FRAME_S, Floats, Frames, decibels
from services.acoustics.stretches import Stretch, Stretches
from services.tables import Channel

_LEVEL_S = 0.1
_LASTS_S = 2.0
_RISE_DB = 8.0
"""Between the raised (+6 dB) and the loud (+12 dB) voice of ANSI S3.5-1997."""
_LEAST_S = 10.0
"""Of less speech there is no usual level to rise above."""


def levels_of(frames: Frames) -> Floats:
    """dBFS of each 100 ms: float32[n]."""
    per_level = round(_LEVEL_S / FRAME_S)
    count = len(frames.power) // per_level
    return decibels(frames.power[: count * per_level].reshape(count, per_level).mean(axis=1))


def loudness_dbfs(levels: Floats, speech: Stretches) -> float | None:
    """Median level of the 100 ms frames of speech. None when there is not one of them."""
    spoken = _during(levels, speech)
    return round(float(np.median(spoken)), 1) if len(spoken) else None


def loudness_jumps(levels: Floats, speech: Stretches, speaker: Channel) -> tuple[Jump, ...] | None:
    """Where two seconds of speech or more lie 8 dB above this speaker's median level.

    Mean of the levels in dB, in one piece of speech. None of less than 10 s of speech.
    """
    spoken = _during(levels, speech)
    if len(spoken) * _LEVEL_S < _LEAST_S:
        return None
    usual = float(np.median(spoken))
    return tuple(
        Jump(
            channel=speaker,
            start_s=start_s,
            end_s=end_s,
            rise_db=round(float(_slice(levels, (start_s, end_s)).mean()) - usual, 1),
        )
        for stretch in speech
        for start_s, end_s in _louder(levels, stretch, usual + _RISE_DB)
    )


def _louder(levels: Floats, stretch: Stretch, least_dbfs: float) -> Iterable[Stretch]:
    """Seconds of which every two in a row are as loud on average, fainter ends cut off."""
    piece = _slice(levels, stretch)
    width = round(_LASTS_S / _LEVEL_S)
    if len(piece) < width:
        return ()
    means = np.convolve(piece, np.full(width, 1 / width), "valid")
    edges = np.flatnonzero(np.diff(np.concatenate([[0], means >= least_dbfs, [0]]).astype(int)))
    first = _first(stretch)
    return [
        (round((first + start) * _LEVEL_S, 3), round((first + end) * _LEVEL_S, 3))
        for start, end in (
            _trimmed(piece, start, end - 1 + width, least_dbfs)
            for start, end in edges.reshape(-1, 2).tolist()
        )
    ]


def _trimmed(piece: Floats, start: int, end: int, least_dbfs: float) -> tuple[int, int]:
    """A window reaches over the edge of what is loud; two seconds are left at least."""
    least = round(_LASTS_S / _LEVEL_S)
    while end - start > least and piece[start] < least_dbfs:
        start += 1
    while end - start > least and piece[end - 1] < least_dbfs:
        end -= 1
    return start, end


def _during(levels: Floats, speech: Sequence[Stretch]) -> Floats:
    parts = [_slice(levels, stretch) for stretch in speech]
    return np.concatenate(parts) if parts else levels[:0]


def _slice(levels: Floats, stretch: Stretch) -> Floats:
    """Frames that begin within `stretch`."""
    return levels[_first(stretch) : max(_first(stretch), round(stretch[1] / _LEVEL_S))]


def _first(stretch: Stretch) -> int:
    return round(stretch[0] / _LEVEL_S)
