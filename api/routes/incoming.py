"""Recordings on their way: to be fetched, missing, or found and not yet matched."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from api.schemas.calls import RecordingOut
from api.schemas.incoming import (
    FileNameOut,
    FileNamesIn,
    FileNamesOut,
    MatchIn,
    MisfitOut,
    MissingRecordingOut,
    NamedOut,
    RecordingFetchOut,
    UnmatchedRecordingOut,
    WatchedFileOut,
)
from api.schemas.pages import Page
from services.dialers import sources
from services.paging import Paged
from services.people.access import Caller, Permission
from services.privacy.revealing import shown_number
from services.recordings import fetches, missing, unmatched, watching
from services.recordings.missing import MissingRecording
from services.recordings.naming import Reading
from services.settings import get_settings
from services.tables import (
    FetchState,
    Recording,
    RecordingFetch,
    UnmatchedRecording,
    WatchedFile,
)

router = APIRouter(prefix="/api/v1", tags=["recordings"])

Limit = Annotated[int, Query(ge=1, le=200)]

_LOOKS_AFTER = (Permission.RECORDINGS_WRITE, Permission.SOURCES_MANAGE)
"""Whoever looks after a dialer looks after what it records, too."""


@router.get(
    "/recordings/fetches", response_model=Page[RecordingFetchOut], operation_id="list_fetches"
)
def list_fetches(
    session: SessionDep,
    caller: CallerDep,
    source_id: UUID | None = None,
    state: FetchState | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[RecordingFetch]:
    """What dialers keep for Earshot to fetch, newest first."""
    caller.require_one_of(*_LOOKS_AFTER)
    return fetches.list_fetches(
        session, caller.scope, source_id=source_id, state=state, cursor=cursor, limit=limit
    )


@router.post(
    "/recordings/fetches/{fetch_id}/retry",
    response_model=RecordingFetchOut,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="retry_fetch",
)
def retry_fetch(session: SessionDep, caller: CallerDep, fetch_id: UUID) -> RecordingFetch:
    """Fetch a recording after all that was given up."""
    caller.require_one_of(*_LOOKS_AFTER)
    return fetches.retry(session, caller, fetch_id)


@router.get("/recordings/missing", operation_id="list_missing_recordings")
def list_missing_recordings(
    session: SessionDep,
    caller: CallerDep,
    source_id: UUID | None = None,
    ended_from: AwareDatetime | None = None,
    ended_to: AwareDatetime | None = None,
    older_than_s: Annotated[int | None, Query(ge=0, le=31_622_400)] = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[MissingRecordingOut]:
    """Connected calls without a recording, those that ended last first.

    Of dialers that send recordings, and `older_than_s` after the end of the call: as long
    as EARSHOT_RECORDING_MISSING_AFTER unless told otherwise.
    """
    caller.require_one_of(*_LOOKS_AFTER)
    found = missing.list_missing(
        session,
        caller.scope,
        older_than=_older_than(older_than_s),
        source_id=source_id,
        ended_from=ended_from,
        ended_to=ended_to,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[_missing(each, caller) for each in found.items], next=found.next)


@router.get("/recordings/unmatched", operation_id="list_unmatched_recordings")
def list_unmatched_recordings(
    session: SessionDep,
    caller: CallerDep,
    source_id: UUID | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[UnmatchedRecordingOut]:
    """Recordings that were found and of which the call is not known, newest first."""
    caller.require_one_of(*_LOOKS_AFTER)
    found = unmatched.list_unmatched(
        session, caller.scope, source_id=source_id, cursor=cursor, limit=limit
    )
    return Page(items=[_unmatched(each, caller) for each in found.items], next=found.next)


@router.post(
    "/recordings/unmatched/{unmatched_id}/match",
    response_model=RecordingOut,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="match_recording",
)
def match_recording(
    session: SessionDep, caller: CallerDep, unmatched_id: UUID, body: MatchIn
) -> Recording:
    """Say which call a recording is of. It is attached to it and heard."""
    caller.require_one_of(*_LOOKS_AFTER)
    return unmatched.match_by_hand(session, caller, unmatched_id, body.call_id)


@router.delete(
    "/recordings/unmatched/{unmatched_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="discard_recording",
)
def discard_recording(session: SessionDep, caller: CallerDep, unmatched_id: UUID) -> None:
    """Say that a recording is of no call. It is not taken again from where it was found."""
    caller.require_one_of(*_LOOKS_AFTER)
    unmatched.discard(session, caller, unmatched_id)


@router.get(
    "/recordings/watched", response_model=Page[WatchedFileOut], operation_id="list_watched_files"
)
def list_watched_files(
    session: SessionDep,
    caller: CallerDep,
    source_id: UUID | None = None,
    refused: bool | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[WatchedFile]:
    """What was taken from watched folders and buckets; `refused` for what could not be used."""
    sources.require_all(caller)
    return watching.list_watched(
        session, caller.scope, source_id=source_id, refused=refused, cursor=cursor, limit=limit
    )


@router.post("/sources/{source_id}/file-patterns/test", operation_id="test_file_patterns")
def test_file_patterns(
    session: SessionDep, caller: CallerDep, source_id: UUID, body: FileNamesIn
) -> FileNamesOut:
    """What the names of files say by these patterns, or why none of them fits."""
    sources.require_all(caller)
    source = sources.get_source(session, source_id)
    patterns = tuple(body.patterns) if body.patterns is not None else None
    return FileNamesOut(
        items=[_file_name(unmatched.read(source, name, patterns)) for name in body.names]
    )


def _unmatched(each: UnmatchedRecording, caller: Caller) -> UnmatchedRecordingOut:
    named = NamedOut.model_validate(each.named)
    number = named.customer_number
    shows = caller.may(Permission.PII_READ)
    named.customer_number = shown_number(number, plain=shows)
    return UnmatchedRecordingOut(
        **each.model_dump(exclude={"named", "file_name"}),
        named=named,
        file_name=each.file_name if shows else unmatched.without_number(each.file_name, number),
    )


def _file_name(reading: Reading) -> FileNameOut:
    return FileNameOut(
        name=reading.name,
        pattern=reading.pattern,
        named=NamedOut.model_validate(reading.named) if reading.named else None,
        misfits=[MisfitOut(pattern=each, reason=why) for each, why in reading.misfits],
    )


def _older_than(given_s: int | None) -> timedelta:
    if given_s is None:
        return get_settings().recording_missing_after
    return timedelta(seconds=given_s)


def _missing(each: MissingRecording, caller: Caller) -> MissingRecordingOut:
    call = each.call
    return MissingRecordingOut(
        call_id=call.id,
        call_key=call.call_key,
        source_id=call.source_id,
        source=each.source,
        agent_key=call.agent_key,
        agent_name=each.agent_name,
        customer_number=shown_number(call.customer_number, plain=caller.may(Permission.PII_READ)),
        started_at=call.started_at,
        ended_at=call.ended_at,
        talk_s=call.talk_s,
        fetch=RecordingFetchOut.model_validate(each.fetch) if each.fetch else None,
    )
