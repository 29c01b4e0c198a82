"""Write sound to audio files of the formats dialers make, with PyAV."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
from av.audio.resampler import AudioResampler

from demo.making.speech import RATE_HZ
from demo.making.telephone import Stereo


class Format(NamedTuple):
    """`codec` and `container` are FFmpeg's names; `bit_rate` 0 where it does not apply."""

    suffix: str
    container: str
    codec: str
    sample_rate_hz: int
    bit_rate: int = 0


OPUS = Format("ogg", "ogg", "libopus", 16_000, 24_000)
"""The smallest rate at which Opus keeps the two speakers apart: below, it folds them into one."""

PROBES = {
    "wav-pcm16": Format("wav", "wav", "pcm_s16le", 8_000),
    "wav-u8": Format("wav", "wav", "pcm_u8", 8_000),
    "wav-mulaw": Format("wav", "wav", "pcm_mulaw", 8_000),
    "wav-alaw": Format("wav", "wav", "pcm_alaw", 8_000),
    "mp3": Format("mp3", "mp3", "libmp3lame", 16_000, 64_000),
    "m4a": Format("m4a", "ipod", "aac", 16_000, 48_000),
    "flac": Format("flac", "flac", "flac", 8_000),
    "webm": Format("webm", "webm", "libopus", 16_000, 24_000),
}
"""What recorders of dialers write, by name of the test file."""


def write_audio(path: Path, sound: Stereo, form: Format) -> None:
    """Write float32[channels, n] at 16 kHz. The same sound gives the same bytes."""
    layout = "stereo" if sound.shape[0] == 2 else "mono"
    options: dict[str, Any] = {"fflags": "+bitexact"}
    with av.open(str(path), "w", format=form.container, options=options) as container:
        stream = container.add_stream(form.codec, rate=form.sample_rate_hz)
        if not isinstance(stream, av.AudioStream):
            raise TypeError(f"{form.codec} is not an audio codec")
        encoder = stream.codec_context
        encoder.layout = layout
        encoder.flags |= av.codec.context.Flags.bitexact
        if form.bit_rate:
            encoder.bit_rate = form.bit_rate
        if form.codec == "libopus":
            # Long frames spend fewer bits on headers, which leaves some to keep channels apart.
            encoder.options = {"application": "voip", "frame_duration": "60"}
        encoder.open()
        resampler = AudioResampler(
            encoder.format, layout, form.sample_rate_hz, encoder.frame_size or None
        )
        for frame in [*resampler.resample(_frame(sound, layout)), *resampler.resample(None)]:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def write_gsm(path: Path, sound: Stereo) -> None:
    """Write a mono wav of codec GSM 06.10, the mix of both speakers.

    FFmpeg reads this codec but cannot write it, hence Debian's `sox`.
    """
    sox = shutil.which("sox")
    if sox is None:
        raise SystemExit("Please install sox: FFmpeg cannot write GSM.")
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.wav"
        write_audio(plain, sound.sum(axis=0, keepdims=True), PROBES["wav-pcm16"])
        command = [sox, "-D", str(plain), "-r", "8000", "-e", "gsm-full-rate", str(path)]
        subprocess.run(command, check=True)


def _frame(sound: Stereo, layout: str) -> av.AudioFrame:
    samples = np.ascontiguousarray((np.clip(sound, -1, 1) * 32767).astype(np.int16).T)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
    frame.sample_rate = RATE_HZ
    frame.pts = 0
    return frame
