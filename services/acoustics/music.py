"""Hold music and its like."""

import numpy as np

from services.acoustics.frames import FRAME_S, Flags, Frames, runs
from services.acoustics.stretches import Stretch, Stretches, at_least

_HEARD_DBFS = -50.0
_FLATNESS = 0.2
_WINDOW_S = 2.0
_SHARE = 0.6
_PAUSE_S = 2.0
_LASTS_S = 8.0
_PITCHES = 3
_PITCH_SHARE = 0.05


def music(frames: Frames, taken: Stretches) -> Stretches:
    """Sustained tonal sound of changing pitch, for 8 s or longer.

    `taken` is what is speech or a ring-back tone on this channel. A frame is tonal when
    its spectral flatness (geometric over arithmetic mean of the power spectrum, Johnston
    1988; noise has 0.56) is below 0.2 and it is louder than -50 dBFS. 60 % of each 2 s must
    be tonal, and three pitches, a semitone apart, must hold 5 % of the frames each: a line
    that hums is no music.
    """
    free = _free(len(frames.power), taken)
    tonal = free & (frames.flatness <= _FLATNESS) & (frames.level_dbfs >= _HEARD_DBFS)
    found = runs(_mostly(tonal) & free, pause_s=_PAUSE_S)
    return tuple(each for each in at_least(found, _LASTS_S) if _changes(frames, tonal, each))


def _free(count: int, taken: Stretches) -> Flags:
    free = np.ones(count, np.bool_)
    for start_s, end_s in taken:
        free[int(start_s / FRAME_S) : round(end_s / FRAME_S) + 1] = False
    return free


def _mostly(flags: Flags) -> Flags:
    """Whether 60 % of the 2 s around each frame are true."""
    width = round(_WINDOW_S / FRAME_S)
    if len(flags) < width:
        return np.zeros(len(flags), np.bool_)
    return np.convolve(flags, np.full(width, 1 / width), "same") >= _SHARE


def _changes(frames: Frames, tonal: Flags, stretch: Stretch) -> bool:
    first, end = (round(edge_s / FRAME_S) for edge_s in stretch)
    pitches = frames.pitch_hz[first:end][tonal[first:end]]
    semitones = np.round(12 * np.log2(pitches / 440))
    _, counts = np.unique(semitones, return_counts=True)
    return int(np.count_nonzero(counts >= _PITCH_SHARE * len(pitches))) >= _PITCHES
