"""faster-whisper in this process. The only module that imports it."""

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import ctranslate2
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.transcribe import Segment

from services.recordings.decode import Decoded
from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import Utterance, Word
from workers.asr import Heard, ModelUnavailable, Progress, in_order
from workers.asr.words import as_written, spread_evenly


class WhisperTranscriber:
    """One model, loaded once. Not for several threads at the same time."""

    def __init__(self, settings: AsrSettings) -> None:
        """Load the model. Raises ModelUnavailable."""
        self._settings = settings
        device = _device(settings)
        compute_type = _compute_type(settings, device)
        self._pipeline = BatchedInferencePipeline(_load(settings, device, compute_type))
        self.name = f"whisper/{Path(settings.model).name}/{compute_type}"

    def transcribe(
        self, sound: Decoded, speakers: Sequence[Channel], on_progress: Progress
    ) -> Heard:
        said: list[Utterance] = []
        for index, speaker in enumerate(speakers):
            for utterance in self._hear(sound, index, speaker):
                said.append(utterance)
                done = min(1.0, utterance.end_s / sound.duration_s)
                on_progress((index + done) / len(speakers))
        return in_order(said)

    def _hear(self, sound: Decoded, index: int, speaker: Channel) -> Iterator[Utterance]:
        settings = self._settings
        segments, info = self._pipeline.transcribe(
            sound.channel(index),
            language=settings.language,
            beam_size=settings.beam_size,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=False,
            word_timestamps=settings.word_times,
            chunk_length=settings.chunk_length_s,
            batch_size=settings.batch_size,
            vad_filter=True,
            vad_parameters={
                "threshold": settings.vad_threshold,
                "min_silence_duration_ms": _milliseconds(settings.vad_min_silence),
                "speech_pad_ms": _milliseconds(settings.vad_speech_pad),
            },
        )
        for segment in segments:
            if segment.text.strip():
                yield _utterance(segment, speaker, info.language, sound.duration_s)


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


def _utterance(segment: Segment, speaker: Channel, language: str, duration_s: float) -> Utterance:
    text = segment.text.strip()
    start_s = round(min(max(0.0, float(segment.start)), duration_s), 3)
    end_s = round(min(max(start_s, float(segment.end)), duration_s), 3)
    words = as_written(text, [_word(word) for word in segment.words or ()])
    sure = _mean_confidence(words) if words else round(math.exp(min(0.0, segment.avg_logprob)), 3)
    return Utterance(
        channel=speaker,
        start_s=start_s,
        end_s=end_s,
        text=text,
        confidence=sure,
        language=language,
        words=words or spread_evenly(text, start_s, end_s, sure),
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


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
