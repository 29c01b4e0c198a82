"""faster-whisper in this process."""

import math
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.transcribe import Segment
from numpy.typing import NDArray

from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import MadeBy, Utterance, Word
from workers.asr import Heard, ModelUnavailable, Progress, Said, Signs, Task, in_order
from workers.asr.speech import Stretch, in_windows, join, lay_out, runs
from workers.asr.splitting import cut, part
from workers.asr.words import as_written, spread_evenly


class WhisperTranscriber:
    """One model, loaded once. Not for several threads at the same time."""

    def __init__(self, settings: AsrSettings) -> None:
        """Load the model. Raises ModelUnavailable."""
        self.settings = settings
        device = _device(settings)
        compute_type = _compute_type(settings, device)
        self._pipeline = BatchedInferencePipeline(_load(settings, device, compute_type))
        self.made_by = MadeBy(
            engine="whisper",
            model=Path(settings.model).name,
            parameters={"compute_type": compute_type, "beam_size": settings.beam_size},
        )

    def transcribe(self, tasks: Sequence[Task], on_progress: Progress) -> list[Heard]:
        return [
            self._transcribe(task, partial(on_progress, number))
            for number, task in enumerate(tasks)
        ]

    def _transcribe(self, task: Task, on_progress: Callable[[float], None]) -> Heard:
        said: list[Said] = []
        margin_s = self.settings.vad_speech_pad.total_seconds()
        for index, speaker in enumerate(task.speakers):
            speech = lay_out(
                task.speech[index], margin_s=margin_s, duration_s=task.sound.duration_s
            )
            for utterance in self._hear(task.sound.channel(index), speech, speaker):
                said.append(utterance)
                done = min(1.0, utterance[0].end_s / task.sound.duration_s)
                on_progress((index + done) / len(task.speakers))
        return in_order(said)

    def _hear(
        self, samples: NDArray[np.float32], speech: Sequence[Stretch], speaker: Channel
    ) -> Iterator[Said]:
        if not speech:
            return
        settings = self.settings
        windows = list(in_windows(speech, settings.chunk_length_s))
        segments, info = self._pipeline.transcribe(
            join(samples, speech),
            language=settings.language,
            beam_size=settings.beam_size,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=False,
            word_timestamps=settings.word_times,
            batch_size=settings.batch_size,
            vad_filter=False,
            clip_timestamps=[
                {"start": window[0].joined_s, "end": window[-1].joined_end_s} for window in windows
            ],
        )
        starts = [self._seek(window) for window in windows]
        for segment in segments:
            window = windows[bisect(starts, segment.seek) - 1]
            if segment.text.strip() and not _is_made_up(segment, window):
                signs = Signs(
                    segment.avg_logprob, segment.no_speech_prob, segment.compression_ratio
                )
                for utterance in _utterances(segment, window, speaker, info.language):
                    yield utterance, signs

    def _seek(self, window: Sequence[Stretch]) -> int:
        """What a window's segments have as `seek` at least: frames, cut off, hence one less."""
        return int(window[0].joined_s * self._pipeline.model.frames_per_second) - 1


def _load(settings: AsrSettings, device: str, compute_type: str) -> WhisperModel:
    try:
        return WhisperModel(
            settings.model,
            device=device,
            compute_type=compute_type,
            cpu_threads=settings.cpu_threads,
        )
    except Exception as error:
        raise ModelUnavailable(_advice(settings, error)) from error


def _advice(settings: AsrSettings, error: Exception) -> str:
    reason = (str(error).splitlines() or [""])[0].strip(" .") or type(error).__name__
    return (
        f"The speech model '{settings.model}' cannot be loaded ({reason}). "
        "Set EARSHOT_ASR_MODEL to a folder that holds a faster-whisper model, "
        "or HF_ENDPOINT to a server that this machine may fetch it from."
    )


def _is_made_up(segment: Segment, window: Sequence[Stretch]) -> bool:
    """Whether a model goes on after the end of what it was given."""
    return segment.end > window[-1].joined_end_s and not any(
        stretch.is_meant(segment.start, segment.end) for stretch in window
    )


def _utterances(
    segment: Segment, window: Sequence[Stretch], speaker: Channel, language: str
) -> Iterator[Utterance]:
    """What was said at one go; more than one where there is a pause in it."""
    text = segment.text.strip()
    words = as_written(text, [_word(word) for word in segment.words or ()])
    if words:
        for group in part(words, window):
            yield _utterance(group, _mean_confidence(group), speaker, language)
        return
    sure = round(math.exp(min(0.0, segment.avg_logprob)), 3)
    found = runs(window, segment.start, segment.end)
    texts = cut(text, [run.spoken_s for run in found])
    for run, piece in zip(found, texts, strict=True):
        if piece:
            yield _utterance(
                spread_evenly(piece, run.start_s, run.end_s, sure), sure, speaker, language
            )


def _utterance(
    words: Sequence[Word], confidence: float, speaker: Channel, language: str
) -> Utterance:
    return Utterance(
        channel=speaker,
        start_s=words[0].start_s,
        end_s=words[-1].end_s,
        text="".join(word.text for word in words),
        confidence=confidence,
        language=language,
        words=tuple(words),
    )


def _word(word: Any) -> Word:
    """The model's numbers are numpy's; ours are not."""
    return Word(
        start_s=round(float(word.start), 3),
        end_s=round(float(word.end), 3),
        text=word.word,
        confidence=round(min(1.0, max(0.0, float(word.probability))), 3),
    )


def _mean_confidence(words: Sequence[Word]) -> float:
    """Mean over characters, so that a long word counts for more than an article."""
    characters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / characters, 3)


def _device(settings: AsrSettings) -> str:
    if settings.device != "auto":
        return settings.device
    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def _compute_type(settings: AsrSettings, device: str) -> str:
    if settings.compute_type != "default":
        return settings.compute_type
    return "float16" if device == "cuda" else "int8"
