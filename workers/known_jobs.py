"""What lines of the log, and traces, say of the job that is worked on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from pgqueuer.models import Job

from services import logs
from services.spans import Carried

_TOLD = ("call_id", "recording_id", "fetch_id", "import_id", "backtest_id", "rescore_id", "run_id")


@contextmanager
def known(job: Job) -> Iterator[None]:
    """Have every line carry the job's id, its kind, and what it is about."""
    about = {name: value for name, value in _args(job).items() if name in _TOLD}
    with logs.about(**about | {"job_id": job.id, "job": job.entrypoint}):
        yield


def trace_of(job: Job) -> Carried:
    """The trace of whoever enqueued it; empty where nobody is traced."""
    return {name: str(value) for name, value in (job.otel_headers() or {}).items()}


def _args(job: Job) -> dict[str, object]:
    args: dict[str, object] = json.loads(job.payload or b"{}")
    return args
