"""CloudEvents 1.0 as dialers send them, and what becomes of each."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Raw

from services.calls.events import CallEvent, EventData, EventType
from services.calls.identity import call_id_for
from services.clock import utc_now
from services.errors import Rejected, TooLarge
from services.settings import Settings

_DATA_MAX_BYTES = 64 * 1024
_Attribute = Annotated[str, Meta(min_length=1, max_length=500)]


class EventsUnreadable(Rejected):
    """The body is not JSON in UTF-8. Nothing was stored."""


class EventRejected(Rejected):
    """The event is not one Earshot accepts. Nothing was stored."""


class TooManyEvents(TooLarge):
    """There are more events in one request than Earshot accepts. Nothing was stored."""


class CloudEvent(msgspec.Struct):
    """The attributes of CloudEvents 1.0 that Earshot needs; others are ignored."""

    specversion: Literal["1.0"]
    id: _Attribute
    source: _Attribute
    type: EventType
    time: datetime
    data: Raw


class Result(msgspec.Struct, omit_defaults=True):
    """What became of one event, in the order sent."""

    id: str | None
    status: Literal["stored", "duplicate", "rejected"]
    field: str | None = None
    reason: str | None = None


class Results(msgspec.Struct):
    results: list[Result]


class Refusal(msgspec.Struct):
    """Why an event is not accepted, and which field of it says so."""

    id: str | None
    field: str | None
    reason: str

    def as_result(self) -> Result:
        return Result(id=self.id, status="rejected", field=self.field, reason=self.reason)


def split(body: bytes, content_type: str, settings: Settings) -> list[bytes | Raw]:
    """Cut a body into events: one per line, one per array entry, or just one.

    Raises EventsUnreadable, TooManyEvents.
    """
    kind = content_type.partition(";")[0].strip().lower()
    pieces: Sequence[bytes | Raw]
    if kind in ("application/x-ndjson", "application/ndjson", "application/jsonl"):
        pieces = [line for line in body.splitlines() if line.strip()]
    elif kind == "application/cloudevents-batch+json" or body.lstrip()[:1] == b"[":
        pieces = _array(body)
    else:
        pieces = [body]
    if len(pieces) > settings.event_batch_max:
        raise TooManyEvents(
            detail=f"{len(pieces):,} events in one request; at most "
            f"{settings.event_batch_max:,} are accepted. Nothing was stored."
        )
    if not pieces or not body.strip():
        raise EventsUnreadable(detail="The body is empty. Nothing was stored.")
    return list(pieces)


def read(piece: bytes | Raw, source_id: UUID, settings: Settings) -> CallEvent | Refusal:
    """One event, validated, or why not."""
    try:
        event = _DECODER.decode(piece)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Refusal(_id_in(piece), _field(error), _sentence(error))
    try:
        data: dict[str, Any] = _DATA_DECODER.decode(event.data)
        known = msgspec.convert(data, EventData)
        wrong = _wrong(event, known, settings)
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


def refused(refusal: Refusal) -> EventRejected:
    """A single event's refusal, as a problem."""
    place = f"{refusal.field}: " if refusal.field else ""
    detail = f"{place}{refusal.reason}. Nothing was stored."
    return EventRejected(field=refusal.field, detail=detail)


def _wrong(event: CloudEvent, data: EventData, settings: Settings) -> Refusal | None:
    """The first thing wrong with an event whose fields have the right types."""
    return next((Refusal(event.id, *found) for found in _faults(event, data, settings)), None)


def _faults(event: CloudEvent, data: EventData, settings: Settings) -> Iterator[tuple[str, str]]:
    yield from _time_faults(event.time, settings)
    yield from _missing(event.type, data)
    yield from _unstorable(event)


def _time_faults(at: datetime, settings: Settings) -> Iterator[tuple[str, str]]:
    now = utc_now()
    if at.tzinfo is None:
        yield "time", "has no zone; write it as 2026-03-02T09:00:00Z or with an offset"
    elif at < now - settings.event_oldest:
        yield "time", f"is older than {settings.event_oldest.days} days; check the dialer's clock"
    elif at > now + settings.event_newest:
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


def _array(body: bytes) -> list[Raw]:
    try:
        return _ARRAY_DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EventsUnreadable(detail=f"{error}. Nothing was stored.") from error


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
    return str(error).partition(" - at `")[0]


class _Identified(msgspec.Struct):
    id: str


_DECODER = msgspec.json.Decoder(CloudEvent)
_ID_DECODER = msgspec.json.Decoder(_Identified)
_DATA_DECODER = msgspec.json.Decoder(dict[str, Any])
_ARRAY_DECODER = msgspec.json.Decoder(list[Raw])
