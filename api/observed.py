"""What Prometheus may ask of the database through this process, asked seldom."""

import time
from collections.abc import Iterable, Iterator

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import OperationalError

from services import observing
from services.db import transaction
from services.observing import Figure

FRESH_S = 5.0
"""Whoever asks sooner gets what was found last."""

_SAYS = {
    "jobs_waiting": "Jobs that could run now and wait for a worker.",
    "jobs_running": "Jobs that a worker has.",
    "jobs_failed": "Jobs that were given up.",
    "jobs_oldest_seconds": "For how long the oldest of the waiting jobs could have run.",
    "recordings": "Recordings that are not done, by state.",
    "recordings_waiting_seconds": "Seconds of sound that wait to be heard, by engine.",
    "real_time_factor": "Seconds of work for a second of sound, of the last hundred recordings.",
    "workers": "Workers that are alive.",
    "sources_silent": "Dialers that send nothing though they should.",
    "alerts_open": "Alerts that are not over.",
}


class Observed(Collector):
    """Gauges of the whole installation. The same from every API process."""

    def __init__(self) -> None:
        self._found: list[Figure] = []
        self._up = False
        self._at = float("-inf")

    def collect(self) -> Iterable[Metric]:
        if time.monotonic() - self._at > FRESH_S:
            self._look()
        up = GaugeMetricFamily("earshot_database_up", "Whether the database answers.")
        up.add_metric([], float(self._up))
        return [up, *self._families()]

    def _look(self) -> None:
        self._at = time.monotonic()
        try:
            with transaction() as session:
                self._found, self._up = list(observing.figures(session)), True
        except OperationalError:
            self._found, self._up = [], False

    def _families(self) -> Iterator[Metric]:
        by_name: dict[str, list[Figure]] = {}
        for figure in self._found:
            by_name.setdefault(figure.name, []).append(figure)
        for name, figures in by_name.items():
            labels = list(figures[0].labels)
            family = GaugeMetricFamily(f"earshot_{name}", _SAYS[name], labels=labels)
            for figure in figures:
                family.add_metric(list(figure.labels.values()), figure.value)
            yield family
