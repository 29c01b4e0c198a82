"""Dialers: what is declared of them, and how they are."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from services.dialers import registry
from services.dialers.hours import WorkingHours
from services.dialers.sources import OWN_FORMAT
from services.tables import Delivery, DeliveryState

_SETTINGS_MAX_BYTES = 64 * 1024


def _known_dialer(name: str) -> str:
    names = [OWN_FORMAT, *registry.names()]
    if name not in names:
        raise ValueError(f"there is no such adapter; there are {', '.join(names)}")
    return name


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("there is no such time zone; use an IANA name: Asia/Shanghai") from error
    return name


def _known_region(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("there is no such country; use its two letters: CN")
    return code


def _storable(settings: dict[str, Any]) -> dict[str, Any]:
    """PostgreSQL keeps no NUL and no half of a character."""
    written = json.dumps(settings, ensure_ascii=False)
    try:
        size_bytes = len(written.encode())
    except UnicodeEncodeError as error:
        raise ValueError("there is half a character in it") from error
    if r"\u0000" in written or size_bytes > _SETTINGS_MAX_BYTES:
        raise ValueError("too large, or with characters in it that cannot be stored")
    return settings


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Secret = Annotated[str, Field(min_length=1, max_length=4096, pattern=r"^[^\x00]*$")]
Settings = Annotated[dict[Name, Any], AfterValidator(_storable)]


class SourceOut(BaseModel):
    """A dialer: how it is read, and how its recordings are laid out."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    dialer: str
    """Which adapter reads what it sends; `events` for Earshot's own format."""
    timezone: str | None
    """Of its local times; null when it was not said: then such times are refused."""
    region: str
    """Country of numbers without a country code."""
    settings: dict[str, Any]
    secrets: list[str]
    """Names only: their values never leave the server."""
    working_hours: WorkingHours | None
    """When silence is alarming; null for never."""
    last_seen_at: datetime | None
    """As of a few minutes ago; its health knows better."""
    agent_channel: int
    recordings_expected: bool
    heard: int
    """Two-channel recordings in scope, heard in the last 30 days with this `agent_channel`,
    and those in which a person said who is who."""
    swap_suspected: int
    """Those of them that sound, or that a person found, to be the other way round."""

    @field_validator("secrets", mode="before")
    @classmethod
    def _names_of(cls, secrets: Mapping[str, str]) -> list[str]:
        return sorted(secrets)


class SilentSourceOut(BaseModel):
    """A dialer that sends nothing though it should."""

    name: str
    silent_since: datetime


class DialerOut(BaseModel):
    """An adapter: a dialer system that Earshot understands."""

    name: str
    settings_schema: dict[str, Any]
    """JSON Schema of what it must be told of one installation, `SourceIn.settings`."""

    @classmethod
    def of(cls, name: str) -> "DialerOut":
        schema = registry.get_adapter(name).settings_type.model_json_schema()
        return cls(name=name, settings_schema=schema)


class SourceIn(BaseModel):
    """What is not given stays. Of settings and secrets too: null takes one out."""

    model_config = ConfigDict(extra="forbid")

    agent_channel: Annotated[int, Field(ge=0, le=1)] | None = None
    dialer: Annotated[str, AfterValidator(_known_dialer)] | None = None
    timezone: Annotated[str, AfterValidator(_known_zone)] | None = None
    """Of local times without an offset; null refuses them."""
    region: Annotated[str, AfterValidator(_known_region)] | None = None
    recordings_expected: Annotated[bool, Field(strict=True)] | None = None
    settings: Settings | None = None
    """As the adapter defines them."""
    secrets: Annotated[dict[Name, Secret | None], Field(max_length=20)] | None = None
    working_hours: WorkingHours | None = None
    """Null: never mind when it is silent."""

    @field_validator(
        "agent_channel",
        "dialer",
        "region",
        "recordings_expected",
        "settings",
        "secrets",
        mode="before",
    )
    @classmethod
    def _not_null(cls, given: object) -> object:
        if given is None:
            raise ValueError("this cannot be null; leave it out to keep what is there")
        return given

    @model_validator(mode="after")
    def _something(self) -> "SourceIn":
        if not self.model_fields_set:
            raise ValueError("say what to change")
        return self

    def declared(self) -> dict[str, Any]:
        """What is given beside `agent_channel`, as it is stored."""
        given = self.model_dump(exclude={"agent_channel", "working_hours"}, exclude_unset=True)
        if "working_hours" in self.model_fields_set:
            hours = self.working_hours
            given["working_hours"] = hours.model_dump(mode="json", by_alias=True) if hours else None
        return given


class LagOut(BaseModel):
    """Seconds from what happened to its arrival; null when nothing came."""

    model_config = ConfigDict(from_attributes=True)

    p50_s: float | None
    p95_s: float | None


class NoteOut(BaseModel):
    """What was wrong or odd."""

    reason: str
    sentence: str
    field: str | None = None
    """The dialer's name for it."""
    line: int | None = None
    refuses: bool = False
    """Something could not be used because of it."""


class DeliveryOut(BaseModel):
    """One request, line or file of a dialer."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    dialer: str
    key: str | None
    """The dialer's own id of it."""
    received_at: datetime
    url: str
    state: DeliveryState
    events: int
    duplicates: int
    """Of the events, those that were known."""
    lag_s: float | None
    """From the newest event in it to its arrival."""
    notes: list[NoteOut]


class DeliveryBodyOut(DeliveryOut):
    """With all that came, as it came."""

    source_id: UUID
    headers: dict[str, str]
    """Without what signs in."""
    encoding: Literal["text", "base64"]
    """How `body` is written: text where it is UTF-8."""
    body: str

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryBodyOut":
        encoding: Literal["text", "base64"] = "text"
        try:
            body = delivery.body.decode()
        except UnicodeDecodeError:
            encoding, body = "base64", base64.b64encode(delivery.body).decode()
        return cls(**delivery.model_dump(exclude={"body"}), encoding=encoding, body=body)


class ReplayedOut(BaseModel):
    """What became of a delivery that was translated again, and what had before."""

    model_config = ConfigDict(from_attributes=True)

    before: DeliveryState
    after: DeliveryState
    events: int
    duplicates: int
    """Of the events, those that were known."""


class DirectOut(BaseModel):
    """Of events that were sent in Earshot's own format, of the last 24 hours."""

    model_config = ConfigDict(from_attributes=True)

    duplicates: int
    """Known already: they changed nothing."""
    refused: int


class HealthOut(BaseModel):
    """How a dialer is now."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    last_seen_at: datetime | None
    silent_since: datetime | None
    """Set while it sends nothing though it should."""
    events_per_minute: list[int]
    """Of the last 60 minutes, the oldest first. Files that were brought in do not count, here,
    for when it was last seen, or for the lag."""
    lag: LagOut
    """Of the last hour: of deliveries in its own format by the newest event in each, where
    there are any, else of all events."""
    clock_off_s: float | None
    """Set when half of what comes is more than a second early or five minutes late. Early:
    its clock is ahead. Late: its clock is behind, or it sends late."""
    deliveries: dict[DeliveryState, int]
    """Of the last 24 hours, in its own format, like the rest below."""
    events: int
    duplicates: int
    direct: DirectOut
    notes: dict[str, int]
    """How often each reason was noted, `zone_mismatch` and `clock_drift` among them."""
    samples: list[DeliveryOut]
    """The newest of which something could not be used."""
    missing_recordings: int
    """Of connected calls that ended in the last seven days."""
