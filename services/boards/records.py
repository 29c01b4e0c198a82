"""The best days of the last ninety: what a wall may celebrate when it is beaten."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services import db
from services.boards import comparing_sql
from services.boards.days import today
from services.tables import GoalMetric, Unit

RECORD_DAYS = timedelta(days=90)
_KEPT_S = 600.0
_MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class BestDay:
    """Of the unit, or of one agent; the first of equal ones."""

    agent_id: UUID | None
    metric: GoalMetric
    date: date
    number: float


class Remembered:
    """Records as they were read last. Finished days hardly change, and there are many."""

    def __init__(self) -> None:
        self._kept: dict[Any, tuple[float, list[BestDay]]] = {}
        self._lock = Lock()

    def find(self, key: Any) -> list[BestDay] | None:
        with self._lock:
            read_s, records = self._kept.get(key, (0.0, []))
            return records if read_s and time.monotonic() - read_s < _KEPT_S else None

    def keep(self, key: Any, records: list[BestDay]) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (time.monotonic(), records)
            while len(self._kept) > _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))


_REMEMBERED = Remembered()


def read_records(
    session: Session,
    unit: Unit,
    team_ids: Sequence[UUID],
    agent_ids: Sequence[UUID],
    now: datetime,
    *,
    remembered: Remembered = _REMEMBERED,
) -> list[BestDay]:
    """Best days in dials and in sales, today not among them: first the unit's, then agents'.

    They may be ten minutes old.
    """
    this = today(now, ZoneInfo(unit.timezone))
    key = (this.since, frozenset(team_ids), frozenset(agent_ids))
    found = remembered.find(key)
    if found is None:
        params = {
            "zone": unit.timezone,
            "since": this.since - RECORD_DAYS,
            "until": this.since,
        }
        found = [
            *_best(session, comparing_sql.BEST_OF_UNIT, params | {"keys": list(team_ids)}),
            *_best(session, comparing_sql.BEST_OF_AGENTS, params | {"keys": list(agent_ids)}),
        ]
        remembered.keep(key, found)
    return found


def _best(session: Session, sql: Any, params: dict[str, Any]) -> list[BestDay]:
    return [
        BestDay(row.get("key"), GoalMetric(row["metric"]), row["day"], row["number"])
        for row in db.rows(session, sql, params)
    ]
