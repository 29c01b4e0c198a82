"""What a row says, as events that give way to a newer reading of the same row."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.calls.events import EventType
from services.dialers import PayloadUnreadable, Setting, Told
from services.dialers.times import from_text
from services.dialers.vicidial.rows import Row
from services.dialers.vicidial.settings import Settings

_SETTLED = timedelta(minutes=10)
"""After the end of a call; by then its agent has judged it, and `Dispo Call URL` was called."""
_SECOND = timedelta(milliseconds=999)
_AGE_MAX_S = 10 * 365 * 86_400
_NOBODY = frozenset({"VDAD", "VDCL"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows of one delivery, and when they were read."""

    settings: Settings
    setting: Setting
    read_at: datetime | None

    def at(self, row: Row, epoch: str, local: str) -> datetime | None:
        """The epoch where there is one. Raises ZoneNeeded when there is only a local time."""
        at = row.at(epoch)
        return at if at else from_text(row.get(local), self.setting, field=local)

    def newest(self, at: datetime) -> datetime:
        """Within a second after `at`, and later the later it was read: newer events count.

        VICIdial itself knows no more than whole seconds.
        """
        return at + _SECOND * self._lateness(at)

    def judged(self, ended_at: datetime) -> datetime:
        """When what came of a call that ended then was known, and later the later it was read."""
        return ended_at + _SETTLED * self._lateness(ended_at)

    def _lateness(self, at: datetime) -> float:
        """From 0, read at once, to 1, read years later; finest soon after."""
        age_s = (self.read_at - at).total_seconds() if self.read_at else 0
        return min(1.0, math.log1p(max(0.0, age_s)) / math.log1p(_AGE_MAX_S))


def told(
    row: Row,
    kind: EventType,
    at: datetime,
    data: Mapping[str, Any],
    *,
    shown: datetime | None = None,
) -> Told:
    """An event whose id changes with what it says, so that a changed row is news.

    `shown` is its time where that depends on when the row was read.
    """
    said = json.dumps([at.isoformat(), data], sort_keys=True, default=str)
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
    return Told(f"{row.table}:{row.key}:{kind.value}:{digest}", kind, shown or at, data)


def agent_of(row: Row) -> str | None:
    """VDAD and VDCL stand for nobody."""
    user = row.get("user")
    return None if user is None or user.upper() in _NOBODY else user


def shifted(at: datetime, seconds: float, field: str) -> datetime:
    """Raises PayloadUnreadable when that is no time any more."""
    try:
        return at + timedelta(seconds=seconds)
    except OverflowError as error:
        raise PayloadUnreadable(field=field, detail=f"{field}: too long") from error
