"""Reviews: opened, read, finished, superseded."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, status
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.pages import Page
from api.schemas.review_changes import OpenIn, ReviewChange, SupersedeIn
from api.schemas.reviews import CorrectionsTriedOut, ListedReviewOut, ReviewOut
from services.people.access import Caller, Permission
from services.reviews import finalising, listing, masking, opening
from services.reviews.editing import get_visible_review
from services.reviews.listing import ReviewFilter
from services.reviews.reading import read_review
from services.reviews.trying import try_corrections
from services.tables import Purpose, Review, ReviewState

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"], route_class=CreatingRoute)
of_calls = APIRouter(prefix="/api/v1/calls", tags=["reviews"])

Limit = Annotated[int, Query(ge=1, le=200)]
_READS = (Permission.REVIEWS_READ, Permission.REVIEWS_WRITE, Permission.REVIEWS_MANAGE)


def wanted_reviews(
    state: ReviewState | None = None,
    purpose: Purpose | None = None,
    reviewer_id: UUID | None = None,
    agent_id: UUID | None = None,
    campaign_id: UUID | None = None,
    unit_id: UUID | None = None,
    from_at: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    to_at: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    released: bool | None = None,
) -> ReviewFilter:
    return ReviewFilter(
        state=state,
        purpose=purpose,
        reviewer_id=reviewer_id,
        agent_id=agent_id,
        campaign_id=campaign_id,
        unit_id=unit_id,
        from_at=from_at,
        to_at=to_at,
        released=released,
    )


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="open_review")
def open_review(session: SessionDep, caller: CallerDep, wanted: OpenIn) -> ReviewOut:
    """Start a draft on the call's score, or go on with one's own."""
    caller.require(Permission.REVIEWS_WRITE)
    review = opening.open_review(
        session, caller, wanted.call_id, purpose=Purpose(wanted.purpose), task_id=wanted.task_id
    )
    return shown(session, caller, review)


@router.get("", operation_id="list_reviews")
def list_reviews(
    session: SessionDep,
    caller: CallerDep,
    wanted: Annotated[ReviewFilter, Depends(wanted_reviews)],
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[ListedReviewOut]:
    """Of calls in scope, the newest first. Drafts are shown to those who review."""
    caller.require_one_of(*_READS)
    page = listing.list_reviews(session, caller, wanted, cursor=cursor, limit=limit)
    return Page(items=[ListedReviewOut.of(each) for each in page.items], next=page.next)


@router.get("/{review_id}", operation_id="read_review")
def get_review(session: SessionDep, caller: CallerDep, review_id: UUID) -> ReviewOut:
    """One review with its marks, its score, and the machine's score beside it."""
    caller.require_one_of(*_READS)
    return shown(session, caller, get_visible_review(session, caller, review_id))


@of_calls.get("/{call_id}/reviews", operation_id="list_call_reviews")
def list_call_reviews(
    session: SessionDep,
    caller: CallerDep,
    call_id: UUID,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[ListedReviewOut]:
    """Every result of a call by its number, then drafts, the machine's score beside each."""
    caller.require_one_of(*_READS)
    page = listing.reviews_of_call(session, caller, call_id, cursor=cursor, limit=limit)
    return Page(items=[ListedReviewOut.of(each) for each in page.items], next=page.next)


@router.post("/{review_id}/finalise", operation_id="finalise_review")
def finalise(
    session: SessionDep, caller: CallerDep, review_id: UUID, change: ReviewChange
) -> ReviewOut:
    """Make its score the call's. It never changes again. Safe to repeat."""
    caller.require(Permission.REVIEWS_WRITE)
    review = finalising.finalise(session, caller, review_id, revision=change.revision)
    return shown(session, caller, review)


@router.post("/{review_id}/discard", operation_id="discard_review")
def discard(session: SessionDep, caller: CallerDep, review_id: UUID) -> ReviewOut:
    """Drop a draft; its task waits again. Safe to repeat."""
    caller.require_one_of(Permission.REVIEWS_WRITE, Permission.REVIEWS_MANAGE)
    return shown(session, caller, finalising.discard(session, caller, review_id))


@router.post(
    "/{review_id}/supersede",
    status_code=status.HTTP_201_CREATED,
    operation_id="supersede_review",
)
def supersede(
    session: SessionDep, caller: CallerDep, review_id: UUID, wanted: SupersedeIn
) -> ReviewOut:
    """Start a draft from the final review. That one counts until the draft is final."""
    caller.require(Permission.REVIEWS_WRITE)
    review = opening.supersede(session, caller, review_id, reason=wanted.reason)
    return shown(session, caller, review)


@router.post(
    "/{review_id}/try-corrections",
    operation_id="try_review_corrections",
)
def try_corrected_words(
    session: SessionDep, caller: CallerDep, review_id: UUID
) -> CorrectionsTriedOut:
    """What the rules would find in the corrected words. Nothing is stored."""
    caller.require(Permission.REVIEWS_WRITE)
    review = get_visible_review(session, caller, review_id)
    tried = try_corrections(session, review)
    return CorrectionsTriedOut.of(masking.tried_as_shown(session, caller, review, tried))


def shown(session: SessionDep, caller: Caller, review: Review) -> ReviewOut:
    reading = read_review(session, review, caller.user_id)
    return ReviewOut.of(masking.as_shown(session, caller, reading))
