"""The inbox of names that dialers use and nobody has."""

from typing import Annotated

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.schemas.identities import (
    IgnoreIn,
    MatchedOut,
    NameMatchesIn,
    SourceNameOut,
    UnmatchedCountOut,
    UnmatchedNameOut,
)
from api.schemas.pages import Page
from services.onboarding import names, waiting
from services.onboarding.names import Unmatched
from services.onboarding.waiting import Waiting
from services.paging import Paged
from services.people.access import Permission
from services.tables import Source

router = APIRouter(prefix="/api/v1/identities", tags=["organisation"])


@router.get(
    "/unmatched", response_model=Page[UnmatchedNameOut], operation_id="list_unmatched_names"
)
def list_unmatched_names(
    session: SessionDep,
    caller: CallerDep,
    ignored: bool = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Paged[Unmatched]:
    """Those seen last first, each with the agents it may be.

    `ignored` lists those of which somebody said that they are no people's instead. They
    belong to no team yet, so only who sees the whole centre sees them.
    """
    caller.require(Permission.PEOPLE_MANAGE)
    return names.list_unmatched(session, caller, ignored=ignored, cursor=cursor, limit=limit)


@router.get(
    "/unmatched/count", response_model=UnmatchedCountOut, operation_id="count_unmatched_names"
)
def count_unmatched_names(session: SessionDep, caller: CallerDep) -> Waiting:
    """How many wait, without those that are ignored, and their calls of today."""
    caller.require(Permission.PEOPLE_MANAGE)
    return waiting.count_unmatched(session, caller)


@router.get("/sources", response_model=Page[SourceNameOut], operation_id="list_source_names")
def list_source_names(session: SessionDep, caller: CallerDep) -> Paged[Source]:
    """The dialers that names are of, by name, on one page."""
    caller.require(Permission.PEOPLE_MANAGE)
    return Paged(names.list_sources(session))


@router.post("/match", response_model=MatchedOut, operation_id="match_names")
def match_names(session: SessionDep, caller: CallerDep, wanted: NameMatchesIn) -> MatchedOut:
    """Give names to agents, also to new ones; all or none. Their earlier calls follow."""
    caller.require(Permission.PEOPLE_MANAGE)
    matches = [item.match() for item in wanted.items]
    return MatchedOut(matched=names.match_names(session, caller, matches))


@router.post("/ignore", status_code=status.HTTP_204_NO_CONTENT, operation_id="ignore_names")
def ignore_names(session: SessionDep, caller: CallerDep, wanted: IgnoreIn) -> None:
    """Say that names are no people's, or take that back."""
    caller.require(Permission.PEOPLE_MANAGE)
    names.ignore_names(session, caller, wanted.identity_ids, ignored=wanted.ignored)
