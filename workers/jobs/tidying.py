"""What has to be looked after from time to time. Each step is a transaction of its own."""

from uuid import UUID

from sqlmodel import select

from services.calls import months
from services.clock import utc_now
from services.db import transaction
from services.dialers import closing, deliveries, health
from services.jobs import (
    CloseSilentCalls,
    ForgetDeliveries,
    IndexTranscripts,
    KeepMonths,
    NoteSightings,
)
from services.settings import get_settings
from services.tables import Source
from services.transcripts.index import index_some
from workers.jobs.bring import forget_imports
from workers.jobs.months import make_missing


def close_silent_calls(_: CloseSilentCalls) -> None:
    """Safe to run again."""
    open_max = get_settings().call_open_max
    place: UUID | None = None
    while True:
        with transaction() as session:
            place = closing.close_silent(session, open_max, place)
        if place is None:
            break


def forget_deliveries(_: ForgetDeliveries) -> None:
    """Safe to run again."""
    with transaction() as session:
        source_ids = session.exec(select(Source.id)).all()
    kept = get_settings().delivery_kept
    for source_id in source_ids:
        more = True
        while more:
            with transaction() as session:
                more = deliveries.forget(session, source_id, kept) > 0
    forget_imports()


def note_sightings(_: NoteSightings) -> None:
    """Safe to run again."""
    with transaction() as session:
        health.note_sightings(session)


def keep_months(_: KeepMonths) -> None:
    """Safe to run again. A month that cannot be made now is made at the next time."""
    with transaction() as session:
        wanted = months.months_from(utc_now(), 1 + months.AHEAD)
        wanted += [each.month for each in months.gathered(session)]
    make_missing(wanted)


def index_transcripts(_: IndexTranscripts) -> None:
    """Safe to run again."""
    more = True
    while more:
        with transaction() as session:
            more = index_some(session) > 0
