"""Where somebody speaks in a channel, and the way between the call and its speech end to end.

A model is given speech only. What it says of time then counts seconds of speech, and has
to be brought back to the call without claiming the silence in between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.recordings.sound import SAMPLE_RATE_HZ, Sound

PAUSE_S = 1.0
"""A longer pause ends an utterance."""
_ENOUGH_S = 0.5
_ENOUGH = 0.5
_EDGE_S = 0.1
"""Speech may begin and end so much earlier and later than voice activity says."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Speech without a pause worth the name. Seconds of the call."""

    start_s: float
    end_s: float
    from_s: float
    until_s: float
    """`from_s` to `until_s` is what the model is given: the same with a margin."""
    joined_s: float
    """Where `from_s` lies when all that the model is given is put end to end."""

    @property
    def joined_end_s(self) -> float:
        return self.joined_s + (self.until_s - self.from_s)

    def in_call(self, joined_s: float) -> float:
        """Seconds of the call, within the speech itself."""
        at_s = self.from_s + joined_s - self.joined_s
        return min(max(at_s, self.start_s - _EDGE_S, self.from_s), self.end_s + _EDGE_S)

    def covered(self, start_s: float, end_s: float) -> float:
        """Seconds of its speech between two joined seconds."""
        shift_s = self.from_s - self.joined_s
        return max(0.0, min(end_s + shift_s, self.end_s) - max(start_s + shift_s, self.start_s))

    def is_meant(self, start_s: float, end_s: float) -> bool:
        """Whether text between two joined seconds is about this stretch.

        A model's times are a few tenths of a second off: touching is not enough.
        """
        covered_s = self.covered(start_s, end_s)
        return covered_s >= min(_ENOUGH_S, _ENOUGH * (self.end_s - self.start_s))


def lay_out(
    spoken: Sequence[tuple[float, float]], *, margin_s: float, duration_s: float
) -> list[Stretch]:
    """Give each piece of speech its margin, half of the pause at most where pauses are short."""
    stretches: list[Stretch] = []
    joined_s = 0.0
    for index, (start_s, end_s) in enumerate(spoken):
        before_s = (start_s - spoken[index - 1][1]) / 2 if index else start_s
        is_last = index + 1 == len(spoken)
        after_s = duration_s - end_s if is_last else (spoken[index + 1][0] - end_s) / 2
        from_s = _whole_samples(start_s - min(margin_s, before_s))
        until_s = _whole_samples(end_s + min(margin_s, after_s))
        stretches.append(Stretch(start_s, end_s, from_s, until_s, joined_s))
        joined_s = stretches[-1].joined_end_s
    return stretches


def join(sound: Sound, channel: int, stretches: Sequence[Stretch]) -> NDArray[np.float32]:
    """What the model is given: the stretches of a channel end to end, float32[n] at 16 kHz."""
    return np.concatenate([sound.channel(channel, part.from_s, part.until_s) for part in stretches])


def in_windows(stretches: Sequence[Stretch], longest_s: float) -> Iterator[list[Stretch]]:
    """As many stretches in a row as a model hears at once."""
    window: list[Stretch] = []
    for stretch in stretches:
        if window and stretch.joined_end_s - window[0].joined_s > longest_s:
            yield window
            window = []
        window.append(stretch)
    if window:
        yield window


@dataclass(frozen=True, slots=True)
class Run:
    """Speech with short pauses only. Seconds of the call, and how many of them are speech."""

    start_s: float
    end_s: float
    spoken_s: float


def runs(window: Sequence[Stretch], start_s: float, end_s: float) -> list[Run]:
    """The speech that text between two joined seconds is about, parted where there is a pause.

    Text always lies somewhere: in the nearest speech if in none.
    """
    meant = [part for part in window if part.is_meant(start_s, end_s)] or [
        max(window, key=lambda part: (part.covered(start_s, end_s), -_away_s(part, start_s)))
    ]
    found: list[Run] = []
    for part in meant:
        begins_s, ends_s = part.in_call(start_s), part.in_call(end_s)
        if found and begins_s - found[-1].end_s <= PAUSE_S:
            before = found.pop()
            spoken_s = before.spoken_s + ends_s - begins_s
            found.append(Run(before.start_s, ends_s, spoken_s))
        else:
            found.append(Run(begins_s, ends_s, ends_s - begins_s))
    return found


def _whole_samples(seconds: float) -> float:
    return round(seconds * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ


def _away_s(part: Stretch, joined_s: float) -> float:
    return max(part.joined_s - joined_s, joined_s - part.joined_end_s, 0.0)
