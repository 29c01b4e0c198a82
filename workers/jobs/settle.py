"""Bring the queue in line with what is paused."""

from services.db import transaction
from services.hearing import pausing
from services.hearing.pausing import Place
from services.jobs import SettlePauses
from services.tables import RecordingState


def settle_pauses(_: SettlePauses) -> None:
    """In batches, each a transaction of its own. Safe to run again."""
    for state in (RecordingState.PAUSED, RecordingState.WAITING):
        place: Place | None = None
        while True:
            with transaction() as session:
                place = pausing.settle(session, state, place)
            if place is None:
                break
