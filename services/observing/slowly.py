"""What changes slowly, or costs more than a moment to find out: asked every few minutes."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

from sqlmodel import Session

from services import db
from services.calls.brought import LIVE
from services.clock import utc_now
from services.settings import get_settings
from services.tables import RecordingState

_WEEK_DAYS = 7
SLOT = timedelta(minutes=15)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slow:
    """`disk_free_bytes` None where recordings are in a bucket, which has no end."""

    disk_free_bytes: int | None
    disk_total_bytes: int | None
    stored_per_day_bytes: float
    """Recordings a day, over the last week."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A quarter of an hour of the last day."""

    at: datetime
    events_per_minute: float
    waited_s: float | None
    """How long recordings that were done then had waited to be begun, at the median."""
    real_time_factor: float | None


def read_slowly(session: Session) -> Slow:
    settings = get_settings()
    disk = None
    if settings.storage_url is None:
        folder = settings.home / "recordings"
        disk = shutil.disk_usage(folder if folder.is_dir() else settings.home)
    return Slow(
        disk_free_bytes=disk.free if disk else None,
        disk_total_bytes=disk.total if disk else None,
        stored_per_day_bytes=_stored_per_day(session),
    )


def read_day(session: Session) -> list[Slot]:
    """The last 24 hours, the oldest first. Reads a day of events: ask seldom."""
    now = utc_now()
    return [
        Slot(row["at"], row["events"] / (SLOT.total_seconds() / 60), row["waited_s"], row["factor"])
        for row in db.rows(session, _DAYS, {"since": now - _DAY, "slot": SLOT})
    ]


def _stored_per_day(session: Session) -> float:
    params = {
        "since": utc_now() - timedelta(days=_WEEK_DAYS),
        "states": [state.value for state in RecordingState],
    }
    [row] = db.rows(session, _STORED, params)
    return float(row["bytes"]) / _WEEK_DAYS


# Named state by state, as the index wants it.
_STORED: LiteralString = """
SELECT coalesce(sum(size_bytes), 0) AS bytes FROM recording
WHERE state = ANY(%(states)s) AND created_at > %(since)s
"""

_DAYS: LiteralString = f"""
WITH slot AS (
    SELECT at FROM generate_series(
        date_bin(%(slot)s, %(since)s::timestamptz, 'epoch') + %(slot)s,
        date_bin(%(slot)s, now(), 'epoch'), %(slot)s
    ) AS at
), arrived AS (
    SELECT date_bin(%(slot)s, received_at, 'epoch') AS at, count(*) AS events
    FROM event WHERE received_at > %(since)s AND {LIVE}
    GROUP BY 1
), heard AS (
    SELECT date_bin(%(slot)s, transcribed_at, 'epoch') AS at,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY greatest(0, extract(epoch FROM begun_at - queued_at))::float8
        ) AS waited_s,
        sum(extract(epoch FROM transcribed_at - begun_at))::float8 / nullif(sum(duration_s), 0)
            AS factor
    FROM recording
    WHERE state = 'transcribed' AND queue IN (SELECT queue FROM hearing_clock)
        AND transcribed_at > %(since)s AND begun_at < transcribed_at
    GROUP BY 1
)
SELECT slot.at, coalesce(events, 0) AS events, waited_s, factor
FROM slot LEFT JOIN arrived USING (at) LEFT JOIN heard USING (at) ORDER BY slot.at
"""
