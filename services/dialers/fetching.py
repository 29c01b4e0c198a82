"""Recordings that dialers keep at a URL: remembered, and fetched by a job."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from services.calls.identity import call_id_for
from services.clock import utc_now
from services.dialers import RecordingLink
from services.tables import RecordingFetch, Source


def remember(session: Session, source: Source, links: Iterable[RecordingLink]) -> None:
    """Keep what is to be fetched, and from when on. A link that is known stays as it is."""
    for link in links:
        fetch = RecordingFetch(
            call_id=call_id_for(source.id, link.call_key),
            source_id=source.id,
            url=link.url,
            file_name=link.file_name,
            agent_channel=link.agent_channel,
            not_before=utc_now() + timedelta(seconds=link.ready_in_s),
        )
        session.execute(insert(RecordingFetch).values(fetch.model_dump()).on_conflict_do_nothing())
