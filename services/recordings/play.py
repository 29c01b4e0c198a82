"""Reading recordings: the newest of a call, its waveform and its sound."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from services.errors import NotFound
from services.recordings.waveform import Waveform, media_type_of
from services.tables import Recording

_AS_STORED = "application/octet-stream"
_WAVE = "audio/wav"


class NoRecording(NotFound):
    """This call has no recording yet."""


class WaveformNotDrawn(NotFound):
    """The waveform is drawn when the recording has been transcribed. Please try again later."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Stored bytes to play, by name."""

    sha256: str
    media_type: str


def get_recording_of(session: Session, call_id: UUID) -> Recording:
    """The newest recording of a call. Raises NoRecording."""
    found = find_recording_of(session, call_id)
    if found is None:
        raise NoRecording(call_id=call_id)
    return found


def find_recording_of(session: Session, call_id: UUID) -> Recording | None:
    newest = col(Recording.created_at).desc()
    query = select(Recording).where(Recording.call_id == call_id).order_by(newest).limit(1)
    return session.exec(query).first()


def get_waveform(recording: Recording) -> Waveform:
    """Raises WaveformNotDrawn."""
    if recording.waveform is None:
        raise WaveformNotDrawn(recording_id=recording.id)
    return Waveform.model_validate(recording.waveform)


def sound_of(recording: Recording) -> Sound:
    """What to play: the rendition where there is one, else the recording as it is stored."""
    if recording.waveform is not None:
        rendition = get_waveform(recording).rendition
        if rendition is not None:
            return Sound(rendition.sha256, rendition.media_type)
    as_stored = media_type_of(recording) or (_WAVE if recording.container == "wav" else _AS_STORED)
    return Sound(recording.sha256, as_stored)
