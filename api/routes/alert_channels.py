"""Channels of alerts: chat robots, mail and web hooks. Their addresses never come out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, status

from api.deps import CallerDep, SessionDep, find_caller
from api.repeats import CreatingRoute
from api.schemas.alert_channels import (
    AlertChannelChangeIn,
    AlertChannelIn,
    AlertChannelOut,
    ChannelTestOut,
)
from api.schemas.alerts import AlertDeliveryOut
from api.schemas.pages import Page
from services.alerts import channels, messages, outlets
from services.alerts.outlets import NotDelivered
from services.db import transaction
from services.tables import DeliveryOutcome

router = APIRouter(prefix="/api/v1/alert-channels", tags=["alerts"], route_class=CreatingRoute)

Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("", operation_id="list_alert_channels")
def list_alert_channels(
    session: SessionDep, caller: CallerDep, cursor: str | None = None, limit: Limit = 100
) -> Page[AlertChannelOut]:
    """Channels by name, for those who manage them or may choose one for a rule."""
    page = channels.list_channels(session, caller, cursor=cursor, limit=limit)
    return Page(items=[AlertChannelOut.of(each) for each in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="create_alert_channel")
def create_alert_channel(
    session: SessionDep, caller: CallerDep, channel: AlertChannelIn
) -> AlertChannelOut:
    """Add a channel. What is secret in its address is never shown again."""
    return AlertChannelOut.of(channels.create_channel(session, caller, channel.to_fields()))


@router.get("/{channel_id}", operation_id="read_alert_channel")
def read_alert_channel(session: SessionDep, caller: CallerDep, channel_id: UUID) -> AlertChannelOut:
    """One channel, and how it does."""
    return AlertChannelOut.of(channels.get_channel(session, caller, channel_id))


@router.patch("/{channel_id}", operation_id="change_alert_channel")
def change_alert_channel(
    session: SessionDep, caller: CallerDep, channel_id: UUID, change: AlertChannelChangeIn
) -> AlertChannelOut:
    """Change a channel. An address that is left out stays."""
    told = channels.change_channel(
        session, caller, channel_id, revision=change.revision, changes=change.to_changes()
    )
    return AlertChannelOut.of(told)


@router.delete(
    "/{channel_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="delete_alert_channel"
)
def delete_alert_channel(session: SessionDep, caller: CallerDep, channel_id: UUID) -> None:
    """Send nothing by it any more, and forget its address."""
    channels.archive_channel(session, caller, channel_id)


@router.get("/{channel_id}/deliveries", operation_id="list_alert_deliveries")
def list_alert_deliveries(
    session: SessionDep,
    caller: CallerDep,
    channel_id: UUID,
    state: DeliveryOutcome | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[AlertDeliveryOut]:
    """What became of alerts by it, newest first."""
    page = channels.list_deliveries(
        session, caller, channel_id, state=state, cursor=cursor, limit=limit
    )
    return Page(
        items=[AlertDeliveryOut.model_validate(each) for each in page.items], next=page.next
    )


@router.post("/{channel_id}/test", operation_id="test_alert_channel")
def test_alert_channel(request: Request, channel_id: UUID) -> ChannelTestOut:
    """Send one message now, and tell what the service says to it."""
    with transaction() as session:
        caller = find_caller(session, request)
        channel, address = channels.address_of(session, caller, channel_id)
    try:
        told = outlets.send(address, messages.of_trial(channel.name, channel.language))
        tried = ChannelTestOut(sent=True, answer=told)
    except NotDelivered as refusal:
        tried = ChannelTestOut(sent=False, answer=refusal.reason)
    with transaction() as session:
        channels.note_test(session, caller, channel, sent=tried.sent)
    return tried
