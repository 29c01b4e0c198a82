"""Hear recordings and keep what was said."""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from uuid import UUID

from services import logs, tracing
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
from services.transcripts import MadeBy
from workers.asr import Heard, Task, Transcriber
from workers.asr.voice import find_speech
from workers.jobs.progress import reporter
from workers.understanding import understand

log = logging.getLogger(__name__)

Failed = list[tuple[Try, Exception]]


@dataclass(frozen=True, slots=True)
class _Begun:
    """When the work began (Unix time), and for whom: for the trace."""

    at_ns: int
    traces: Mapping[UUID, Mapping[str, str]]
    """By recording."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A recording to be heard; its sound lies on disk."""

    attempt: Try
    sound: Sound
    task: Task


def transcribe_recording(args: TranscribeRecording, transcriber: Transcriber) -> None:
    """Transcribe, store, and queue scoring. Safe to run again.

    What cannot be heard by anyone is set aside at once; every other error is raised, and
    whoever runs the job says `tries.fail`.
    """
    for _, error in _hear([args], transcriber):
        raise error


def transcribe_recordings(args: Sequence[TranscribeRecording], transcriber: Transcriber) -> None:
    """The same for several in one inference; the try of one that fails is ended here.

    One alone can fail by itself only: broken sound, or a model that chokes on it, costs
    the others nothing.
    """
    for attempt, error in _hear(args, transcriber):
        reason = tries.reason_of(error)
        log.warning(
            "transcription failed", extra={"job": str(attempt.recording_id)}, exc_info=error
        )
        with transaction() as session:
            tries.fail(session, attempt.recording_id, reason)


def _hear(args: Sequence[TranscribeRecording], transcriber: Transcriber) -> Failed:
    """The tries that failed, each by itself.

    Three steps on purpose: no transaction stays open while the model works, which
    takes minutes.
    """
    failed: Failed = []
    begun = _Begun(time.time_ns(), {each.recording_id: each.trace for each in args})
    attempts = [attempt for each in args for attempt in _begin(each)]
    with ExitStack() as stack:
        ready: list[_Ready] = []
        for attempt in attempts:
            with _by_itself(attempt, failed):
                ready.append(stack.enter_context(_prepared(attempt, transcriber.settings)))
        for each, heard in _inferred(ready, transcriber, failed):
            with _by_itself(each.attempt, failed):
                _keep_traced(each, heard, transcriber, begun, total_s=_length_s(ready))
    return failed


def _begin(args: TranscribeRecording) -> Iterator[Try]:
    """No try when there is nothing to do."""
    with transaction() as session:
        attempt = tries.begin(session, args.recording_id)
    if attempt is not None:
        yield attempt


@contextmanager
def _by_itself(attempt: Try, failed: Failed) -> Iterator[None]:
    try:
        with logs.about(call_id=attempt.call_id, recording_id=attempt.recording_id):
            yield
    except TryOver:
        return
    except ServiceError as error:
        if error.retryable:
            failed.append((attempt, error))
            return
        with transaction() as session:
            tries.set_aside(session, attempt, tries.reason_of(error))
    except Exception as error:  # noqa: BLE001  (a file or a model may bring up anything)
        failed.append((attempt, error))


@contextmanager
def _prepared(attempt: Try, settings: AsrSettings) -> Iterator[_Ready]:
    with get_storage().local_copy(attempt.sha256) as file, decoded(file) as sound:
        agent_channel = attempt.agent_channel if sound.channels == 2 else None
        speakers = tuple(speakers_of(sound.channels, agent_channel))
        clear, speech = find_speech(sound, settings)
        yield _Ready(attempt, sound, Task(clear, speakers, speech, attempt.hints))


def _inferred(
    ready: Sequence[_Ready], transcriber: Transcriber, failed: Failed
) -> list[tuple[_Ready, Heard]]:
    """All at once; one by one where that fails, to find out whose fault it is."""
    if len(ready) > 1:
        try:
            return list(zip(ready, _transcribe(ready, transcriber), strict=True))
        except TryOver:
            return []
        except Exception:
            log.warning("hearing several at once failed", exc_info=True)
    found: list[tuple[_Ready, Heard]] = []
    for each in ready:
        with _by_itself(each.attempt, failed):
            [heard] = _transcribe([each], transcriber)
            found.append((each, heard))
    return found


def _transcribe(ready: Sequence[_Ready], transcriber: Transcriber) -> list[Heard]:
    report = reporter([each.attempt for each in ready])
    return transcriber.transcribe([each.task for each in ready], report)


def _length_s(ready: Sequence[_Ready]) -> float:
    return sum(each.sound.duration_s for each in ready)


def _keep_traced(
    ready: _Ready, heard: Heard, transcriber: Transcriber, begun: _Begun, *, total_s: float
) -> None:
    """A recording's share of what was heard together is told as if it were all of it."""
    attempt = ready.attempt
    with tracing.span(
        "hear recording",
        carried=begun.traces.get(attempt.recording_id),
        begun_ns=begun.at_ns,
        call_id=str(attempt.call_id),
        recording_id=str(attempt.recording_id),
        engine=attempt.engine,
        model=transcriber.made_by.model,
        audio_s=round(ready.sound.duration_s, 3),
    ) as span:
        _keep(ready, heard, transcriber)
        took_s = (time.time_ns() - begun.at_ns) / 1e9
        span.note(real_time_factor=round(took_s / max(total_s, 0.001), 4))


def _keep(ready: _Ready, heard: Heard, transcriber: Transcriber) -> None:
    attempt, sound, task = ready.attempt, ready.sound, ready.task
    rendition = None if attempt.playable else render(sound)
    waveform = draw(sound.peaks(), task.speakers, sound.duration_s, rendition)
    made_by = _with_parameters(transcriber.made_by, heard)
    hearing = understand(task, heard, made_by, transcriber.settings)
    with transaction() as session:
        tries.finish(session, attempt, hearing, waveform)


def _with_parameters(made_by: MadeBy, heard: Heard) -> MadeBy:
    parameters = made_by.parameters | dict(heard.parameters)
    return made_by.model_copy(update={"parameters": parameters})
