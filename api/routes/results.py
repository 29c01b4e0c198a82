"""Results: released to agents, read and acknowledged by them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import CallerDep, SessionDep
from api.schemas.pages import Page
from api.schemas.results import ReleasedOut, ReleaseIn, ResultListedOut, ResultOut
from services.paging import Paged
from services.people.access import Permission
from services.reviews import releasing
from services.reviews.releasing import Released
from services.reviews.results import acknowledging, listing, reading
from services.reviews.results.listing import OwnResult
from services.reviews.results.reading import ResultReading

router = APIRouter(prefix="/api/v1/results", tags=["results"])
of_reviews = APIRouter(prefix="/api/v1/reviews", tags=["results"])


@of_reviews.post("/release", response_model=ReleasedOut, operation_id="release_reviews")
def release_reviews(session: SessionDep, caller: CallerDep, wanted: ReleaseIn) -> Released:
    """Let agents see these results now. All or none; those that were released stay so."""
    caller.require(Permission.REVIEWS_MANAGE)
    return releasing.release(session, caller, wanted.review_ids)


@of_reviews.post(
    "/{review_id}/acknowledge", response_model=ResultOut, operation_id="acknowledge_result"
)
def acknowledge(session: SessionDep, caller: CallerDep, review_id: UUID) -> ResultReading:
    """Say that one has taken note of an own result. It cannot be appealed after that."""
    caller.require(Permission.APPEALS_FILE)
    review = acknowledging.acknowledge(session, caller, review_id)
    return reading.read_result(session, caller, review.id)


@router.get("", response_model=Page[ResultListedOut], operation_id="list_results")
def list_results(
    session: SessionDep,
    caller: CallerDep,
    acknowledged: bool | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paged[OwnResult]:
    """Released results of one's own calls, newest first; of each call the newest one."""
    caller.require(Permission.APPEALS_FILE)
    return listing.list_results(
        session, caller, acknowledged=acknowledged, cursor=cursor, limit=limit
    )


@router.get("/{review_id}", response_model=ResultOut, operation_id="read_result")
def read_result(session: SessionDep, caller: CallerDep, review_id: UUID) -> ResultReading:
    """A released result of one's own call, with its arithmetic and what can be appealed."""
    caller.require(Permission.APPEALS_FILE)
    return reading.read_result(session, caller, review_id)
