"""Requests of events, and what becomes of each event in them."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Raw

from services.calls.cloudevents import Refusal
from services.errors import Rejected, TooLarge
from services.settings import Settings


class EventsUnreadable(Rejected):
    """The body is not JSON in UTF-8. Nothing was stored."""


class EventRejected(Rejected):
    """The event is not one Earshot accepts. Nothing was stored."""


class TooManyEvents(TooLarge):
    """There are more events in one request than Earshot accepts. Nothing was stored."""


class Result(msgspec.Struct, omit_defaults=True):
    """What became of one event, in the order sent."""

    id: str | None
    status: Literal["stored", "duplicate", "rejected"]
    field: str | None = None
    reason: str | None = None


class Results(msgspec.Struct):
    results: list[Result]


def as_result(refusal: Refusal) -> Result:
    return Result(id=refusal.id, status="rejected", field=refusal.field, reason=refusal.reason)


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


def refused(refusal: Refusal) -> EventRejected:
    """A single event's refusal, as a problem."""
    place = f"{refusal.field}: " if refusal.field else ""
    detail = f"{place}{refusal.reason}. Nothing was stored."
    return EventRejected(field=refusal.field, detail=detail)


def _array(body: bytes) -> list[Raw]:
    try:
        return _ARRAY_DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EventsUnreadable(detail=f"{error}. Nothing was stored.") from error


_ARRAY_DECODER = msgspec.json.Decoder(list[Raw])
