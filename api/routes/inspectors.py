"""Who reviews, how much each has and is given."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import CallerDep, SessionDep
from api.schemas.inspectors import (
    BacklogOut,
    InspectorChangeIn,
    InspectorOut,
    LoadOut,
    PlanProgressOut,
    WorkloadOut,
)
from api.schemas.pages import Page
from services.clock import utc_now
from services.reviews import inspectors, workload
from services.reviews.sampling import progress

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"])

Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("/workload", operation_id="read_workload")
def read_workload(
    session: SessionDep, caller: CallerDep, cursor: str | None = None, limit: Limit = 100
) -> WorkloadOut:
    """What is open, how old it is, how far the plans are, and what each inspector has."""
    page = workload.loads(session, caller, cursor=cursor, limit=limit)
    plans = progress.progress_now(session, caller)
    return WorkloadOut(
        as_of=utc_now(),
        backlog=BacklogOut.model_validate(workload.backlog(session, caller)),
        plans=[PlanProgressOut.model_validate(each) for each in plans],
        inspectors=Page(items=[LoadOut.of(each) for each in page.items], next=page.next),
    )


@router.get("/workload/mine", operation_id="read_own_workload")
def read_own_workload(session: SessionDep, caller: CallerDep) -> LoadOut:
    """One's own day: what waits, what is done of the quota."""
    return LoadOut.of(workload.own_load(session, caller))


@router.get("/inspectors", operation_id="list_inspectors")
def list_inspectors(
    session: SessionDep, caller: CallerDep, cursor: str | None = None, limit: Limit = 100
) -> Page[InspectorOut]:
    """Those who review calls that you see, by name."""
    page = inspectors.list_inspectors(session, caller, cursor=cursor, limit=limit)
    return Page(items=[InspectorOut.of(each) for each in page.items], next=page.next)


@router.patch("/inspectors/{user_id}", operation_id="change_inspector")
def change_inspector(
    session: SessionDep, caller: CallerDep, user_id: UUID, change: InspectorChangeIn
) -> InspectorOut:
    """Say what an inspector is given, what they can judge, and when they are away."""
    told = change.model_dump(exclude_unset=True)
    if "campaign_ids" in told:
        told["campaign_ids"] = [str(each) for each in change.campaign_ids]
    return InspectorOut.of(inspectors.change_inspector(session, caller, user_id, told))
