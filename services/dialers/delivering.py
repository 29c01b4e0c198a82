"""A delivery of a dialer: kept as it came, translated, and stored, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, select

from services.calls.events import CallEvent
from services.calls.record import Outcome, record_events
from services.dialers import (
    Acknowledgement,
    Adapter,
    Note,
    Payload,
    PayloadUnreadable,
    Setting,
    Told,
    Translation,
)
from services.dialers.accepting import accept
from services.dialers.bringing import keep_recordings, keep_transcripts
from services.dialers.contradicting import StoredOtherwise, are_at_stored_times
from services.dialers.fetching import remember
from services.dialers.registry import get_adapter
from services.errors import Rejected
from services.tables import Delivery, DeliveryState, Source

_BATCH = 1_000
_NOTES_MAX = 50
_KEY_MAX = 200
_SECRET = frozenset({"authorization", "cookie", "proxy-authorization", "x-amz-firehose-access-key"})
_KEY = "key"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a delivery. `refusal` is set when none of it could be used."""

    acknowledgement: Acknowledgement
    state: DeliveryState
    refusal: Rejected | None = None


def deliver(session: Session, source: Source, dialer: str, payload: Payload) -> Delivered:
    """Keep `payload` and do what it says. Safe to repeat: nothing is stored twice.

    What cannot be read is kept too, with the reason, and can be delivered again from
    there (`earshot replay`) once the adapter or the source's settings are right.
    Raises DialerUnknown, SignatureWrong: then nothing is kept.
    """
    adapter = get_adapter(dialer)
    adapter.verify(payload, _known_of(source))
    delivery_id = _keep(session, source, dialer, adapter, payload)
    if delivery_id is None:
        return _known_already(session, source, adapter, payload)
    delivery = session.get_one(Delivery, delivery_id)
    return _work_off(session, source, adapter, payload, delivery)


def _known_already(
    session: Session, source: Source, adapter: Adapter, payload: Payload
) -> Delivered:
    """What was refused is tried again: a zone or a setting may be right by now."""
    of_key = (Delivery.source_id == source.id, Delivery.key == key_of(adapter, payload))
    known = session.exec(select(Delivery).where(*of_key).with_for_update()).one()
    if known.state is DeliveryState.REFUSED and not known.events:
        return _work_off(session, source, adapter, payload, known)
    return Delivered(adapter.acknowledge(payload), DeliveryState.STORED)


def deliver_again(session: Session, delivery: Delivery) -> Delivered:
    """Translate a kept delivery anew, with the adapter and the settings of today.

    Raises StoredOtherwise: the transaction must be given up.
    """
    source = session.get_one(Source, delivery.source_id)
    payload = Payload(
        body=delivery.body,
        headers=delivery.headers,
        url=delivery.url,
        query=delivery.url.partition("?")[2],
        received_at=delivery.received_at,
    )
    gave = delivery.events
    delivered = _work_off(session, source, get_adapter(delivery.dialer), payload, delivery)
    if gave and delivered.state is DeliveryState.REFUSED:
        raise StoredOtherwise(delivery_id=delivery.id)
    return delivered


def setting_of(source: Source) -> Setting:
    zone = ZoneInfo(source.timezone) if source.timezone else None
    return Setting(zone, source.region, source.settings, source.secrets)


def _known_of(source: Source) -> dict[str, str]:
    """Secrets, and settings that are texts: how a signature is made may be one of them."""
    texts = {name: text for name, text in source.settings.items() if isinstance(text, str)}
    return texts | source.secrets


def _keep(
    session: Session, source: Source, dialer: str, adapter: Adapter, payload: Payload
) -> int | None:
    """The delivery's id; None when one with its key is there already."""
    kept = Delivery(
        source_id=source.id,
        dialer=dialer,
        key=key_of(adapter, payload),
        url=_without_key(payload.url),
        headers={name: value for name, value in payload.headers.items() if name not in _SECRET},
        body=payload.body,
        state=DeliveryState.REFUSED,
    )
    if payload.received_at is not None:
        kept.received_at = payload.received_at
    values = kept.model_dump(exclude={"id"})
    statement = insert(Delivery).values(values).on_conflict_do_nothing()
    delivery_id: int | None = session.execute(
        statement.returning(Delivery.__table__.c.id)  # type: ignore[attr-defined]
    ).scalar()
    return delivery_id


