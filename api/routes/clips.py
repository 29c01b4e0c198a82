"""Clips: stretches of calls that people learn from."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from api.deps import CallerDep, SessionDep, find_caller
from api.errors import Problem, problem_of, respond
from api.repeats import CreatingRoute
from api.schemas.clips import ClipChange, ClipIn, ClipOut, RecipientOut
from api.schemas.pages import Page
from services.db import transaction
from services.paging import Paged
from services.people.access import Permission
from services.privacy.beeping import SoundBeingPrepared
from services.reviews.clips import keeping, reading, sounding
from services.reviews.clips.reading import ClipFilter, ReadClip, Recipient
from services.tables import ClipKind

router = APIRouter(prefix="/api/v1/clips", tags=["clips"], route_class=CreatingRoute)

Limit = Annotated[int, Query(ge=1, le=200)]
Words = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


@router.post(
    "", response_model=ClipOut, status_code=status.HTTP_201_CREATED, operation_id="create_clip"
)
def create_clip(session: SessionDep, caller: CallerDep, wanted: ClipIn) -> ReadClip:
    """Keep a stretch of a call in scope, and share it."""
    caller.require(Permission.CLIPS_SHARE)
    clip = keeping.create_clip(session, caller, **dict(wanted))
    return reading.read_clip(session, caller, clip)


@router.get("", response_model=Page[ClipOut], operation_id="list_clips")
def list_clips(
    session: SessionDep,
    caller: CallerDep,
    q: Words | None = None,
    kind: ClipKind | None = None,
    call_id: UUID | None = None,
    shared_with_me: bool = False,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[ReadClip]:
    """The library, what is shared with one, and what one shares; newest first."""
    caller.require(Permission.CALLS_LISTEN)
    wanted = ClipFilter(q=q, kind=kind, call_id=call_id, shared_with_me=shared_with_me)
    return reading.list_clips(session, caller, wanted, cursor=cursor, limit=limit)


@router.get("/recipients", response_model=Page[RecipientOut], operation_id="list_clip_recipients")
def list_recipients(
    session: SessionDep,
    caller: CallerDep,
    q: Words | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[Recipient]:
    """Whom one can share a clip with: users of the units in scope, by name."""
    caller.require(Permission.CLIPS_SHARE)
    return reading.list_recipients(session, caller, q=q, cursor=cursor, limit=limit)


@router.get("/{clip_id}", response_model=ClipOut, operation_id="read_clip")
def read_clip(session: SessionDep, caller: CallerDep, clip_id: UUID) -> ReadClip:
    """One clip that you made, or that is shared with you."""
    caller.require(Permission.CALLS_LISTEN)
    clip = reading.get_visible_clip(session, caller, clip_id)
    return reading.read_clip(session, caller, clip)


@router.patch("/{clip_id}", response_model=ClipOut, operation_id="change_clip")
def change_clip(
    session: SessionDep, caller: CallerDep, clip_id: UUID, wanted: ClipChange
) -> ReadClip:
    """One's own, or with `reviews:manage` anybody's of a call in scope."""
    caller.require(Permission.CLIPS_SHARE)
    given = wanted.model_dump(exclude_none=True)
    clip = keeping.change_clip(session, caller, clip_id, **given)
    return reading.read_clip(session, caller, clip)


@router.delete("/{clip_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="delete_clip")
def delete_clip(session: SessionDep, caller: CallerDep, clip_id: UUID) -> None:
    """The call and its recording stay."""
    caller.require(Permission.CLIPS_SHARE)
    keeping.delete_clip(session, caller, clip_id)


@router.get(
    "/{clip_id}/audio",
    response_class=Response,
    responses={
        200: {
            "content": {"audio/ogg": {"schema": {"type": "string", "format": "binary"}}},
            "description": "Exactly the stretch.",
        },
        503: {"model": Problem, "description": "It is being prepared: try again in a moment."},
    },
    operation_id="play_clip",
)
def play_clip(request: Request, clip_id: UUID) -> Response:
    """The clip's sound and nothing beyond it. Listening is noted in the audit log."""
    with transaction() as session:
        caller = find_caller(session, request)
        caller.require(Permission.CALLS_LISTEN)
        try:
            stretch = sounding.audible(session, caller, clip_id)
        except SoundBeingPrepared as error:
            # Not raised: what makes it is queued in this transaction.
            return respond(problem_of(error), error)
    headers = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(sounding.cut(stretch), media_type="audio/ogg", headers=headers)
