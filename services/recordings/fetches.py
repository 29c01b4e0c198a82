"""Recordings that dialers keep at a URL: fetched, tried again, given up, taken up again.

A try is known by its number, like a try at hearing: one that was taken for dead and comes
back after another has begun changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, tuple_

from services import jobs, paging
from services.clock import utc_now
from services.errors import Conflict, NotFound, ServiceError
from services.jobs import FetchRecording
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Scope
from services.recordings.addresses import Credentials
from services.recordings.arrangements import arranged_with
from services.recordings.attach import attach
from services.recordings.keeping import visible
from services.recordings.probe import AudioFacts
from services.recordings.spool import Upload
from services.settings import get_settings
from services.tables import FetchState, Recording, RecordingFetch, Source

_WAITS_MIN = (1, 2, 5, 10, 30)
_REASON_MAX = 500
_DIALER = "dialer"


class FetchNotFound(NotFound):
    """There is no such recording to fetch."""


class FetchNotGivenUp(Conflict):
    """Only a recording that was given up can be fetched again."""


@dataclass(frozen=True, slots=True)
class Try:
    """What a worker needs to know to fetch a recording; carries no session."""

    fetch_id: UUID
    number: int
    url: str
    credentials: Credentials
    content_hashes: tuple[str, ...] = ()


def begin(session: Session, fetch_id: UUID) -> Try | None:
    """Count a try and begin it. None when there is nothing to do."""
    fetch = session.get(RecordingFetch, fetch_id, with_for_update=True)
    if fetch is None or fetch.state is not FetchState.WAITING:
        return None
    fetch.attempts += 1
    fetch.tried_at = utc_now()
    source = session.get_one(Source, fetch.source_id)
    hosts = arranged_with(source).fetch_hosts
    return Try(
        fetch.id,
        fetch.attempts,
        fetch.url,
        Credentials.of(frozenset(hosts), source.secrets),
        tuple(fetch.content_hashes),
    )


def finish(session: Session, attempt: Try, upload: Upload, facts: AudioFacts) -> Recording | None:
    """Attach what was fetched to its call. None when this try no longer counts."""
    fetch = _of_try(session, attempt)
    if fetch is None:
        return None
    recording, _ = attach(
        session,
        call_id=fetch.call_id,
        source_id=fetch.source_id,
        upload=upload,
        facts=facts,
        file_name=fetch.file_name,
        agent_channel=fetch.agent_channel,
        agent_channel_by=_DIALER,
    )
    fetch.state = FetchState.FETCHED
    fetch.recording_id = recording.id
    fetch.error = fetch.error_kind = None
    return recording


def fail(session: Session, attempt: Try, error: ServiceError) -> None:
    """End a try: the next one follows later each time, until none does any more."""
    fetch = _of_try(session, attempt)
    if fetch is None:
        return
    wait = wait_after(fetch.attempts, get_settings().fetch_give_up_after)
    fetch.error = str(error)[:_REASON_MAX]
    fetch.error_kind = error.kind()
    if wait is None or not error.retryable:
        fetch.state = FetchState.GIVEN_UP
        return
    fetch.not_before = utc_now() + wait
    jobs.enqueue(session, FetchRecording(fetch_id=fetch.id), delay=wait)


def give_back(session: Session, attempt: Try) -> None:
    """Undo a try, for whoever works on: the worker stops, nothing went wrong."""
    fetch = _of_try(session, attempt)
    if fetch is not None:
        fetch.attempts -= 1
        jobs.enqueue(session, FetchRecording(fetch_id=fetch.id))


def wait_after(attempts: int, give_up_after: timedelta) -> timedelta | None:
    """How long to wait after so many tries; None when all waits together would be too long."""
    waits = [_wait(number) for number in range(1, attempts + 1)]
    return waits[-1] if sum(waits, timedelta()) <= give_up_after else None


def list_fetches(
    session: Session,
    scope: Scope,
    *,
    source_id: UUID | None = None,
    state: FetchState | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[RecordingFetch]:
    """Newest first, of calls within `scope`. Raises CursorBroken."""
    query = (
        select(RecordingFetch)
        .where(visible(scope, RecordingFetch))
        .order_by(col(RecordingFetch.created_at).desc(), col(RecordingFetch.id).desc())
        .limit(limit + 1)
    )
    if source_id is not None:
        query = query.where(RecordingFetch.source_id == source_id)
    if state is not None:
        query = query.where(RecordingFetch.state == state)
    if cursor is not None:
        place = tuple_(col(RecordingFetch.created_at), col(RecordingFetch.id))
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    found = session.exec(query).all()
    return paging.cut(found, limit, lambda fetch: [fetch.created_at, fetch.id])


def retry(session: Session, caller: Caller, fetch_id: UUID) -> RecordingFetch:
    """Give a recording that was given up its tries back.

    Raises FetchNotFound, also for what is outside the caller's scope; FetchNotGivenUp.
    """
    query = select(RecordingFetch).where(
        RecordingFetch.id == fetch_id, visible(caller.scope, RecordingFetch)
    )
    fetch = session.exec(query.with_for_update(of=RecordingFetch)).first()
    if fetch is None:
        raise FetchNotFound(fetch_id=fetch_id)
    if fetch.state is not FetchState.GIVEN_UP:
        raise FetchNotGivenUp(fetch_id=fetch_id, state=fetch.state)
    audit.record(
        session,
        actor=caller.actor,
        act="recording_fetch.retried",
        subject=str(fetch.id),
        call_id=str(fetch.call_id),
        error=fetch.error,
    )
    fetch.state = FetchState.WAITING
    fetch.attempts = 0
    fetch.not_before = utc_now()
    jobs.enqueue(session, FetchRecording(fetch_id=fetch.id))
    return fetch


def _wait(number: int) -> timedelta:
    return timedelta(minutes=_WAITS_MIN[min(number, len(_WAITS_MIN)) - 1])


def _of_try(session: Session, attempt: Try) -> RecordingFetch | None:
    fetch = session.get_one(RecordingFetch, attempt.fetch_id, with_for_update=True)
    runs = fetch.state is FetchState.WAITING and fetch.attempts == attempt.number
    return fetch if runs else None
