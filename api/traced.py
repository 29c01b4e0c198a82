"""Which requests are traced, where traces are wanted: FastAPI makes the spans itself."""

from collections.abc import MutableMapping
from typing import Any

from fastapi.telemetry import TelemetryConfig

_UNSEEN = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds, by those who watch."""


def _is_unseen(scope: MutableMapping[str, Any]) -> bool:
    """A socket stays open for days: a trace of it would never end."""
    return scope["type"] == "websocket" or scope["path"] in _UNSEEN


TELEMETRY: TelemetryConfig = {
    # What is sent goes through `services.telemetry.Discreet`, and nothing goes beside it.
    "auto_configure": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "exclude": _is_unseen,
}
