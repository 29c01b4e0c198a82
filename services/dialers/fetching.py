"""Recordings that dialers keep at a URL: remembered, and fetched by a job."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from services import jobs
from services.calls.identity import call_id_for
from services.clock import utc_now
from services.dialers import RecordingLink
from services.jobs import FetchRecording
from services.tables import RecordingFetch, Source


def remember(session: Session, source: Source, links: Iterable[RecordingLink]) -> None:
    """Have what is at `links` fetched, each when it is ready. A known link stays as it is."""
    for link in links:
        wait = timedelta(seconds=link.ready_in_s)
        fetch = RecordingFetch(
            call_id=call_id_for(source.id, link.call_key),
            source_id=source.id,
            url=link.url,
            file_name=link.file_name,
            agent_channel=link.agent_channel,
            content_hashes=list(link.content_hashes),
            not_before=utc_now() + wait,
        )
        if _insert_once(session, fetch):
            jobs.enqueue(session, FetchRecording(fetch_id=fetch.id), delay=wait)


def _insert_once(session: Session, fetch: RecordingFetch) -> bool:
    statement = insert(RecordingFetch).values(fetch.model_dump()).on_conflict_do_nothing()
    return bool(session.execute(statement.returning(col(RecordingFetch.id))).first())
