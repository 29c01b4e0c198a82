"""Recordings on their way: to be fetched, missing, or found and not yet matched."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from api.schemas.incoming import MissingRecordingOut, RecordingFetchOut
from api.schemas.pages import Page
from services.calls.queries import shown_number
from services.paging import Paged
from services.people.access import Caller, Permission
from services.recordings import fetches, missing
from services.recordings.missing import MissingRecording
from services.settings import get_settings
from services.tables import FetchState, RecordingFetch

router = APIRouter(prefix="/api/v1", tags=["recordings"])

Limit = Annotated[int, Query(ge=1, le=200)]


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
    caller.require(Permission.RECORDINGS_WRITE)
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
    caller.require(Permission.RECORDINGS_WRITE)
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
    caller.require(Permission.RECORDINGS_WRITE)
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
        customer_number=shown_number(call.customer_number, caller),
        started_at=call.started_at,
        ended_at=call.ended_at,
        talk_s=call.talk_s,
        fetch=RecordingFetchOut.model_validate(each.fetch) if each.fetch else None,
    )
