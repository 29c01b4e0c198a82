"""The tries at a recording: each is counted before it begins and ends in exactly one way.

A try is known by its number. One that was taken for dead, and comes back after another
has begun, finds its number gone and changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, update

from services import jobs
from services.acoustics import Acoustics
from services.clock import utc_now
from services.errors import ServiceError
from services.hearing.engines import campaign_of, engine_of
from services.jobs import BeepRecording, ScoreCall
from services.privacy.keeping import look_through
from services.recordings import lanes
from services.recordings.waveform import Waveform, media_type_of
from services.settings import get_settings
from services.tables import (
    Measurement,
    Recording,
    RecordingState,
    Source,
    Transcript,
)
from services.transcripts import Hints, LeftOut, MadeBy, Swap, Utterance
from services.transcripts.index import index

_BEGINNABLE = (RecordingState.WAITING, RecordingState.TRANSCRIBING)
_FIRST_WAIT = timedelta(seconds=10)
_REASON_MAX = 500


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a try ended badly: a sentence, and a stable word for it."""

    sentence: str
    kind: str


DIED = Reason(
    "Transcribing it ended without a word: the process was killed or ran out of memory.",
    "worker-died",
)


@dataclass(frozen=True, slots=True)
class Try:
    """What a worker needs to know of a recording; carries no session."""

    recording_id: UUID
    call_id: UUID
    number: int
    begun_at: datetime
    """Tells this try from another first one, after the recording was cancelled and taken up."""
    sha256: str
    agent_channel: int
    """Where the agent is, should there be two channels."""
    playable: bool
    engine: str
    """The name of the engine that is to hear it."""
    hints: Hints


class TryOver(Exception):
    """This try no longer counts: it was cancelled, or taken for dead."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What came of hearing a recording once."""

    made_by: MadeBy
    language: str | None
    utterances: tuple[Utterance, ...]
    left_out: tuple[LeftOut, ...]
    agent_channel: int | None
    swap: Swap | None
    acoustics: Acoustics | None


def begin(session: Session, recording_id: UUID) -> Try | None:
    """Count a try and begin it. None when there is nothing to do, or not here and now.

    A recording whose tries are used up is set aside here, so that one which kills
    whoever touches it cannot go round for ever.
    """
    recording = session.get(Recording, recording_id, with_for_update=True)
    if recording is None or recording.state not in _BEGINNABLE:
        return None
    if recording.attempts >= get_settings().transcribe_attempts:
        _set_aside(recording, _last_reason(recording) or DIED)
        return None
    if _belongs_elsewhere(session, recording):
        return None
    lanes.begin(session, recording)
    recording.attempts += 1
    recording.state = RecordingState.TRANSCRIBING
    recording.progress = 0
    recording.begun_at = utc_now()
    return Try(
        recording_id=recording.id,
        call_id=recording.call_id,
        number=recording.attempts,
        begun_at=recording.begun_at,
        sha256=recording.sha256,
        agent_channel=_agent_channel(session, recording),
        playable=media_type_of(recording) is not None,
        engine=engine_of(session, recording),
        hints=_hints(session, recording),
    )


def note_progress(session: Session, attempt: Try, done: float) -> bool:
    """Whether this try still counts; no when it was cancelled, or taken for dead."""
    noted = session.execute(
        update(Recording)
        .where(
            col(Recording.id) == attempt.recording_id,
            col(Recording.attempts) == attempt.number,
            col(Recording.begun_at) == attempt.begun_at,
            col(Recording.state) == RecordingState.TRANSCRIBING,
        )
        .values(progress=round(min(1.0, done), 3))
        .returning(col(Recording.id))
    )
    return noted.first() is not None


def finish(
    session: Session, attempt: Try, hearing: Hearing, waveform: Waveform
) -> Transcript | None:
    """Keep what was heard and queue scoring. None when this try no longer counts."""
    recording = _of_try(session, attempt)
    if recording is None:
        return None
    transcript = _keep(session, recording, hearing)
    recording.state = RecordingState.TRANSCRIBED
    recording.progress = 1
    recording.error = recording.error_kind = None
    recording.waveform = waveform.model_dump(mode="json")
    recording.agent_channel = hearing.agent_channel
    recording.swap_suspected = hearing.swap is not None
    recording.duration_s = waveform.duration_s
    recording.transcribed_at = utc_now()
    jobs.enqueue(session, ScoreCall(call_id=recording.call_id))
    jobs.enqueue(session, BeepRecording(recording_id=recording.id))
    return transcript


def set_aside(session: Session, attempt: Try, reason: Reason) -> None:
    """Give up at once: trying again cannot help."""
    recording = _of_try(session, attempt)
    if recording is not None:
        _set_aside(recording, reason)


