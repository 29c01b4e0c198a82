"""Where time goes, for OpenTelemetry: off unless asked for, and then without anybody's words.

Nothing of OpenTelemetry is imported until `configure` finds that somebody wants traces.
"""

import importlib
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from services.settings import Settings
from services.spans import Carried, Span, Spans

log = logging.getLogger(__name__)

_STANDARD = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


class _NoSpan:
    def note(self, **attributes: str | float) -> None:
        """Nobody wants to know."""


_NO_SPAN = _NoSpan()
_NOTHING = nullcontext()
_spans: Spans | None = None


def is_wanted(settings: Settings) -> bool:
    """EARSHOT_TRACES names a collector, or OpenTelemetry's own variables do."""
    if os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    return settings.traces is not None or any(os.environ.get(name) for name in _STANDARD)


def is_on() -> bool:
    """Whether this process sends traces."""
    return _spans is not None


def configure(settings: Settings, process: str) -> None:
    """Begin to send traces of this process, as `earshot-<process>`, where they are wanted.

    An installation without the packages goes on without traces, and says so once.
    """
    global _spans
    if _spans is not None or not is_wanted(settings):
        return
    try:
        module = importlib.import_module("services.telemetry")
    except ModuleNotFoundError as error:
        log.error("no traces are sent: install earshot[traces] (%s)", error.name)
        return
    _spans = module.begin(settings.traces, f"earshot-{process}")


@contextmanager
def span(
    name: str,
    *,
    carried: Carried | None = None,
    begun_ns: int | None = None,
    serving: bool = False,
    **about: str | float,
) -> Iterator[Span]:
    """A stretch of work, within the one around it, or within the one that `carried` is of.

    `begun_ns` (Unix time) is for work that began before anything could be said of it, and
    `serving` for what somebody asks of us: only that may begin a trace.
    """
    if _spans is None:
        yield _NO_SPAN
        return
    with _spans.span(name, carried, begun_ns, serving=serving) as made:
        made.note(**about)
        yield made


def statement(query: Any, asked_by: Callable[[], str]) -> AbstractContextManager[object]:
    """A statement of the database, where something is traced already."""
    return _NOTHING if _spans is None else _spans.statement(query, asked_by)
