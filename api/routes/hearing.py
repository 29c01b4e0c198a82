"""What waits to be heard, who hears it, and in which order."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.calls import RecordingOut
from api.schemas.hearing import HearingOut, PauseIn, PauseOut, QueuedRecordingOut
from api.schemas.pages import Page
from services.hearing import overview, pausing, queued
from services.hearing.overview import Overview
from services.hearing.queued import QueuedRecording
from services.people.access import Permission
from services.recordings import keeping
from services.tables import HearingPause, Lane, Recording, RecordingState

router = APIRouter(prefix="/api/v1", tags=["hearing"], route_class=CreatingRoute)


@router.get("/hearing", response_model=HearingOut, operation_id="read_hearing")
def read_hearing(session: SessionDep, caller: CallerDep) -> Overview:
    """The queue at a glance: counts of what you see, engines, workers, and what is paused."""
    caller.require(Permission.HEARING_READ)
    return overview.read(session, caller.scope)


@router.get("/hearing/recordings", operation_id="list_queued_recordings")
def list_queued_recordings(
    session: SessionDep,
    caller: CallerDep,
    state: Annotated[list[RecordingState] | None, Query()] = None,
    campaign_id: UUID | None = None,
    lane: Lane | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[QueuedRecordingOut]:
    """In the order in which they will be heard.

    Those that are heard now come first, those done last, newest first.
    """
    caller.require(Permission.HEARING_READ)
    page = queued.list_queued(
        session,
        caller.scope,
        states=state or (),
        campaign_id=campaign_id,
        lane=lane,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[_out(each) for each in page.items], next=page.next)


@router.post(
    "/hearing/pauses",
    response_model=PauseOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="pause_hearing",
)
def pause_hearing(session: SessionDep, caller: CallerDep, body: PauseIn) -> HearingPause:
    """Begin no recording of a campaign, or none at all. What is being heard is finished."""
    caller.require(Permission.HEARING_MANAGE)
    return pausing.pause(session, caller, body.campaign_id)


@router.delete(
    "/hearing/pauses/{pause_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="resume_hearing",
)
def resume_hearing(session: SessionDep, caller: CallerDep, pause_id: UUID) -> None:
    """End a pause. What it kept back is queued again, in order, within seconds."""
    caller.require(Permission.HEARING_MANAGE)
    pausing.resume(session, caller, pause_id)


@router.post(
    "/recordings/{recording_id}/hurry",
    response_model=RecordingOut,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="hurry_recording",
    tags=["recordings"],
)
def hurry_recording(session: SessionDep, caller: CallerDep, recording_id: UUID) -> Recording:
    """Move a waiting recording to the review lane: it is heard before all others."""
    if not caller.may(Permission.TRANSCRIPTS_CORRECT):
        caller.require(Permission.HEARING_MANAGE)
    recording = keeping.get_visible_recording(session, caller.scope, recording_id)
    return keeping.hurry(session, recording, caller)


@router.post(
    "/recordings/{recording_id}/cancel",
    response_model=RecordingOut,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="cancel_recording",
    tags=["recordings"],
)
def cancel_recording(session: SessionDep, caller: CallerDep, recording_id: UUID) -> Recording:
    """Stop waiting for, or hearing, a recording. `retry` takes it up again."""
    caller.require(Permission.HEARING_MANAGE)
    recording = keeping.get_visible_recording(session, caller.scope, recording_id)
    return keeping.cancel(session, recording, caller)


def _out(queued: QueuedRecording) -> QueuedRecordingOut:
    return QueuedRecordingOut(
        **RecordingOut.model_validate(queued.recording).model_dump(),
        call_key=queued.call_key,
        source=queued.source,
        agent_name=queued.agent_name,
        campaign_id=queued.campaign_id,
        campaign_name=queued.campaign_name,
        ready_in_s=queued.ready_in_s,
    )
