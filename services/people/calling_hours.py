"""When a campaign's customers may be called: hours of weekdays, and holidays off. Pure.

By the clock where the customer is, or where the team sits. The zones of a number are those
of the library `phonenumbers`, a port of Google's libphonenumber.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import NumberParseException
from phonenumbers.timezone import time_zones_for_number
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    field_serializer,
    field_validator,
    model_validator,
)

MAX_HOLIDAYS = 400
_UNKNOWN = "Etc/Unknown"


class Clock(StrEnum):
    NUMBER = "number"
    """Where the customer is, as far as the number tells; else the team's."""
    UNIT = "unit"
    """Where the team sits."""


class Hours(BaseModel):
    """Hours of one day. `until` is the first minute that is too late; 00:00 is midnight."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    since: Annotated[time, Field(alias="from")]
    until: Annotated[time, Field(alias="to")]

    @field_validator("since", "until")
    @classmethod
    def _local(cls, value: time) -> time:
        if value.tzinfo is not None or value.second or value.microsecond:
            raise ValueError("a time of day in hours and minutes, without a zone")
        return value

    @field_serializer("since", "until")
    def _written(self, value: time) -> str:
        return f"{value:%H:%M}"

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.until <= self.since and self.until != time(0):
            raise ValueError("ends before it begins")
        return self

    def has(self, at: time) -> bool:
        return self.since <= at and (at < self.until or self.until == time(0))


class CallingHours(BaseModel):
    """Allowed hours by weekday, 1 for Monday to 7; a day that is left out has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clock: Clock = Clock.NUMBER
    days: dict[Annotated[int, Field(ge=1, le=7)], Annotated[tuple[Hours, ...], Field(max_length=8)]]
    holidays: Annotated[tuple[date, ...], Field(max_length=MAX_HOLIDAYS)] = ()
    """Days without calls, by the same clock."""

    @field_validator("days")
    @classmethod
    def _apart(cls, days: dict[int, tuple[Hours, ...]]) -> dict[int, tuple[Hours, ...]]:
        ordered = {
            day: tuple(sorted(hours, key=lambda each: each.since))
            for day, hours in sorted(days.items())
        }
        for hours in ordered.values():
            if any(b.since < a.until or a.until == time(0) for a, b in pairwise(hours)):
                raise ValueError("hours of one day overlap")
        return ordered

    @field_validator("holidays")
    @classmethod
    def _in_order(cls, holidays: tuple[date, ...]) -> tuple[date, ...]:
        return tuple(sorted(set(holidays)))

    def to_keep(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


@dataclass(frozen=True, slots=True)
class Window:
    """Hours, and the zones that the customer may be in."""

    hours: CallingHours
    zones: tuple[ZoneInfo, ...]


def window_of(hours: CallingHours, number: str | None, unit_zone: ZoneInfo) -> Window:
    """The window for one customer. A number that lies in several zones has all of them."""
    zones = _zones_of(number) if hours.clock is Clock.NUMBER and number else ()
    return Window(hours, zones or (unit_zone,))


def is_allowed(at: datetime, window: Window) -> bool:
    """Whether a call may begin at the aware instant `at`: in every zone of the window."""
    return all(_is_open(at.astimezone(zone), window.hours) for zone in window.zones)


def _is_open(local: datetime, hours: CallingHours) -> bool:
    if local.date() in hours.holidays:
        return False
    return any(each.has(local.time()) for each in hours.days.get(local.isoweekday(), ()))


def _zones_of(number: str) -> tuple[ZoneInfo, ...]:
    """Only for E.164; what is masked or local tells no zone."""
    if not number.startswith("+"):
        return ()
    try:
        found = time_zones_for_number(phonenumbers.parse(number))
    except NumberParseException:
        return ()
    return tuple(ZoneInfo(name) for name in found if name != _UNKNOWN)
