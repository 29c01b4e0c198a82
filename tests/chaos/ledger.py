"""What a dialer was told is stored, and when: what Earshot is held to afterwards."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording that was acknowledged."""

    call: str
    sha256: str


@dataclass
class Ledger:
    """Filled while senders run; every entry is a 2xx that was read to its end."""

    file: Path
    """The same as lines of JSON, for whoever looks into a run that failed."""
    events: dict[str, bytes] = field(default_factory=dict)
    """As they were sent, by id."""
    sounds: dict[UUID, Sound] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    """Answers, and the lack of one, after which the same was sent again."""
    refused: list[str] = field(default_factory=list)
    """Answers after which a dialer gives up, as docs/dialers.md tells it to."""
    acknowledged_at: list[float] = field(default_factory=list)
    """`time.monotonic` of each acknowledged request, in order."""

    def keep_events(self, events: dict[str, bytes]) -> None:
        self.events |= events
        self._write("events", list(events))

    def keep_sound(self, recording_id: UUID, sound: Sound) -> None:
        self.sounds[recording_id] = sound
        self._write("recording", str(recording_id))

    def longest_silence_s(self, since: float, until: float) -> float:
        """The longest time between `since` and `until` without an acknowledgement."""
        within = [at for at in self.acknowledged_at if since < at < until]
        times = [since, *within, until]
        return max(after - before for before, after in pairwise(times))

    def _write(self, kind: str, what: object) -> None:
        self.acknowledged_at.append(time.monotonic())
        with self.file.open("a") as lines:
            lines.write(json.dumps({"at": time.time(), kind: what}) + "\n")
