"""Sound for tests: synthesised, or one of the recorded calls."""

import io
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray
from sqlmodel import Session

from services.db import transaction
from services.recordings.attach import attach, store
from services.recordings.decode import decoded
from services.recordings.sound import Sound
from services.recordings.spool import received
from services.tables import Channel, Recording
from services.transcripts import Hints
from tests.factories import make_source
from workers.asr import Heard, Task, Transcriber
from workers.asr.voice import find_speech

CALLS = Path(__file__).parent / "data" / "calls"
RATE_HZ = 8000


def tone(seconds: float, pitch_hz: float = 300, *, loudness: float = 0.3) -> NDArray[np.int16]:
    """A tone that comes and goes twice a second, with a little noise: int16[n] at 8 kHz."""
    at_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    noise = np.random.default_rng(int(pitch_hz)).normal(0, 0.002, len(at_s))
    sound = np.sin(2 * np.pi * pitch_hz * at_s) * (at_s % 0.5 < 0.3) * loudness
    return ((sound + noise) * 32767).astype(np.int16)


def two(seconds: float) -> list[NDArray[np.int16]]:
    """Two people who speak in turn."""
    first, second = tone(seconds, 300), tone(seconds, 700)
    quarter = RATE_HZ // 4
    return [first, np.roll(second, quarter)]


def wav(*channels: NDArray[np.int16], codec: str = "pcm_s16le") -> bytes:
    """A wave file of one or two channels."""
    return encoded(*channels, codec=codec, container="wav", suffix="wav")


def encoded(*channels: NDArray[np.int16], codec: str, container: str, suffix: str) -> bytes:
    layout = "stereo" if len(channels) == 2 else "mono"
    target = io.BytesIO()
    target.name = f"sound.{suffix}"
    with av.open(target, "w", format=container) as file:
        stream = file.add_stream(codec, rate=RATE_HZ)
        assert isinstance(stream, AudioStream)
        stream.layout = layout
        packed = np.ascontiguousarray(np.stack(channels).T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate = RATE_HZ
        frame.pts = 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return target.getvalue()


def attach_sound(
    session: Session, call_id: UUID, sound: bytes, *, file_name: str | None = None
) -> Recording:
    """Attach `sound` to a call of the source `dialer`, known or not."""
    source = make_source(session)
    with received([sound]) as upload:
        facts = store(upload)
        recording, _ = attach(
            session,
            call_id=call_id,
            source_id=source.id,
            upload=upload,
            facts=facts,
            file_name=file_name,
        )
    return recording


def attached(call_id: UUID, sound: bytes) -> UUID:
    """The same, committed; returns the recording's id."""
    with transaction() as session:
        return attach_sound(session, call_id, sound).id


def reread(recording_id: UUID) -> Recording:
    with transaction() as session:
        return session.get_one(Recording, recording_id)


def loaded(file: Path) -> Sound:
    """All of `file`, in memory."""
    with decoded(file) as sound:
        return Sound.of(np.concatenate(list(sound.blocks()), axis=1))


def task_of(
    sound: Sound,
    speakers: Sequence[Channel],
    transcriber: Transcriber,
    *,
    hints: Hints | None = None,
) -> Task:
    clear, speech = find_speech(sound, transcriber.settings)
    return Task(clear, tuple(speakers), speech, hints or Hints())


def heard_by(transcriber: Transcriber, sound: Sound, speakers: Sequence[Channel]) -> Heard:
    """What `transcriber` makes of one recording."""
    [heard] = transcriber.transcribe([task_of(sound, speakers, transcriber)], lambda *_: None)
    return heard
