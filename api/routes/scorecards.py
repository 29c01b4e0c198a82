"""Scorecards: drafted, edited, published and retired by those who write rules."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.pages import Page
from api.schemas.scorecards import ScorecardIn, ScorecardOut, ScorecardVersionOut
from services.paging import Paged
from services.people.access import Permission
from services.scoring import scorecards
from services.scoring.card import ScorecardBody
from services.scoring.scorecards import ScorecardOverview
from services.tables import ScorecardVersion

router = APIRouter(prefix="/api/v1/scorecards", tags=["scorecards"], route_class=CreatingRoute)

Limit = Annotated[int, Query(ge=1, le=500)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Digest = Annotated[str | None, Query(pattern="^[0-9a-f]{32}$")]


@router.get("", response_model=Page[ScorecardOut], operation_id="list_scorecards")
def list_scorecards(
    session: SessionDep, caller: CallerDep, cursor: str | None = None, limit: Limit = 100
) -> Paged[ScorecardOverview]:
    """Scorecards, by name."""
    caller.require(Permission.SCORECARDS_READ)
    return scorecards.list_scorecards(session, cursor=cursor, limit=limit)


@router.post(
    "",
    response_model=ScorecardOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_scorecard",
)
def create_scorecard(
    session: SessionDep, caller: CallerDep, wanted: ScorecardIn
) -> ScorecardOverview:
    """Make a scorecard without versions."""
    caller.require(Permission.SCORECARDS_WRITE)
    made = scorecards.create_scorecard(session, name=wanted.name, created_by=caller.actor)
    return scorecards.get_overview(session, made.id)


@router.get(
    "/{scorecard_id}/versions",
    response_model=Page[ScorecardVersionOut],
    operation_id="list_scorecard_versions",
)
def list_versions(
    session: SessionDep,
    caller: CallerDep,
    scorecard_id: UUID,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[ScorecardVersion]:
    """Newest first; drafts are seen by those who may write them."""
    caller.require(Permission.SCORECARDS_READ)
    return scorecards.list_versions(
        session,
        scorecard_id,
        drafts=caller.may(Permission.SCORECARDS_WRITE),
        cursor=cursor,
        limit=limit,
    )


@router.post(
    "/{scorecard_id}/versions",
    response_model=ScorecardVersionOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="add_scorecard_version",
)
def add_version(
    session: SessionDep, caller: CallerDep, scorecard_id: UUID, body: ScorecardBody
) -> ScorecardVersion:
    """Add a draft; it scores nothing until published."""
    caller.require(Permission.SCORECARDS_WRITE)
    scorecard = scorecards.get_scorecard(session, scorecard_id)
    return scorecards.add_version(session, scorecard, body, created_by=caller.actor)


@router.put(
    "/{scorecard_id}/versions/{number}",
    response_model=ScorecardVersionOut,
    operation_id="edit_scorecard_version",
)
def edit_draft(
    session: SessionDep,
    caller: CallerDep,
    scorecard_id: UUID,
    number: Number,
    body: ScorecardBody,
    was: Digest = None,
) -> ScorecardVersion:
    """Rewrite a draft; what has been published never changes.

    With `was`, the `digest` of the version as you read it, what somebody else has written
    since is not written over: the answer is a 409.
    """
    caller.require(Permission.SCORECARDS_WRITE)
    version = scorecards.get_version(session, scorecard_id, number)
    return scorecards.edit_draft(session, version, body, actor=caller.actor, was=was)


@router.post(
    "/{scorecard_id}/versions/{number}/publish",
    response_model=ScorecardVersionOut,
    operation_id="publish_scorecard_version",
)
def publish(
    session: SessionDep,
    caller: CallerDep,
    scorecard_id: UUID,
    number: Number,
    was: Digest = None,
) -> ScorecardVersion:
    """Score calls with it from now on. Safe to repeat.

    With `was`, the `digest` of the draft as you read it, a draft that somebody else has
    changed since stays a draft: the answer is a 409.
    """
    caller.require(Permission.SCORECARDS_WRITE)
    version = scorecards.get_version(session, scorecard_id, number)
    return scorecards.publish(session, version, actor=caller.actor, was=was)


@router.post(
    "/{scorecard_id}/versions/{number}/retire",
    response_model=ScorecardVersionOut,
    operation_id="retire_scorecard_version",
)
def retire(
    session: SessionDep, caller: CallerDep, scorecard_id: UUID, number: Number
) -> ScorecardVersion:
    """Stop scoring with it; what it scored stays. Safe to repeat."""
    caller.require(Permission.SCORECARDS_WRITE)
    version = scorecards.get_version(session, scorecard_id, number)
    return scorecards.retire(session, version, actor=caller.actor)
