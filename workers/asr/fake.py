"""A transcriber that says what a test tells it."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.recordings.decode import Decoded
from services.tables import Channel
from services.transcripts import Utterance
from workers.asr import Heard, Progress, in_order


@dataclass
class FakeTranscriber:
    """Hears `utterances` in every recording, after doing what `behave` does."""

    utterances: Sequence[Utterance] = ()
    behave: Callable[[Decoded], None] | None = None
    name: str = "fake"
    heard: list[tuple[float, tuple[Channel, ...]]] = field(default_factory=list)
    """Duration and speakers of everything it was given."""

    def transcribe(
        self, sound: Decoded, speakers: Sequence[Channel], on_progress: Progress
    ) -> Heard:
        self.heard.append((sound.duration_s, tuple(speakers)))
        on_progress(0.5)
        if self.behave is not None:
            self.behave(sound)
        return in_order(self.utterances)


@dataclass(frozen=True)
class Dies:
    """Kills its process, at sounds as long as `at_s`; only once when it can mark that."""

    at_s: float
    mark: Path | None = None

    def __call__(self, sound: Decoded) -> None:
        if abs(sound.duration_s - self.at_s) > 0.1 or (self.mark and self.mark.exists()):
            return
        if self.mark is not None:
            self.mark.touch()
        os.kill(os.getpid(), 9)


@dataclass(frozen=True)
class Hangs:
    """Takes its time with sounds as long as `at_s`."""

    at_s: float
    seconds: float = 3600

    def __call__(self, sound: Decoded) -> None:
        if abs(sound.duration_s - self.at_s) <= 0.1:
            time.sleep(self.seconds)
