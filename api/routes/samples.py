"""Sampling plans, the draws they made, and the proof of each draw."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.inspectors import PlanProgressOut
from api.schemas.pages import Page
from api.schemas.samples import (
    CoverageOut,
    DrawOut,
    DrawSummaryOut,
    PlanChangeIn,
    PlanIn,
    PlanOut,
    PlanPreviewIn,
    PlanPreviewOut,
    RecomputedOut,
)
from services.reviews.sampling import coverage, keeping, previews, progress, running
from services.reviews.sampling.coverage import CoverageWanted
from services.tables import SampleDraw, SamplingPlan

router = APIRouter(prefix="/api/v1/samples", tags=["samples"], route_class=CreatingRoute)

Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/plans", response_model=Page[PlanOut], operation_id="list_sampling_plans")
def list_sampling_plans(
    session: SessionDep, caller: CallerDep, cursor: str | None = None, limit: Limit = 100
) -> Page[PlanOut]:
    """Plans by name."""
    page = keeping.list_plans(session, caller, cursor=cursor, limit=limit)
    return Page(items=[PlanOut.model_validate(each) for each in page.items], next=page.next)


@router.post(
    "/plans",
    response_model=PlanOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_sampling_plan",
)
def create_sampling_plan(session: SessionDep, caller: CallerDep, plan: PlanIn) -> SamplingPlan:
    """Make a plan."""
    return keeping.create_plan(session, caller, name=plan.name, body=plan.body, active=plan.active)


@router.post("/plans/preview", operation_id="preview_sampling_plan")
def preview_sampling_plan(
    session: SessionDep, caller: CallerDep, wanted: PlanPreviewIn
) -> PlanPreviewOut:
    """How many calls a plan would have chosen, by layer and by agent. Nothing is stored."""
    told = previews.preview(session, caller, wanted.body, wanted.from_at, wanted.until_at)
    return PlanPreviewOut.of(wanted.body, told)


@router.get("/coverage", operation_id="list_sample_coverage")
def list_sample_coverage(
    session: SessionDep,
    caller: CallerDep,
    from_at: Annotated[AwareDatetime, Query(alias="from")],
    until_at: Annotated[AwareDatetime, Query(alias="to")],
    unit_id: UUID | None = None,
    campaign_id: UUID | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[CoverageOut]:
    """Per agent, by name: reviewed of what is there, the floor, and what blind reviews say."""
    wanted = CoverageWanted(from_at, until_at, unit_id, campaign_id)
    page = coverage.list_coverage(session, caller, wanted, cursor=cursor, limit=limit)
    return Page(items=[CoverageOut.model_validate(each) for each in page.items], next=page.next)


@router.get("/plans/{plan_id}", response_model=PlanOut, operation_id="read_sampling_plan")
def read_sampling_plan(session: SessionDep, caller: CallerDep, plan_id: UUID) -> SamplingPlan:
    """One plan."""
    return keeping.get_plan(session, caller, plan_id)


@router.patch("/plans/{plan_id}", response_model=PlanOut, operation_id="change_sampling_plan")
def change_sampling_plan(
    session: SessionDep, caller: CallerDep, plan_id: UUID, change: PlanChangeIn
) -> SamplingPlan:
    """Change a plan; draws that were made keep what it said."""
    told = change.model_dump(mode="json", exclude={"revision"}, exclude_none=True)
    return keeping.change_plan(session, caller, plan_id, revision=change.revision, changes=told)


@router.delete(
    "/plans/{plan_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="archive_sampling_plan",
)
def archive_sampling_plan(session: SessionDep, caller: CallerDep, plan_id: UUID) -> None:
    """Stop it for good. What it drew stays."""
    keeping.archive_plan(session, caller, plan_id)


@router.post(
    "/plans/{plan_id}/draw",
    response_model=Page[DrawSummaryOut],
    operation_id="draw_sample",
)
def draw_sample(session: SessionDep, caller: CallerDep, plan_id: UUID) -> Page[DrawSummaryOut]:
    """Draw now from the calls that no draw has looked at; no draw where there are none."""
    draws = keeping.draw_by_hand(session, caller, plan_id)
    return Page(items=[DrawSummaryOut.model_validate(each) for each in draws])


@router.get("/plans/{plan_id}/progress", operation_id="read_plan_progress")
def read_plan_progress(
    session: SessionDep,
    caller: CallerDep,
    plan_id: UUID,
    periods: Annotated[int, Query(ge=1, le=60)] = 8,
) -> Page[PlanProgressOut]:
    """What became of the calls that it drew: this period and those before it, newest first."""
    found = progress.progress_of(session, caller, plan_id, periods=periods)
    return Page(items=[PlanProgressOut.model_validate(each) for each in found])


@router.get("/draws", response_model=Page[DrawSummaryOut], operation_id="list_sample_draws")
def list_sample_draws(
    session: SessionDep,
    caller: CallerDep,
    plan_id: UUID | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[DrawSummaryOut]:
    """Draws, newest first."""
    page = keeping.list_draws(session, caller, plan_id=plan_id, cursor=cursor, limit=limit)
    items = [DrawSummaryOut.model_validate(each) for each in page.items]
    return Page(items=items, next=page.next)


@router.get("/draws/{draw_id}", response_model=DrawOut, operation_id="read_sample_draw")
def read_sample_draw(session: SessionDep, caller: CallerDep, draw_id: UUID) -> SampleDraw:
    """One draw with the calls it chose."""
    return keeping.get_draw(session, caller, draw_id)


@router.get("/draws/{draw_id}/recompute", operation_id="recompute_sample_draw")
def recompute_sample_draw(session: SessionDep, caller: CallerDep, draw_id: UUID) -> RecomputedOut:
    """Draw again of the same seed, plan and calls: it must choose the same."""
    draw = keeping.get_draw(session, caller, draw_id)
    identical, chosen = running.recomputed(draw)
    return RecomputedOut.model_validate(
        {"identical": identical, "digest": draw.digest, "chosen": chosen}
    )
