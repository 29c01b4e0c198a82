"""From any file FFmpeg reads to sound, and from sound to Opus."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import InputContainer
from av.error import FFmpegError

from services.recordings.probe import (
    MAX_DURATION_S,
    RecordingTooLong,
    RecordingUnreadable,
    opened,
)
from services.recordings.sound import SAMPLE_RATE_HZ, OnDisk, Samples, Sound
from services.recordings.storage import spool_folder

_BLOCK = 1 << 20
_SAME_CORRELATION = 0.98
_SAME_DIFFERENCE = 1e-4  # -40 dB


@contextmanager
def decoded(file: Path) -> Iterator[Sound]:
    """All of `file` as sound, which lies on disk until the context ends.

    Broken packets are skipped. More than two channels are mixed to one: nobody said who
    is on which. Two that hold the same sound become one. Raises RecordingUnreadable,
    RecordingTooLong.
    """
    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="sound-") as folder:
        parts = _decode(file, Path(folder))
        if len(parts[0]) == 0:
            raise RecordingUnreadable(field="file")
        yield Sound(parts[:1] if len(parts) == 2 and same_sound(*parts) else parts)


def _decode(file: Path, folder: Path) -> tuple[Samples, ...]:
    with opened(file) as (container, stream), ExitStack() as stack:
        wanted = stream.codec_context.channels if stream.codec_context.channels <= 2 else 1
        paths = [folder / f"{index}.s16" for index in range(wanted)]
        files = [stack.enter_context(path.open("wb")) for path in paths]
        resampler = AudioResampler("s16p", "stereo" if wanted == 2 else "mono", SAMPLE_RATE_HZ)
        for frame in _frames(container, stream):
            for piece in resampler.resample(frame):
                _append(files, piece)
        for piece in resampler.resample(None):
            _append(files, piece)
    return tuple(OnDisk(path, path.stat().st_size // 2) for path in paths)


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[av.AudioFrame]:
    for packet in container.demux(stream):
        with suppress(FFmpegError):
            for frame in packet.decode():
                assert isinstance(frame, av.AudioFrame)
                yield frame


def _append(files: Sequence[BinaryIO], piece: av.AudioFrame) -> None:
    for file, samples in zip(files, piece.to_ndarray(), strict=True):
        file.write(samples.tobytes())
    if files[0].tell() > 2 * MAX_DURATION_S * SAMPLE_RATE_HZ:
        raise RecordingTooLong(field="file", max_s=MAX_DURATION_S)


def same_sound(left: Samples, right: Samples) -> bool:
    """Whether two channels are one sound recorded twice.

    Correlation above 0.98, or a difference 40 dB below the sum of both.
    """
    both = left_power = right_power = difference = 0.0
    for start in range(0, len(left), _BLOCK):
        a = left.read(start, start + _BLOCK).astype(np.float64)
        b = right.read(start, start + _BLOCK).astype(np.float64)
        both += float(a @ b)
        left_power += float(a @ a)
        right_power += float(b @ b)
        difference += float((a - b) @ (a - b))
    if difference <= _SAME_DIFFERENCE * (left_power + right_power):
        return True
    return both > _SAME_CORRELATION * float(np.sqrt(left_power) * np.sqrt(right_power))


def encode_opus(sound: Sound, file: Path) -> None:
    """Write `sound` as Ogg/Opus, which every browser plays. The same sound, the same bytes.

    24 kbit/s a channel: with less, libopus folds two channels into one.
    """
    layout = "stereo" if sound.channels == 2 else "mono"
    bitexact = {"fflags": "+bitexact"}
    with av.open(str(file), "w", format="ogg", options=bitexact) as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE_HZ)
        assert isinstance(stream, AudioStream)
        stream.layout = layout
        stream.bit_rate = 24_000 * sound.channels
        stream.codec_context.flags |= Flags.bitexact
        for second, piece in enumerate(sound.blocks(1)):
            packed = np.ascontiguousarray(piece.T).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
            frame.sample_rate = SAMPLE_RATE_HZ
            frame.pts = second * SAMPLE_RATE_HZ
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
