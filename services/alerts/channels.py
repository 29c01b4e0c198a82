"""Channels that alerts go out by: made, changed, archived, listed. Addresses stay inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select, tuple_

from services import paging
from services.alerts import addresses
from services.alerts.addresses import MOST_PER_MINUTE, Address
from services.alerts.listing import deliveries_where
from services.clock import utc_now
from services.errors import Conflict, NotFound, Rejected
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Permission
from services.tables import AlertChannel, AlertDelivery, ChannelKind, DeliveryOutcome

_DAY = timedelta(days=1)
_TRIED = (DeliveryOutcome.SENT, DeliveryOutcome.FAILED)


class AlertChannelNotFound(NotFound):
    """There is no such channel."""


class AlertChannelNameTaken(Conflict):
    """Another channel has this name."""


class AlertChannelChanged(Conflict):
    """Somebody else has changed this channel since you read it. Read it again."""


class TooManyPerMinute(Rejected):
    """The service does not take so many messages in a minute."""


@dataclass(frozen=True, slots=True)
class ListedChannel:
    """A channel, and how it does."""

    channel: AlertChannel
    last_delivery: dict[str, Any] | None
    failed: int
    waiting: int


def list_channels(
    session: Session, caller: Caller, *, cursor: str | None = None, limit: int = 100
) -> Paged[ListedChannel]:
    """By name, for those who may choose one of them too. Raises NotPermitted, CursorBroken."""
    caller.require_one_of(Permission.ALERTS_MANAGE, Permission.ALERT_CHANNELS)
    query = select(AlertChannel).where(col(AlertChannel.archived_at).is_(None))
    if cursor is not None:
        place = tuple_(col(AlertChannel.name), col(AlertChannel.id))
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    query = query.order_by(col(AlertChannel.name), col(AlertChannel.id)).limit(limit + 1)
    page = paging.cut(session.exec(query).all(), limit, lambda each: [each.name, each.id])
    return Paged(_listed(session, page.items), page.next)


def get_channel(session: Session, caller: Caller, channel_id: UUID) -> ListedChannel:
    """Raises NotPermitted, AlertChannelNotFound."""
    caller.require_one_of(Permission.ALERTS_MANAGE, Permission.ALERT_CHANNELS)
    return _listed(session, [_find(session, channel_id)])[0]


def create_channel(session: Session, caller: Caller, fields: Mapping[str, Any]) -> ListedChannel:
    """`fields` are those of AlertChannel, its address as it is typed.

    Raises NotPermitted, AlertChannelNameTaken, TooManyPerMinute.
    """
    caller.require(Permission.ALERT_CHANNELS)
    kept = _to_keep(fields)
    kept["per_minute"] = kept["per_minute"] or MOST_PER_MINUTE[kept["kind"]]
    _check_rate(kept["kind"], kept["per_minute"])
    channel = AlertChannel(**kept, created_by=caller.actor, updated_by=caller.actor)
    _store(session, channel)
    _note(session, caller, "alert_channel.created", channel, after=_told(kept))
    return _listed(session, [channel])[0]


def change_channel(
    session: Session, caller: Caller, channel_id: UUID, *, revision: int, changes: Mapping[str, Any]
) -> ListedChannel:
    """Raises NotPermitted, AlertChannelNotFound, AlertChannelChanged, and what creating does."""
    channel = _for_change(session, caller, channel_id)
    if channel.revision != revision:
        raise AlertChannelChanged(channel_id=channel_id, revision=channel.revision)
    kept = _to_keep(changes)
    before = {name: getattr(channel, name) for name in kept}
    if before == kept:
        return _listed(session, [channel])[0]
    _check_rate(kept.get("kind", channel.kind), kept.get("per_minute", channel.per_minute))
    told = {"revision": revision + 1, "updated_at": utc_now(), "updated_by": caller.actor}
    channel.sqlmodel_update({**kept, **told})
    _store(session, channel)
    facts = {"before": _told(before), "after": _told(kept)}
    if "address" in kept:
        facts["address"] = {"changed": True}
    _note(session, caller, "alert_channel.changed", channel, **facts)
    return _listed(session, [channel])[0]


def archive_channel(session: Session, caller: Caller, channel_id: UUID) -> None:
    """Nothing goes out by it any more, and its address is forgotten. Rules leave it out."""
    channel = _for_change(session, caller, channel_id)
    channel.sqlmodel_update({"archived_at": utc_now(), "active": False, "address": ""})
    _store(session, channel)
    _note(session, caller, "alert_channel.deleted", channel)


def list_deliveries(
    session: Session,
    caller: Caller,
    channel_id: UUID,
    *,
    state: DeliveryOutcome | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[dict[str, Any]]:
    """What became of alerts by a channel, newest first. Raises AlertChannelNotFound."""
    caller.require(Permission.ALERT_CHANNELS)
    _find(session, channel_id)
    conditions = [col(AlertDelivery.channel_id) == channel_id]
    if state is not None:
        conditions.append(col(AlertDelivery.state) == state)
    found = deliveries_where(session, *conditions, limit=limit + 1, after=cursor)
    return paging.cut(found, limit, lambda each: [each["created_at"], each["id"]])


def address_of(session: Session, caller: Caller, channel_id: UUID) -> tuple[AlertChannel, Address]:
    """To send to. Raises NotPermitted, AlertChannelNotFound."""
    caller.require(Permission.ALERT_CHANNELS)
    channel = _find(session, channel_id)
    return channel, addresses.read(channel.address)


def note_test(session: Session, caller: Caller, channel: AlertChannel, *, sent: bool) -> None:
    _note(session, caller, "alert_channel.tested", channel, sent=sent)


def _to_keep(fields: Mapping[str, Any]) -> dict[str, Any]:
    """As the columns hold them."""
    kept = dict(fields)
    address: Address | None = kept.get("address")
    if address is not None:
        kept["address"] = addresses.written(address)
        kept["kind"] = ChannelKind(address.kind)
        kept["shown"] = addresses.shown(address)
    return kept


def _told(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name != "address"}


def _check_rate(kind: ChannelKind, per_minute: int) -> None:
    if per_minute > MOST_PER_MINUTE[kind]:
        raise TooManyPerMinute(field="per_minute", most=MOST_PER_MINUTE[kind])


def _find(session: Session, channel_id: UUID) -> AlertChannel:
    channel = session.get(AlertChannel, channel_id)
    if channel is None or channel.archived_at is not None:
        raise AlertChannelNotFound(channel_id=channel_id)
    return channel


def _for_change(session: Session, caller: Caller, channel_id: UUID) -> AlertChannel:
    """Locked. Raises NotPermitted, AlertChannelNotFound."""
    caller.require(Permission.ALERT_CHANNELS)
    channel = _find(session, channel_id)
    session.refresh(channel, with_for_update=True)
    return channel


def _listed(session: Session, channels: Sequence[AlertChannel]) -> list[ListedChannel]:
    ids = [channel.id for channel in channels]
    counted = session.exec(
        select(AlertDelivery.channel_id, AlertDelivery.state, func.count())
        .where(
            col(AlertDelivery.channel_id).in_(ids), col(AlertDelivery.created_at) > utc_now() - _DAY
        )
        .group_by(col(AlertDelivery.channel_id), col(AlertDelivery.state))
    ).all()
    counts = {(channel_id, state): n for channel_id, state, n in counted}
    return [
        ListedChannel(
            channel,
            _last(session, channel.id),
            counts.get((channel.id, DeliveryOutcome.FAILED), 0),
            counts.get((channel.id, DeliveryOutcome.WAITING), 0),
        )
        for channel in channels
    ]


def _last(session: Session, channel_id: UUID) -> dict[str, Any] | None:
    tried = (
        col(AlertDelivery.channel_id) == channel_id,
        col(AlertDelivery.state).in_(_TRIED),
    )
    return next(iter(deliveries_where(session, *tried, limit=1)), None)


def _store(session: Session, channel: AlertChannel) -> None:
    try:
        with session.begin_nested():
            session.add(channel)
    except IntegrityError as error:
        raise AlertChannelNameTaken(field="name", name=channel.name) from error


def _note(session: Session, caller: Caller, act: str, channel: AlertChannel, **facts: Any) -> None:
    subject = str(channel.id)
    audit.record(session, actor=caller.actor, act=act, subject=subject, name=channel.name, **facts)
