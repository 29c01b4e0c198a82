"""What dialers sent, as it came: to look at, and to forget in time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select, tuple_

from services import db, paging
from services.errors import NotFound
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Permission
from services.tables import Delivery, DeliveryState

_BATCH = 500
_SHOWN = (
    col(Delivery.id),
    col(Delivery.dialer),
    col(Delivery.key),
    col(Delivery.received_at),
    col(Delivery.url),
    col(Delivery.state),
    col(Delivery.events),
    col(Delivery.duplicates),
    col(Delivery.lag_s),
    col(Delivery.notes),
)


class DeliveryNotFound(NotFound):
    """There is no such delivery, or it is no longer kept."""


@dataclass(frozen=True, slots=True)
class ListedDelivery:
    """A delivery without its body, which may be megabytes."""

    id: int
    dialer: str
    key: str | None
    received_at: datetime
    url: str
    state: DeliveryState
    events: int
    duplicates: int
    lag_s: float | None
    notes: list[dict[str, Any]]


def list_deliveries(
    session: Session,
    source_id: UUID,
    *,
    states: Collection[DeliveryState] = (),
    since: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ListedDelivery]:
    """Newest first, of all states unless some are named. Raises CursorBroken."""
    order = (col(Delivery.received_at), col(Delivery.id))
    query = (
        select(*_SHOWN)  # type: ignore[call-overload]
        .where(col(Delivery.source_id) == source_id)
        .order_by(*(column.desc() for column in order))
        .limit(limit + 1)
    )
    if states:
        query = query.where(col(Delivery.state).in_(states))
    if since is not None:
        query = query.where(col(Delivery.received_at) >= since)
    if cursor is not None:
        query = query.where(tuple_(*order) < tuple_(*paging.decode(cursor, datetime, int)))
    found = [ListedDelivery(*row) for row in session.exec(query)]
    return paging.cut(found, limit, lambda each: [each.received_at, each.id])


def read_delivery(session: Session, delivery_id: int, caller: Caller) -> Delivery:
    """Whole, with what people said and their numbers: that is noted.

    Raises NotPermitted, DeliveryNotFound.
    """
    caller.require(Permission.PII_READ)
    storable = abs(delivery_id) <= paging.BIGGEST_INTEGER
    delivery = session.get(Delivery, delivery_id) if storable else None
    if delivery is None:
        raise DeliveryNotFound(delivery_id=delivery_id)
    audit.record(
        session,
        actor=caller.actor,
        act="delivery.read",
        subject=str(delivery_id),
        source_id=str(delivery.source_id),
    )
    return delivery


def forget(session: Session, source_id: UUID, older_than: timedelta) -> int:
    """Delete some deliveries of a source that are kept long enough; returns how many.

    One that is being translated again stays for the next time. 0 when there are no more.
    """
    found = db.rows(
        session,
        """
        DELETE FROM delivery WHERE id = ANY(ARRAY(
            SELECT id FROM delivery
            WHERE source_id = %(source_id)s AND received_at < now() - %(older_than)s
            ORDER BY received_at
            LIMIT %(batch)s
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING id
        """,
        {"source_id": source_id, "older_than": older_than, "batch": _BATCH},
    )
    return len(found)