def fail(session: Session, recording_id: UUID, reason: Reason) -> None:
    """End the try that runs. Queues the next one, later each time, or sets it aside.

    Where none had begun, for whatever reason, none is counted.
    """
    recording = session.get(Recording, recording_id, with_for_update=True)
    if recording is None or recording.state not in _BEGINNABLE:
        return
    if recording.state is RecordingState.WAITING:
        lanes.queue_again(session, recording, _FIRST_WAIT)
        return
    if recording.attempts >= get_settings().transcribe_attempts:
        _set_aside(recording, reason)
        return
    _note(recording, reason)
    lanes.queue_again(session, recording, _FIRST_WAIT * 4 ** (recording.attempts - 1))


def reason_of(error: BaseException) -> Reason:
    """For people who decide whether to try again."""
    if isinstance(error, ServiceError):
        return Reason(str(error.facts.get("detail") or error.message()), error.kind())
    return Reason(f"{type(error).__name__}: {error}", "unexpected")


def give_back(session: Session, recording_id: UUID) -> None:
    """Undo the try that runs, for whoever works on: the worker stops, nothing went wrong."""
    recording = session.get(Recording, recording_id, with_for_update=True)
    if recording is None or recording.state not in _BEGINNABLE:
        return
    if recording.state is RecordingState.TRANSCRIBING:
        recording.attempts -= 1
        recording.progress = 0
    lanes.queue_again(session, recording)


def unfinished(session: Session, recording_ids: Sequence[UUID]) -> dict[UUID, datetime | None]:
    """Those of them that are being heard, and since when, which names the try; None for those
    that are not begun yet.
    """
    query = select(Recording.id, Recording.state, Recording.begun_at).where(
        col(Recording.id).in_(recording_ids), col(Recording.state).in_(_BEGINNABLE)
    )
    return {
        recording_id: begun_at if state is RecordingState.TRANSCRIBING else None
        for recording_id, state, begun_at in session.exec(query)
    }


def _agent_channel(session: Session, recording: Recording) -> int:
    """As somebody said of this recording, else as its source has it."""
    if recording.agent_channel_by is not None and recording.agent_channel is not None:
        return recording.agent_channel
    return session.get_one(Source, recording.source_id).agent_channel


def _hints(session: Session, recording: Recording) -> Hints:
    """What its campaign tells; nothing while the call is not there yet."""
    campaign = campaign_of(session, recording)
    if campaign is None:
        return Hints()
    return Hints(language=campaign.language, hot_words=tuple(campaign.hot_words))


def _keep(session: Session, recording: Recording, hearing: Hearing) -> Transcript:
    transcript = Transcript(
        recording_id=recording.id,
        call_id=recording.call_id,
        asked_by=recording.asked_by,
        **hearing.made_by.model_dump(mode="json"),
        agent_channel=hearing.agent_channel,
        swap=hearing.swap.model_dump(mode="json") if hearing.swap else None,
        language=hearing.language,
        utterances=[said.model_dump(mode="json") for said in hearing.utterances],
        left_out=[text.model_dump(mode="json") for text in hearing.left_out],
    )
    session.add(transcript)
    session.flush()
    index(session, transcript)
    look_through(session, transcript)
    if hearing.acoustics is not None:
        body = hearing.acoustics.model_dump(mode="json")
        session.add(Measurement(transcript_id=transcript.id, call_id=transcript.call_id, body=body))
    return transcript


def _belongs_elsewhere(session: Session, recording: Recording) -> bool:
    """Pause it, or send it to another engine: its call came, or its campaign was changed."""
    if lanes.is_paused(session, recording):
        lanes.leave(session, recording, RecordingState.PAUSED)
        return True
    if engine_of(session, recording) != recording.queue:
        lanes.queue_all(session, [recording.id])
        return True
    return False


def _of_try(session: Session, attempt: Try) -> Recording | None:
    recording = session.get_one(Recording, attempt.recording_id, with_for_update=True)
    runs = recording.state is RecordingState.TRANSCRIBING
    same = (recording.attempts, recording.begun_at) == (attempt.number, attempt.begun_at)
    return recording if runs and same else None


def _set_aside(recording: Recording, reason: Reason) -> None:
    recording.state = RecordingState.SET_ASIDE
    recording.progress = 0
    _note(recording, reason)


def _note(recording: Recording, reason: Reason) -> None:
    recording.error = reason.sentence[:_REASON_MAX]
    recording.error_kind = reason.kind


def _last_reason(recording: Recording) -> Reason | None:
    if recording.error is None:
        return None
    return Reason(recording.error, recording.error_kind or "unexpected")
