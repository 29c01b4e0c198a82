"""Taking in signed events."""

import json
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from services.calls.events import EventType
from services.dialers import (
    Acknowledgement,
    AdapterSettings,
    Note,
    Payload,
    PayloadUnreadable,
    Setting,
    SignatureWrong,
    Told,
    Translation,
)
from services.dialers.times import from_text

_TOLERANCE = timedelta(minutes=5)
_SECRETS = ("secret", "previous_secret")
"""The second is for the time in which a sender changes over to the first."""
_PREFIXES = ("webhook-", "svix-")
_NO_SECRET = "This source has no secret to check signatures with: set one that begins with whsec_."
_BAD_SECRET = "The secret of this source is not base64 after whsec_."
_OLD = "webhook-timestamp is more than five minutes off. Is the sender's clock right?"
_EVENTS_MAX = 10_000
_KINDS = {kind.value: kind for kind in EventType}


class StandardWebhooks:
    settings_type = AdapterSettings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        own = [secrets[name] for name in _SECRETS if secrets.get(name)]
        if not own:
            raise SignatureWrong(detail=_NO_SECRET)
        sent_at = _sent_at(payload)
        if payload.received_at is None or abs(payload.received_at - sent_at) > _TOLERANCE:
            raise SignatureWrong(field="webhook-timestamp", detail=_OLD)
        given = _header(payload, "signature").split()
        expected = [_signature(secret, payload, sent_at) for secret in own]
        # All are compared, so that time tells nothing.
        if not any([compare_digest(a.encode(), b.encode()) for a in given for b in expected]):
            raise SignatureWrong(field="webhook-signature")

    def key_of(self, payload: Payload) -> str | None:
        return _header(payload, "id") or None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        told: list[Told] = []
        notes: list[Note] = []
        for number, event in enumerate(_events(payload.body), 1):
            try:
                told.append(_told(event, number, payload, setting))
            except PayloadUnreadable as refusal:
                sentence = str(refusal.facts["detail"])
                notes.append(Note("unreadable", sentence, refusal.field, number, refuses=True))
        return Translation(tuple(told), notes=tuple(notes))

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b'{"status":"ok"}')


def _header(payload: Payload, name: str) -> str:
    found = (payload.headers.get(prefix + name) for prefix in _PREFIXES)
    return next((value for value in found if value), "")


def _sent_at(payload: Payload) -> datetime:
    written = _header(payload, "timestamp")
    try:
        # Only as it is signed: a number of whole seconds.
        at = datetime.fromtimestamp(int(written), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SignatureWrong(field="webhook-timestamp") from error
    if str(int(at.timestamp())) != written:
        raise SignatureWrong(field="webhook-timestamp")
    return at


def _signature(secret: str, payload: Payload, sent_at: datetime) -> str:
    try:
        body = payload.body.decode()
        return Webhook(secret).sign(_header(payload, "id"), sent_at, body)
    except UnicodeDecodeError as error:
        raise SignatureWrong(field="body") from error
    except (NotBase64, ValueError, EmptyWebhookSecretError) as error:
        raise SignatureWrong(detail=_BAD_SECRET) from error


def _events(body: bytes) -> Iterator[Any]:
    """One event, a list of them, or one a line. Raises PayloadUnreadable."""
    try:
        text = body.decode()
        found = json.loads(text) if text.lstrip().startswith("[") else _lines(text)
    except (ValueError, RecursionError) as error:
        raise PayloadUnreadable(field="body", detail=f"body: not JSON: {error}") from error
    if not found or len(found) > _EVENTS_MAX:
        detail = f"body: {len(found):,} events; 1 to {_EVENTS_MAX:,} are accepted"
        raise PayloadUnreadable(field="body", detail=detail)
    yield from found


def _lines(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _told(event: Any, number: int, payload: Payload, setting: Setting) -> Told:
    """A CloudEvent, or `{"type", "timestamp", "data"}` as Standard Webhooks suggests.

    Without an id of its own, the delivery's id and its place in it are the event's.
    """
    if not isinstance(event, dict):
        raise PayloadUnreadable(field="body", detail=f"body: event {number} is no object")
    kind = _KINDS.get(str(event.get("type")))
    if kind is None:
        raise PayloadUnreadable(field="type", detail=f"type: {event.get('type')!r} is not known")
    data = event.get("data")
    if not isinstance(data, dict):
        raise PayloadUnreadable(field="data", detail="data: missing")
    at = from_text(event.get("time") or event.get("timestamp"), setting, field="time")
    if at is None:
        raise PayloadUnreadable(field="time", detail="time: missing")
    own = f"{event.get('source', '')}#{event['id']}" if event.get("id") else None
    event_id = own or f"{_header(payload, 'id')}#{number}"
    return Told(event_id, kind, at, data)
