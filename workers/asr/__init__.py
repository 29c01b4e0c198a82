"""Speech to text. Each module here is one way to do it, or a step that all of them share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

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
class Signs:
    """What a model says of its own text; None for what it does not say."""

    avg_logprob: float | None = None
    """Mean log probability of the text's tokens, 0 at best."""
    no_speech_prob: float | None = None
    compression_ratio: float | None = None
    """Size of the text over its size compressed: high for words over and over."""


Said = tuple[Utterance, Signs]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, in the order it was begun, and the language most of it is in."""

    utterances: tuple[Utterance, ...]
    language: str | None
    signs: tuple[Signs, ...] = ()
    """One for each utterance."""
    left_out: tuple[LeftOut, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """With what this one was heard, besides what `Transcriber.made_by` says of all."""


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


def in_order(said: Sequence[Said], left_out: Sequence[LeftOut] = ()) -> Heard:
    """Put the channels' utterances together; the agent first where two begin at once."""
    ordered = sorted(said, key=lambda each: (each[0].start_s, each[0].end_s, each[0].channel))
    utterances = tuple(utterance for utterance, _ in ordered)
    signs = tuple(signs for _, signs in ordered)
    return Heard(utterances, _main_language(utterances), signs, tuple(left_out))


def _main_language(utterances: Sequence[Utterance]) -> str | None:
    spoken: dict[str, int] = {}
    for said in utterances:
        if said.language:
            spoken[said.language] = spoken.get(said.language, 0) + len(said.text)
    return max(spoken, key=lambda language: spoken[language], default=None)
