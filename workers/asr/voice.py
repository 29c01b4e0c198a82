"""Where somebody speaks: voice activity on each channel, echo left out."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from faster_whisper.vad import get_vad_model
from numpy.typing import NDArray

from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from workers.asr import Spoken
from workers.asr.activity import FRAME_S, Rules, pieces
from workers.asr.echo import without_echo

_FRAME = round(FRAME_S * SAMPLE_RATE_HZ)
_BEFORE = 64
"""Samples before a frame that Silero is given with it."""
_BLOCK = 60 * SAMPLE_RATE_HZ // _FRAME * _FRAME
"""Samples looked at together: all that is ever in memory of a channel."""


def find_speech(sound: Sound, settings: AsrSettings) -> tuple[Sound, tuple[Spoken, ...]]:
    """What is spoken on each channel, and the sound without echo."""
    spoken = _on_channels(sound, range(sound.channels), settings)
    clear = without_echo(sound, [spoken[index] for index in range(sound.channels)])
    echoed = {place[0] for place in clear.muted} if clear is not sound else set()
    spoken |= _on_channels(clear, echoed, settings)
    return clear, tuple(spoken[index] for index in range(sound.channels))


def likely_speech(sound: Sound, index: int) -> NDArray[np.float32]:
    """Silero's probability of speech for each 32 ms of a channel, float32[frames].

    The network's state goes from block to block, so the size of a block changes nothing.
    """
    session = get_vad_model().session
    hidden, cell = np.zeros((2, 1, 1, 128), np.float32)
    found = []
    for start in range(0, sound.length, _BLOCK):
        frames = _frames(sound, index, start)
        answer, hidden, cell = session.run(None, {"input": frames, "h": hidden, "c": cell})
        found.append(answer.ravel())
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _on_channels(sound: Sound, indices: Iterable[int], settings: AsrSettings) -> dict[int, Spoken]:
    """Side by side: Silero is at work on one core for each channel."""
    wanted = list(indices)
    if not wanted:
        return {}
    with ThreadPoolExecutor(len(wanted)) as threads:
        found = threads.map(partial(_on_channel, sound, settings), wanted)
        return dict(zip(wanted, found, strict=True))


def _on_channel(sound: Sound, settings: AsrSettings, index: int) -> Spoken:
    rules = Rules.of(
        settings.vad_threshold,
        settings.vad_min_silence.total_seconds(),
        settings.chunk_length_s - 2 * settings.vad_speech_pad.total_seconds() - FRAME_S,
    )
    found = pieces(likely_speech(sound, index), rules)
    return tuple((start * FRAME_S, min(end * FRAME_S, sound.duration_s)) for start, end in found)


def _frames(sound: Sound, index: int, start: int) -> NDArray[np.float32]:
    """float32[frames][64 + 512]: each frame with the end of the one before it."""
    read = sound.read(index, start - _BEFORE, start + _BLOCK)
    missing = 0 if start else _BEFORE
    whole = np.pad(read, (missing, -(missing + len(read) - _BEFORE) % _FRAME))
    samples = np.divide(whole, 32768, dtype=np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(samples, _BEFORE + _FRAME)
    return np.ascontiguousarray(windows[::_FRAME])
