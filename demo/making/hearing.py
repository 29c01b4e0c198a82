"""How well the demo's model hears the recordings, in figures."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.audio import decode_audio

from demo.calls import RecordedCall
from demo.making.speech import RATE_HZ, Samples


class Heard(NamedTuple):
    """One utterance of one channel, seconds from the start of the recording."""

    channel: str
    start_s: float
    end_s: float
    text: str


@dataclass
class Figures:
    """Sums over recordings; errors and characters without punctuation and case."""

    errors: int = 0
    characters: int = 0
    work_s: float = 0
    audio_s: float = 0

    @property
    def error_rate(self) -> float:
        return self.errors / max(1, self.characters)

    @property
    def real_time_factor(self) -> float:
        return self.work_s / max(1e-9, self.audio_s)


class Ear:
    """The model with the settings the demo runs it with."""

    def __init__(self, model: Path, cpu_threads: int = 2) -> None:
        whisper = WhisperModel(
            str(model), device="cpu", compute_type="int8", cpu_threads=cpu_threads
        )
        self._pipeline = BatchedInferencePipeline(whisper)

    def hear(self, call: RecordedCall, folder: Path) -> list[Heard]:
        """What was said, channel by channel. A mix is heard once, as channel `mixed`."""
        path = str(folder / call.file)
        if call.layout != "stereo":
            return self._listen("mixed", decode_audio(path, RATE_HZ))
        agent, customer = decode_audio(path, RATE_HZ, split_stereo=True)
        return [*self._listen("agent", agent), *self._listen("customer", customer)]

    def _listen(self, channel: str, samples: Samples) -> list[Heard]:
        segments, _ = self._pipeline.transcribe(
            samples,
            batch_size=8,
            beam_size=1,
            chunk_length=10,
            without_timestamps=False,
            temperature=0,
            vad_parameters={
                "threshold": 0.25,
                "min_silence_duration_ms": 500,
                "speech_pad_ms": 400,
            },
        )
        return [Heard(channel, said.start, said.end, said.text) for said in segments]


def measure(ear: Ear, calls: Iterable[RecordedCall], folder: Path) -> dict[str, Figures]:
    """Figures by language and layout."""
    figures: dict[str, Figures] = defaultdict(Figures)
    for call in calls:
        began = time.perf_counter()
        heard = ear.hear(call, folder)
        sums = figures[f"{call.language} {call.layout}"]
        sums.work_s += time.perf_counter() - began
        sums.audio_s += call.duration_s * (2 if call.layout == "stereo" else 1)
        for errors, characters in _errors(call, heard):
            sums.errors += errors
            sums.characters += characters
    return dict(figures)


def _errors(call: RecordedCall, heard: list[Heard]) -> Iterable[tuple[int, int]]:
    """Errors and characters of each channel."""
    channels = ("agent", "customer") if call.layout == "stereo" else ("mixed",)
    for channel in channels:
        true = plain(
            call.said_by(channel) if channel != "mixed" else "".join(t.text for t in call.turns)
        )
        yield edit_distance(true, plain(text_of(heard, channel))), len(true)


def missed_phrases(call: RecordedCall, heard: list[Heard]) -> list[str]:
    """Planted phrases that did not come out as text."""
    text = plain(text_of(heard, "agent"))
    quotes = [violation.quote for violation in call.violations if violation.quote]
    return [quote for quote in quotes if plain(quote) not in text]


def text_of(heard: list[Heard], channel: str) -> str:
    return "".join(said.text for said in heard if said.channel == channel)


def plain(text: str) -> str:
    """Letters and digits only, in lower case: what an error rate without punctuation counts."""
    return "".join(character for character in text.lower() if character.isalnum())


def edit_distance(true: str, heard: str) -> int:
    """Levenshtein's: characters to insert, delete or replace."""
    row = np.arange(len(heard) + 1)
    other = np.array([ord(character) for character in heard])
    steps = np.arange(len(heard) + 1)
    for number, character in enumerate(true, 1):
        best = np.empty_like(row)
        best[0] = number
        best[1:] = np.minimum(row[1:] + 1, row[:-1] + (other != ord(character)))
        # Insertions run along the row: the cheapest start to the left plus the steps from it.
        row = np.minimum.accumulate(best - steps) + steps
    return int(row[-1])
