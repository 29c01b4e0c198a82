"""What was heard in a call, version by version, and having it heard once more."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.calls import RecordingOut, TranscriptOut, TranscriptSummaryOut
from api.schemas.hearing import HearAgainIn
from api.schemas.pages import Page
from services.calls import queries
from services.hearing import versions
from services.paging import Paged
from services.people.access import Permission
from services.privacy.showing import show
from services.recordings import keeping
from services.tables import Recording, Transcript
from services.transcripts import reading

router = APIRouter(prefix="/api/v1", route_class=CreatingRoute)


@router.get(
    "/calls/{call_id}/transcripts",
    response_model=Page[TranscriptSummaryOut],
    operation_id="list_transcripts",
    tags=["calls"],
)
def list_transcripts(
    session: SessionDep,
    caller: CallerDep,
    call_id: UUID,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paged[Transcript]:
    """Every transcript of a call, newest first."""
    caller.require(Permission.CALLS_READ)
    call = queries.get_visible_call(session, caller, call_id)
    return reading.list_transcripts(session, call.id, cursor=cursor, limit=limit)


@router.get(
    "/calls/{call_id}/transcripts/{transcript_id}",
    operation_id="read_one_transcript",
    tags=["calls"],
)
def read_one_transcript(
    session: SessionDep, caller: CallerDep, call_id: UUID, transcript_id: UUID
) -> TranscriptOut:
    """One transcript of a call with its words, to set beside another."""
    caller.require(Permission.CALLS_READ)
    call = queries.get_visible_call(session, caller, call_id)
    transcript = reading.get_transcript(session, call.id, transcript_id)
    return TranscriptOut.of(show(session, caller, transcript))


@router.post(
    "/recordings/{recording_id}/hear-again",
    response_model=RecordingOut,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="hear_again",
    tags=["recordings"],
)
def hear_again(
    session: SessionDep, caller: CallerDep, recording_id: UUID, body: HearAgainIn
) -> Recording:
    """Queue a recording once more; what was heard before stays beside it."""
    caller.require(Permission.TRANSCRIPTS_CORRECT)
    recording = keeping.get_visible_recording(session, caller.scope, recording_id)
    return versions.hear_again(session, recording, caller, engine=body.engine, lane=body.lane)
