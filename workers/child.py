"""The process that hears: a child that may hang, crash or be killed without harm."""

import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from datetime import timedelta
from multiprocessing.queues import SimpleQueue

from pebble import ProcessExpired, ProcessPool

from services import logs
from services.hearing import tries
from services.hearing.tries import Reason
from services.jobs import TranscribeRecording
from services.settings import get_settings
from workers.asr import ModelUnavailable, Transcriber
from workers.jobs.transcribe import transcribe_recording

log = logging.getLogger(__name__)

MakeTranscriber = Callable[[], Transcriber]

_transcriber: Transcriber | None = None
"""Of the child process: loaded once, before its first recording."""


class Child:
    """One child process with a loaded model; a new one takes the place of one that died."""

    def __init__(self, make_transcriber: MakeTranscriber) -> None:
        self._make_transcriber = make_transcriber
        # A forked child would inherit our connections and the threads' locks.
        self._context = multiprocessing.get_context("spawn")
        self._complaints: SimpleQueue[str] = self._context.SimpleQueue()
        self._pool = self._start()

    def load(self) -> Future[None]:
        """Have the model loaded before the first recording comes."""
        future: Future[None] = self._pool.schedule(_be_there)
        return future

    def why_not_loaded(self) -> str:
        """What a child said that ended while it loaded its model."""
        if self._complaints.empty():
            return "The process that loads the speech model was killed or ran out of memory."
        return self._complaints.get()

    def transcribe(self, args: TranscribeRecording, limit: timedelta) -> Future[None]:
        """Begin. Cancelling the future, or passing the limit, kills the child."""
        if not self._pool.active:
            self._pool = self._start()
        future: Future[None] = self._pool.schedule(
            _transcribe, args=[args], timeout=limit.total_seconds()
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
            initargs=[self._make_transcriber, os.getpid(), self._complaints],
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


def _load(make_transcriber: MakeTranscriber, parent: int, complaints: "SimpleQueue[str]") -> None:
    global _transcriber
    logs.configure(get_settings())
    threading.Thread(target=_die_with, args=[parent], daemon=True).start()
    try:
        _transcriber = make_transcriber()
    except ModelUnavailable as error:
        log.debug("no speech model", exc_info=error)
        complaints.put(str(error))
        # Raised further, the library that runs us would print all of it.
        os._exit(1)


def _be_there() -> None:
    """Nothing to do: being asked starts the child."""


def _transcribe(args: TranscribeRecording) -> None:
    assert _transcriber is not None
    transcribe_recording(args, _transcriber)


def _die_with(parent: int) -> None:
    """Leave when the parent was killed: somebody else has its jobs by then."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
