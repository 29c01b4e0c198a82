"""How campaigns are heard."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import CallerDep, SessionDep
from api.schemas.hearing import CampaignHearingIn
from api.schemas.organisation import CampaignOut
from services.hearing import campaigns
from services.people.access import Permission
from services.tables import Campaign

router = APIRouter(prefix="/api/v1/campaigns", tags=["hearing"])


@router.patch(
    "/{campaign_id}/hearing", response_model=CampaignOut, operation_id="set_campaign_hearing"
)
def set_campaign_hearing(
    session: SessionDep, caller: CallerDep, campaign_id: UUID, body: CampaignHearingIn
) -> Campaign:
    """Say how a campaign's calls are heard from now on. Null clears; what is left out stays."""
    caller.require(Permission.HEARING_MANAGE)
    changes = body.model_dump(exclude_unset=True)
    return campaigns.set_hearing(session, campaign_id, caller, changes)
