"""Appeals: filed and withdrawn by agents, decided step by step."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.routes.reviews import shown
from api.schemas.appeals import (
    AcceptIn,
    AppealDetailOut,
    AppealEventOut,
    AppealIn,
    AppealOut,
    DenyIn,
    ResolvedSameOut,
    ResolveSameIn,
    SameCauseOut,
)
from api.schemas.pages import Page
from services.paging import Paged
from services.people.access import Caller, Permission
from services.reviews.appeals import deciding, filing, listing, same_cause
from services.reviews.appeals.listing import AppealFilter, ListedAppeal
from services.reviews.appeals.same_cause import SameCause
from services.tables import Appeal, AppealState, Review

router = APIRouter(prefix="/api/v1/appeals", tags=["appeals"], route_class=CreatingRoute)

Limit = Annotated[int, Query(ge=1, le=200)]
_READS = (Permission.APPEALS_FILE, Permission.APPEALS_DECIDE)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="file_appeal")
def file_appeal(session: SessionDep, caller: CallerDep, wanted: AppealIn) -> AppealDetailOut:
    """Say that one line of an own released result is wrong."""
    caller.require(Permission.APPEALS_FILE)
    appeal = filing.file_appeal(session, caller, **dict(wanted))
    return _detail(session, caller, appeal)


@router.get("", response_model=Page[AppealOut], operation_id="list_appeals")
def list_appeals(
    session: SessionDep,
    caller: CallerDep,
    view: Literal["own", "to_decide", "all"] = "all",
    state: AppealState | None = None,
    rule_key: Annotated[str | None, Query(max_length=100)] = None,
    call_id: UUID | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[ListedAppeal]:
    """Own ones, those one decides now (the next due first), or all of calls in scope."""
    caller.require_one_of(*_READS)
    wanted = AppealFilter(view=view, state=state, rule_key=rule_key, call_id=call_id)
    return listing.list_appeals(session, caller, wanted, cursor=cursor, limit=limit)


@router.get("/{appeal_id}", operation_id="read_appeal")
def read_appeal(session: SessionDep, caller: CallerDep, appeal_id: UUID) -> AppealDetailOut:
    """One appeal with all that became of it, and the result beside it."""
    caller.require_one_of(*_READS)
    return _detail(session, caller, listing.get_visible_appeal(session, caller, appeal_id))


@router.post("/{appeal_id}/accept", operation_id="accept_appeal")
def accept_appeal(
    session: SessionDep, caller: CallerDep, appeal_id: UUID, wanted: AcceptIn
) -> AppealDetailOut:
    """Overturn the line: a new result takes the place of the appealed one, with a new score."""
    caller.require(Permission.APPEALS_DECIDE)
    return _detail(session, caller, deciding.accept(session, caller, appeal_id, **dict(wanted)))


@router.post("/{appeal_id}/deny", operation_id="deny_appeal")
def deny_appeal(
    session: SessionDep, caller: CallerDep, appeal_id: UUID, wanted: DenyIn
) -> AppealDetailOut:
    """The line holds, says this step. The next one decides; at the last one it is closed."""
    caller.require(Permission.APPEALS_DECIDE)
    return _detail(session, caller, deciding.deny(session, caller, appeal_id, **dict(wanted)))


@router.post("/{appeal_id}/hand-on", operation_id="hand_appeal_on")
def hand_appeal_on(
    session: SessionDep, caller: CallerDep, appeal_id: UUID, wanted: DenyIn
) -> AppealDetailOut:
    """Let the next step decide, without a word of one's own. Not at the last step."""
    caller.require(Permission.APPEALS_DECIDE)
    return _detail(session, caller, deciding.hand_on(session, caller, appeal_id, **dict(wanted)))


@router.post("/{appeal_id}/withdraw", operation_id="withdraw_appeal")
def withdraw_appeal(session: SessionDep, caller: CallerDep, appeal_id: UUID) -> AppealDetailOut:
    """Take an own appeal back while it is open. Safe to repeat."""
    caller.require(Permission.APPEALS_FILE)
    return _detail(session, caller, filing.withdraw(session, caller, appeal_id))


@router.get(
    "/{appeal_id}/same-cause",
    response_model=Page[SameCauseOut],
    operation_id="list_same_cause",
)
def list_same_cause(
    session: SessionDep,
    caller: CallerDep,
    appeal_id: UUID,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[SameCause]:
    """Other results with the same fault: the same words found by the same rule."""
    caller.require(Permission.APPEALS_DECIDE)
    return same_cause.list_same(session, caller, appeal_id, cursor=cursor, limit=limit)


@router.post("/{appeal_id}/resolve-same", operation_id="resolve_same_cause")
def resolve_same_cause(
    session: SessionDep, caller: CallerDep, appeal_id: UUID, wanted: ResolveSameIn
) -> ResolvedSameOut:
    """Overturn these results too, all or none. Each of them is noted in the audit log."""
    caller.require(Permission.APPEALS_DECIDE)
    resolved = same_cause.resolve(
        session, caller, appeal_id, review_ids=wanted.review_ids, text=wanted.text
    )
    return ResolvedSameOut.model_validate({"resolved": resolved}, from_attributes=True)


def _detail(session: SessionDep, caller: Caller, appeal: Appeal) -> AppealDetailOut:
    listed = listing.listed(session, caller, appeal)
    events = [
        AppealEventOut.model_validate(each) for each in listing.events_of(session, caller, appeal)
    ]
    reads = caller.may(Permission.REVIEWS_READ)
    result = shown(session, caller, session.get_one(Review, appeal.review_id)) if reads else None
    told = AppealOut.model_validate(listed).model_dump()
    return AppealDetailOut(**told, events=events, result=result)
