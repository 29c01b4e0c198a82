"""Telling a channel what waits for it. The network is asked outside of any transaction."""

from services.alerts import outlets, sending
from services.alerts.outlets import NotDelivered
from services.db import transaction
from services.jobs import SendAlerts


def send_alerts(args: SendAlerts) -> None:
    """Safe to run again. What fails is noted, and tried again by the watch."""
    with transaction() as session:
        parcel = sending.take(session, args.channel_id)
    if parcel is None:
        return
    try:
        outlets.send(parcel.address, parcel.message)
    except NotDelivered as refusal:
        with transaction() as session:
            sending.note_failed(
                session,
                parcel.message_id,
                refusal.reason,
                for_good=refusal.for_good,
                again_after_s=refusal.again_after_s,
            )
        return
    with transaction() as session:
        sending.note_sent(session, parcel.message_id)
