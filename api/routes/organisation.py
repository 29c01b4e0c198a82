"""Units, agents and campaigns, as far as the reader's scope goes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import CallerDep, SessionDep
from api.schemas.organisation import AgentOut, CampaignOut, UnitOut
from api.schemas.pages import Page
from services.paging import Paged
from services.people import directory
from services.people.access import Permission
from services.people.directory import CountedUnit, PlacedAgent
from services.tables import Campaign

router = APIRouter(prefix="/api/v1", tags=["organisation"])

Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/units", response_model=Page[UnitOut], operation_id="list_units")
def list_units(
    session: SessionDep,
    caller: CallerDep,
    archived: bool | None = None,
    cursor: str | None = None,
    limit: Limit = 200,
) -> Paged[CountedUnit]:
    """Units in scope, by name. `archived` narrows to those that are, or are not."""
    caller.require(Permission.BOARD_READ)
    return directory.list_units(
        session, caller.scope, archived=archived, cursor=cursor, limit=limit
    )


@router.get("/agents", response_model=Page[AgentOut], operation_id="list_agents")
def list_agents(
    session: SessionDep,
    caller: CallerDep,
    unit_id: UUID | None = None,
    q: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    active: bool | None = None,
    cursor: str | None = None,
    limit: Limit = 200,
) -> Paged[PlacedAgent]:
    """Agents in scope with their team of today, by name.

    `unit_id` narrows to a unit and all below it, `q` to names and codes that contain it,
    `active` to those who still work here, or no longer do.
    """
    caller.require(Permission.BOARD_READ)
    return directory.list_agents(
        session, caller.scope, unit_id=unit_id, q=q, active=active, cursor=cursor, limit=limit
    )


@router.get("/campaigns", response_model=Page[CampaignOut], operation_id="list_campaigns")
def list_campaigns(
    session: SessionDep,
    caller: CallerDep,
    archived: bool | None = None,
    cursor: str | None = None,
    limit: Limit = 200,
) -> Paged[Campaign]:
    """Campaigns in scope, by name. `archived` narrows to those that are over, or are not."""
    caller.require(Permission.BOARD_READ)
    return directory.list_campaigns(
        session, caller.scope, archived=archived, cursor=cursor, limit=limit
    )
