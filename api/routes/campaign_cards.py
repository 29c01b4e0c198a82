"""Which scorecards score a campaign's calls, and what the campaign states."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import CallerDep, SessionDep
from api.schemas.campaign_cards import (
    CampaignFactsIn,
    CampaignScorecardOut,
    CampaignScorecardsIn,
)
from api.schemas.organisation import CampaignOut
from api.schemas.pages import Page
from services.paging import Paged
from services.people import reach
from services.people.access import Permission
from services.scoring import campaigns
from services.scoring.campaigns import NamedPeriod
from services.tables import Campaign

router = APIRouter(prefix="/api/v1/campaigns", tags=["scorecards"])


@router.get(
    "/{campaign_id}/scorecards",
    response_model=Page[CampaignScorecardOut],
    operation_id="list_campaign_scorecards",
)
def list_campaign_scorecards(
    session: SessionDep, caller: CallerDep, campaign_id: UUID
) -> Paged[NamedPeriod]:
    """By date; at most 100, so there is one page."""
    caller.require(Permission.SCORECARDS_READ)
    reach.campaign_in_reach(session, caller.scope, campaign_id)
    return Paged(campaigns.list_periods(session, campaign_id), None)


@router.put(
    "/{campaign_id}/scorecards",
    response_model=Page[CampaignScorecardOut],
    operation_id="set_campaign_scorecards",
)
def set_campaign_scorecards(
    session: SessionDep, caller: CallerDep, campaign_id: UUID, wanted: CampaignScorecardsIn
) -> Paged[NamedPeriod]:
    """Say which scorecard scores calls of which days. Scores that there are stay."""
    caller.require(Permission.SCORECARDS_WRITE)
    reach.campaign_in_reach(session, caller.scope, campaign_id)
    periods = [item.period() for item in wanted.items]
    set_to = campaigns.set_periods(session, campaign_id, periods, actor=caller.actor)
    return Paged(set_to, None)


@router.patch("/{campaign_id}/facts", response_model=CampaignOut, operation_id="set_campaign_facts")
def set_campaign_facts(
    session: SessionDep, caller: CallerDep, campaign_id: UUID, wanted: CampaignFactsIn
) -> Campaign:
    """Change what the campaign states: rules compare what is said with it."""
    caller.require(Permission.SCORECARDS_WRITE)
    reach.campaign_in_reach(session, caller.scope, campaign_id)
    return campaigns.set_facts(session, campaign_id, wanted.facts, actor=caller.actor)
