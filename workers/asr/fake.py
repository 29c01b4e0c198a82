"""A transcriber that says what a test tells it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from services.recordings.decode import Decoded
from services.tables import Channel
from services.transcripts import Utterance
from workers.asr import Heard, Progress, in_order


@dataclass
class FakeTranscriber:
    """Hears `utterances` in every recording, or does whatever `behave` does first."""

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
