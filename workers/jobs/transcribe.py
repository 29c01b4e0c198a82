"""Hear a recording and keep what was said."""

import time

from sqlalchemy.exc import OperationalError

from services.db import transaction
from services.errors import ServiceError
from services.hearing import tries
from services.hearing.tries import Try, TryOver
from services.jobs import TranscribeRecording
from services.recordings.decode import decoded
from services.recordings.render import render
from services.recordings.sound import Sound
from services.recordings.storage import get_storage
from services.recordings.waveform import draw, speakers_of
from services.settings import AsrSettings
from workers.asr import Progress, Task, Transcriber
from workers.asr.voice import find_speech
from workers.understanding import understand

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
    except TryOver:
        return
    except ServiceError as error:
        if error.retryable:
            raise
        with transaction() as session:
            tries.set_aside(session, attempt, tries.reason_of(error))


def _hear(attempt: Try, transcriber: Transcriber) -> None:
    with (
        get_storage().local_copy(attempt.sha256) as file,
        decoded(file) as sound,
    ):
        task = _task(attempt, sound, transcriber.settings)
        [heard] = transcriber.transcribe([task], _reporter(attempt))
        rendition = None if attempt.playable else render(sound)
        waveform = draw(sound.peaks(), task.speakers, sound.duration_s, rendition)
        hearing = understand(task, heard, transcriber.made_by, transcriber.settings)

    with transaction() as session:
        tries.finish(session, attempt, hearing, waveform)


def _task(attempt: Try, sound: Sound, settings: AsrSettings) -> Task:
    agent_channel = attempt.agent_channel if sound.channels == 2 else None
    speakers = tuple(speakers_of(sound.channels, agent_channel))
    clear, speech = find_speech(sound, settings)
    return Task(clear, speakers, speech, attempt.hints)


def _reporter(attempt: Try) -> Progress:
    """Tell the database how far we are, once a second at most.

    What it returns raises TryOver when the database says that the try no longer counts.
    """
    told_at = time.monotonic()

    def report(_: int, done: float) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < _PROGRESS_EVERY_S:
            return
        told_at = time.monotonic()
        try:
            with transaction() as session:
                counts = tries.note_progress(session, attempt, done)
        except OperationalError:
            return  # Only for looking at: a database that restarts must not cost the work.
        if not counts:
            raise TryOver

    return report
