"""Speech to text. Each module here is one way to do it; only `whisper` loads a model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.recordings.decode import Decoded
from services.tables import Channel
from services.transcripts import Utterance


class ModelUnavailable(Exception):
    """The speech model cannot be loaded. The message says why, and what to set."""


Progress = Callable[[float], None]
"""Told how much is done, 0 to 1, now and then."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, in the order it was begun, and the language most of it is in."""

    utterances: tuple[Utterance, ...]
    language: str | None


class Transcriber(Protocol):
    """Hears each channel on its own. `speakers[i]` is who speaks on channel `i`."""

    @property
    def name(self) -> str:
        """Which model, as kept with every transcript."""
        ...

    def transcribe(
        self, sound: Decoded, speakers: Sequence[Channel], on_progress: Progress
    ) -> Heard: ...


def in_order(utterances: Sequence[Utterance]) -> Heard:
    """Put the channels' utterances together; the agent first where two begin at once."""
    ordered = sorted(utterances, key=lambda said: (said.start_s, said.end_s, said.channel))
    return Heard(tuple(ordered), _main_language(ordered))


def _main_language(utterances: Sequence[Utterance]) -> str | None:
    spoken: dict[str, int] = {}
    for said in utterances:
        if said.language:
            spoken[said.language] = spoken.get(said.language, 0) + len(said.text)
    return max(spoken, key=lambda language: spoken[language], default=None)
