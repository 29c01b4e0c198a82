"""Tones that machines make: ring-back tones and beeps."""

from collections.abc import Iterator, Sequence

import numpy as np

from services.acoustics.frames import FLOOR_DBFS, FRAME_S, Frames, runs
from services.acoustics.stretches import Stretch, Stretches, closed

RINGING_SHARE = 0.85
_HEARD_DBFS = -50.0
_WITHIN_BURST_S = 0.3
"""A double ring is one burst: 0.4 s, 0.2 s of silence, 0.4 s (United Kingdom)."""
_BURST_S = (0.6, 2.6)
_BETWEEN_S = (1.8, 6.4)
_FALL_DB = 10.0
_BEEP_HZ = (600, 2000)
_BEEP_S = (0.15, 2.0)
_PURITY = 0.9
_STEADY_HZ = 40
_ALONE_S = 0.2


def bursts(frames: Frames) -> Stretches:
    """Single rings of a ring-back tone, known by pitch and length.

    ITU-T E.180/Q.35: 425 Hz is preferred, tone 0.67 to 2.5 s, pause 3 to 6 s; its
    supplement on the tones in use has 450 Hz with 1 s / 4 s (China), 440 + 480 Hz with
    2 s / 4 s (North America) and 400 + 450 Hz with 0.4 / 0.2 / 0.4 / 2 s (United Kingdom).
    So: 85 % of the power between 380 and 520 Hz for 0.6 to 2.6 s. Busy tones are shorter,
    dial tones longer.
    """
    tonal = (frames.ringing >= RINGING_SHARE) & (frames.level_dbfs >= _HEARD_DBFS)
    return tuple(burst for burst in runs(tonal, pause_s=_WITHIN_BURST_S) if _lasts(burst, _BURST_S))


def ringing(frames: Frames, first_word_s: float | None) -> Stretches:
    """From the first ring to the last of those that follow each other after 1.8 to 6.4 s.

    The line is at least 10 dB quieter in between. A single ring counts when nobody has
    spoken before it and there is no other one: an answer may come after the first.
    `first_word_s` is None when nobody speaks at all.
    """
    rings = bursts(frames)
    trains = [train for train in _trains(frames, rings) if len(train) > 1]
    before = [ring for ring in rings if first_word_s is None or ring[1] <= first_word_s + FRAME_S]
    if not trains and len(before) == 1:
        return closed(before)
    return closed((train[0][0], train[-1][1]) for train in trains)


def beeps(frames: Frames) -> Stretches:
    """One steady pitch between 600 and 2000 Hz for 0.15 to 2 s, as after a greeting.

    90 % of the power lies within 60 Hz of the pitch, which strays by 40 Hz at most; the
    line is 10 dB quieter for 0.2 s before and after, as it is not between the notes of
    music. Keys (DTMF) are two pitches at once, ring-back tones lie lower.
    """
    low_hz, high_hz = _BEEP_HZ
    tonal = (
        (frames.purity >= _PURITY)
        & (frames.pitch_hz >= low_hz)
        & (frames.pitch_hz <= high_hz)
        & (frames.level_dbfs >= _HEARD_DBFS)
    )
    return tuple(run for run in runs(tonal) if _lasts(run, _BEEP_S) and _is_steady(frames, run))


def _trains(frames: Frames, rings: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    train: list[Stretch] = []
    for ring in rings:
        if train and not _rings_on(frames, train[-1], ring):
            yield train
            train = []
        train.append(ring)
    yield train


def _rings_on(frames: Frames, before: Stretch, after: Stretch) -> bool:
    between = (before[1], after[0])
    return (
        _lasts(between, _BETWEEN_S)
        and _level_dbfs(frames, between) <= _level_dbfs(frames, before) - _FALL_DB
    )


def _level_dbfs(frames: Frames, stretch: Stretch) -> float:
    """Median; silence beyond the ends of the sound."""
    levels = frames.level_dbfs[_frames(stretch)]
    return float(np.median(levels)) if len(levels) else FLOOR_DBFS


def _frames(stretch: Stretch) -> slice:
    return slice(round(stretch[0] / FRAME_S), round(stretch[1] / FRAME_S))


def _is_steady(frames: Frames, run: Stretch) -> bool:
    return bool(np.ptp(frames.pitch_hz[_frames(run)]) <= _STEADY_HZ)


def _stands_alone(frames: Frames, run: Stretch) -> bool:
    start_s, end_s = run
    # A frame at either edge holds a part of the tone.
    around = (
        (max(0, start_s - FRAME_S - _ALONE_S), max(0, start_s - FRAME_S)),
        (end_s + FRAME_S, end_s + FRAME_S + _ALONE_S),
    )
    loudest_dbfs = _level_dbfs(frames, run) - _FALL_DB
    return all(_level_dbfs(frames, part) <= loudest_dbfs for part in around)


def _lasts(stretch: Stretch, limits_s: tuple[float, float]) -> bool:
    return limits_s[0] <= round(stretch[1] - stretch[0], 3) <= limits_s[1]
