"""Sound with a tone over what is personal, for those who may not hear it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from services.clock import utc_now
from services.errors import Conflict, Unavailable
from services.privacy.keeping import spans_of
from services.privacy.spans import Span
from services.recordings import play
from services.recordings.decode import decoded
from services.recordings.render import render
from services.recordings.sound import SAMPLE_RATE_HZ, Samples, Sound
from services.recordings.storage import get_storage
from services.recordings.waveform import Rendition, Waveform, draw, speakers_of
from services.tables import BeepedSound, Channel, Recording, Transcript
from services.transcripts.reading import newest_transcript

TONE_HZ = 1_000
MARGIN_S = 0.15
"""Before and behind what is said: times of words are not exact."""
_FADE_S = 0.01
_LEVEL = 0.25 * 32767
_MADE_BY = "tone-1"
"""Part of the digest: another tone makes the sound anew."""


class SoundNotHeardYet(Conflict):
    """Nobody knows yet whether personal numbers are said in this recording: it can be played once it has been heard."""  # noqa: E501


class SoundBeingPrepared(Unavailable):
    """The sound is being prepared: personal numbers in it get a tone. Try again in a moment."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made of a recording. Seconds, and on whose channel."""

    recording_id: UUID
    sha256: str
    agent_channel: int | None
    places: tuple[tuple[Channel, float, float], ...]

    @property
    def digest(self) -> str:
        told = [_MADE_BY, self.sha256, self.agent_channel, self.places]
        return sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Toned:
    """One channel with a tone at `places`, the first sample and one past the last."""

    below: Samples
    places: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.below)

    def read(self, start: int, end: int) -> NDArray[np.int16]:
        """int16[end - start]."""
        samples = self.below.read(start, end)
        for first, last in self.places:
            begin, stop = max(first, start), min(last, start + len(samples))
            if begin < stop:
                samples[begin - start : stop - start] = _tone(first, last, begin, stop)
        return samples


def _tone(first: int, last: int, begin: int, stop: int) -> NDArray[np.int16]:
    """Samples `begin:stop` of a tone that lasts from `first` to `last`, faded in and out."""
    at = np.arange(begin, stop)
    fade = np.minimum(at - first, last - 1 - at) / (_FADE_S * SAMPLE_RATE_HZ)
    wave = np.sin(2 * np.pi * TONE_HZ * (at - first) / SAMPLE_RATE_HZ)
    return np.asarray(_LEVEL * np.clip(fade, 0, 1) * wave, np.int16)


def plan_for(session: Session, recording: Recording) -> Plan | None:
    """None when nothing personal is said. Raises SoundNotHeardYet."""
    transcript = _transcript_of(session, recording)
    if transcript is None:
        raise SoundNotHeardYet(recording_id=recording.id)
    spans = spans_of(session, transcript)
    if not spans:
        return None
    return Plan(
        recording.id, recording.sha256, transcript.agent_channel, _places(transcript, spans)
    )


def make(plan: Plan) -> Waveform:
    """Put tones into the sound and store it. Takes long: call it with no transaction open.

    Raises ContentMissing, ContentDamaged, StorageDown, RecordingUnreadable.
    """
    with get_storage().local_copy(plan.sha256) as file, decoded(file) as sound:
        agent_channel = plan.agent_channel if sound.channels == 2 else None
        speakers = speakers_of(sound.channels, agent_channel)
        beeped = with_tones(sound, speakers, plan.places)
        return draw(beeped.peaks(), speakers, beeped.duration_s, render(beeped))


def with_tones(
    sound: Sound, speakers: Sequence[Channel], places: Sequence[tuple[Channel, float, float]]
) -> Sound:
    """On the speaker's channel; on all where it is not known whose is which."""
    parts: list[Samples] = []
    for part, speaker in zip(sound.parts, speakers, strict=True):
        own = [
            (_sample(start_s - MARGIN_S, sound), _sample(end_s + MARGIN_S, sound))
            for who, start_s, end_s in places
            if speaker in (who, Channel.MIXED) or who is Channel.MIXED
        ]
        parts.append(Toned(part, tuple(own)))
    return Sound(tuple(parts), sound.muted)


def keep(session: Session, plan: Plan, waveform: Waveform) -> None:
    """Safe to repeat."""
    made = waveform.rendition
    assert made is not None
    values = {
        "recording_id": plan.recording_id,
        "digest": plan.digest,
        "sha256": made.sha256,
        "size_bytes": made.size_bytes,
        "media_type": made.media_type,
        "waveform": waveform.model_dump(mode="json"),
        "made_at": utc_now(),
    }
    if session.get(Recording, plan.recording_id) is None:
        return
    statement = insert(BeepedSound).values(**values)
    session.execute(statement.on_conflict_do_update(index_elements=["recording_id"], set_=values))


def ready(session: Session, recording: Recording) -> Waveform | None:
    """What those may hear and see of a recording who may not know what is personal in it.

    None while it has to be made. Raises SoundNotHeardYet, WaveformNotDrawn.
    """
    made = session.get(BeepedSound, recording.id)
    if made is not None and made.sha256 == recording.sha256:
        return Waveform.model_validate(made.waveform)
    plan = plan_for(session, recording)
    if plan is None:
        return play.get_waveform(recording)
    if made is None or made.digest != plan.digest:
        return None
    return Waveform.model_validate(made.waveform)


def sound_in(recording: Recording, waveform: Waveform) -> play.Sound:
    """What to play of it."""
    made: Rendition | None = waveform.rendition
    return play.Sound(made.sha256, made.media_type) if made else play.sound_of(recording)


def _sample(at_s: float, sound: Sound) -> int:
    return max(0, min(round(at_s * SAMPLE_RATE_HZ), sound.length))


def _transcript_of(session: Session, recording: Recording) -> Transcript | None:
    """What was heard in this recording last; words that came without sound where nothing was."""
    heard = session.exec(
        select(Transcript)
        .where(Transcript.recording_id == recording.id)
        .order_by(col(Transcript.created_at).desc(), col(Transcript.id).desc())
        .limit(1)
    ).first()
    if heard is not None:
        return heard
    given = newest_transcript(session, recording.call_id)
    return given if given is not None and given.recording_id is None else None


def _places(
    transcript: Transcript, spans: Sequence[Span]
) -> tuple[tuple[Channel, float, float], ...]:
    said = transcript.utterances
    return tuple(
        (Channel(said[span.utterance]["channel"]), span.start_s, span.end_s) for span in spans
    )
