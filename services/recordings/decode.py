"""Sound as numbers: decoded channels, whether they differ, how loud they are, and Opus."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import InputContainer
from av.error import FFmpegError
from numpy.typing import NDArray

from services.recordings.probe import (
    MAX_DURATION_S,
    RecordingTooLong,
    RecordingUnreadable,
    opened,
)

SAMPLE_RATE_HZ = 16_000
_BLOCK = 1 << 20
_SAME_CORRELATION = 0.98
_SAME_DIFFERENCE = 1e-4  # -40 dB
_SLICES_PER_S = 40
_SLICES_MAX = 4000
_FULL_SCALE = 32768


@dataclass(frozen=True)
class Decoded:
    """`samples` is int16[channels][n] at 16 kHz; one channel when they all sound the same."""

    samples: NDArray[np.int16]

    @property
    def channels(self) -> int:
        return int(self.samples.shape[0])

    @property
    def duration_s(self) -> float:
        return float(self.samples.shape[1] / SAMPLE_RATE_HZ)

    def channel(self, index: int) -> NDArray[np.float32]:
        """float32[n] in [-1, 1], as speech models take it. One copy, made when asked for."""
        samples: NDArray[np.int16] = self.samples[index]
        return np.divide(samples, _FULL_SCALE, dtype=np.float32)

    def peaks(self) -> list[list[float]]:
        """Loudest sample per slice and channel, 0 to 1; some 40 slices a second."""
        length = self.samples.shape[1]
        count = max(1, min(_SLICES_MAX, int(self.duration_s * _SLICES_PER_S)))
        starts = np.arange(count, dtype=np.int64) * length // count
        high = np.maximum.reduceat(self.samples, starts, axis=1).astype(np.int32)
        low = np.minimum.reduceat(self.samples, starts, axis=1).astype(np.int32)
        loud = np.maximum(high, -low) / _FULL_SCALE
        return [[round(float(peak), 3) for peak in channel] for channel in loud]


def decode(file: Path) -> Decoded:
    """Decode all of `file`; broken packets are skipped.

    More than two channels are mixed to one: nobody said who is on which. Two that hold
    the same sound become one. Raises RecordingUnreadable, RecordingTooLong.
    """
    with opened(file) as (container, stream):
        wanted = stream.codec_context.channels if stream.codec_context.channels <= 2 else 1
        heard = [bytearray() for _ in range(wanted)]
        resampler = AudioResampler("s16p", "stereo" if wanted == 2 else "mono", SAMPLE_RATE_HZ)
        for frame in _frames(container, stream):
            for piece in resampler.resample(frame):
                _append(heard, piece)
        for piece in resampler.resample(None):
            _append(heard, piece)
    samples = np.stack([np.frombuffer(channel, dtype=np.int16) for channel in heard])
    if samples.shape[1] == 0:
        raise RecordingUnreadable(field="file")
    return Decoded(samples[:1] if wanted == 2 and same_sound(*samples) else samples)


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[av.AudioFrame]:
    for packet in container.demux(stream):
        with suppress(FFmpegError):
            for frame in packet.decode():
                assert isinstance(frame, av.AudioFrame)
                yield frame


def _append(heard: list[bytearray], piece: av.AudioFrame) -> None:
    for channel, samples in zip(heard, piece.to_ndarray(), strict=True):
        channel += samples.tobytes()
    if len(heard[0]) > 2 * MAX_DURATION_S * SAMPLE_RATE_HZ:
        raise RecordingTooLong(field="file", max_s=MAX_DURATION_S)


def same_sound(left: NDArray[np.int16], right: NDArray[np.int16]) -> bool:
    """Whether two channels are one sound recorded twice.

    Correlation above 0.98, or a difference 40 dB below the sum of both.
    """
    both = left_power = right_power = difference = 0.0
    for start in range(0, len(left), _BLOCK):
        a = left[start : start + _BLOCK].astype(np.float64)
        b = right[start : start + _BLOCK].astype(np.float64)
        both += float(a @ b)
        left_power += float(a @ a)
        right_power += float(b @ b)
        difference += float((a - b) @ (a - b))
    if difference <= _SAME_DIFFERENCE * (left_power + right_power):
        return True
    return both > _SAME_CORRELATION * float(np.sqrt(left_power) * np.sqrt(right_power))


def encode_opus(decoded: Decoded, file: Path) -> None:
    """Write `decoded` as Ogg/Opus, which every browser plays. The same sound, the same bytes.

    24 kbit/s a channel: with less, libopus folds two channels into one.
    """
    layout = "stereo" if decoded.channels == 2 else "mono"
    bitexact = {"fflags": "+bitexact"}
    with av.open(str(file), "w", format="ogg", options=bitexact) as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE_HZ)
        assert isinstance(stream, AudioStream)
        stream.layout = layout
        stream.bit_rate = 24_000 * decoded.channels
        stream.codec_context.flags |= Flags.bitexact
        for start in range(0, decoded.samples.shape[1], SAMPLE_RATE_HZ):
            piece = decoded.samples[:, start : start + SAMPLE_RATE_HZ]
            packed = np.ascontiguousarray(piece.T).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
            frame.sample_rate = SAMPLE_RATE_HZ
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
