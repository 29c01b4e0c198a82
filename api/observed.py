"""What this process knows of the whole installation, asked of the database seldom."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from services import observing
from services.db import transaction
from services.observing import Figure, Readings, Slot, Slow

FRESH_S = 5.0
"""Whoever asks sooner gets what was found last."""
_SLOWLY_S = 300.0

_SAYS = {
    "jobs_waiting": "Jobs that could run now and wait for a worker.",
    "jobs_running": "Jobs that a worker has.",
    "jobs_failed": "Jobs that were given up.",
    "jobs_oldest_seconds": "For how long the oldest of the waiting jobs could have run.",
    "job_errors_last_hour": "Tries at jobs that ended in an error within the last hour.",
    "recordings": "Recordings that are not done, by state.",
    "recordings_waiting_seconds": "Seconds of sound that wait to be heard, by engine.",
    "real_time_factor": "Seconds of work for a second of sound, of the last hundred recordings.",
    "workers": "Workers that are alive.",
    "sources_silent": "Dialers that send nothing though they should.",
    "alerts_open": "Alerts that are not over.",
    "alert_channels_failing": "Alert channels whose last message could not be delivered.",
    "events_per_minute": "Events received a minute, over the last five.",
    "events_lag_seconds": "From what happened to its arrival, 95th percentile of five minutes.",
    "database_answer_seconds": "How long the database took to answer when it had nothing to do.",
    "database_size_bytes": "Size of the database.",
    "database_connections": "Connections to the database server.",
    "database_connections_max": "Connections that it takes.",
    "database_oldest_transaction_seconds": "For how long the oldest open transaction has lasted.",
    "database_standby_lag_seconds": "How far servers that follow the database are behind.",
    "backup_taken_timestamp_seconds": "When the last backup was taken; 0 when none ever was.",
    "storage_free_bytes": "Free where recordings lie, of the machine that answers; no bucket's.",
    "storage_size_bytes": "Size of the disk where recordings lie; no bucket's.",
}

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """What was found last, as long as it is fresh. Several threads ask once."""

    def __init__(self, read: Callable[[Session], Found], fresh_s: float) -> None:
        self._read = read
        self._fresh_s = fresh_s
        self._found: tuple[float, Found] | None = None
        self._lock = threading.Lock()

    def get(self, session: Session) -> Found:
        with self._lock:
            now = time.monotonic()
            if self._found is None or now - self._found[0] > self._fresh_s:
                self._found = now, self._read(session)
            return self._found[1]

    def forget(self) -> None:
        self._found = None


class Observed(Collector):
    """Gauges of the whole installation. The same from every API process."""

    def __init__(self) -> None:
        self.readings: Kept[Readings] = Kept(observing.read, FRESH_S)
        self.slow: Kept[Slow] = Kept(observing.read_slowly, _SLOWLY_S)
        self.day: Kept[list[Slot]] = Kept(observing.read_day, _SLOWLY_S)

    def forget(self) -> None:
        """Look again when asked next."""
        for kept in (self.readings, self.slow, self.day):
            kept.forget()

    def collect(self) -> Iterable[Metric]:
        found = self._figures()
        up = GaugeMetricFamily("earshot_database_up", "Whether the database answers.")
        up.add_metric([], float(found is not None))
        return [up, *_families(found or [])]

    def _figures(self) -> list[Figure] | None:
        try:
            with transaction() as session:
                read, slow = self.readings.get(session), self.slow.get(session)
                return list(observing.figures(read, slow))
        except OperationalError:
            return None


def _families(found: Iterable[Figure]) -> Iterator[Metric]:
    by_name: dict[str, list[Figure]] = {}
    for figure in found:
        by_name.setdefault(figure.name, []).append(figure)
    for name, figures in by_name.items():
        labels = list(figures[0].labels)
        family = GaugeMetricFamily(f"earshot_{name}", _SAYS[name], labels=labels)
        for figure in figures:
            family.add_metric(list(figure.labels.values()), figure.value)
        yield family


OBSERVED = Observed()
"""Of this process: `/metrics` and the page of administrators read the same."""
