"""How far rules can be trusted, and what reviewers' corrections suggest."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.pages import Page
from api.schemas.rule_precision import (
    MuteIn,
    MuteOut,
    RejectionOut,
    RuleIn,
    RulePrecisionOut,
    SuggestionIn,
    SuggestionOut,
)
from services.paging import Paged
from services.people.access import Permission
from services.reviews import precision, rejections, suggestions, trust
from services.reviews.precision import Period, RulePrecision
from services.reviews.rejections import Rejection
from services.reviews.suggestions import Suggestion
from services.tables.reviewing import RuleMute

router = APIRouter(prefix="/api/v1/rules", tags=["rules"], route_class=CreatingRoute)
of_corrections = APIRouter(prefix="/api/v1/corrections", tags=["rules"])

Limit = Annotated[int, Query(ge=1, le=200)]
RuleKey = Annotated[str, Query(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


@router.get("/precision", response_model=Page[RulePrecisionOut], operation_id="list_rule_precision")
def list_rule_precision(
    session: SessionDep,
    caller: CallerDep,
    scorecard_id: UUID | None = None,
    from_at: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    to_at: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    cursor: str | None = None,
    limit: Limit = 100,
) -> Paged[RulePrecision]:
    """Every rule of what is published, by the verdicts of reviews finished in the period."""
    caller.require(Permission.REVIEWS_READ)
    period = Period(from_at, to_at)
    return precision.list_precision(
        session, caller, scorecard_id=scorecard_id, period=period, cursor=cursor, limit=limit
    )


@router.get("/rejections", operation_id="list_rule_rejections")
def list_rejections(
    session: SessionDep,
    caller: CallerDep,
    scorecard_id: UUID,
    rule_key: RuleKey,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[RejectionOut]:
    """Hits of a rule that reviewers rejected, the newest first."""
    caller.require(Permission.REVIEWS_READ)
    page = rejections.list_rejections(
        session,
        caller,
        scorecard_id=scorecard_id,
        rule_key=rule_key,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[_rejection(each) for each in page.items], next=page.next)


@router.post(
    "/mutes",
    response_model=MuteOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="mute_rule",
)
def mute_rule(session: SessionDep, caller: CallerDep, wanted: MuteIn) -> RuleMute:
    """Keep a rule's fatal hits off the boards. Scores stay as they are."""
    caller.require(Permission.REVIEWS_MANAGE)
    return trust.mute(session, caller, wanted.scorecard_id, wanted.rule_key, reason=wanted.reason)


@router.post("/mutes/lift", status_code=status.HTTP_204_NO_CONTENT, operation_id="lift_rule_mute")
def lift_mute(session: SessionDep, caller: CallerDep, wanted: RuleIn) -> None:
    """Show a rule's hits again. Safe to repeat."""
    caller.require(Permission.REVIEWS_MANAGE)
    trust.lift(session, caller, wanted.scorecard_id, wanted.rule_key)


@of_corrections.get(
    "/suggestions",
    response_model=Page[SuggestionOut],
    operation_id="list_word_suggestions",
)
def list_suggestions(
    session: SessionDep,
    caller: CallerDep,
    campaign_id: UUID | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[Suggestion]:
    """Words that reviewers put right and campaigns do not expect yet, most frequent first."""
    caller.require(Permission.HEARING_MANAGE)
    return suggestions.list_suggestions(
        session, caller, campaign_id=campaign_id, cursor=cursor, limit=limit
    )


@of_corrections.post(
    "/suggestions/accept",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="accept_word_suggestion",
)
def accept(session: SessionDep, caller: CallerDep, wanted: SuggestionIn) -> None:
    """Make it a hot word of the campaign. Safe to repeat."""
    caller.require(Permission.HEARING_MANAGE)
    suggestions.accept(session, caller, wanted.campaign_id, wanted.said)


@of_corrections.post(
    "/suggestions/dismiss",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="dismiss_word_suggestion",
)
def dismiss(session: SessionDep, caller: CallerDep, wanted: SuggestionIn) -> None:
    """Suggest it no more. Safe to repeat."""
    caller.require(Permission.HEARING_MANAGE)
    suggestions.dismiss(session, caller, wanted.campaign_id, wanted.said)


def _rejection(found: Rejection) -> RejectionOut:
    hit, verdict = found.hit, found.verdict
    return RejectionOut(
        hit_id=hit.id,
        call_id=found.call.id,
        review_id=found.review_id,
        started_at=found.call.started_at,
        version=found.number,
        start_s=hit.start_s,
        quote=hit.quote,
        reason=verdict.reason,
        note=verdict.note,
        reviewer_name=found.reviewer_name,
        at=verdict.at,
    )
