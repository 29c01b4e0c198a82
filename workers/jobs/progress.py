"""Telling the database how far we are with recordings that are being heard."""

import time
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from services.db import transaction
from services.hearing import tries
from services.hearing.tries import Try, TryOver
from workers.asr import Progress


def reporter(attempts: Sequence[Try], *, every_s: float = 1.0) -> Progress:
    """Note the progress of each of `attempts`, every `every_s` seconds at most.

    What it returns raises TryOver when the database says that none of them counts any more.
    """
    told_at = dict.fromkeys(range(len(attempts)), time.monotonic())
    over: set[int] = set()

    def report(number: int, done: float) -> None:
        if time.monotonic() - told_at[number] < every_s:
            return
        told_at[number] = time.monotonic()
        if not _counts(attempts[number], done):
            over.add(number)
        if len(over) == len(attempts):
            raise TryOver

    return report


def _counts(attempt: Try, done: float) -> bool:
    try:
        with transaction() as session:
            return tries.note_progress(session, attempt, done)
    except OperationalError:
        return True  # Only for looking at: a database that restarts must not cost the work.
