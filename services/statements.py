"""Cursors that notice statements which take long."""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

from psycopg import Cursor, RawCursor
from psycopg.abc import Query

from services import tracing
from services.settings import get_settings

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

_ROOMS = ("services.", "api.", "workers.", "earshot.", "demo.")
_BETWEEN = frozenset(
    {__name__, "services.db", "services.jobs", "services.telemetry", "services.tracing"}
)
"""They run statements for others."""
_SQL_MAX = 300


class WatchedCursor(Cursor[Any]):
    """Says which statement took longer than EARSHOT_SLOW_STATEMENT; never its parameters."""

    def execute(self, query: Query, *args: Any, **how: Any) -> Any:
        return _watch(query, lambda: super(WatchedCursor, self).execute(query, *args, **how))

    def executemany(self, query: Query, *args: Any, **how: Any) -> None:
        _watch(query, lambda: super(WatchedCursor, self).executemany(query, *args, **how))


class WatchedRawCursor(RawCursor[Any]):
    """The same for statements with PostgreSQL's own placeholders."""

    def execute(self, query: Query, *args: Any, **how: Any) -> Any:
        return _watch(query, lambda: super(WatchedRawCursor, self).execute(query, *args, **how))


def _watch(query: Query, run: Callable[[], Answer]) -> Answer:
    begun = time.perf_counter()
    try:
        with tracing.statement(query, _asked_by):
            return run()
    finally:
        took_s = time.perf_counter() - begun
        if took_s >= get_settings().slow_statement.total_seconds():
            _tell(query, took_s)


def _tell(query: Query, took_s: float) -> None:
    sql = query.decode() if isinstance(query, bytes) else str(query)
    log.warning(
        "slow statement",
        extra={
            "statement": _asked_by(),
            "took_s": round(took_s, 3),
            "sql": " ".join(sql.split())[:_SQL_MAX],
        },
    )


def _asked_by() -> str:
    """The function of ours that wanted the statement: a name that stays when its text changes."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_ROOMS) and module not in _BETWEEN:
            return f"{module}.{frame.f_code.co_qualname}"
        frame = frame.f_back
    return "unknown"
