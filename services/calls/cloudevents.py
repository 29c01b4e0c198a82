"""CloudEvents 1.0 as dialers send them: one event, validated."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta, Raw

from services import spelling
from services.calls.events import CallEvent, EventData, EventType
from services.calls.identity import call_id_for
from services.clock import CLOCKS, Clocks, utc_now
from services.settings import Settings
from services.tables import AgentState

_DATA_MAX_BYTES = 64 * 1024
_Attribute = Annotated[str, Meta(min_length=1, max_length=500)]


class CloudEvent(msgspec.Struct):
    """The attributes of CloudEvents 1.0 that Earshot needs; others are ignored."""

    specversion: Literal["1.0"]
    id: _Attribute
    source: _Attribute
    type: EventType
    time: datetime
    data: Raw


class Refusal(msgspec.Struct):
    """Why an event is not accepted, and which field of it says so."""

    id: str | None
    field: str | None
    reason: str


class _Times(NamedTuple):
    """When an event may have happened."""

    oldest: timedelta | None
    """How long ago at most."""
    latest_at: datetime


def read(
    piece: bytes | Raw,
    source_id: UUID,
    settings: Settings,
    *,
    however_old: bool = False,
    clocks: Clocks = CLOCKS,
) -> CallEvent | Refusal:
    """One event, validated, or why not. `however_old` is for history that is brought in."""
    try:
        event = _DECODER.decode(piece)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Refusal(_id_in(piece), _field(error), _sentence(error))
    try:
        data: dict[str, Any] = _DATA_DECODER.decode(event.data)
        known = msgspec.convert(data, EventData)
        oldest = None if however_old else settings.event_oldest
        wrong = _wrong(event, known, _Times(oldest, clocks.latest() + settings.event_newest))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        field = _field(error)
        return Refusal(event.id, f"data.{field}" if field else "data", _sentence(error))
    if wrong is not None:
        return wrong
    return CallEvent(
        source_id=source_id,
        origin=event.source,
        event_id=event.id,
        type=event.type,
        at=event.time.astimezone(UTC),
        call_id=call_id_for(source_id, known.call_id) if known.call_id else None,
        call_key=known.call_id,
        agent_key=known.agent,
        data=data,
    )


def _wrong(event: CloudEvent, data: EventData, times: _Times) -> Refusal | None:
    """The first thing wrong with an event whose fields have the right types."""
    faults = _faults(event, data, times)
    return next((Refusal(event.id, *found) for found in faults), None)


def _faults(event: CloudEvent, data: EventData, times: _Times) -> Iterator[tuple[str, str]]:
    yield from _time_faults(event.time, times)
    yield from _missing(event.type, data)
    yield from _unstorable(event)


def _time_faults(at: datetime, times: _Times) -> Iterator[tuple[str, str]]:
    if at.tzinfo is None:
        yield "time", "has no zone; write it as 2026-03-02T09:00:00Z or with an offset"
    elif times.oldest is not None and at < utc_now() - times.oldest:
        yield "time", f"is older than {times.oldest.days} days; check the dialer's clock"
    elif at > times.latest_at:
        yield "time", "lies in the future; check the dialer's clock"


def _missing(kind: EventType, data: EventData) -> Iterator[tuple[str, str]]:
    if kind is not EventType.AGENT_STATE:
        if data.call_id is None:
            yield "data.call_id", f"is required in {kind.value}"
        return
    if data.agent is None:
        yield "data.agent", "is required in agent.state"
    if data.state is None:
        yield "data.state", "is required in agent.state"


def _unstorable(event: CloudEvent) -> Iterator[tuple[str, str]]:
    """What would not fit, or what PostgreSQL cannot store."""
    written = bytes(event.data).lower()
    if len(written) > _DATA_MAX_BYTES:
        yield "data", f"is larger than {_DATA_MAX_BYTES // 1024} KiB"
    if b"\\u0000" in written or "\0" in event.id + event.source:
        yield "data", "contains a NUL character"


def _id_in(piece: bytes | Raw) -> str | None:
    """The event's id, when at least that can be read."""
    try:
        return _ID_DECODER.decode(piece).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _field(error: Exception) -> str | None:
    """The place a msgspec error names: "... - at `$.time`", or "missing required field `id`"."""
    text = str(error)
    at = re.search(r"at `\$\.?([^`]+)`", text)
    missing = re.search(r"required field `([^`]+)`", text)
    return ".".join(found[1] for found in (at, missing) if found) or None


def _sentence(error: Exception) -> str:
    """What msgspec says, without the place, which `_field` names."""
    said = str(error).partition(" - at `")[0]
    unknown = re.fullmatch(r"Invalid enum value '(.*)'", said, re.DOTALL)
    choices = _CHOICES.get(_field(error) or "")
    return _not_among(unknown[1], list(choices)) if unknown and choices else said


def _not_among(unknown: str, choices: Sequence[str]) -> str:
    meant = spelling.nearest(unknown, choices)
    known = "" if meant else f"; known are {', '.join(choices)}"
    return f"'{unknown}' is not known{known or '.'}{spelling.hint(meant)}"


_CHOICES: Mapping[str, type[StrEnum]] = {"type": EventType, "state": AgentState}


class _Identified(msgspec.Struct):
    id: str


_DECODER = msgspec.json.Decoder(CloudEvent)
_ID_DECODER = msgspec.json.Decoder(_Identified)
_DATA_DECODER = msgspec.json.Decoder(dict[str, Any])
