"""The sound of a clip: exactly its stretch, with a tone over what is personal where need be."""

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from services import jobs
from services.jobs import BeepRecording
from services.people import audit
from services.people.access import Caller
from services.privacy import beeping
from services.privacy.beeping import SoundBeingPrepared
from services.privacy.revealing import sees
from services.recordings import play
from services.recordings.decode import decoded, encode_opus
from services.recordings.sound import SAMPLE_RATE_HZ, InMemory, Sound
from services.recordings.storage import get_storage, spool_folder
from services.reviews.clips.keeping import sees_call_of
from services.reviews.clips.reading import get_visible_clip
from services.tables import Clip, Recording, Revealed

_PREPARED_S = 2
_ONE_LISTENING = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of stored sound."""

    sha256: str
    from_s: float
    to_s: float


def audible(session: Session, caller: Caller, clip_id: UUID) -> Stretch:
    """What the caller may hear of it; that they listen is noted.

    Raises ClipNotFound, NoRecording, SoundNotHeardYet; SoundBeingPrepared, once that is queued.
    """
    clip = get_visible_clip(session, caller, clip_id)
    recording = play.get_recording_of(session, clip.call_id)
    sound = _sound(session, caller, clip, recording)
    audit.record_once(
        session,
        actor=caller.actor,
        act="clip.listened",
        subject=str(clip.id),
        within=_ONE_LISTENING,
    )
    return Stretch(sound.sha256, clip.from_s, clip.to_s)


def cut(stretch: Stretch) -> bytes:
    """As Ogg/Opus. Takes long: call it with no transaction open.

    Raises ContentMissing, ContentDamaged, StorageDown, RecordingUnreadable.
    """
    with (
        get_storage().local_copy(stretch.sha256) as file,
        decoded(file) as sound,
        tempfile.TemporaryDirectory(dir=spool_folder(), prefix="clip-") as folder,
    ):
        out = Path(folder) / "clip.ogg"
        encode_opus(_only(sound, stretch), out)
        return out.read_bytes()


def _sound(session: Session, caller: Caller, clip: Clip, recording: Recording) -> play.Sound:
    """Those who do not see the call hear nothing personal of it, whatever else they may."""
    if sees_call_of(session, caller, clip) and sees(session, caller, clip.call_id, Revealed.WORDS):
        return play.sound_of(recording)
    waveform = beeping.ready(session, recording)
    if waveform is None:
        jobs.enqueue(session, BeepRecording(recording_id=recording.id))
        raise SoundBeingPrepared(recording_id=recording.id, retry_after_s=_PREPARED_S)
    return beeping.sound_in(recording, waveform)


def _only(sound: Sound, stretch: Stretch) -> Sound:
    start = round(stretch.from_s * SAMPLE_RATE_HZ)
    end = min(round(stretch.to_s * SAMPLE_RATE_HZ), sound.length)
    parts = (InMemory(sound.read(index, start, end)) for index in range(sound.channels))
    return Sound(tuple(parts))
