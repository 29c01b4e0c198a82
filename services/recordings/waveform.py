"""What is kept of a recording's sound for drawing and playing it."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from services.tables import Channel, Recording


class Rendition(BaseModel):
    """The same sound in a format browsers play, stored under its own SHA-256."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    size_bytes: int
    media_type: str = "audio/ogg"


class Waveform(BaseModel):
    """`Recording.waveform`. Peaks per slice, 0 to 1, one list per channel, agent first."""

    model_config = ConfigDict(frozen=True)

    duration_s: float
    channels: list[list[float]]
    speakers: list[Channel]
    rendition: Rendition | None = None
    """None when the recording plays as it is."""


def speakers_of(channels: int, agent_channel: int | None) -> list[Channel]:
    """Who speaks on each channel, in the order of the file."""
    if channels != 2 or agent_channel is None:
        return [Channel.MIXED] * channels
    other = [Channel.CUSTOMER, Channel.CUSTOMER]
    other[agent_channel] = Channel.AGENT
    return other


def draw(
    peaks: Sequence[list[float]],
    speakers: Sequence[Channel],
    duration_s: float,
    rendition: Rendition | None,
) -> Waveform:
    """Order the channels by speaker, the agent first."""
    pairs = sorted(zip(speakers, peaks, strict=True), key=lambda pair: pair[0])
    return Waveform(
        duration_s=round(duration_s, 3),
        channels=[channel for _, channel in pairs],
        speakers=[speaker for speaker, _ in pairs],
        rendition=rendition,
    )


_PLAYABLE = {
    ("ogg", "opus"): "audio/ogg",
    ("ogg", "vorbis"): "audio/ogg",
    ("webm", "opus"): "audio/webm",
    ("webm", "vorbis"): "audio/webm",
    ("mp3", "mp3"): "audio/mpeg",
    ("mp4", "aac"): "audio/mp4",
    ("flac", "flac"): "audio/flac",
    ("wav", "pcm_s16le"): "audio/wav",
}
"""Media type by container and codec of what every current browser plays."""


def media_type_of(recording: Recording) -> str | None:
    """None when browsers do not play it as it is."""
    return _PLAYABLE.get((recording.container, recording.codec))
