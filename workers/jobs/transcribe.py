"""Hear a recording and keep what was said."""

import time
from collections.abc import Callable

from sqlalchemy.exc import OperationalError

from services.db import transaction
from services.errors import ServiceError
from services.jobs import TranscribeRecording
from services.recordings.decode import decode
from services.recordings.render import render
from services.recordings.storage import get_storage
from services.recordings.waveform import draw, speakers_of
from services.transcripts import tries
from services.transcripts.tries import Try
from workers.asr import Transcriber

_PROGRESS_EVERY_S = 1.0


def transcribe_recording(args: TranscribeRecording, transcriber: Transcriber) -> None:
    """Transcribe, store, and queue scoring. Safe to run again.

    Three steps on purpose: no transaction stays open while the model works, which
    takes minutes. What cannot be heard by anyone is set aside at once; every other
    error is raised, and whoever runs the job says `tries.fail`.
    """
    with transaction() as session:
        attempt = tries.begin(session, args.recording_id)
    if attempt is None:
        return
    try:
        _hear(attempt, transcriber)
    except ServiceError as error:
        if error.retryable:
            raise
        with transaction() as session:
            tries.set_aside(session, attempt, tries.reason_of(error))


def _hear(attempt: Try, transcriber: Transcriber) -> None:
    with get_storage().local_copy(attempt.sha256) as file:
        sound = decode(file)
    agent_channel = attempt.agent_channel if sound.channels == 2 else None
    speakers = speakers_of(sound.channels, agent_channel)
    heard = transcriber.transcribe(sound, speakers, _reporter(attempt))
    rendition = None if attempt.playable else render(sound)

    with transaction() as session:
        tries.finish(
            session,
            attempt,
            model=transcriber.name,
            language=heard.language,
            utterances=heard.utterances,
            waveform=draw(sound.peaks(), speakers, sound.duration_s, rendition),
            agent_channel=agent_channel,
        )


def _reporter(attempt: Try) -> Callable[[float], None]:
    """Tell the database how far we are, once a second at most."""
    told_at = time.monotonic()

    def report(done: float) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < _PROGRESS_EVERY_S:
            return
        told_at = time.monotonic()
        try:
            with transaction() as session:
                tries.note_progress(session, attempt, done)
        except OperationalError:
            return  # Only for looking at: a database that restarts must not cost the work.

    return report
