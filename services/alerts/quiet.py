"""Hours without messages. Alerts raised in them are shown, and told to nobody. Pure."""

from datetime import datetime, time
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator
from pydantic import model_validator as checked

Weekday = Annotated[int, Field(ge=1, le=7)]


class QuietHours(BaseModel):
    """From `since` to `until` by a clock on the wall, over midnight where it ends before."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    since: Annotated[time, Field(alias="from")]
    until: Annotated[time, Field(alias="to")]
    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)] = (1, 2, 3, 4, 5, 6, 7)
    """On which they begin: 1 Monday to 7 Sunday."""

    @field_validator("since", "until")
    @classmethod
    def _local(cls, value: time) -> time:
        if value.tzinfo is not None or value.second or value.microsecond:
            raise ValueError("a time of day in hours and minutes, without a zone")
        return value

    @field_validator("days")
    @classmethod
    def _in_order(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(days)))

    @field_serializer("since", "until")
    def _written(self, value: time) -> str:
        return f"{value:%H:%M}"

    @checked(mode="after")
    def _lasts(self) -> Self:
        if self.since == self.until:
            raise ValueError("ends when it begins")
        return self

    def has(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether the aware instant `at` lies in them."""
        local = at.astimezone(zone)
        today, moment = local.isoweekday(), local.time()
        if self.since < self.until:
            return today in self.days and self.since <= moment < self.until
        yesterday = today - 1 or 7
        begun_today = today in self.days and moment >= self.since
        return begun_today or (yesterday in self.days and moment < self.until)

    def to_keep(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)