def key_of(adapter: Adapter, payload: Payload) -> str | None:
    """The dialer's own id of a delivery; a digest of one that is too long or not to be stored."""
    key = adapter.key_of(payload)
    if key is None or (len(key) <= _KEY_MAX and key.isprintable()):
        return key
    return f"sha256:{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _without_key(url: str) -> str:
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != _KEY]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def _work_off(
    session: Session, source: Source, adapter: Adapter, payload: Payload, delivery: Delivery
) -> Delivered:
    try:
        _check_settings(source, adapter)
        translation = adapter.translate(payload, setting_of(source))
    except Rejected as refusal:
        sentence = str(refusal.facts.get("detail", refusal.message()))
        _settle(delivery, DeliveryState.REFUSED, [Note(refusal.kind(), sentence, refusal.field)])
        return Delivered(adapter.acknowledge(payload), DeliveryState.REFUSED, refusal)
    notes = _store(session, source, delivery, translation)
    state = _state_of(translation, notes, delivery.events)
    _settle(delivery, state, notes)
    return Delivered(adapter.acknowledge(payload), state, _refusal(state, notes))


def _check_settings(source: Source, adapter: Adapter) -> None:
    """Raises PayloadUnreadable. They are another dialer's where one is posted to by mistake."""
    try:
        adapter.settings_type.model_validate(source.settings)
    except ValidationError as error:
        name = ".".join(str(part) for part in error.errors()[0]["loc"])
        detail = f"settings.{name}: this source's settings are not this dialer's"
        raise PayloadUnreadable(field=f"settings.{name}", detail=detail) from error


def _store(
    session: Session, source: Source, delivery: Delivery, translation: Translation
) -> list[Note]:
    """Everything that a translation holds; returns what there is to say about it.

    Raises StoredOtherwise where some of what the delivery gave before it gives no longer.
    """
    events, refused = _as_events(source, delivery.dialer, translation.events)
    outcomes = [
        outcome
        for start in range(0, len(events), _BATCH)
        for outcome in record_events(session, events[start : start + _BATCH])
    ]
    known = outcomes.count(Outcome.DUPLICATE)
    news = [event for event, is_ in zip(events, outcomes, strict=True) if is_ is Outcome.STORED]
    if known < delivery.events and not are_at_stored_times(session, news):
        raise StoredOtherwise(delivery_id=delivery.id)
    delivery.events = len(events)
    delivery.duplicates = known
    newest = max((event.at for event in events), default=None)
    delivery.lag_s = _seconds_since(newest, delivery.received_at) if newest else None
    remember(session, source, translation.links)
    refused += keep_recordings(session, source, translation.recordings)
    refused += keep_transcripts(session, source, translation.transcripts)
    return [*translation.notes, *refused]


def _as_events(
    source: Source, dialer: str, told: Iterable[Told]
) -> tuple[list[CallEvent], list[Note]]:
    events, notes = [], []
    for each in told:
        accepted = accept(source.id, dialer, each)
        if isinstance(accepted, Note):
            notes.append(accepted)
        else:
            events.append(accepted)
    return events, notes


def _state_of(translation: Translation, notes: Sequence[Note], events: int) -> DeliveryState:
    parts = (translation.links, translation.recordings, translation.transcripts)
    used = events > 0 or any(parts)
    if any(note.refuses for note in notes):
        return DeliveryState.PARTLY if used else DeliveryState.REFUSED
    return DeliveryState.STORED if used else DeliveryState.IGNORED


def _refusal(state: DeliveryState, notes: Sequence[Note]) -> Rejected | None:
    if state is not DeliveryState.REFUSED:
        return None
    first = next(note for note in notes if note.refuses)
    return PayloadUnreadable(field=first.field, detail=first.sentence)


def _settle(delivery: Delivery, state: DeliveryState, notes: Sequence[Note]) -> None:
    delivery.state = state
    delivery.notes = [_storable(asdict(note)) for note in notes[:_NOTES_MAX]]


def _storable(note: dict[str, Any]) -> dict[str, Any]:
    """A note may quote what PostgreSQL cannot keep."""
    return {
        name: said.encode(errors="replace").decode().replace("\0", "\ufffd")
        if isinstance(said, str)
        else said
        for name, said in note.items()
    }


def _seconds_since(then: datetime, now: datetime) -> float:
    return round((now - then) / timedelta(seconds=1), 3)
