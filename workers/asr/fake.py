"""A transcriber that says what a test tells it."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.recordings.sound import Sound
from services.settings import DEFAULT_ENGINE, AsrSettings
from services.tables import Channel
from services.transcripts import MadeBy, Utterance
from workers.asr import Heard, Progress, Signs, Task, in_order


@dataclass
class FakeTranscriber:
    """Hears `utterances` in every recording, after doing what `behave` does."""

    utterances: Sequence[Utterance] = ()
    behave: Callable[[Sound], None] | None = None
    made_by: MadeBy = field(default_factory=lambda: MadeBy(engine="fake", model="fake"))
    settings: AsrSettings = field(default_factory=AsrSettings)
    heard: list[tuple[float, tuple[Channel, ...]]] = field(default_factory=list)
    """Duration and speakers of everything it was given."""

    def transcribe(self, tasks: Sequence[Task], on_progress: Progress) -> list[Heard]:
        return [self._transcribe(task, number, on_progress) for number, task in enumerate(tasks)]

    def _transcribe(self, task: Task, number: int, on_progress: Progress) -> Heard:
        self.heard.append((task.sound.duration_s, task.speakers))
        on_progress(number, 0.5)
        if self.behave is not None:
            self.behave(task.sound)
        return in_order([(utterance, Signs()) for utterance in self.utterances])


class FakeTranscribers:
    """The default engine and `others`, each a fake of its own."""

    def __init__(self, *others: str, **fields: Any) -> None:
        self.names = (DEFAULT_ENGINE, *others)
        self._made = {name: FakeTranscriber(**fields) for name in self.names}

    def get(self, name: str | None = None) -> FakeTranscriber:
        return self._made[name or DEFAULT_ENGINE]


@dataclass(frozen=True)
class Dies:
    """Kills its process, at sounds as long as `at_s`; only once when it can mark that."""

    at_s: float
    mark: Path | None = None

    def __call__(self, sound: Sound) -> None:
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

    def __call__(self, sound: Sound) -> None:
        if abs(sound.duration_s - self.at_s) <= 0.1:
            time.sleep(self.seconds)
