"""Who speaks on which channel, put right call by call."""

from uuid import UUID

from fastapi import APIRouter, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.calls import SwapIn, TranscriptOut
from services.calls import queries
from services.hearing import swapping
from services.people.access import Permission
from services.privacy.showing import show

router = APIRouter(prefix="/api/v1", route_class=CreatingRoute)


@router.post(
    "/calls/{call_id}/swap-speakers",
    status_code=status.HTTP_201_CREATED,
    operation_id="swap_speakers",
    tags=["calls"],
)
def swap_speakers(
    session: SessionDep, caller: CallerDep, call_id: UUID, body: SwapIn
) -> TranscriptOut:
    """A new transcript with the speakers the other way round; scoring follows by itself."""
    caller.require(Permission.TRANSCRIPTS_CORRECT)
    call = queries.get_visible_call(session, caller, call_id)
    swapped = swapping.swap_speakers(session, call, body.transcript_id, caller)
    return TranscriptOut.of(show(session, caller, swapped))
