"""Where somebody speaks: voice activity on each channel, echo left out."""

from datetime import timedelta

from faster_whisper.vad import get_speech_timestamps

from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from workers.asr import Spoken
from workers.asr.echo import without_echo


def find_speech(sound: Sound, settings: AsrSettings) -> tuple[Sound, tuple[Spoken, ...]]:
    """What is spoken on each channel, and the sound without echo."""
    spoken = _on_each_channel(sound, settings)
    clear = without_echo(sound, spoken)
    if clear is not sound:
        spoken = _on_each_channel(clear, settings)
    return clear, spoken


def _on_each_channel(sound: Sound, settings: AsrSettings) -> tuple[Spoken, ...]:
    return tuple(_on_channel(sound, index, settings) for index in range(sound.channels))


def _on_channel(sound: Sound, index: int, settings: AsrSettings) -> Spoken:
    margins_s = 2 * settings.vad_speech_pad.total_seconds()
    found = get_speech_timestamps(
        sound.channel(index),
        threshold=settings.vad_threshold,
        min_silence_duration_ms=_milliseconds(settings.vad_min_silence),
        max_speech_duration_s=settings.chunk_length_s - margins_s,
        speech_pad_ms=0,
    )
    return tuple((part["start"] / SAMPLE_RATE_HZ, part["end"] / SAMPLE_RATE_HZ) for part in found)


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
