"""What kind of sound a file holds, found out without trusting its name or header."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from pydantic import BaseModel, ConfigDict

from services.errors import Rejected

MAX_DURATION_S = 6 * 3600
MAX_CHANNELS = 8
_RATES_HZ = range(4_000, 192_001)

# Playlists and other demuxers that open further files or URLs must never run on an upload.
_DEMUXERS = "wav,w64,mp3,ogg,mov,mp4,m4a,3gp,3g2,mj2,flac,matroska,webm,aac,amr,au,aiff,asf,caf"
_BAD_PACKETS_AT_START = 50


class RecordingUnreadable(Rejected):
    """The recording is empty or not an audio format we can decode."""


class RecordingWithoutSound(RecordingUnreadable):
    """The file has pictures but no sound."""


class RecordingTooLong(Rejected):
    """The recording is longer than six hours, which no call is."""


class AudioFacts(BaseModel):
    """What a decoder finds. `duration_s` is counted from the packets, not the header."""

    model_config = ConfigDict(frozen=True)

    codec: str
    container: str
    sample_rate_hz: int
    channels: int
    duration_s: float


def probe(file: Path) -> AudioFacts:
    """Look into `file`: walk all packets, decode the first.

    Raises RecordingUnreadable, RecordingTooLong.
    """
    with opened(file) as (container, stream):
        codec = stream.codec_context
        facts = AudioFacts(
            codec=codec.codec.canonical_name,
            container=_container_name(container.format.name, codec.codec.canonical_name),
            sample_rate_hz=codec.sample_rate,
            channels=codec.channels,
            duration_s=round(_measure_s(container, stream), 3),
        )
    if facts.duration_s <= 0:
        raise RecordingUnreadable(field="file")
    return facts


@contextmanager
def opened(file: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """The container and its first audio stream. Whatever FFmpeg says becomes our sentence."""
    try:
        with av.open(
            str(file),
            metadata_errors="replace",
            options={"format_whitelist": _DEMUXERS, "protocol_whitelist": "file"},
        ) as container:
            yield container, _audio_stream(container)
    except (FFmpegError, ValueError) as error:
        raise RecordingUnreadable(field="file", reason=str(error)) from error


def _audio_stream(container: InputContainer) -> AudioStream:
    if not container.streams.audio:
        silent = bool(container.streams.video)
        raise (RecordingWithoutSound if silent else RecordingUnreadable)(field="file")
    stream = container.streams.audio[0]
    codec = stream.codec_context
    if codec is None:
        # FFmpeg knows of no decoder for what the header names.
        raise RecordingUnreadable(field="file")
    plausible = 1 <= codec.channels <= MAX_CHANNELS and codec.sample_rate in _RATES_HZ
    if not plausible:
        raise RecordingUnreadable(field="file", channels=codec.channels, rate=codec.sample_rate)
    return stream


def _container_name(demuxer: str, codec: str) -> str:
    """One plain word where FFmpeg lists all that its demuxer reads."""
    first = demuxer.partition(",")[0]
    if first == "matroska" and codec in {"opus", "vorbis"}:
        return "webm"
    return "mp4" if first == "mov" else first


def _measure_s(container: InputContainer, stream: AudioStream) -> float:
    """Seconds of sound. Raises RecordingTooLong, RecordingUnreadable when nothing decodes."""
    first: float | None = None
    end_s = 0.0
    decodes = False
    bad = 0
    for packet in container.demux(stream):
        if not decodes and packet.size:
            decodes, bad = _decodes(packet), bad + 1
            if bad > _BAD_PACKETS_AT_START:
                break
        if packet.pts is None or stream.time_base is None:
            continue
        start_s = float(packet.pts * stream.time_base)
        first = start_s if first is None else min(first, start_s)
        end_s = max(end_s, start_s + float((packet.duration or 0) * stream.time_base))
        if end_s - first > MAX_DURATION_S:
            raise RecordingTooLong(field="file", max_s=MAX_DURATION_S)
    if not decodes:
        raise RecordingUnreadable(field="file")
    return end_s - (first or 0.0)


def _decodes(packet: Any) -> bool:
    try:
        return bool(packet.decode())
    except FFmpegError:
        return False
