"""Recordings heard by two worker processes on one database, compared with one.

The ratio is of workers that wait, as they do for a GPU or a speech server: it shows what
the queue itself costs. With the demo's model, one thread each, two workers share this
machine's cores with each other and the database; `model_ratio` says what that gives.
"""

import sys
from pathlib import Path
from typing import LiteralString

from services import db
from services.db import transaction
from tests.bench import frame, processes
from tests.sounds import tone, wav

GOAL = 1.8
_WAIT_S = 1.0
_WAITING, _HEARD = 30, 10
_CALL = Path("demo/recordings/wealth-2118.ogg")
_SPAN: LiteralString = """
    SELECT count(*) AS heard, extract(epoch FROM max(transcribed_at) - min(begun_at)) AS span_s
    FROM recording WHERE state = 'transcribed' AND id = ANY(%(ids)s)
"""


def measure() -> frame.Result:
    waiting = processes.waiting_worker(_WAIT_S)
    model = [sys.executable, "-m", "workers"]
    settings = processes.demo_model(threads=1)
    call = _CALL.read_bytes()
    with frame.home():
        one, two = (_per_s(count, waiting, {}, wav(tone(1)), _WAITING) for count in (1, 2))
        alone, both = (_per_s(count, model, settings, call, _HEARD) for count in (1, 2))
    figures = {
        "one_per_s": round(one, 2),
        "two_per_s": round(two, 2),
        "model_one_per_s": round(alone, 3),
        "model_two_per_s": round(both, 3),
        "model_ratio": round(both / alone, 2),
    }
    return frame.Result("workers", two / one, GOAL, True, figures)


def _per_s(
    workers: int, command: list[str], settings: dict[str, str], sound: bytes, count: int
) -> float:
    """Recordings heard per second, from the beginning of the first to the end of the last."""
    with processes.running(workers, command, settings):
        recording_ids = processes.attach(sound, count)
        found: list[float] = []

        def all_heard() -> bool:
            with transaction() as session:
                [row] = db.rows(session, _SPAN, {"ids": recording_ids})
            if row["heard"] == count:
                found.append(float(row["span_s"]))
            return bool(found)

        processes.wait_until(all_heard)
    return count / found[0]
