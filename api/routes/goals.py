"""What teams and agents are to reach in a day."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.goals import GoalIn, GoalOut
from api.schemas.pages import Page
from services.boards import goals
from services.boards.goals import GoalFilter
from services.tables import GoalMetric

router = APIRouter(prefix="/api/v1/goals", tags=["boards"], route_class=CreatingRoute)


@router.get("", operation_id="list_goals")
def list_goals(
    session: SessionDep,
    caller: CallerDep,
    unit_id: UUID | None = None,
    agent_id: UUID | None = None,
    campaign_id: UUID | None = None,
    metric: GoalMetric | None = None,
    past: bool = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[GoalOut]:
    """Goals of units and agents in scope, the newest first; `past` also those that are over.

    `unit_id` narrows to those of the unit and of agents who are in it now.
    """
    wanted = GoalFilter(unit_id, agent_id, campaign_id, metric, past)
    page = goals.list_goals(session, caller, wanted, cursor=cursor, limit=limit)
    return Page(items=[GoalOut.of(each) for each in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="set_goal")
def set_goal(session: SessionDep, caller: CallerDep, body: GoalIn) -> GoalOut:
    """Aim at something from a day on. It takes the place of the goal that counted until then."""
    return GoalOut.of(goals.set_goal(session, caller, body.wanted()))


@router.delete("/{goal_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="end_goal")
def end_goal(session: SessionDep, caller: CallerDep, goal_id: UUID) -> None:
    """Aim at it no more, from today on. What it was stays in the list of past ones."""
    goals.end_goal(session, caller, goal_id)
