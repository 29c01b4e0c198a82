"""Instants out of everything that dialers write as time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.dialers import Note, PayloadUnreadable, Setting, ZoneNeeded

_NEVER = frozenset({"", "0", "-1", "null", "none", "0000-00-00", "0000-00-00 00:00:00"})
"""What dialers write where nothing happened."""
_BEGINNINGS = ("1970-01-01", "0001-01-01")
_YEARS = range(1900, 2200)
"""Beyond them, arithmetic with instants runs out of calendar."""
_UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000}


def never(value: object) -> bool:
    """Whether a time says that something did not happen."""
    text = str(value).strip().lower() if value is not None else ""
    return text in _NEVER or text.startswith(_BEGINNINGS)


def from_epoch(value: object, *, unit: str = "s", field: str) -> datetime | None:
    """The instant of a number, or of a number in a string; None for "did not happen".

    `unit` is `s`, `ms` or `us`. Raises PayloadUnreadable.
    """
    if never(value):
        return None
    try:
        seconds = float(str(value)) / _UNITS[unit]
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError) as error:
        raise PayloadUnreadable(field=field, detail=f"{field}: not a time: {value!r}") from error


def from_text(value: object, setting: Setting, *, field: str) -> datetime | None:
    """The instant of ISO 8601 text or `2026-03-02 09:00:00`; None for "did not happen".

    Without an offset it is the source's local time. In the hour that is passed twice when
    clocks go back, the first is meant. Raises ZoneNeeded, PayloadUnreadable.
    """
    if never(value):
        return None
    try:
        at = datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise PayloadUnreadable(field=field, detail=f"{field}: not a time: {value!r}") from error
    if at.year not in _YEARS:
        raise PayloadUnreadable(field=field, detail=f"{field}: not of our time: {value!r}")
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    return in_zone(at, setting.zone, field=field)


def in_zone(at: datetime, zone: ZoneInfo | None, *, field: str) -> datetime:
    """Raises ZoneNeeded."""
    if zone is None:
        raise ZoneNeeded(field=field, detail=f"{field}: {at} has no zone, nor has its source")
    return at.replace(tzinfo=zone).astimezone(UTC)


def zone_note(local: datetime, epoch: datetime, *, field: str) -> Note | None:
    """What a local time and an epoch of the same moment say of the zone that was declared.

    Whole hours apart is a wrong zone or summer time; less than half an hour is no matter.
    """
    hours = round((local - epoch).total_seconds() / 3600)
    if hours == 0:
        return None
    sentence = f"{field} is {hours:+d} h off the epoch beside it: is the source's zone right?"
    return Note("zone_mismatch", sentence, field)
