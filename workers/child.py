"""The process that hears: a child that may hang, crash or be killed without harm."""

import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from datetime import timedelta
from multiprocessing.queues import SimpleQueue
from typing import Protocol

from pebble import ProcessExpired, ProcessPool

from services import logs, tracing
from services.hearing import tries
from services.hearing.tries import Reason
from services.hearing.workers import OfferedEngine
from services.jobs import TranscribeRecording
from services.settings import get_settings
from workers.asr import ModelUnavailable, Transcriber
from workers.jobs.transcribe import transcribe_recording, transcribe_recordings

log = logging.getLogger(__name__)


class Transcribers(Protocol):
    """Engines by name; see `workers.asr.choose`."""

    @property
    def names(self) -> Sequence[str]:
        """The default engine's first."""
        ...

    def get(self, name: str | None = None) -> Transcriber:
        """Raises ModelUnavailable."""
        ...


MakeTranscribers = Callable[[], Transcribers]

_transcribers: Transcribers | None = None
"""Of the child process: the default one loaded once, before its first recording."""


class Child:
    """One child process with a loaded model; a new one takes the place of one that died."""

    def __init__(self, make_transcribers: MakeTranscribers) -> None:
        self._make_transcribers = make_transcribers
        # A forked child would inherit our connections and the threads' locks.
        self._context = multiprocessing.get_context("spawn")
        self._complaints: SimpleQueue[str] = self._context.SimpleQueue()
        self._pool = self._start()

    def load(self) -> Future[list[OfferedEngine]]:
        """Have the model loaded before the first recording comes; says which engines there are."""
        future: Future[list[OfferedEngine]] = self._pool.schedule(_what_is_there)
        return future

    def why_not_loaded(self) -> str:
        """What a child said that ended while it loaded its model."""
        if self._complaints.empty():
            return "The process that loads the speech model was killed or ran out of memory."
        return self._complaints.get()

    def transcribe(self, args: Sequence[TranscribeRecording], limit: timedelta) -> Future[None]:
        """Begin, with one engine. Cancelling the future, or passing the limit, kills the child."""
        if not self._pool.active:
            self._pool = self._start()
        future: Future[None] = self._pool.schedule(
            _transcribe, args=[list(args)], timeout=limit.total_seconds()
        )
        return future

    def stop(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._complaints.close()

    def _start(self) -> ProcessPool:
        return ProcessPool(
            max_workers=1,
            initializer=_load,
            initargs=[self._make_transcribers, os.getpid(), self._complaints],
            context=self._context,
        )


def reason_of(error: BaseException, limit: timedelta) -> Reason:
    """Why a try ended badly."""
    match error:
        case ProcessExpired():
            return tries.DIED
        case TookTooLong():
            sentence = f"Transcribing it took longer than {_in_words(limit)} and was stopped."
            return Reason(sentence, "took-too-long")
        case _:
            return tries.reason_of(error)


def _in_words(span: timedelta) -> str:
    seconds = span.total_seconds()
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _load(make_transcribers: MakeTranscribers, parent: int, complaints: "SimpleQueue[str]") -> None:
    global _transcribers
    logs.configure(get_settings())
    tracing.configure(get_settings(), "worker")
    threading.Thread(target=_die_with, args=[parent], daemon=True).start()
    try:
        _transcribers = make_transcribers()
    except ModelUnavailable as error:
        log.debug("no speech model", exc_info=error)
        complaints.put(str(error))
        # Raised further, the library that runs us would print all of it.
        os._exit(1)


def _what_is_there() -> list[OfferedEngine]:
    """Being asked starts the child. Only the default engine is loaded by now."""
    assert _transcribers is not None
    default, *others = _transcribers.names
    made_by = _transcribers.get(default).made_by
    device = made_by.parameters.get("device")
    loaded = OfferedEngine(name=default, model=made_by.model, device=device)
    return [loaded, *(OfferedEngine(name=name) for name in others)]


def _transcribe(args: list[TranscribeRecording]) -> None:
    assert _transcribers is not None
    transcriber = _transcribers.get(args[0].engine)
    if len(args) > 1:
        transcribe_recordings(args, transcriber)
    else:
        transcribe_recording(args[0], transcriber)


def _die_with(parent: int) -> None:
    """Leave when the parent was killed: somebody else has its jobs by then."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
