"""Campaigns: what is sold, by which script, and when customers may be called."""

from uuid import UUID

from fastapi import APIRouter, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.campaigns import CampaignChangeIn, CampaignDetailOut, CampaignIn
from services.people import campaigns, reach
from services.people.access import Permission
from services.tables import Campaign

router = APIRouter(prefix="/api/v1/campaigns", tags=["organisation"], route_class=CreatingRoute)


@router.post(
    "",
    response_model=CampaignDetailOut,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_campaign",
)
def create_campaign(session: SessionDep, caller: CallerDep, wanted: CampaignIn) -> Campaign:
    """Add a campaign before a dialer names it; one that is not there then is made by itself."""
    caller.require(Permission.CAMPAIGNS_MANAGE)
    return campaigns.add_campaign(
        session, caller, code=wanted.code, name=wanted.name, fields=wanted.fields()
    )


@router.get("/{campaign_id}", response_model=CampaignDetailOut, operation_id="read_campaign")
def read_campaign(session: SessionDep, caller: CallerDep, campaign_id: UUID) -> Campaign:
    """One campaign in scope, with all its settings."""
    caller.require(Permission.BOARD_READ)
    return reach.campaign_in_reach(session, caller.scope, campaign_id)


@router.patch("/{campaign_id}", response_model=CampaignDetailOut, operation_id="change_campaign")
def change_campaign(
    session: SessionDep, caller: CallerDep, campaign_id: UUID, wanted: CampaignChangeIn
) -> Campaign:
    """Change a campaign, archive it, or take it into use again."""
    caller.require(Permission.CAMPAIGNS_MANAGE)
    return campaigns.change_campaign(session, caller, campaign_id, wanted.said())
