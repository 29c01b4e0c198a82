"""Speech to text. Each module here is one way to do it, or a step that all of them share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.recordings.sound import Sound
from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import Hints, LeftOut, MadeBy, Utterance

Spoken = tuple[tuple[float, float], ...]
"""Start and end of each piece of speech on a channel, in seconds."""


class ModelUnavailable(Exception):
    """The speech model cannot be loaded. The message says why, and what to set."""


Progress = Callable[[int, float], None]
"""Told how much of which task is done, 0 to 1, now and then."""


@dataclass(frozen=True)
class Task:
    """A recording to be heard. `speakers[i]` is who speaks on channel `i`, `speech[i]` when."""

    sound: Sound
    speakers: tuple[Channel, ...]
    speech: tuple[Spoken, ...]
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, in the order it was begun, and the language most of it is in."""

    utterances: tuple[Utterance, ...]
    language: str | None
    left_out: tuple[LeftOut, ...] = ()


class Transcriber(Protocol):
    """Hears each channel on its own."""

    @property
    def settings(self) -> AsrSettings:
        """Those it was made with; they also say what counts as speech."""
        ...

    @property
    def made_by(self) -> MadeBy:
        """As kept with every transcript."""
        ...

    def transcribe(self, tasks: Sequence[Task], on_progress: Progress) -> list[Heard]:
        """One for each task, in their order."""
        ...


def in_order(utterances: Sequence[Utterance], left_out: Sequence[LeftOut] = ()) -> Heard:
    """Put the channels' utterances together; the agent first where two begin at once."""
    ordered = sorted(utterances, key=lambda said: (said.start_s, said.end_s, said.channel))
    return Heard(tuple(ordered), _main_language(ordered), tuple(left_out))


def _main_language(utterances: Sequence[Utterance]) -> str | None:
    spoken: dict[str, int] = {}
    for said in utterances:
        if said.language:
            spoken[said.language] = spoken.get(said.language, 0) + len(said.text)
    return max(spoken, key=lambda language: spoken[language], default=None)
