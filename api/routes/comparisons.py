"""A board's numbers beside those of other days, by hour and weekday, and by campaign."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from api.deps import CallerDep, SessionDep
from api.schemas.comparisons import (
    BoardCampaignOut,
    ComparisonOut,
    HeatCellOut,
    HeatMapOut,
    SeriesIntervalOut,
    SeriesOut,
)
from api.schemas.organisation import Day
from api.schemas.pages import Page
from services.boards import campaigns, comparing, days
from services.boards.looking import look
from services.clock import utc_now
from services.people.access import Caller
from services.people.reach import campaign_in_reach

router = APIRouter(prefix="/api/v1/boards/{board_id}", tags=["boards"])


@router.get("/comparison", operation_id="read_board_comparison")
def read_comparison(
    session: SessionDep,
    caller: CallerDep,
    board_id: UUID,
    campaign_id: UUID | None = None,
    agent_id: UUID | None = None,
) -> ComparisonOut:
    """Today beside yesterday and the same weekday last week, goals with their pace, records."""
    unit, audience = look(session, caller, board_id)
    _require_campaign(session, caller, campaign_id)
    found = comparing.compare(session, unit, audience, campaign_id=campaign_id, agent_id=agent_id)
    return ComparisonOut.of(found)


@router.get("/series", operation_id="read_board_series")
def read_series(
    session: SessionDep,
    caller: CallerDep,
    board_id: UUID,
    period: Literal["5", "15", "60"] = "15",
    date: Day | None = None,
    campaign_id: UUID | None = None,
    agent_id: UUID | None = None,
) -> SeriesOut:
    """A day, today unless it is given, by intervals of `period` minutes."""
    unit, audience = look(session, caller, board_id)
    _require_campaign(session, caller, campaign_id)
    zone = ZoneInfo(unit.timezone)
    day = days.day_of(date, zone) if date else days.today(utc_now(), zone)
    members = comparing.members_of(session, audience)
    of = comparing.whose(audience, members, campaign_id, agent_id)
    minutes = int(period)
    found = comparing.read_intervals(session, day, of, timedelta(minutes=minutes))
    return SeriesOut(
        timezone=unit.timezone,
        date=day.date,
        period_minutes=minutes,
        intervals=[SeriesIntervalOut.model_validate(each) for each in found],
    )


@router.get("/heat_map", operation_id="read_board_heat_map")
def read_heat_map(
    session: SessionDep,
    caller: CallerDep,
    board_id: UUID,
    campaign_id: UUID | None = None,
    agent_id: UUID | None = None,
) -> HeatMapOut:
    """What the four weeks before today brought, by weekday and hour."""
    unit, audience = look(session, caller, board_id)
    _require_campaign(session, caller, campaign_id)
    members = comparing.members_of(session, audience)
    of = comparing.whose(audience, members, campaign_id, agent_id)
    found = comparing.read_heat(session, unit, of, utc_now())
    cells = [HeatCellOut.model_validate(each) for each in found]
    return HeatMapOut(timezone=unit.timezone, cells=cells)


@router.get("/campaigns", operation_id="list_board_campaigns")
def list_board_campaigns(
    session: SessionDep,
    caller: CallerDep,
    board_id: UUID,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[BoardCampaignOut]:
    """Campaigns of the last 30 days, by name, with their abandon rate and how far they are.

    The rate is that of the campaign as a whole, whichever teams made its calls. On the board
    of the company who sees everything also sees campaigns whose calls belong to no team.
    """
    unit, audience = look(session, caller, board_id)
    strays = unit.parent_id is None and caller.scope.sees_strays
    page = campaigns.list_board_campaigns(
        session, audience, strays=strays, cursor=cursor, limit=limit
    )
    items = [BoardCampaignOut.model_validate(each) for each in page.items]
    return Page(items=items, next=page.next)


def _require_campaign(session: SessionDep, caller: Caller, campaign_id: UUID | None) -> None:
    if campaign_id is not None:
        campaign_in_reach(session, caller.scope, campaign_id)
