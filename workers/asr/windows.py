"""What a model hears at once, and how much of it together."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from services.tables import Channel
from workers.asr import Task
from workers.asr.speech import Stretch, in_windows, join, lay_out


@dataclass(frozen=True, slots=True)
class Window:
    """Speech of one channel of a task, end to end."""

    number: int
    """Of its task."""
    task: Task
    channel: int
    speech: Sequence[Stretch]

    @property
    def speaker(self) -> Channel:
        return self.task.speakers[self.channel]

    @property
    def voice(self) -> Hashable:
        """The same for all windows of one channel."""
        return self.number, self.channel

    @property
    def duration_s(self) -> float:
        return self.speech[-1].joined_end_s - self.speech[0].joined_s

    def joined(self, at_s: float) -> float:
        """From seconds of the window to seconds of all the channel's speech."""
        return self.speech[0].joined_s + at_s

    def samples(self) -> NDArray[np.float32]:
        """float32[n] at 16 kHz, read from the recording now."""
        return join(self.task.sound, self.channel, self.speech)


def windows_of(number: int, task: Task, *, margin_s: float, longest_s: float) -> Iterator[Window]:
    """Channel by channel, in the order they were spoken."""
    for channel, spoken in enumerate(task.speech):
        speech = lay_out(spoken, margin_s=margin_s, duration_s=task.sound.duration_s)
        for window in in_windows(speech, longest_s):
            yield Window(number, task, channel, window)


def in_rounds(
    windows: Sequence[Window], size: int, streams: int
) -> Iterator[list[Sequence[Window]]]:
    """Batches of at most `size`, as many side by side as there are streams.

    All of a batch have the same hot words: one task's are not for another's ears. Batches
    are nearly even, so that no stream waits for another and no window is heard alone.
    """
    alike = sorted(windows, key=_hot_words)
    batches = [
        batch
        for _, same in groupby(alike, key=_hot_words)
        for batch in _evenly(list(same), size, streams)
    ]
    for first in range(0, len(batches), streams):
        yield batches[first : first + streams]


def _hot_words(window: Window) -> tuple[str, ...]:
    return window.task.hints.hot_words


def _evenly(windows: Sequence[Window], size: int, streams: int) -> Iterator[Sequence[Window]]:
    fewest = -(-len(windows) // size)
    count = min(len(windows), -(-fewest // streams) * streams)
    edges = [len(windows) * number // count for number in range(count + 1)]
    for start, end in pairwise(edges):
        yield windows[start:end]
