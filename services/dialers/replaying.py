"""Kept deliveries, translated again with the adapter and the settings of today."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select, tuple_

from services.dialers.deliveries import DeliveryNotFound
from services.dialers.delivering import deliver_again
from services.hearing.sources import SourceNotFound
from services.paging import BIGGEST_INTEGER
from services.people import audit
from services.people.access import Caller
from services.tables import Delivery, DeliveryState, Source

_BATCH = 500


class Wanted(StrEnum):
    REFUSED = "refused"
    PARTLY = "partly"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Selection:
    """Deliveries of one source, by when they came and what became of them."""

    source_id: UUID
    wanted: Wanted = Wanted.REFUSED
    since: datetime | None = None
    until: datetime | None = None

    def where(self) -> ColumnElement[bool]:
        conditions: list[ColumnElement[bool]] = [col(Delivery.source_id) == self.source_id]
        if self.wanted is not Wanted.ALL:
            conditions.append(col(Delivery.state) == DeliveryState(self.wanted.value))
        if self.since is not None:
            conditions.append(col(Delivery.received_at) >= self.since)
        if self.until is not None:
            conditions.append(col(Delivery.received_at) < self.until)
        return and_(*conditions)


class Place(NamedTuple):
    """Where replaying has got to."""

    received_at: datetime
    delivery_id: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of one delivery, and what was before."""

    before: DeliveryState
    after: DeliveryState
    events: int
    duplicates: int


def source_named(session: Session, name: str) -> Source:
    """Raises SourceNotFound."""
    source = session.exec(select(Source).where(Source.name == name)).one_or_none()
    if source is None:
        raise SourceNotFound(name=name)
    return source


def count(session: Session, selection: Selection) -> int:
    return session.exec(select(func.count()).where(selection.where())).one()


def next_of(session: Session, selection: Selection, after: Place | None) -> list[Place]:
    """Some that are still to be translated again, in the order in which they came."""
    order = (col(Delivery.received_at), col(Delivery.id))
    query = select(*order).where(selection.where()).order_by(*order).limit(_BATCH)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*after))
    return [Place(at, delivery_id) for at, delivery_id in session.exec(query) if delivery_id]


def replay(session: Session, delivery_id: int) -> Replayed | None:
    """Translate one anew; None when it is no longer kept. Safe to repeat.

    One for each transaction: it locks its calls, and dialers go on sending. Raises
    StoredOtherwise: then nothing of it is to be kept, and the delivery stays as it is.
    """
    delivery = session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None:
        return None
    before = delivery.state
    delivered = deliver_again(session, delivery)
    counts = (0, 0)
    if delivered.state is not DeliveryState.REFUSED:
        counts = (delivery.events, delivery.duplicates)
    return Replayed(before, delivered.state, *counts)


def replay_for(session: Session, caller: Caller, delivery_id: int) -> Replayed:
    """Translate one anew because somebody asked, which is noted.

    Raises DeliveryNotFound, StoredOtherwise.
    """
    replayed = replay(session, delivery_id) if abs(delivery_id) <= BIGGEST_INTEGER else None
    if replayed is None:
        raise DeliveryNotFound(delivery_id=delivery_id)
    audit.record(
        session,
        actor=caller.actor,
        act="delivery.replayed",
        subject=str(delivery_id),
        before=replayed.before,
        after=replayed.after,
    )
    return replayed
