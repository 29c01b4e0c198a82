"""Who speaks on which channel: by dialer, and put right call by call."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.schemas.calls import SwapIn, TranscriptOut
from api.schemas.hearing import SourceIn, SourceOut
from api.schemas.pages import Page
from services.calls import queries
from services.hearing import sources, swapping
from services.hearing.sources import LaidOutSource
from services.paging import Paged
from services.people.access import Permission
from services.tables import Transcript

router = APIRouter(prefix="/api/v1")


@router.post(
    "/calls/{call_id}/swap-speakers",
    response_model=TranscriptOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="swap_speakers",
    tags=["calls"],
)
def swap_speakers(
    session: SessionDep, caller: CallerDep, call_id: UUID, body: SwapIn
) -> Transcript:
    """A new transcript with the speakers the other way round; scoring follows by itself."""
    caller.require(Permission.TRANSCRIPTS_CORRECT)
    call = queries.get_visible_call(session, caller, call_id)
    return swapping.swap_speakers(session, call, body.transcript_id, caller)


@router.get(
    "/sources",
    response_model=Page[SourceOut],
    operation_id="list_sources",
    tags=["organisation"],
)
def list_sources(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Paged[LaidOutSource]:
    """Dialers and how their recordings are laid out, by name."""
    caller.require(Permission.HEARING_READ)
    return sources.list_sources(session, caller.scope, cursor=cursor, limit=limit)


@router.patch(
    "/sources/{source_id}",
    response_model=SourceOut,
    operation_id="change_source",
    tags=["organisation"],
)
def change_source(
    session: SessionDep, caller: CallerDep, source_id: UUID, body: SourceIn
) -> LaidOutSource:
    """Say which channel is the agent in recordings that are heard from now on."""
    caller.require(Permission.HEARING_MANAGE)
    return sources.change_source(session, source_id, caller, agent_channel=body.agent_channel)
